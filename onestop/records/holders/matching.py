"""Whether two names mean one organisation: how sure, and why. Pure; thresholds and factors are data.

People are never compared: one name is many people.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from rapidfuzz.distance import Levenshtein

from onestop.records.holders.datafiles import data_file
from onestop.records.holders.names import Name, distinctive

Reason = dict[str, Any]
_COUNTRY = "100000"


@dataclass(frozen=True, slots=True)
class Score:
    value: float
    reasons: tuple[Reason, ...]

    @property
    def is_certain(self) -> bool:
        return self.value >= threshold("certain")


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing compared: `code` is its name in matching.yaml, shown in words by `reasons`."""

    subject: str
    code: str
    details: tuple[str, ...] = ()

    @property
    def value(self) -> float:
        factor: float = data_file("matching.yaml")[self.subject][self.code]
        return factor

    @property
    def reason(self) -> Reason:
        return {"code": f"{self.subject}.{self.code}", "details": list(self.details)}


def threshold(name: str) -> float:
    value: float = data_file("matching.yaml")["thresholds"][name]
    return value


OWN = Score(1.0, ({"code": "own", "details": []},))
"""The name made a holder of its own."""


def listed(score: Score) -> Score:
    """Of a name that a list gave: until somebody decides, it is a holder of its own."""
    return Score(score.value, (*score.reasons, {"code": "listed", "details": []}))


def stated(code: str, rivals: int) -> Score:
    """By rule, unless other holders have the name as well."""
    reason: Reason = {"code": code, "details": []}
    if not rivals:
        return Score(1.0, (reason,))
    return Score(data_file("matching.yaml")["several"], (reason, _several(rivals)))


def _several(rivals: int) -> Reason:
    return {"code": "several", "details": [str(1 + rivals)]}


def compare(one: Name, other: Name) -> Score | None:
    """None where they are two organisations, or too little alike for anybody to be asked."""
    if one.key == other.key:
        return stated("key.same", rivals=0)
    if one.key in other.former or other.key in one.former:
        return stated("former.stated", rivals=0)
    found = [factor(one, other) for factor in (_place, _form, _core)]
    factors = [each for each in found if each]
    if len(factors) < len(found):
        return None
    value = 1.0
    for each in factors:
        value *= each.value
    value = round(value, 3)
    return Score(value, tuple(each.reason for each in factors)) if value >= threshold("suggested") else None


def best(name: Name, candidates: Iterable[tuple[int, Name]]) -> tuple[int, Score] | None:
    """The likeliest of (holder, one of its names). Where another holder fits as well, it is never certain."""
    scores: dict[int, Score] = {}
    for holder, other in candidates:
        score = compare(name, other)
        if score and (holder not in scores or scores[holder].value < score.value):
            scores[holder] = score
    if not scores:
        return None
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1].value, pair[0]))
    holder, top = ranked[0]
    rivals = [other for other, score in ranked[1:] if score.value == top.value]
    if rivals:
        value = min(top.value, data_file("matching.yaml")["several"])
        top = Score(value, (*top.reasons, _several(len(rivals))))
    return holder, top


def blocks(name: Name) -> set[str]:
    """Names that may be one share one of these, so that not all are compared with all.

    The beginning of the core, whole and with each of its characters left out: one slip there is survived, and any
    number behind it (SymSpell's deletions of a prefix).
    """
    start = name.core[:_PREFIX]
    shorter = {start[:place] + start[place + 1 :] for place in range(len(start))} if len(start) > 2 else set()
    return {_telling_block(block, name.place) for block in {start, *shorter} - {""}}


def _telling_block(block: str, place: str) -> str:
    """灯科技 is the end of thousands of names: it tells something only within a province."""
    return block if len(distinctive(block)) > 1 else f"{block}@{place[:2]}"


_PREFIX = 4


def _place(one: Name, other: Name) -> Factor | None:
    if one.place == other.place:
        is_moved = one.is_place_in_front != other.is_place_in_front
        return Factor("place", "moved" if is_moved else "same")
    if not _tells_enough(one.core):
        return None
    if not one.place or not other.place:
        is_nation = (one.place or other.place).endswith("商")
        return Factor("place", "nation" if is_nation else "absent", (one.place_text or other.place_text,))
    if _COUNTRY not in (one.place, other.place) and _is_nested(one.place, other.place):
        return Factor("place", "nested", (one.place_text, other.place_text))
    return None


def _is_nested(one: str, other: str) -> bool:
    if not (one.isdecimal() and other.isdecimal()):
        return False
    short, long = sorted((_significant(one), _significant(other)), key=len)
    return long.startswith(short)


def _significant(code: str) -> str:
    """44 of 440000, 4407 of 440700."""
    pairs = [code[:2], code[2:4], code[4:]]
    while pairs[-1] == "00":
        pairs.pop()
    return "".join(pairs)


def _form(one: Name, other: Name) -> Factor | None:
    if one.form == other.form:
        return Factor("form", "same")
    if any({one.form, other.form} <= set(pair) for pair in data_file("words.yaml")["alike"]):
        return Factor("form", "alike")
    return None


def _core(one: Name, other: Name) -> Factor | None:
    if one.core == other.core:
        return Factor("core", "same")
    if not (_tells_enough(one.core) and _tells_enough(other.core)):
        return None
    edits = [
        (one.core[edit.src_pos : edit.src_pos + (edit.tag != "insert")],
         other.core[edit.dest_pos : edit.dest_pos + (edit.tag != "delete")])
        for edit in Levenshtein.editops(one.core, other.core)
    ]  # fmt: skip
    if any(set(before + after) & _telling() for before, after in edits):
        return None
    if len(edits) == 1:
        return _one_edit(one.core, other.core, *edits[0])
    return _abbreviation(*sorted((one.core, other.core), key=len)) if one.form else None


def _one_edit(one: str, other: str, before: str, after: str) -> Factor | None:
    """Two characters that only chance made alike are two companies: 北京搜狗科技, 北京搜房科技."""
    if before and after:
        is_renamed = any({before, after} == set(pair) for pair in data_file("matching.yaml")["renamed"])
        code = "renamed" if is_renamed else "lookalike" if _are_lookalikes(before, after) else ""
        return Factor("core", code, (before, after)) if code else None
    if min(len(one), len(other)) >= data_file("matching.yaml")["long_core"]:
        return Factor("core", "left_out", (before or after,))
    return None


def _abbreviation(short: str, long: str) -> Factor | None:
    """中国重汽集团泰安五岳 of 中国重型汽车集团泰安五岳: same beginning and end, characters left out between.

    Of companies only: of 国立高雄大学 and 国立高雄科技大学 each is itself.
    """
    left_out = len(long) - len(short)
    is_short_for = short[:2] == long[:2] and short[-2:] == long[-2:] and _is_within(short, long)
    if is_short_for and len(short) >= data_file("matching.yaml")["long_core"] and left_out * 3 <= len(short):
        return Factor("core", "abbreviation", (short, long))
    return None


def _is_within(short: str, long: str) -> bool:
    rest: Iterator[str] = iter(long)
    return all(character in rest for character in short)


def _tells_enough(core: str) -> bool:
    least: int = data_file("matching.yaml")["distinctive"]
    return len(distinctive(core)) >= least


@cache
def _telling() -> frozenset[str]:
    return frozenset(data_file("words.yaml")["telling"])


def _are_lookalikes(one: str, other: str) -> bool:
    groups: list[str] = data_file("lookalikes.yaml")
    return any(one in group and other in group for group in groups)
