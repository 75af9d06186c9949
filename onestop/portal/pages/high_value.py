"""Why an invention counts as high-value, on its own page."""

from datetime import date

from onestop.indicators.high_value.told import Told, reasons_of
from onestop.portal.pages.types_high_value import HighValueNote
from onestop.records.models import Patent, PatentKind


def high_value_notes(patent: Patent, day: date) -> tuple[HighValueNote, ...]:
    """None for what is no invention in force."""
    ended = patent.ends_on and patent.ends_on <= day
    if patent.kind != PatentKind.INVENTION or not patent.granted_on or ended:
        return ()
    return tuple(map(_note, reasons_of([patent], day).get(patent.pk, ())))


def _note(told: Told) -> HighValueNote:
    decision = told.decision
    return HighValueNote(
        category=told.category,
        label=told.label,
        text=told.text,
        since=told.since,
        policy=told.policy,
        is_conditional=told.is_conditional,
        is_demonstration=told.is_demonstration,
        decision="" if decision is None else "confirmed" if decision.is_confirmed else "rejected",
        decision_reason=decision.reason if decision else "",
    )
