"""A figure beside others: the year before, peers, the nation, its target."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from onestop.indicators.definitions import Definition
from onestop.indicators.models import Target
from onestop.indicators.results import Number, Result, compute
from onestop.law.terms import add_years
from onestop.reference import regions

FILE = Path(__file__).parent / "published.yaml"


@dataclass(frozen=True)
class Growth:
    before: Result
    percent: float | None
    """None where the value before is zero or unknown."""


@dataclass(frozen=True)
class Rank:
    place: int
    of: int
    """How many peers have a value; those without one are not ranked."""
    peers: tuple[Result, ...]
    """Highest first; the region itself among them."""


@dataclass(frozen=True)
class Published:
    """A value that an office published for the nation."""

    value: float
    as_of: date
    source: str
    certainty: str
    ratio: float


def growth(result: Result) -> Growth:
    """Against the same day of the year before."""
    before = compute(result.definition, result.scope.region, add_years(result.scope.until, -1))
    if result.value is None or not before.value:
        return Growth(before, None)
    return Growth(before, (float(result.value) / float(before.value) - 1) * 100)


def peers_of(region: str) -> tuple[str, ...]:
    """The districts of its city, the cities of its province, the provinces."""
    above = regions.ancestors(region)
    return tuple(each.code for each in regions.children(above[-1].code if above else ""))


def rank(result: Result, peers: Sequence[str] = ()) -> Rank | None:
    """None where the region itself has no value. Equal values share a place."""
    codes = peers or peers_of(result.scope.region)
    every = [result] + [
        compute(result.definition, code, result.scope.until) for code in codes if code != result.scope.region
    ]
    told = sorted((each for each in every if each.value is not None), key=lambda each: -_number(each.value))
    if result.value is None:
        return None
    higher = sum(_number(each.value) > _number(result.value) for each in told)
    return Rank(higher + 1, len(told), tuple(told))


def against_nation(result: Result) -> Published | None:
    """The newest value published for the nation up to the as-of day, of the same year's end where there is one."""
    known = [
        each for each in _published().get(result.definition.code, ()) if each["as_of"] <= result.scope.until
    ]
    if result.value is None or not known:
        return None
    newest = max(known, key=lambda each: each["as_of"])
    return Published(
        newest["value"],
        newest["as_of"],
        newest["source"],
        newest["certainty"],
        float(result.value) / newest["value"],
    )


def target_of(definition: Definition, region: str, as_of: date) -> Target | None:
    return Target.objects.filter(code=definition.code, region=region, year=as_of.year).first()


def _number(value: Number | None) -> float:
    return float(value or 0)


@lru_cache(maxsize=1)
def _published() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found
