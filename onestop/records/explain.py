"""Why a patent is found and ranked: where the words of the query stand in it, and which of them are synonyms."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from onestop.records.fields import PATENT
from onestop.search.engine import Hit
from onestop.search.fading import Fading
from onestop.search.highlight import marked_places, marked_words
from onestop.search.places import Place, places
from onestop.search.query import Phrase
from onestop.search.synonyms import Expansion, is_as_typed, own_score, spellings

_SHOWN_TEXTS = {
    "title": "title",
    "applicant": "applicants",
    "abstract": "abstract",
    "claims": "claims",
    "description": "description",
}
"""Fields whose texts a hit carries, and where; the long ones only where they were searched."""


@dataclass(frozen=True)
class SynonymFound:
    """A word that stands in the text in place of one that was typed."""

    word: str
    typed: str
    times: int


@dataclass(frozen=True)
class Match:
    """Words of the query in one of the patent's fields."""

    field: str
    words: tuple[str, ...]
    """As they stand in the text, each once; without the synonyms."""
    times: int
    weight: float
    """What a match in this field counts."""
    synonyms: tuple[SynonymFound, ...] = ()


@dataclass(frozen=True)
class Standing:
    """What a place in a list by relevance comes from."""

    words: float
    """What the words count; only comparable with hits of the same `is_as_typed`."""
    is_as_typed: bool
    """Found without any synonym: such hits stand before all others."""
    published_on: str = ""
    recency: float | None = None
    """Factor of the age since publication; None where the order does not ask for it."""


class Explainer:
    """Tells of each hit of one search why it is there."""

    def __init__(self, found: Expansion, fading: Fading | None) -> None:
        self.found = found
        self.fading = fading
        self.typed = marked_places(found.typed)
        self.synonyms = list(_synonyms(found)) if found.is_wider else []

    def standing(self, hit: Hit) -> Standing:
        day = hit.payload.get("published_on", "")
        recency = self.fading.factor(date.fromisoformat(day) if day else None) if self.fading else None
        score = hit.score / (recency or 1)
        if not self.found.is_wider:
            return Standing(score, True, day, recency)
        return Standing(own_score(score), is_as_typed(hit.score), day, recency)

    def matches(self, stored: Mapping[str, Any]) -> Iterator[Match]:
        """The field that counts most first."""
        for name, where in sorted(_SHOWN_TEXTS.items(), key=lambda each: -PATENT.by_name[each[0]].weight):
            said = stored.get(where, ())
            texts = [said] if isinstance(said, str) else said
            words = list(marked_words(texts, self.typed.get(name, ())))
            others = tuple(self._others(name, texts))
            if words or others:
                yield Match(
                    name, tuple(dict.fromkeys(words)), len(words), PATENT.by_name[name].weight, others
                )

    def _others(self, name: str, texts: Sequence[str]) -> Iterator[SynonymFound]:
        for field, typed, wanted in self.synonyms:
            if field == name and (found := list(marked_words(texts, wanted))):
                yield SynonymFound(found[0], typed, len(found))


def _synonyms(found: Expansion) -> Iterator[tuple[str, str, Collection[Place]]]:
    """(field, typed word, where a synonym of it would stand)."""
    for concept in found.concepts:
        for forms in (concept.spellings, *map(spellings, concept.used)):
            wanted = {place for form in forms for place in places(Phrase(concept.fields, form))}
            yield from ((field.name, concept.typed, wanted) for field in concept.fields)
