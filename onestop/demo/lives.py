"""What happens to a patent from filing to its end, and when.

The counts of a year come from here: the table in district.yaml says how many patents are granted in each year and
how many inventions are still in force on the day counted; dates are drawn so that they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import count
from random import Random
from typing import Any

from onestop.demo.datafiles import data_file
from onestop.law.terms import add_years, term_end
from onestop.records.models import EventKind, PatentKind
from onestop.records.types import EventRecord

_TWO_GAZETTES_A_WEEK = date(2017, 7, 1)  # on Tuesday and Friday; before, one on Wednesday


@dataclass(frozen=True)
class Life:
    filed_on: date
    published_on: date | None
    granted_on: date | None
    events: tuple[EventRecord, ...]


def shape() -> Any:
    return data_file("district.yaml")


def gazette_day(day: date) -> date:
    """The first day from this one on that has a patent gazette."""
    weekdays = (1, 4) if day >= _TWO_GAZETTES_A_WEEK else (2,)
    return next(d for n in range(8) if (d := day + timedelta(n)).weekday() in weekdays)


def granted_invention(rng: Random, year: int, in_force: bool | None) -> Life:
    """`in_force` on the day counted; None where that day is before the grant."""
    granted_on, filed_on = _grant_and_filing(rng, PatentKind.INVENTION, year)
    end = _end_of_invention(rng, filed_on, granted_on, in_force)
    return _life(filed_on, _publication(rng, filed_on, granted_on), granted_on, end)


def _end_of_invention(
    rng: Random, filed_on: date, granted_on: date, in_force: bool | None
) -> EventRecord | None:
    counted_on = shape()["counted_on"]
    if in_force is False:
        due = rng.choice(list(_fee_days(filed_on, granted_on, counted_on)))
        return _lapse(rng, due)
    return _natural_end(rng, PatentKind.INVENTION, filed_on, granted_on, max(granted_on, counted_on))


def ungranted_invention(rng: Random, year: int) -> Life:
    """Published, then refused or deemed withdrawn, or still pending."""
    while True:
        filed_on = _workday(date(year, 1, 4) + timedelta(rng.randrange(361)))
        years = rng.triangular(*shape()["ungranted_years"])
        closed_on = gazette_day(filed_on + timedelta(int(years * 365)))
        published_on = _publication(rng, filed_on, closed_on)
        if published_on <= shape()["last_day"]:
            break
    kind = EventKind.REJECTION if rng.random() < shape()["refused"] else EventKind.WITHDRAWAL
    return _life(filed_on, published_on, None, _announced(kind, closed_on))


def registration(rng: Random, kind: PatentKind, year: int) -> Life:
    """A utility model or a design: granted without substantive examination (art. 40 Patent Law)."""
    granted_on, filed_on = _grant_and_filing(rng, kind, year)
    return _life(filed_on, None, granted_on, _natural_end(rng, kind, filed_on, granted_on, granted_on))


def twin(rng: Random, invention: Life) -> Life | None:
    """The utility model filed on the same day, given up when the invention is granted (art. 9 Patent Law)."""
    kind, filed_on = PatentKind.UTILITY_MODEL, invention.filed_on
    granted_on = gazette_day(filed_on + timedelta(int(rng.triangular(*_pendency(kind, filed_on.year)))))
    if granted_on >= (invention.granted_on or shape()["last_day"]):
        return None
    end = _natural_end(rng, kind, filed_on, granted_on, granted_on)
    if invention.granted_on and not (end and end.effective_on <= invention.granted_on):
        end = _announced(EventKind.DOUBLE_PATENT_ABANDONMENT, invention.granted_on)
    return _life(filed_on, None, granted_on, end)


def _life(
    filed_on: date, published_on: date | None, granted_on: date | None, end: EventRecord | None
) -> Life:
    events = [*_publication_events(published_on, granted_on or (end.effective_on if end else None))]
    if granted_on:
        events.append(_announced(EventKind.GRANT, granted_on))
    if end and (end.announced_on or end.effective_on) <= shape()["last_day"]:
        events.append(end)
    return Life(filed_on, published_on, granted_on, tuple(events))


def _publication_events(published_on: date | None, before: date | None) -> Iterator[EventRecord]:
    if published_on is None:
        return
    yield _announced(EventKind.PUBLICATION, published_on)
    examined_on = gazette_day(published_on + timedelta(14))
    if examined_on < min(before or date.max, shape()["last_day"]):
        yield _announced(EventKind.EXAMINATION, examined_on)


def _grant_and_filing(rng: Random, kind: PatentKind, year: int) -> tuple[date, date]:
    least, most, usual = _pendency(kind, year)
    earliest = shape()["first_day"] + timedelta(least)
    granted_on = rng.choice([day for day in _gazette_days(year) if day >= earliest])
    most = min(most, (granted_on - shape()["first_day"]).days)
    days = int(rng.triangular(least, most, min(usual, most)))
    return granted_on, _workday(granted_on - timedelta(days))


def _publication(rng: Random, filed_on: date, before: date) -> date:
    """At 18 months or, on request, earlier; always before the examination ends."""
    pendency, rule = (before - filed_on).days, shape()["publication"]
    if pendency > rule["days"] + 60 and rng.random() > rule["early"]:
        return gazette_day(filed_on + timedelta(rule["days"]))
    return gazette_day(filed_on + timedelta(min(rng.randint(60, 210), pendency // 2)))


def _natural_end(
    rng: Random, kind: PatentKind, filed_on: date, granted_on: date, after: date
) -> EventRecord | None:
    """The first fee not paid after `after`, or the end of the term, if the data reach that far."""
    chances, last_day = shape()["lapse"][kind], shape()["last_day"]
    expiry = term_end(kind, filed_on) or date.max
    for due in _fee_days(filed_on, after, min(expiry - timedelta(1), last_day)):
        paid = (due - granted_on).days // 366
        if rng.random() < chances[min(paid, len(chances) - 1)]:
            return _lapse(rng, due)
    if expiry > last_day:
        return None
    announced_on = gazette_day(expiry + timedelta(14))
    return EventRecord(EventKind.EXPIRY, expiry, announced_on if announced_on <= last_day else None)


def _fee_days(filed_on: date, after: date, until: date) -> Iterator[date]:
    """The days on which annual fees fall due: the anniversaries of filing (art. 115 Implementing Regs.)."""
    for years in count(1):
        due = add_years(filed_on, years)
        if due > until:
            return
        if due > after:
            yield due


def _lapse(rng: Random, due: date) -> EventRecord:
    """The right ends on the day the fee was due, which is known only after six months of grace."""
    announced_on = gazette_day(due + timedelta(int(rng.triangular(*shape()["lapse_announced"]))))
    return EventRecord(EventKind.FEE_LAPSE, due, announced_on)


def _announced(kind: EventKind, day: date) -> EventRecord:
    return EventRecord(kind, day, day)


@lru_cache
def _gazette_days(year: int) -> list[date]:
    days = (date(year, 1, 1) + timedelta(n) for n in range(365))
    return [day for day in days if gazette_day(day) == day and day <= shape()["last_day"]]


def _pendency(kind: PatentKind, year: int) -> tuple[int, int, int]:
    """Least, most and usual days from filing to a grant in this year."""
    by_year = shape()["pendency"][kind]
    least, most, usual = by_year[max(since for since in by_year if since <= year)]
    return least, most, usual


def _workday(day: date) -> date:
    """Applications are filed on working days: a weekend's goes to the Friday before."""
    return day - timedelta(max(0, day.weekday() - 4))
