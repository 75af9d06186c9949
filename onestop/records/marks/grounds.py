"""Absolute grounds that the words of a mark touch: where they stand in it, by the rules of `law.mark_grounds`."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel import Locale

from onestop.core.text import fold, is_cjk
from onestop.law import mark_grounds as law
from onestop.records.marks.datafiles import data_file
from onestop.records.marks.forms import Form, form
from onestop.reference import regions

_SHORTEST_NAME = 2
_ENDINGS = ("自治州", "自治县", "特别行政区", "地区", "省", "市", "区", "县", "盟", "旗", "州")


@dataclass(frozen=True)
class Touched:
    ground: law.Ground
    words: tuple[str, ...]
    """Of the mark; what gave rise to the hint."""


def touched(mark: str, goods: Collection[str], on: date) -> tuple[Touched, ...]:
    """A hint is no finding: most grounds have exceptions, and few words stand for all that the law means."""
    taken = form(mark)
    found = ((each, tuple(_words(each, mark, taken, goods))) for each in law.grounds(on))
    return tuple(Touched(ground, words) for ground, words in found if words)


def _words(ground: law.Ground, mark: str, taken: Form, goods: Collection[str]) -> Iterator[str]:
    if not taken.text:
        return
    vocabulary = {*map(fold, ground.words), *_vocabulary(ground.vocabulary)}
    if ground.match == "contains":
        yield from sorted(each for each in vocabulary if _stands_in(each, mark, taken))
    elif ground.match == "whole":
        yield from sorted({taken.text, taken.core} & vocabulary)
    elif ground.match == "goods":
        yield from _generic(taken, goods)
    elif ground.match == "short":
        yield from _weak(taken)


def _stands_in(word: str, mark: str, taken: Form) -> bool:
    """Chinese anywhere; Latin only as a whole word, since WHO is no part of WHOLESALE."""
    if is_cjk(word[0]):
        return word in taken.text
    words = "".join(each if each.isascii() and each.isalnum() else " " for each in fold(mark)).split()
    return word in words or word == taken.text


def _generic(taken: Form, goods: Collection[str]) -> Iterator[str]:
    general = {*data_file("words.yaml")["before"], *data_file("words.yaml")["behind"]}
    yield from sorted({taken.text} & ({form(each).text for each in goods} | general))


def _weak(taken: Form) -> Iterator[str]:
    simple, sign = law.limits()
    is_latin = taken.text.isascii()
    if (is_latin and len(taken.text) <= simple) or taken.text.isdecimal() or len(taken.text) > sign:
        yield taken.text


@lru_cache(maxsize=4)
def _vocabulary(name: str) -> frozenset[str]:
    return {"countries": _countries, "places": _places}.get(name, frozenset[str])()


def _countries() -> frozenset[str]:
    """In Chinese and English, without China itself, its parts and what is no state."""
    names = {
        fold(str(name))
        for language in ("zh_Hans", "en")
        for code, name in Locale.parse(language).territories.items()
        if len(code) == 2
        and code.isalpha()
        and code not in ("CN", "HK", "MO", "TW", "EU", "UN", "EZ", "ZZ", "XA", "XB")
    }
    return frozenset(each for each in names if len(each) >= _SHORTEST_NAME)


def _places() -> frozenset[str]:
    """江门市 and 江门, 江海区 and 江海."""
    names = {fold(each.name) for each in regions.regions().values()}
    return frozenset(names | {short for each in names if len(short := _short(each)) >= _SHORTEST_NAME})


def _short(name: str) -> str:
    return next((name.removesuffix(each) for each in _ENDINGS if name.endswith(each)), name)
