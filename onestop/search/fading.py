"""Recency: what is older counts less, a twentieth for each full year, down to a half after ten.

In steps of a year, so that every engine computes the same: hits of one step keep their order among themselves.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

PER_YEAR = 0.05
YEARS = 10
OLDEST = 1 - PER_YEAR * YEARS
"""Factor of what is older still, and of what has no such day."""


@dataclass(frozen=True)
class Step:
    """From `after` (not included) to `until`, YYYYMMDD; None: up to whatever is newest."""

    after: int
    until: int | None
    factor: float


@dataclass(frozen=True)
class Fading:
    field: str
    """A date field."""
    today: date

    def steps(self) -> Iterator[Step]:
        """The newest first; what is in none of them has the factor OLDEST."""
        until = None
        for years in range(YEARS):
            after = self._years_ago(years + 1)
            yield Step(after, until, round(1 - PER_YEAR * years, 2))
            until = after

    def factor(self, day: date | None) -> float:
        return self.factors([_number(day) if day else None])[0]

    def factors(self, days: Iterable[int | None]) -> list[float]:
        """Of days as YYYYMMDD numbers."""
        steps = list(self.steps())[::-1]
        bounds, factors = [step.after for step in steps], [OLDEST, *(step.factor for step in steps)]
        return [OLDEST if day is None else factors[bisect_left(bounds, day)] for day in days]

    def _years_ago(self, years: int) -> int:
        """Compared as a number: 29 February of any year lies between 28 February and 1 March."""
        return _number(self.today) - years * 10_000


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
