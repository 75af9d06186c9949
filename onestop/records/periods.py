"""From the facts of the register to periods of legal status, for any day of knowledge. Pure: no database here.

Two times (ADR 0007). An event is true in law from `effective_on`: a lapse reaches back to the day the fee was due,
an invalidation to the grant (Patent Law art. 44, 47; Implementing Regs. art. 115). It is known from `known_on`, and a
statistic of a day rests on what was known that day.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from onestop.law.terms import term_end
from onestop.records.models import EventKind, PatentKind

ANNOUNCEMENT_IS_EFFECT = frozenset(
    {EventKind.PUBLICATION, EventKind.GRANT, EventKind.DOUBLE_PATENT_ABANDONMENT}
)
"""Effective on the very day of the gazette (art. 34, 39, 40; Implementing Regs. art. 47)."""
_RESTORABLE = frozenset(
    {EventKind.FEE_LAPSE, EventKind.REJECTION, EventKind.WITHDRAWAL, EventKind.DEEMED_ABANDONMENT}
)
"""Losses by a missed period (Implementing Regs. art. 6); a rejection by the missed request for reexamination."""


class LegalStatus(models.TextChoices):
    IN_FORCE = "in_force", _("有效")
    PENDING = "pending", _("审中")
    ENDED = "ended", _("失效")
    UNKNOWN = "unknown", _("未知")


class Reason(StrEnum):
    """What a status rests on; a stable code for programs."""

    NOT_FILED = "not_filed"
    FILED = "filed"
    PUBLISHED = "published"
    EXAMINED = "examined"
    GRANTED = "granted"
    PARTLY_INVALID = "partly_invalid"
    TERM_ADJUSTED = "term_adjusted"
    GRANTED_LATER_UNKNOWN = "granted_later_unknown"
    NO_LEGAL_DATA = "no_legal_data"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    DEEMED_ABANDONED = "deemed_abandoned"
    ABANDONED = "abandoned"
    DOUBLE_PATENT = "double_patent"
    FEE_LAPSED = "fee_lapsed"
    EXPIRED = "expired"
    INVALIDATED = "invalidated"
    TERM_OVER = "term_over"


_ENDS_RIGHT = {
    EventKind.FEE_LAPSE: Reason.FEE_LAPSED,
    EventKind.ABANDONMENT: Reason.ABANDONED,
    EventKind.DOUBLE_PATENT_ABANDONMENT: Reason.DOUBLE_PATENT,
}
_ENDS_PROCEDURE = {
    EventKind.REJECTION: Reason.REJECTED,
    EventKind.WITHDRAWAL: Reason.WITHDRAWN,
    EventKind.DEEMED_ABANDONMENT: Reason.DEEMED_ABANDONED,
}


@dataclass(frozen=True, slots=True)
class KnownEvent:
    kind: EventKind
    effective_on: date
    recorded_on: date
    announced_on: date | None = None
    term_ends_on: date | None = None

    @property
    def known_on(self) -> date:
        """The announcement tells everybody, whenever we were told; without one, the day we were."""
        if self.announced_on:
            return self.announced_on
        return self.effective_on if self.kind in ANNOUNCEMENT_IS_EFFECT else self.recorded_on

    @property
    def happened_on(self) -> date:
        """The order in which the register came to say it, whatever it reaches back to."""
        return self.announced_on or self.effective_on


@dataclass(frozen=True, slots=True)
class Facts:
    """What the status rests on besides the events."""

    kind: PatentKind
    filed_on: date | None
    legal_data_to: date | None
    """Events are complete up to this day; None: nobody knows."""


@dataclass(frozen=True, slots=True)
class Period:
    since: date
    until: date | None
    """First day of the next period; None: as far as known, for ever."""
    status: LegalStatus
    reason: Reason

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Course:
    """The turning points of a patent."""

    published_on: date | None
    examined_on: date | None
    granted_on: date | None
    ended: tuple[date, Reason] | None
    """End of the right, if there was one, else of the procedure."""
    in_force: Reason
    """Why it is in force while it is."""


def periods(events: Iterable[KnownEvent], facts: Facts, known_on: date | None = None) -> tuple[Period, ...]:
    """Consecutive periods without gap or overlap, from filing on; `known_on` None is all that is stored.

    Empty where neither the filing nor any event is known.
    """
    return _periods(_stages(course(events, facts, known_on), facts))


def course(events: Iterable[KnownEvent], facts: Facts, known_on: date | None = None) -> Course:
    known = [event for event in events if known_on is None or event.known_on <= known_on]
    first = _first_days(known)
    granted_on = first.get(EventKind.GRANT)
    adjusted = max((event.term_ends_on for event in known if event.term_ends_on), default=None)
    ended = (
        _end_of_right(known, first, granted_on, _term(facts, first.get(EventKind.EXPIRY), adjusted))
        if granted_on
        else _end_of_procedure(known, facts)
    )
    return Course(
        published_on=first.get(EventKind.PUBLICATION),
        examined_on=first.get(EventKind.EXAMINATION),
        granted_on=granted_on,
        ended=ended,
        in_force=_why_in_force(first, adjusted),
    )


def _why_in_force(first: Mapping[EventKind, date], adjusted: date | None) -> Reason:
    if EventKind.PARTIAL_INVALIDATION in first:
        return Reason.PARTLY_INVALID
    return Reason.TERM_ADJUSTED if adjusted else Reason.GRANTED


def _first_days(known: list[KnownEvent]) -> dict[EventKind, date]:
    first: dict[EventKind, date] = {}
    for event in known:
        day = first.get(event.kind)
        if day is None or event.effective_on < day:
            first[event.kind] = event.effective_on
    return first


def _end_of_right(
    known: list[KnownEvent], first: dict[EventKind, date], granted_on: date, term: date | None
) -> tuple[date, Reason] | None:
    """The earliest end. Full invalidation reaches back to the grant (art. 47); no right ends before it began."""
    if EventKind.INVALIDATION in first:
        return granted_on, Reason.INVALIDATED
    ends = list(_final(known, _ENDS_RIGHT))
    if term:
        ends.append((term, Reason.EXPIRED))
    if not ends:
        return None
    day, reason = min(ends)
    return max(day, granted_on), reason


def _term(facts: Facts, expired_on: date | None, adjusted: date | None) -> date | None:
    """As the law or the register has it, unless an adjustment prolongs it (art. 42)."""
    by_law = term_end(facts.kind, facts.filed_on) if facts.filed_on else None
    plain = min(by_law, expired_on) if by_law and expired_on else by_law or expired_on
    return max(plain, adjusted) if plain and adjusted else plain or adjusted


def _end_of_procedure(known: list[KnownEvent], facts: Facts) -> tuple[date, Reason] | None:
    """By an event, or because the longest possible term is over, whatever the sources leave out."""
    ends = list(_final(known, _ENDS_PROCEDURE))
    if facts.filed_on and (over := term_end(facts.kind, facts.filed_on)):
        ends.append((over, Reason.TERM_OVER))
    return min(ends, default=None)


def _final(known: list[KnownEvent], kinds: Mapping[EventKind, Reason]) -> Iterator[tuple[date, Reason]]:
    """Ends of these kinds that no later restoration undid."""
    restored = max(
        (event.happened_on for event in known if event.kind is EventKind.RESTORATION), default=date.min
    )
    for event in known:
        if event.kind in kinds and not (event.kind in _RESTORABLE and event.happened_on <= restored):
            yield event.effective_on, kinds[event.kind]


def _stages(patent: Course, facts: Facts) -> Iterator[tuple[date | None, LegalStatus, Reason]]:
    """In the order in which they replace each other. Nothing is claimed where no source speaks of it."""
    has_outcome = bool(patent.granted_on or (patent.ended and patent.ended[1] != Reason.TERM_OVER))
    is_known = facts.legal_data_to is not None
    for day, reason in (
        (facts.filed_on, Reason.FILED),
        (patent.published_on, Reason.PUBLISHED),
        (patent.examined_on, Reason.EXAMINED),
    ):
        if is_known or has_outcome:
            yield day, LegalStatus.PENDING, reason
        else:
            yield day, LegalStatus.UNKNOWN, Reason.NO_LEGAL_DATA
    if is_known:
        yield patent.granted_on, LegalStatus.IN_FORCE, patent.in_force
    else:
        yield patent.granted_on, LegalStatus.UNKNOWN, Reason.GRANTED_LATER_UNKNOWN
    if patent.ended:
        yield patent.ended[0], LegalStatus.ENDED, patent.ended[1]


def _periods(stages: Iterable[tuple[date | None, LegalStatus, Reason]]) -> tuple[Period, ...]:
    """A stage that would begin on or after a later one never was."""
    kept: list[tuple[date, LegalStatus, Reason]] = []
    for day, status, reason in stages:
        if day is None:
            continue
        while kept and kept[-1][0] >= day:
            kept.pop()
        if not kept or kept[-1][2] is not reason:
            kept.append((day, status, reason))
    untils = [*(day for day, _status, _reason in kept[1:]), None]
    return tuple(
        Period(stage[0], until, stage[1], stage[2]) for stage, until in zip(kept, untils, strict=False)
    )
