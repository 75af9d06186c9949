"""Why a document was found: words and classes in common, the same family, a near copy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

from onestop.core.text import is_cjk
from onestop.matching.arrays import Floats
from onestop.matching.classes import levels_of
from onestop.matching.corpus import Text
from onestop.matching.model import Model
from onestop.matching.ranking import NEAR_COPY
from onestop.matching.vocabulary import Vocabulary
from onestop.matching.words import SPACE, words
from onestop.records.families import ends_of_patent, simple_family
from onestop.records.models import Patent, Publication
from onestop.reference.ipc import class_titles

if TYPE_CHECKING:
    from onestop.matching.queries import Source

SHOWN_WORDS = 6
SHOWN_CLASSES = 3
TELLING = 0.5
"""Words that weigh less than that share of the rarest are not shown: they stand in every other text."""
LIKELY = 0.15
"""Probability from which a class is named as one that the text probably has."""


@dataclass(frozen=True)
class SharedClass:
    symbol: str
    title: str
    is_own: bool
    """The text bears it; else the model thinks that it would."""


@dataclass(frozen=True)
class Reasons:
    words: tuple[str, ...]
    classes: tuple[SharedClass, ...]
    is_family: bool
    """Of the same simple family."""
    is_near_copy: bool
    """Nearly the same text: often a second filing of one thing."""


def heaviest_words(vocabulary: Vocabulary, text: str, among: set[str] | None = None) -> tuple[str, ...]:
    """The words by which a text is told from others, the rarest first; only those of `among` if given."""
    weights = {word: _weight(vocabulary, word) for word in words(text) if among is None or word in among}
    least = TELLING * float(vocabulary.weight.max(initial=0))
    telling = [word for word, weight in weights.items() if weight > least and _says_something(word)]
    return tuple(sorted(telling, key=lambda word: -weights[word])[:SHOWN_WORDS])


def _weight(vocabulary: Vocabulary, word: str) -> float:
    column = vocabulary.column[crc32(word.encode()) % SPACE]
    return float(vocabulary.weight[column]) if column >= 0 else 0.0


def _says_something(word: str) -> bool:
    """A single character or a bare number tells a reader nothing."""
    return len(word) > 1 and (is_cjk(word[0]) or word[0].isalpha())


def reasons_of(
    model: Model, source: "Source", likely: Floats, found: Sequence[Text | None], cosines: Floats
) -> list[Reasons | None]:
    """Of each document; None for one that is gone."""
    family = _family(source.patent) if source.patent else frozenset()
    shared = [_shared_classes(model, source.symbols, likely, each) if each else [] for each in found]
    titles = class_titles({symbol for each in shared for symbol, _ in each})
    return [
        Reasons(
            heaviest_words(model.vocabulary, source.whole, set(words(f"{each.title}\n{each.abstract}"))),
            tuple(SharedClass(symbol, titles[symbol], is_own) for symbol, is_own in classes),
            each.key in family,
            bool(cosine >= NEAR_COPY),
        )
        if each
        else None
        for each, classes, cosine in zip(found, shared, cosines, strict=True)
    ]


def _shared_classes(model: Model, own: Sequence[str], likely: Floats, text: Text) -> list[tuple[str, bool]]:
    """The finest first: those that both bear, else those that the text probably has."""
    if own:
        mine = {each for symbol in own for each in levels_of(symbol)}
        common = [next((each for each in levels_of(one) if each in mine), "") for one in text.symbols]
        return [(symbol, True) for symbol in dict.fromkeys(common) if symbol][:SHOWN_CLASSES]
    numbers = model.classes.finest(text.symbols) if len(likely) else []
    chosen = sorted((each for each in numbers if likely[each] >= LIKELY), key=lambda each: -likely[each])
    return [(model.classes.names[each], False) for each in chosen[:SHOWN_CLASSES]]


def _family(patent: Patent) -> frozenset[int]:
    """Keys of the other patents of its simple family."""
    members = simple_family(ends_of_patent(patent)).members
    numbers = {each.held.patent for each in members if each.held.patent}
    by_number = Patent.objects.filter(application_number__in=numbers).values_list("pk", flat=True)
    by_serial = Publication.objects.filter(serial__in=numbers).values_list("patent_id", flat=True)
    return frozenset((*by_number, *by_serial)) - {patent.pk}
