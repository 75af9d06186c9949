"""Figures as they stood at the ends of years."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onestop.indicators.definitions import by_code
from onestop.indicators.results import Number, compute

YEARS = 10


@dataclass(frozen=True)
class Point:
    as_of: date
    value: Number | None
    query: str
    """The search for the counted patents; empty where there is none."""


def trend(code: str, region: str, as_of: date, years: int = YEARS) -> tuple[Point, ...]:
    """The last point is the day itself, those before it the ends of the years before. Empty where none can be told."""
    points = tuple(_point(code, region, day) for day in days(as_of, years))
    return points if any(point.value is not None for point in points) else ()


def days(as_of: date, years: int = YEARS) -> Sequence[date]:
    ends = [date(year, 12, 31) for year in range(as_of.year - years + 1, as_of.year)]
    return [*ends, as_of]


def _point(code: str, region: str, day: date) -> Point:
    result = compute(by_code()[code], region, day)
    return Point(day, result.value, result.counted.query if result.counted else "")
