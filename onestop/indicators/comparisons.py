"""A figure beside others: the year before, peers, the nation, its target."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from onestop.indicators.everywhere import Cell
from onestop.indicators.models import Target
from onestop.indicators.results import Number
from onestop.indicators.store import cell, cells
from onestop.law.terms import add_years
from onestop.reference import regions

FILE = Path(__file__).parent / "published.yaml"


@dataclass(frozen=True)
class Growth:
    day: date
    before: Cell
    percent: float | None
    """None where the value before is zero or unknown."""


@dataclass(frozen=True)
class Peer:
    region: str
    value: Number


@dataclass(frozen=True)
class Rank:
    place: int
    of: int
    """How many peers have a value; those without one are not ranked."""
    peers: tuple[Peer, ...]
    """Highest first; the region itself among them."""


@dataclass(frozen=True)
class Published:
    """A value that an office published for the nation."""

    value: float
    as_of: date
    source: str
    certainty: str
    ratio: float


def growth(code: str, region: str, as_of: date, value: Number | None) -> Growth:
    """Against the same day of the year before."""
    day = year_before(as_of)
    before = cell(code, region, day)
    return Growth(day, before, percent_of_growth(before.value, value))


def year_before(day: date) -> date:
    return add_years(day, -1)


def percent_of_growth(before: Number | None, now: Number | None) -> float | None:
    if now is None or not before:
        return None
    return (float(now) / float(before) - 1) * 100


def peers_of(region: str) -> tuple[str, ...]:
    """The districts of its city, the cities of its province, the provinces; of all data none."""
    if not region:
        return ()
    return tuple(each.code for each in regions.children(regions.above(region)))


def rank(code: str, region: str, as_of: date, value: Number | None, peers: Sequence[str] = ()) -> Rank | None:
    """None where the region itself has no value, or no peers. Equal values share a place."""
    chosen = tuple(peers) or peers_of(region)
    if value is None or not chosen:
        return None
    within = "" if peers else regions.above(region)
    found = {**cells(code, chosen, within, as_of), region: Cell(value)}
    told = [Peer(region, each.value) for region, each in found.items() if each.value is not None]
    told.sort(key=lambda each: (-float(each.value), each.region))
    higher = sum(float(each.value) > float(value) for each in told)
    return Rank(higher + 1, len(told), tuple(told))


def against_nation(code: str, as_of: date, value: Number | None) -> Published | None:
    """The newest value published for the nation up to the as-of day, of the same year's end where there is one."""
    known = [each for each in _published().get(code, ()) if each["as_of"] <= as_of]
    if value is None or not known:
        return None
    newest = max(known, key=lambda each: each["as_of"])
    return Published(
        newest["value"],
        newest["as_of"],
        newest["source"],
        newest["certainty"],
        float(value) / newest["value"],
    )


def target_of(code: str, region: str, as_of: date) -> Target | None:
    return Target.objects.filter(code=code, region=region, year=as_of.year).first()


@lru_cache(maxsize=1)
def _published() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found
