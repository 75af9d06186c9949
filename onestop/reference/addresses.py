"""From a postal address to the code of the region that it names: 100084北京市海淀区清华园 -> 110108.

The address is read from its beginning, name by name, each time the longest name that is known in the region
read so far. Nothing is guessed: a district's name that several cities have (鼓楼区) counts only after its city or
province, a name without its 市 or 区 counts only where it cannot be the beginning of a street (中山路).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from onestop.core.text import fold
from onestop.reference.datafiles import data_file
from onestop.reference.names import stem
from onestop.reference.regions import Region, RegionLevel, ancestors, children, region, regions


def region_of_address(address: str) -> str:
    """Code of the smallest region named for certain; empty where there is none."""
    text = _SEPARATORS.sub("", fold(address[:_HEAD]))
    start = _PREAMBLE.match(text)
    return leading_region(text, start.end() if start else 0)[0]


def region_named_in(name: str, place: str) -> str:
    """What a whole name means to somebody in this region: 高新区 in 440700 -> 440704; empty where that is not certain."""
    text = _SEPARATORS.sub("", fold(name))
    scopes = _scopes(settings.NODE_MODULES)
    around = [each.code for each in reversed(ancestors(place))] if place in regions() else []
    for scope in (place, *around):
        found = _longest(scopes, scope, text, 0) if scope in scopes else None
        if found and found.text == text:
            return found.code
    return ""


def leading_region(text: str, position: int = 0) -> tuple[str, int]:
    """The region that a folded text names from `position` on, and where its name ends; ("", position) if none."""
    scopes = _scopes(settings.NODE_MODULES)
    code = ""
    while name := _longest(scopes, code, text, position):
        code, position = name.code, position + len(name.text)
    return code, position


_HEAD = 80  # the region stands in the first characters; what follows is street and building
_SEPARATORS = re.compile(r"[\s,，、;；:：/.·\-－]+")
_PREAMBLE = re.compile(r"(?:\d{6}|邮编|邮政编码|地址|住所|中华人民共和国|中国|[()（）])+")


class _Trust(IntEnum):
    """How sure a name is: where one text stands for two regions, the surer name wins, equals cancel out."""

    OFFICIAL = 0
    ALIAS = 1
    FORMER_KIND = 2
    """密云县 for 密云区, 大理州 for 大理白族自治州: the stem with another kind of region."""
    PROVINCE_STEM = 3
    STEM = 4


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    code: str
    trust: _Trust
    level: RegionLevel


_Scope = Mapping[str, tuple[_Name, ...]]
"""First two characters -> names that begin with them, the longest first."""
_Scopes = Mapping[str, _Scope]


def _longest(scopes: _Scopes, code: str, text: str, position: int) -> _Name | None:
    for name in scopes[code].get(text[position : position + 2], ()):
        if text.startswith(name.text, position) and _stands_alone(
            scopes, name, text, position + len(name.text)
        ):
            return name
    return None


# 中山路, 南京东路, 朝阳区 (where only 朝阳 is known), 吉林大学, 朝阳林场, 山东庄镇
_CONTINUES = re.compile(
    "[区县市旗州盟村]|[东南西北中]?[一二三四五六七八九十]*(?:路|街|大街|大道|道|巷|弄|里|胡同|桥|门)|大学|山|河|湖"
    "|.{0,2}(?:镇|乡|街道|农场|林场|牧场)"
)
_ZONE_FOLLOWS = re.compile("高新|经济|经开|科技|工业|开发|产业|新城|城区|保税|软件")


def _stands_alone(scopes: _Scopes, name: _Name, text: str, end: int) -> bool:
    if name.trust < _Trust.PROVINCE_STEM or _longest(scopes, name.code, text, end):
        return True
    if _CONTINUES.match(text, end):
        return False
    # Two characters of a district's name are often also a village, a building, a company: 西湖文化广场.
    return name.level != RegionLevel.DISTRICT or len(name.text) > 2 or bool(_ZONE_FOLLOWS.match(text, end))


@lru_cache(maxsize=4)
def _scopes(node_modules: Path) -> _Scopes:
    """Region code -> the names known once that region has been read; "" is the beginning of an address."""
    return {code: _scope(_names_after(code)) for code in ("", *regions())}


def _scope(names: Iterable[_Name]) -> _Scope:
    by_text: dict[str, list[_Name]] = {}
    for name in names:
        by_text.setdefault(name.text, []).append(name)
    scope: dict[str, list[_Name]] = {}
    for text in sorted(by_text, key=len, reverse=True):
        surest = [name for name in by_text[text] if name.trust == min(each.trust for each in by_text[text])]
        if len({name.code for name in surest}) == 1:
            scope.setdefault(text[:2], []).append(surest[0])
    return {start: tuple(found) for start, found in scope.items()}


def _names_after(code: str) -> Iterator[_Name]:
    if not code:
        return _names_at_the_beginning()
    here = region(code)
    if here.level == RegionLevel.DISTRICT:
        # 山东省莱芜市钢城区: the city is a district today, its former district stands beside it.
        return (_name(each, each.name, _Trust.OFFICIAL) for each in children(here.parent))
    return _names_within(here)


def _names_at_the_beginning() -> Iterator[_Name]:
    for each in regions().values():
        if each.level != RegionLevel.DISTRICT:
            yield from _forms(each)
        elif len(each.name) > 2:
            yield _name(each, each.name, _Trust.OFFICIAL)
    for alias in data_file("region_aliases.yaml"):
        yield from _full_aliases(alias)


def _names_within(here: Region) -> Iterator[_Name]:
    """The region itself (浙江省杭州市杭州市余杭区 occurs), what lies in it, and its aliases."""
    yield _name(here, here.name, _Trust.OFFICIAL)
    yield _name(here, stem(here.name), _Trust.STEM)
    for child in children(here.code):
        yield from _forms(child)
        for below in children(child.code):
            # 江苏省昆山市, 广东顺德: without their city only county-level cities are known by their stem
            yield from (
                name for name in _forms(below) if name.trust < _Trust.STEM or below.name.endswith("市")
            )
    for alias in data_file("region_aliases.yaml"):
        if alias["within"] == here.code:
            yield from (_name(region(alias["code"]), text, _Trust.ALIAS) for text in alias["names"])
        elif region(alias["within"]).parent == here.code:
            yield from _full_aliases(alias)


def _full_aliases(alias: Mapping[str, Any]) -> Iterator[_Name]:
    """广州开发区 says itself in which city it is."""
    city = stem(region(alias["within"]).name)
    for text in alias["names"]:
        if text.startswith(city):
            yield _name(region(alias["code"]), text, _Trust.ALIAS)


_FORMER_KINDS = {
    RegionLevel.PROVINCE: ("省", "市"),
    RegionLevel.CITY: ("市", "州", "地区"),
    RegionLevel.DISTRICT: ("区", "县", "市"),
}


def _forms(each: Region) -> Iterator[_Name]:
    yield _name(each, each.name, _Trust.OFFICIAL)
    short = stem(each.name)
    if short != each.name:
        is_province = each.level == RegionLevel.PROVINCE
        yield _name(each, short, _Trust.PROVINCE_STEM if is_province else _Trust.STEM)
        yield from (_name(each, short + kind, _Trust.FORMER_KIND) for kind in _FORMER_KINDS[each.level])


def _name(each: Region, text: str, trust: _Trust) -> _Name:
    return _Name(fold(text), each.code, trust, each.level)
