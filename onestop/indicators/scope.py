"""Where and when a figure is counted."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When

from onestop.indicators.definitions import Period
from onestop.records.models import FormerOwner, Patent

T = TypeVar("T")
REGION_THEN = "region_then"
"""Where a patent belonged on the day, where that is not what its own column says now."""


@dataclass(frozen=True)
class Scope:
    region: str
    """GB/T 2260 code; empty for all data."""
    since: date
    until: date
    _made: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def shared(self, name: str, make: Callable[[], T]) -> T:
        """What several sets of this scope are made of, made once."""
        if name not in self._made:
            self._made[name] = make()
        found: T = self._made[name]
        return found

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

    @property
    def former_owners(self) -> "QuerySet[FormerOwner]":
        """Who held on the last day what a transfer has made somebody else's since."""
        day = self.until
        return FormerOwner.objects.filter(Q(since=None) | Q(since__lte=day), until__gt=day)

    @cached_property
    def has_former_owners(self) -> bool:
        """Few days have any: on the others the columns of the patents tell all, and an index serves them."""
        return self.former_owners.exists()

    @property
    def patent_region(self) -> str:
        """Where the region of a patent on the last day stands in `patents()`."""
        return REGION_THEN if self.has_former_owners else "region"

    def patents(self) -> "QuerySet[Patent]":
        """All that belonged here on the last day; by the column where it still tells, for the sake of its index."""
        every = self.patents_anywhere()
        if not self.has_former_owners or not self.region:
            return every.filter(self.within())
        were_here = self.former_owners.filter(self.within()).values("patent")
        return every.filter((self.within() & ~self.is_of_former_owner) | Q(pk__in=were_here))

    def patents_anywhere(self) -> "QuerySet[Patent]":
        if not self.has_former_owners:
            return Patent.objects.all()
        return Patent.objects.annotate(**{REGION_THEN: self.then("region", F("region"))})

    def then(self, field: str, otherwise: Any) -> Case:
        """What a former owner says of a patent (`pk`), else this."""
        said = self.former_owners.filter(patent=OuterRef("pk")).values(field)[:1]
        return Case(When(self.is_of_former_owner, then=Subquery(said)), default=otherwise)

    @property
    def is_of_former_owner(self) -> Q:
        return Q(pk__in=self.former_owners.values("patent"))


def stem_of(region: str) -> str:
    return region[:2] if region.endswith("0000") else region[:4] if region.endswith("00") else region
