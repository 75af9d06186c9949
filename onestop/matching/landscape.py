"""A map of what some patents are about: like ones lie near each other, groups bear their most telling words."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path

import numpy as np
import yaml

from onestop.core.text import is_cjk
from onestop.matching import topics
from onestop.matching.arrays import Floats, Ints
from onestop.matching.corpus import Patents, Text
from onestop.matching.model import About
from onestop.matching.queries import opened
from onestop.matching.words import words

MAX_POINTS = 1_000
FEWEST = 12
"""Of fewer patents a map says less than their list."""
NAMED_BY = 3
_SEEN_TWICE = 2
_SET_WORDS = Path(__file__).parent / "data" / "set_words.yaml"


@dataclass(frozen=True)
class Topic:
    words: tuple[str, ...]
    """The most telling first."""
    classes: tuple[tuple[str, int], ...]
    """IPC subclasses (of designs Locarno classes) with how many of its patents bear them."""
    x: float
    y: float
    """Its middle."""


@dataclass(frozen=True)
class Point:
    key: int
    topic: int
    x: float
    y: float
    """0 to 1, from the left and from the top."""


@dataclass(frozen=True)
class Landscape:
    about: About
    topics: tuple[Topic, ...]
    """The largest first."""
    points: tuple[Point, ...]
    unknown: int
    """Patents that the model has not taken in yet, or in whose text it knows no word."""


def landscape(keys: Sequence[int], count: int | None = None) -> Landscape:
    """Of at most MAX_POINTS patents, in `count` groups or as many as suit them. Raises UserError: no model."""
    found = opened()
    places = found.shelf.place.of(keys)
    vectors = found.shelf.latent(places) if len(places) else np.empty((0, 1), np.float32)
    is_known = np.linalg.norm(vectors, axis=1) > 0
    vectors, known = vectors[is_known], [int(each) for each in found.shelf.keys[places[is_known]]]
    groups = topics.group(vectors, count or suitable(len(known)))
    plane = topics.plane(vectors)
    points = tuple(
        Point(key, int(number), float(x), float(y))
        for key, number, (x, y) in zip(known, groups, plane, strict=True)
    )
    return Landscape(found.model.about, _topics(known, groups, plane), points, len(keys) - len(known))


def suitable(patents: int) -> int:
    """How many topics can be told apart on a map."""
    return int(np.clip(round((patents / 10) ** 0.5), 2, 10))


def _topics(keys: Sequence[int], groups: Ints, plane: Floats) -> tuple[Topic, ...]:
    texts = {each.key: each for each in Patents().texts(keys)}
    members = [np.flatnonzero(groups == number).tolist() for number in range(int(groups.max(initial=-1)) + 1)]
    held = [[texts[keys[row]] for row in rows if keys[row] in texts] for rows in members]
    middles = [np.median(plane[rows], axis=0) for rows in members]
    return tuple(
        Topic(names, _classes(mine), float(x), float(y))
        for names, mine, (x, y) in zip(_names(held), held, middles, strict=True)
    )


def _classes(texts: Collection[Text]) -> tuple[tuple[str, int], ...]:
    counts = Counter(symbol for each in texts for symbol in {_coarse(one) for one in each.symbols})
    return tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:NAMED_BY])


def _coarse(symbol: str) -> str:
    return symbol[:4] if symbol[:1].isalpha() else symbol


def _names(groups: Sequence[Collection[Text]]) -> list[tuple[str, ...]]:
    """For each group the words that stand in many of its texts and in few of the others."""
    inside = [Counter(word for each in texts for word in _telling_words(each)) for texts in groups]
    overall = sum(inside, Counter[str]())
    total = sum(map(len, groups))
    return [_chosen(own, len(texts), overall, total) for own, texts in zip(inside, groups, strict=True)]


def _chosen(own: Counter[str], size: int, overall: Counter[str], total: int) -> tuple[str, ...]:
    """A word counts by its share in the group times how much larger that share is than elsewhere."""

    def telling(word: str) -> float:
        return own[word] / size * log(own[word] * total / (size * overall[word]))

    found: list[str] = []
    frequent = [word for word, count in own.items() if count >= min(_SEEN_TWICE, size)]
    for word in sorted(frequent, key=lambda each: (-telling(each), each)):
        if len(found) < NAMED_BY and not any(word in other or other in word for other in found):
            found.append(word)
    return tuple(found)


def _telling_words(text: Text) -> set[str]:
    """Of the title, since abstracts are full of set phrases: Chinese words of two characters and more, else any."""
    found = {word for word in words(text.title or text.abstract) if len(word) > 1} - _set_words()
    return {word for word in found if is_cjk(word[0])} or {word for word in found if word[0].isalpha()}


@cache
def _set_words() -> frozenset[str]:
    return frozenset(yaml.safe_load(_SET_WORDS.read_text(encoding="utf-8"))["words"].split())
