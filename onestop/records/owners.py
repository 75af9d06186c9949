"""Who holds a patent when: what the documents state, and what transfers made of it since. Pure.

A transfer holds from its registration (Patent Law art. 10); it is known from its announcement (ADR 0007). A document
does not say of which day it speaks, so a transfer counts only where the names stated are those of one of its two
sides: names that the transfers do not know are of another source, and stay.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from onestop.records.holders.names import name_key
from onestop.records.models import EventKind
from onestop.records.status import dates_of
from onestop.records.types import EventRecord, OwnersRecord, PatentRecord

_CHANGES = frozenset({EventKind.TRANSFER, EventKind.BIBLIOGRAPHIC_CHANGE})
"""A new owner, or a new name of the same one."""


@dataclass(frozen=True, slots=True)
class Tenure:
    since: date | None
    """None: from the beginning."""
    until: date | None
    """First day of the next one; None: as far as known, for ever."""
    owners: OwnersRecord

    def covers(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


def tenures(record: PatentRecord, known_on: date | None = None) -> tuple[Tenure, ...]:
    """One after the other, without gap; `record` as its documents state it, `known_on` None is all that is stored."""
    stated = OwnersRecord(record.patentees or record.applicants, record.address, record.region)
    every = [event for event in record.events if event.kind in _CHANGES and event.after and event.after.names]
    if not every or not _is_one_of(stated, record, every):
        return (Tenure(None, None, stated),)
    known = [event for event in every if known_on is None or _known_on(event) <= known_on]
    return _consecutive(_states(stated, sorted(every, key=_order), known))


def has_owners(record: PatentRecord) -> bool:
    """Transfers tell some; not of a patent of which nothing but its events is known, as no figure counts it."""
    return bool(record.title) and any(event.after for event in record.events)


def owners_on(record: PatentRecord, day: date, known_on: date | None = None) -> OwnersRecord:
    return next(each.owners for each in tenures(record, known_on) if each.covers(day))


def present(record: PatentRecord) -> PatentRecord:
    """With those who hold it now in place of those whom its documents state.

    A transferred application has a new applicant; a patent stays that of its applicant, with a new patentee.
    """
    if not has_owners(record):
        return record
    last = tenures(record)[-1]
    if last.since is None:
        return record
    owners = last.owners
    moved = replace(record, address=owners.address, region=owners.region)
    if record.patentees or dates_of(record).granted_on:
        return replace(moved, patentees=owners.names)
    return replace(moved, applicants=owners.names)


def _is_one_of(stated: OwnersRecord, record: PatentRecord, events: list[EventRecord]) -> bool:
    names = _keys((*stated.names, *record.applicants))
    sides = [side.names for event in events for side in (event.before, event.after) if side]
    return not names or not names.isdisjoint(_keys(name for side in sides for name in side))


def _states(
    stated: OwnersRecord, every: list[EventRecord], known: list[EventRecord]
) -> list[tuple[date | None, OwnersRecord]]:
    """Of an owner whose address no transfer tells, what the documents state of the same one."""
    now = _with_place(_first(every[0], stated), stated)
    states: list[tuple[date | None, OwnersRecord]] = [(None, now)]
    for event in every:
        if event in known and event.after:
            now = _with_place(event.after, now, stated)
            states.append((event.effective_on, now))
    return states


def _first(event: EventRecord, stated: OwnersRecord) -> OwnersRecord:
    if event.before and event.before.names:
        return event.before
    is_newer = event.after is not None and _keys(stated.names) == _keys(event.after.names)
    return OwnersRecord() if is_newer else stated


def _with_place(owners: OwnersRecord, *others: OwnersRecord) -> OwnersRecord:
    """The first owner's place decides. Of a new one whose address nobody tells it is not known."""
    if owners.address:
        return owners
    for other in others:
        if owners.names and _keys(owners.names[:1]) == _keys(other.names[:1]):
            return replace(owners, address=other.address, region=other.region)
    return owners


def _consecutive(states: list[tuple[date | None, OwnersRecord]]) -> tuple[Tenure, ...]:
    """Of several of one day the last counts."""
    kept = dict(states)
    days = list(kept)
    return tuple(
        Tenure(since, until, kept[since]) for since, until in zip(days, [*days[1:], None], strict=True)
    )


def _keys(names: Iterable[str]) -> set[str]:
    return {name_key(name) for name in names}


def _order(event: EventRecord) -> tuple[date, date]:
    return event.effective_on, event.announced_on or event.effective_on


def _known_on(event: EventRecord) -> date:
    return event.announced_on or date.min
