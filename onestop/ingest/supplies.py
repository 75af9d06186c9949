"""Which packages should have arrived and which did: pure functions of the calendar, the file names and the day."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
URGENT_DAYS = 7
"""A package that its source deletes within so many days is asked for first."""


class IssueState(StrEnum):
    ARRIVED = "arrived"
    MISSING = "missing"
    LOST = "lost"
    """Missing, and the source keeps it no longer."""
    NOT_YET_DUE = "not_yet_due"


@dataclass(frozen=True)
class Supply:
    code: str
    zh: str
    en: str
    office: str
    weekdays: tuple[int, ...]
    file: re.Pattern[str]
    every_weeks: int = 1
    kept_days: int | None = None
    late_after: int = 0
    since: date | None = None
    not_issued: frozenset[date] = frozenset()
    in_packages: bool = False
    assumed: bool = False


@dataclass(frozen=True)
class Arrival:
    name: str
    digest: str
    on: date
    is_usable: bool = True
    """Not where the file came but could not be imported."""


@dataclass(frozen=True)
class Issue:
    supply: str
    day: date
    state: IssueState
    days_left: int | None
    """Until the source deletes a missing one; None where no limit is known or none is missing."""
    files: tuple[str, ...]
    unusable: tuple[str, ...]
    """Came under the right name but could not be imported."""
    repeated: tuple[str, ...]
    """Came under the right name with the content of another issue."""

    @property
    def is_urgent(self) -> bool:
        return (
            self.state == IssueState.MISSING and self.days_left is not None and self.days_left < URGENT_DAYS
        )


def is_scheduled(supply: Supply, day: date) -> bool:
    if day.isoweekday() not in supply.weekdays:
        return False
    weeks = (_monday(day) - _monday(supply.since)) // WEEK if supply.since else 0
    return weeks % supply.every_weeks == 0


def issue_day(supply: Supply, name: str) -> date | None:
    """The day of issue that a file's name speaks of: a holiday moves the date in it by a few days."""
    named = _named_day(supply, name)
    if named is None:
        return None
    span = 7 * supply.every_weeks
    near = (named + distance * DAY for distance in range(-span, span + 1))
    days = [day for day in near if is_scheduled(supply, day)]
    return min(days, key=lambda day: (abs(day - named), day), default=None)


def _named_day(supply: Supply, name: str) -> date | None:
    found = supply.file.fullmatch(name)
    if not found:
        return None
    parts = found.groupdict()
    try:
        if "day" in parts:
            return date.fromisoformat(parts["day"])
        return date.fromisocalendar(int(parts["year"]), int(parts["week"]), supply.weekdays[0])
    except ValueError:
        return None  # 20261399 is no date, so the file is none of this supply


def calendar(supply: Supply, arrivals: Iterable[Arrival], today: date) -> tuple[Issue, ...]:
    """Every issue from the first one to the next one to come, in order."""
    found = _Found(supply, arrivals)
    first = supply.since or min(found.days, default=None)
    if first is None:
        return ()
    last = max((_next(supply, today), *found.days))
    expected = [day for day in _days(supply, first, last) if day not in supply.not_issued]
    return tuple(_issue(supply, day, found, today) for day in sorted({*expected, *found.days_from(first)}))


class _Found:
    """Arrivals by issue. The same content under another issue's name is not that issue."""

    def __init__(self, supply: Supply, arrivals: Iterable[Arrival]) -> None:
        self.files: dict[date, list[str]] = defaultdict(list)
        self.unusable: dict[date, list[str]] = defaultdict(list)
        self.repeated: dict[date, list[str]] = defaultdict(list)
        content: dict[str, date] = {}
        for arrival in sorted(arrivals, key=lambda each: (each.on, each.name)):
            day = issue_day(supply, arrival.name)
            if day is None:
                continue
            kind = self.files
            if not arrival.is_usable:
                kind = self.unusable
            elif arrival.digest and content.setdefault(arrival.digest, day) != day:
                kind = self.repeated
            if arrival.name not in kind[day]:
                kind[day].append(arrival.name)

    @property
    def days(self) -> set[date]:
        return {*self.files, *self.unusable, *self.repeated}

    def days_from(self, first: date) -> set[date]:
        return {day for day in self.days if day >= first}


def _issue(supply: Supply, day: date, found: _Found, today: date) -> Issue:
    state, left = _state(supply, day, today) if not found.files[day] else (IssueState.ARRIVED, None)
    return Issue(
        supply.code,
        day,
        state,
        left,
        tuple(found.files[day]),
        tuple(found.unusable[day]),
        tuple(found.repeated[day]),
    )


def _state(supply: Supply, day: date, today: date) -> tuple[IssueState, int | None]:
    """Of an issue that did not arrive."""
    if today <= day + supply.late_after * DAY:
        return IssueState.NOT_YET_DUE, None
    if supply.kept_days is None:
        return IssueState.MISSING, None
    left = supply.kept_days - (today - day).days
    return (IssueState.MISSING, left) if left > 0 else (IssueState.LOST, None)


def _days(supply: Supply, first: date, last: date) -> Iterator[date]:
    for distance in range((last - first).days + 1):
        if is_scheduled(supply, day := first + distance * DAY):
            yield day


def _next(supply: Supply, today: date) -> date:
    """The first issue after today."""
    return next(_days(supply, today + DAY, today + (supply.every_weeks + 1) * WEEK), today)


def _monday(day: date) -> date:
    return day - (day.isoweekday() - 1) * DAY
