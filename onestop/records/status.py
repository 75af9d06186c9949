"""Legal status of a stored patent on a day, and the days kept in its own row (Patent Law art. 39, 40, 42, 44, 47).

A status is always said with what it rests on: a source that brings no legal events leaves a patent `unknown`,
except where the law alone decides, for example when its longest possible term is over.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from onestop.records.models import EventKind, Patent, PatentKind
from onestop.records.periods import Facts, KnownEvent, LegalStatus, Period, Reason, course, periods
from onestop.records.types import PatentRecord, PublicationRecord
from onestop.records.values import publication_number

__all__ = ["Dates", "LegalStatus", "Reason", "StatusView", "dates_of", "periods_of", "status_of", "status_on"]

# Under the Patent Law of 1984 a B, U or S document announced an application for opposition; C, Y, D were the grant.
_OPPOSITION_UNTIL = date(1992, 12, 31)
_ANNOUNCED_FOR_OPPOSITION = frozenset("BUS")
_ALWAYS_KNOWN = date.min


@dataclass(frozen=True)
class StatusView:
    """A status with its ground (`reason`, a stable code) and the day up to which the data are complete."""

    status: LegalStatus
    reason: Reason
    since: date | None
    data_to: date | None


@dataclass(frozen=True)
class Dates:
    """What the events and publications of a patent amount to, with today's knowledge."""

    published_on: date | None
    granted_on: date | None
    ends_on: date | None
    closed_on: date | None


def status_on(patent: Patent, day: date, known_on: date | None = None) -> StatusView:
    """The status in law on `day`, with what was known on `known_on`; None: with all that is known now."""
    data_to = patent.legal_data_to
    if data_to and known_on:
        data_to = min(data_to, known_on)
    return _view(periods_of(patent, known_on), _facts(patent), day, data_to)


def status_of(record: PatentRecord, day: date) -> StatusView:
    """The same for a record in hand, with all that is known now: no query for each patent of a list."""
    return _view(periods(_events_of(record), _facts(record), None), _facts(record), day, record.legal_data_to)


def periods_of(patent: Patent, known_on: date | None = None) -> tuple[Period, ...]:
    return periods(_events_stored(patent), _facts(patent), known_on)


def dates_of(record: PatentRecord) -> Dates:
    """The projection kept in the patent's own row. Figures count by it, and so none counts a patent of which nothing
    but its events is known: neither what it is nor whose."""
    if not record.title:
        return Dates(None, None, None, None)
    events = list(_events_of(record))
    turns = course(events, _facts(record))
    ended_on, reason = turns.ended or (None, None)
    published = [turns.published_on, *(publication.published_on for publication in record.publications)]
    return Dates(
        published_on=min(filter(None, published), default=None),
        granted_on=turns.granted_on,
        ends_on=ended_on if turns.granted_on else None,
        closed_on=None if turns.granted_on or reason == Reason.TERM_OVER else ended_on,
    )


def _view(found: tuple[Period, ...], facts: Facts, day: date, data_to: date | None) -> StatusView:
    for period in found:
        if period.covers(day):
            return StatusView(period.status, period.reason, period.since, data_to)
    is_early = facts.filed_on is not None and day < facts.filed_on
    return StatusView(
        LegalStatus.UNKNOWN, Reason.NOT_FILED if is_early else Reason.NO_LEGAL_DATA, None, data_to
    )


def _facts(patent: Patent | PatentRecord) -> Facts:
    return Facts(PatentKind(patent.kind), patent.filed_on, patent.legal_data_to)


def _events_stored(patent: Patent) -> Iterator[KnownEvent]:
    for event in patent.legal_events.all():
        yield KnownEvent(
            EventKind(event.kind),
            event.effective_on,
            event.recorded_on,
            event.announced_on,
            event.term_ends_on,
        )
    yield from _published(
        PublicationRecord(each.number, each.published_on) for each in patent.publications.all()
    )


def _events_of(record: PatentRecord) -> Iterator[KnownEvent]:
    for event in record.events:
        yield KnownEvent(
            event.kind, event.effective_on, _ALWAYS_KNOWN, event.announced_on, event.term_ends_on
        )
    yield from _published(record.publications)


def _published(publications: Iterable[PublicationRecord]) -> Iterator[KnownEvent]:
    """A document is its own announcement; the one of a grant makes the right (art. 39, 40)."""
    for each in publications:
        if each.published_on and (kind := _announced(each.number, each.published_on)):
            yield KnownEvent(kind, each.published_on, each.published_on, each.published_on)


def _announced(number: str, day: date) -> EventKind | None:
    """None for a corrected document (B8, U9): it says nothing of the day of the document it corrects."""
    code = publication_number.kind_code(number)
    if len(code) > 1:
        return None
    is_opposition = code in _ANNOUNCED_FOR_OPPOSITION and day <= _OPPOSITION_UNTIL
    return (
        EventKind.GRANT
        if publication_number.is_grant(number) and not is_opposition
        else EventKind.PUBLICATION
    )
