"""Where and when a figure is counted."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from onestop.indicators.definitions import Period


@dataclass(frozen=True)
class Scope:
    region: str
    """GB/T 2260 code; empty for all data."""
    since: date
    until: date

    @classmethod
    def of(cls, region: str, period: Period, as_of: date) -> "Scope":
        return cls(region, date(as_of.year, 1, 1) if period == Period.YEAR else as_of, as_of)

    def within(self, field: str = "region") -> Q:
        """A district's code begins with its city's four digits, a city's with its province's two.

        As a range, which an index of regions serves; `LIKE` it does not on SQLite.
        """
        stem = stem_of(self.region)
        if len(stem) in (0, 6):
            return Q(**{field: stem}) if stem else Q()
        return Q(**{f"{field}__gte": stem, f"{field}__lt": f"{stem}:"})


def stem_of(region: str) -> str:
    return region[:2] if region.endswith("0000") else region[:4] if region.endswith("00") else region
