"""How old the rights in force are, and when they end."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from onestop.indicators.definitions import Period
from onestop.indicators.scope import Scope
from onestop.indicators.sets.patents import in_force
from onestop.law.terms import add_years
from onestop.records.models import Patent

OLDEST = 20
"""Years from filing: the longest term of the law, that of an invention (art. 42); what is compensated adds to it."""


def ages(region: str, as_of: date) -> Counter[tuple[str, int]]:
    """(kind, whole years since filing) of patents in force; who is older than the longest term counts with it.

    Counted in the database, a condition for each year: dates are compared, not divided, so that birthdays are exact.
    """
    bands = {
        f"age_{age}": Count("pk", filter=Q(filed_on__gt=youngest, filed_on__lte=oldest))
        for age, (youngest, oldest) in ((age, filed_between(age, as_of)) for age in range(OLDEST + 1))
    }
    rows: Any = _in_force(region, as_of).order_by().values("kind").annotate(**bands)
    return Counter(
        {
            (row["kind"], age): row[f"age_{age}"]
            for row in rows
            for age in range(OLDEST + 1)
            if row[f"age_{age}"]
        }
    )


def filed_between(age: int, as_of: date) -> tuple[date, date]:
    """(the day before the first, the last) filing day of those who are so many whole years old."""
    first = date.min if age == OLDEST else add_years(as_of, -age - 1)
    return first, add_years(as_of, -age)


def endings(region: str, as_of: date, until: date) -> Counter[tuple[date, str]]:
    """(first day of the month, kind) of what is in force on the day and ends after it, before `until`."""
    found = _in_force(region, as_of).filter(ends_on__gt=as_of, ends_on__lt=until)
    rows = (
        found.order_by().annotate(month=TruncMonth("ends_on")).values("month", "kind").annotate(n=Count("pk"))
    )
    return Counter({(row["month"], row["kind"]): row["n"] for row in rows})


def ending_soon(region: str, as_of: date, days: int) -> "QuerySet[Patent]":
    """In force on the day and ended within so many days after it."""
    return _in_force(region, as_of).filter(ends_on__gt=as_of, ends_on__lte=as_of + timedelta(days))


def _in_force(region: str, as_of: date) -> "QuerySet[Patent]":
    records: QuerySet[Patent] = in_force(Scope.of(region, Period.DAY, as_of), kind="").members
    return records
