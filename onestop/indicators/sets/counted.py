"""A set of records that a figure counts, what it takes to tell it, and how to see the same set."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Min, QuerySet


@dataclass(frozen=True)
class Need:
    """Data without which the figure can't be told."""

    records: "QuerySet[Any]"
    message: str
    region_field: str = ""
    """The region must have such records itself; empty: it is enough that there are any."""
    is_in_the_way: bool = False
    """There must be none of these."""
    which: str = ""
    """Tells apart needs of other records that are worded alike."""

    @property
    def key(self) -> tuple[str, str, str]:
        return self.message, self.which, self.region_field

    @property
    def is_met(self) -> bool:
        return self.records.exists() != self.is_in_the_way


@dataclass(frozen=True)
class Part:
    """The set is those records of a larger one that have this value in a field: one query counts for all values."""

    name: str
    """Of the larger set: the same in every definition that counts a part of it."""
    records: "QuerySet[Any]"
    field: str
    value: str
    """Empty: all of them."""


@dataclass(frozen=True)
class Counted:
    records: "QuerySet[Any]"
    query: str = ""
    """The search for the same patents; empty where they are no patents or no search tells them apart."""
    needs: tuple[Need, ...] = ()
    region_field: str = "region"
    """Where a record's region stands, so that one query counts for every region."""
    once: str = ""
    """A field of which each value counts once: of several titles of one holder the first."""
    group: str = ""
    """A field whose `largest` most frequent values alone count; what has none does not."""
    largest: int = 0
    part: Part | None = None

    @cached_property
    def missing(self) -> str:
        """Which data is missing to compute it; empty where nothing is."""
        return next((need.message for need in self.needs if not need.is_met), "")

    @cached_property
    def members(self) -> "QuerySet[Any]":
        """The records that count."""
        if self.once:
            first = self.records.values(self.once).annotate(first=Min("pk")).values("first")
            every: QuerySet[Any] = self.records.model._default_manager.filter(pk__in=first)
            return every
        if self.group:
            return self.records.filter(**{f"{self.group}__in": _largest(self)})
        return self.records


def _largest(counted: Counted) -> list[str]:
    """Of equally frequent values those that stand first in order."""
    told = counted.records.order_by().filter(**{f"{counted.group}__gt": ""})
    rows = told.values(counted.group).annotate(n=Count("pk"))
    found = rows.order_by("-n", counted.group).values_list(counted.group, flat=True)
    return list(found[: counted.largest])
