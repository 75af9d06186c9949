"""Names of holders taken apart: place, what is its own, form of organisation; a part of it, a former name.

`name_key` is the name without what writers leave out or add: two names with one key are the same name. Whether two
different names mean one holder is for `matching` to say.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from onestop.core.text import fold
from onestop.records.holders.datafiles import data_file
from onestop.reference import regions
from onestop.reference.addresses import leading_region

MAX_LENGTH = 500


def name_key(name: str) -> str:
    """广东 某某（江门）有限公司 and 广东某某(江门)有限公司 have one key; so has 某某有限公司等（原名：某厂）."""
    return "".join(filter(str.isalnum, _bare(name)))


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an organisation, folded."""

    key: str
    place: str
    """Region code of the place that it names, or 日商; empty where it names none."""
    place_text: str
    is_place_in_front: bool
    core: str
    """Without place and form of organisation: what is its own, with its trade."""
    form: str
    """As in words.yaml; empty for schools, institutes and the like, whose type is part of the core."""
    former: tuple[str, ...] = ()
    """Keys of the names that brackets say it had."""


@lru_cache(maxsize=1 << 14)
def parse(name: str) -> Name:
    bare = _bare(name)
    body, place, place_text, in_front = _without_place(bare)
    core, form = _without_form(body)
    return Name(
        key="".join(filter(str.isalnum, bare)),
        place=place,
        place_text=place_text,
        is_place_in_front=in_front,
        core="".join(filter(str.isalnum, core)),
        form=form,
        former=tuple(name_key(each) for each in former_names(name)),
    )


def former_names(name: str) -> tuple[str, ...]:
    """As written: 某某有限公司（原名：某厂） -> 某厂."""
    folded = _half_brackets(fold(name))
    return tuple(
        name[match.start("name") : match.end("name")].strip()
        for match in _former().finditer(folded)
        if len(match["name"].strip()) > 1
    )


def present_name(name: str) -> str:
    """As written, without what was added behind it: 某某有限公司（原名：某厂）等 -> 某某有限公司."""
    folded = _half_brackets(fold(name))
    for match in reversed(list(_former().finditer(folded))):
        name = name[: match.start()] + name[match.end() :]
    return _ADDED.sub("", name.strip()).strip() or name


def distinctive(core: str) -> str:
    """The core without the words of a trade, which very many names share."""
    return _trades().sub("", core)


def _bare(name: str) -> str:
    """Folded, brackets of one kind, without what was added behind the name."""
    text = _CHINESE_SPACE.sub("", _former().sub("", _half_brackets(fold(name[:MAX_LENGTH]))).strip())
    while (shorter := _ADDED.sub("", text)) != text:
        text = shorter
    return text


def _half_brackets(text: str) -> str:
    """Of the same length."""
    return text.translate(_BRACKETS)


_CHINESE_SPACE = re.compile(r"(?<=[\u3400-\u9fff()])\s+|\s+(?=[\u3400-\u9fff()])")
_BRACKETS = str.maketrans("（〔【［[〖〈｛{）〕】］]〗〉｝}", "(((((((((" + ")))))))))")
# 某某有限公司等, 某某专利代理有限公司11201: the register number of an agency stands right behind a Chinese name
_ADDED = re.compile(r"(?<=[\u4e00-\u9fff)][\u4e00-\u9fff)])\s*(?:等|\(?[0-9]{5}\)?|[;,，；、。.\s]+)$")


@cache
def _former() -> re.Pattern[str]:
    words = "|".join(map(re.escape, data_file("words.yaml")["former"]))
    return re.compile(rf"\((?:{words})\s*[:：]?\s*(?P<name>[^()]*(?:\([^()]*\)[^()]*)*)\)")


@cache
def _nations() -> re.Pattern[str]:
    return re.compile("|".join(data_file("words.yaml")["nations"]))


@cache
def _trades() -> re.Pattern[str]:
    return re.compile("|".join(sorted(data_file("words.yaml")["trades"], key=len, reverse=True)))


def _without_place(text: str) -> tuple[str, str, str, bool]:
    """(rest, region code, place as written, whether it stood in front). A place is taken only if a name is left."""
    code, end = leading_region(text)
    if not end and (inner := _place_in_brackets(text)):
        return inner
    if not end:
        code, end = _county(text)
    if not end and (nation := _nations().match(text)):
        code, end = f"{nation[0][0]}商", nation.end()
    if end and len(distinctive(_without_form(text[end:])[0])) > 1:
        return text[end:], code, text[:end], True
    return _place_in_brackets(text) or (text, "", "", False)


_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_COUNTRY = "100000"


def _place_in_brackets(text: str) -> tuple[str, str, str, bool] | None:
    """百度科技（北京）有限公司, 某某（中国）有限公司."""
    for match in _IN_BRACKETS.finditer(text):
        inner = match[1].strip()
        code, end = (_COUNTRY, len(inner)) if inner == "中国" else leading_region(inner)
        if inner and end == len(inner):
            return text[: match.start()] + text[match.end() :], code, inner, False
    return None


def _county(text: str) -> tuple[str, int]:
    """肥城阿斯德化工: a county or county-level city without 县 or 市 and without its city before it."""
    for length in (3, 2):
        found = [each for each in regions.find(text[:length]) if not each.name.endswith("区")]
        if len(found) == 1 and found[0].level == regions.RegionLevel.DISTRICT and len(text) > length:
            return found[0].code, length
    return "", 0


def _without_form(text: str) -> tuple[str, str]:
    for ending, form in _forms():
        if text.endswith(ending):
            return text[: -len(ending)], form
    return text, ""


@cache
def _forms() -> tuple[tuple[str, str], ...]:
    forms = data_file("words.yaml")["forms"]
    pairs = [(_half_brackets(ending), form) for form, endings in forms.items() for ending in endings]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
