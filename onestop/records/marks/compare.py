"""Two marks compared: a score of 0 to 100 and the grounds that it rests on.

The score of a comparison is that of its strongest ground. It orders what a person should look at; it is no finding
of similarity, which depends on the goods, the look as a whole and how well a mark is known.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import LCSseq

from onestop.records.marks import latin, shapes, sounds
from onestop.records.marks.datafiles import data_file
from onestop.records.marks.forms import Form, form


class Ground(TextChoices):
    SAME = "same", _("文字相同")
    FOLDED = "folded", _("只有繁简、大小写或标点不同")
    NUMERALS = "numerals", _("数字写法不同")
    CORE = "core", _("去掉通用词后相同")
    SOUND = "sound", _("读音相同")
    NEAR_SOUND = "near_sound", _("读音相近")
    LOOK = "look", _("字形相近")
    MIXED = "mixed", _("逐字相同、同音或形近")
    ORDER = "order", _("字序不同")
    CONTAINED = "contained", _("一个包含另一个")
    SHARED = "shared", _("多数字相同")
    SPELLING = "spelling", _("拼写相近")
    SPOKEN = "spoken", _("外文读音相近")
    PINYIN = "pinyin", _("汉字与拼音对应")


@dataclass(frozen=True, slots=True)
class Reason:
    ground: Ground
    score: int
    shared: str
    """What both have in common, where the ground is about a part."""


@dataclass(frozen=True, slots=True)
class Comparison:
    score: int
    reasons: tuple[Reason, ...]
    """The strongest first; none where nothing speaks for a likeness."""


def compare(one: str, other: str) -> Comparison:
    """Symmetric. A mark without letters and characters is like nothing."""
    first, second = sorted((one, other))
    return _compare(first, second)


@lru_cache(maxsize=1 << 14)
def _compare(one: str, other: str) -> Comparison:
    found: dict[Ground, Reason] = {}
    for reason in _reasons(form(one), form(other), is_same=one == other):
        if reason.score > (found[reason.ground].score if reason.ground in found else 0):
            found[reason.ground] = reason
    ordered = sorted(found.values(), key=lambda each: (-each.score, each.ground.value))
    return Comparison(ordered[0].score if ordered else 0, tuple(ordered))


def _reasons(one: Form, other: Form, *, is_same: bool) -> Iterator[Reason]:
    if not one.text or not other.text:
        return
    if one.text == other.text:
        yield _reason(Ground.SAME if is_same else Ground.FOLDED)
        return
    if one.numbered == other.numbered:
        yield _reason(Ground.NUMERALS)
    if one.core == other.core:
        yield _reason(Ground.CORE, shared=one.core)
        return
    part = 1.0 if _are_of_one_kind(one, other) else _scores()["part"]
    if one.chinese and other.chinese:
        yield from (_times(each, part) for each in _chinese(one.chinese, other.chinese))
    if one.latin and other.latin:
        yield from (_times(each, part) for each in _latin(one.latin, other.latin))
    yield from _across(one, other)


def _are_of_one_kind(one: Form, other: Form) -> bool:
    return (bool(one.chinese), bool(one.latin)) == (bool(other.chinese), bool(other.latin)) and not (
        one.chinese and one.latin
    )


def _chinese(one: str, other: str) -> Iterator[Reason]:
    if one == other:
        yield _reason(Ground.SAME, shared=one)
        return
    if len(one) == len(other):
        yield from _character_by_character(one, other)
    if len(one) > 1 and sorted(one) == sorted(other):
        yield _reason(Ground.ORDER)
    yield from _parts(one, other)


def _character_by_character(one: str, other: str) -> Iterator[Reason]:
    """Each character is the same as its counterpart, sounds like it or looks like it."""
    pairs = [_pair(*pair) for pair in zip(one, other, strict=True)]
    if not all(value for _ground, value in pairs):
        return
    grounds = {ground for ground, _value in pairs if ground is not Ground.SAME}
    score = 100 * sum(value for _ground, value in pairs) / len(pairs)
    if not any(ground is Ground.SAME for ground, _value in pairs):
        score *= _scores()["nothing_same"]
    if len(one) == 1:
        score *= _scores()["one_character"]
    ground = grounds.pop() if len(grounds) == 1 else Ground.MIXED
    shared = "".join(a for a, b in zip(one, other, strict=True) if a == b)
    yield Reason(ground, round(score), shared)


@lru_cache(maxsize=1 << 14)
def _pair(one: str, other: str) -> tuple[Ground, float]:
    """What two characters have in common, and how much that counts; 0 for nothing."""
    scores = _scores()
    if one == other:
        return Ground.SAME, 1.0
    found = [(0.0, Ground.MIXED)]
    if shapes.look_alike(one, other):
        found.append((scores["look"] + scores["look_by_likeness"] * shapes.likeness(one, other), Ground.LOOK))
    if set(sounds.readings(one)) & set(sounds.readings(other)):
        found.append((scores["sound"], Ground.SOUND))
    elif sounds.heard(one) & sounds.heard(other):
        found.append((scores["near_sound"], Ground.NEAR_SOUND))
    value, ground = max(found, key=lambda each: (each[0], each[1].value))
    return ground, value


def _parts(one: str, other: str) -> Iterator[Reason]:
    short, long = sorted((one, other), key=len)
    scores = _scores()
    if 1 < len(short) < len(long) and short in long:
        score = scores["contained"] + scores["contained_by_share"] * len(short) / len(long)
        yield Reason(Ground.CONTAINED, round(score), short)
    shared = LCSseq.similarity(one, other)
    share = 2 * shared / (len(one) + len(other))
    if shared > 1 and share >= scores["shared_from"]:
        yield Reason(Ground.SHARED, round(scores["shared"] * share), _common(one, other))


def _common(one: str, other: str) -> str:
    return "".join(each for each in min(one, other) if each in max(one, other))


def _latin(one: str, other: str) -> Iterator[Reason]:
    scores = _scores()
    if one == other:
        yield _reason(Ground.SAME, shared=one)
        return
    short, long = sorted((one, other), key=len)
    alike = latin.spelling(one, other)
    if len(short) >= latin.MIN_SPELLED:
        if alike >= scores["spelling_from"]:
            yield Reason(Ground.SPELLING, round(100 * alike), "")
        if short in long:
            score = scores["contained"] + scores["contained_by_share"] * len(short) / len(long)
            yield Reason(Ground.CONTAINED, round(score), short)
    if alike >= scores["spoken_from"] and latin.spoken(one) == latin.spoken(other) != "":
        yield _reason(Ground.SPOKEN)


def _across(one: Form, other: Form) -> Iterator[Reason]:
    """江海 and JIANGHAI, where one of them has no Chinese of its own."""
    for chinese, word in ((one, other), (other, one)):
        if chinese.chinese and word.latin and not (word.chinese or chinese.latin == word.latin):
            spelled = {"".join(each) for each in sounds.sequences(chinese.chinese)}
            if word.latin in spelled and len(chinese.chinese) > 1:
                yield _reason(Ground.PINYIN, shared=word.latin)


def _reason(ground: Ground, shared: str = "") -> Reason:
    return Reason(ground, _scores()["grounds"][ground.value], shared)


def _times(reason: Reason, factor: float) -> Reason:
    return Reason(reason.ground, round(reason.score * factor), reason.shared)


def _scores() -> Any:
    return data_file("scores.yaml")
