"""What synonyms would bring to a search, before it is made; what to try where nothing was found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from onestop.core.errors import UserError
from onestop.core.text import is_cjk
from onestop.records.marks.sounds import near, readings
from onestop.records.search import PatentSearch, parsed, totals
from onestop.records.widening import widened
from onestop.search.query import And, Node, Or, Phrase
from onestop.search.synonyms import (
    Concept,
    Dictionary,
    Expansion,
    Reach,
    Term,
    TooManySynonyms,
    key_of,
    spellings,
    typed_words,
)
from onestop.thesaurus import queries

MAX_NEAR = 3
_MIN_LIKENESS = 78
_MAX_CHARACTERS = 40


@dataclass(frozen=True)
class Preview:
    expansion: Expansion
    as_typed: int
    """Hits without any synonym."""
    total: int
    """Hits with those that are switched on."""
    counts: dict[tuple[str, str], int]
    """(typed word, synonym): hits of the widest query that have it; empty where it would be too wide."""
    problem: UserError | None = None
    """Too many synonyms: some must be switched off first."""


@dataclass(frozen=True)
class Offer:
    """Another way to ask, that finds something."""

    search: PatentSearch
    total: int
    typed: str = ""
    """The word that may be misspelt; empty where synonyms are offered."""
    term: str = ""


def preview(search: PatentSearch) -> Preview:
    """Raises UserError as a search does, but where there are too many synonyms it says which."""
    node = parsed(search)
    try:
        found = widened(node, search.expand, search.without)
    except TooManySynonyms as error:
        (total,) = totals(search, [node])
        return Preview(Expansion(node, node, error.concepts), total, total, {}, error)
    as_typed, total = totals(search, [found.typed, found.node])
    return Preview(found, as_typed, total, _counts(search, node))


def _counts(search: PatentSearch, node: Node) -> dict[tuple[str, str], int]:
    try:
        widest = widened(node, search.expand)
    except TooManySynonyms:
        return {}
    terms = [(concept, each.term) for concept in widest.concepts for each in concept.added]
    with_each = [And((widest.node, _anywhere(concept, term))) for concept, term in terms]
    counts = totals(search, with_each)
    return {(concept.typed, term.text): count for (concept, term), count in zip(terms, counts, strict=True)}


def _anywhere(concept: Concept, term: Term) -> Node:
    return Or(tuple(Phrase(concept.fields, form) for form in spellings(term)))


def known_words(node: Node) -> tuple[Concept, ...]:
    """The words of a query that have synonyms, however far one goes."""
    try:
        concepts = widened(node, Reach.BOTH).concepts
    except TooManySynonyms as error:
        concepts = error.concepts
    return tuple(each for each in concepts if each.added)


def offers(search: PatentSearch) -> list[Offer]:
    """For a search without hits."""
    node = parsed(search)
    return [*_by_synonyms(search, node), *_by_spelling(search, node)]


def _by_synonyms(search: PatentSearch, node: Node) -> Iterator[Offer]:
    """The second only where it brings more than the first."""
    before = 0
    for reach in (Reach.SYNONYMS, Reach.BOTH):
        try:
            (total,) = totals(search, [widened(node, reach).node])
        except TooManySynonyms:
            return
        if total > before:
            yield Offer(replace(search, expand=reach.value, without=(), page=1), total)
        before = max(total, before)


def _by_spelling(search: PatentSearch, node: Node) -> Iterator[Offer]:
    for word in dict.fromkeys(each.text for each in typed_words(node)):
        for term in near_terms(word):
            other = replace(
                search, text=search.text.replace(word, f'"{term}"' if " " in term else term, 1), page=1
            )
            if other.text != search.text and (total := totals(search, [parsed(other)])[0]):
                yield Offer(other, total, word, term)


def near_terms(word: str) -> list[str]:
    """Terms of the dictionary that are written nearly as this word, or sound like it."""
    known = _vocabulary(queries.dictionary())
    key = key_of(word)
    if not key or key in known.terms or len(word) > _MAX_CHARACTERS:
        return []
    heard = known.by_sound.get(_sound(word), [])
    like = process.extract(
        " ".join(key), known.written, scorer=fuzz.ratio, score_cutoff=_MIN_LIKENESS, limit=MAX_NEAR
    )
    return list(dict.fromkeys([*heard, *(known.terms[known.keys[place]] for _text, _score, place in like)]))[
        :MAX_NEAR
    ]


@dataclass(frozen=True)
class _Vocabulary:
    terms: dict[tuple[str, ...], str]
    keys: Sequence[tuple[str, ...]]
    written: Sequence[str]
    by_sound: dict[tuple[str, ...], list[str]]


@lru_cache(maxsize=1)
def _vocabulary(dictionary: Dictionary) -> _Vocabulary:
    terms = {key: senses[0][1].text for key, senses in dictionary.senses.items()}
    by_sound: dict[tuple[str, ...], list[str]] = {}
    for term in terms.values():
        if sound := _sound(term):
            by_sound.setdefault(sound, []).append(term)
    return _Vocabulary(terms, list(terms), [" ".join(key) for key in terms], by_sound)


def _sound(text: str) -> tuple[str, ...]:
    """As it is heard; empty for what is not all Chinese characters, and for a single one."""
    if len(text) < 2 or not all(map(is_cjk, text)):
        return ()
    heard = [readings(character)[:1] for character in text]
    return tuple(near(each[0]) for each in heard) if all(heard) else ()
