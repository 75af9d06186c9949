"""Legal status, derived from facts (Patent Law art. 39, 40, 42, 44, 47; Implementing Regs. art. 115).

A status is always said with what it rests on: a source that brings no legal events leaves a patent `unknown`,
except where the law alone decides, for example when its longest possible term is over.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from onestop.law.terms import term_end
from onestop.records.models import EventKind, Patent
from onestop.records.types import PatentRecord, PublicationRecord
from onestop.records.values import publication_number

GRANT_KIND_CODES = frozenset("BCUYSD")
_ENDS_RIGHT = (EventKind.ABANDONMENT, EventKind.FEE_LAPSE, EventKind.EXPIRY)
_ENDS_PROCEDURE = (EventKind.REJECTION, EventKind.WITHDRAWAL)


class LegalStatus(models.TextChoices):
    IN_FORCE = "in_force", _("有效")
    PENDING = "pending", _("审中")
    ENDED = "ended", _("失效")
    UNKNOWN = "unknown", _("未知")


@dataclass(frozen=True)
class StatusView:
    """A status with its ground (`reason`, a stable code) and the day up to which the data are complete."""

    status: LegalStatus
    reason: str
    since: date | None
    data_to: date | None


@dataclass(frozen=True)
class Dates:
    """What the events and publications of a patent amount to."""

    published_on: date | None
    granted_on: date | None
    ends_on: date | None
    closed_on: date | None


def dates_of(record: PatentRecord) -> Dates:
    """The projection kept in the patent's own row. Full invalidation reaches back to the grant (art. 47)."""
    granted_on = _first(record, EventKind.GRANT) or _grant_publication(record.publications)
    ends_on = None
    if granted_on:
        invalid = granted_on if _first(record, EventKind.INVALIDATION) else None
        by_term = term_end(record.kind, record.filed_on) if record.filed_on else None
        ends_on = _earliest([invalid, by_term, *(_first(record, kind) for kind in _ENDS_RIGHT)])
    return Dates(
        published_on=_earliest(
            [_first(record, EventKind.PUBLICATION), *(p.published_on for p in record.publications)]
        ),
        granted_on=granted_on,
        ends_on=ends_on,
        closed_on=None if granted_on else _earliest(_first(record, kind) for kind in _ENDS_PROCEDURE),
    )


def status_on(patent: Patent, day: date) -> StatusView:
    """The status on a day, as far as the data reach."""
    status, reason, since = _decide(patent, day)
    return StatusView(status, reason, since, patent.legal_data_to)


def _decide(patent: Patent, day: date) -> tuple[LegalStatus, str, date | None]:
    if patent.granted_on and day >= patent.granted_on:
        if patent.ends_on and day >= patent.ends_on:
            return LegalStatus.ENDED, "right_ended", patent.ends_on
        if patent.legal_data_to is None:
            return LegalStatus.UNKNOWN, "granted_later_unknown", patent.granted_on
        return LegalStatus.IN_FORCE, "granted", patent.granted_on
    if patent.closed_on and day >= patent.closed_on:
        return LegalStatus.ENDED, "procedure_ended", patent.closed_on
    over = term_end(patent.kind, patent.filed_on) if patent.filed_on else None
    if over and day >= over:
        return LegalStatus.ENDED, "term_over", over
    if patent.legal_data_to is None:
        return LegalStatus.UNKNOWN, "no_legal_data", None
    return (
        LegalStatus.PENDING,
        "published" if patent.published_on else "filed",
        patent.published_on or patent.filed_on,
    )


def _first(record: PatentRecord, kind: EventKind) -> date | None:
    return _earliest(event.effective_on for event in record.events if event.kind == kind)


def _grant_publication(publications: tuple[PublicationRecord, ...]) -> date | None:
    """A patent takes effect on the day its grant is announced (art. 39, 40)."""
    return _earliest(
        p.published_on for p in publications if publication_number.kind_code(p.number)[:1] in GRANT_KIND_CODES
    )


def _earliest(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day), default=None)
