"""What is looked at of a watched patent, and how two looks differ. Payments are not known here: fees are by the law."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from onestop.law.fees import fee_in_grace, next_fee
from onestop.records.queries import patents_by_numbers, records_of
from onestop.records.status import LegalStatus, dates_of, status_of
from onestop.records.types import PatentRecord
from onestop.reference.workdays import is_working_day
from onestop.watches.models import MAX_TEXT, NoticeKind

FEE_DAYS = 60
"""So many days before its last day a fee is told of."""


@dataclass(frozen=True)
class State:
    status: str
    reason: str
    owners: tuple[str, ...]
    documents: tuple[str, ...]
    fee_until: str
    """Last day to pay the fee that comes next, if that is near; ISO date or empty."""
    grace_until: str
    """Last day to pay the fee that is late, with a surcharge."""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Change:
    kind: NoticeKind
    before: str
    after: str


def read_state(stored: Mapping[str, Any]) -> State | None:
    """None where it was not looked at yet."""
    if not stored:
        return None
    lists = {name: tuple(stored[name]) for name in ("owners", "documents")}
    return State(**{**stored, **lists})


def states_of(numbers: Collection[str], today: date) -> dict[str, State]:
    """Of those that are held; in a fixed number of queries."""
    patents = patents_by_numbers(numbers)
    records = records_of({each.pk for each in patents.values()})
    return {
        number: state_of(records[each.pk], today) for number, each in patents.items() if each.pk in records
    }


def state_of(record: PatentRecord, today: date) -> State:
    view = status_of(record, today)
    fee, grace = _fees(record, view.status, today)
    return State(
        status=view.status.value,
        reason=view.reason.value,
        owners=record.patentees or record.applicants,
        documents=tuple(each.number for each in record.publications),
        fee_until=fee,
        grace_until=grace,
    )


def _fees(record: PatentRecord, status: LegalStatus, today: date) -> tuple[str, str]:
    dates = dates_of(record)
    if status is not LegalStatus.IN_FORCE or not (record.filed_on and dates.granted_on):
        return "", ""
    asked = (record.kind, record.filed_on, dates.granted_on, today, is_working_day)
    coming, late = next_fee(*asked), fee_in_grace(*asked)
    fee = grace = ""
    if coming and not (dates.ends_on and coming.fee.due_on >= dates.ends_on):
        last = coming.pay_until.last_day or coming.pay_until.nominal
        fee = last.isoformat() if last - today <= timedelta(FEE_DAYS) else ""
    if late and late.grace_until:
        grace = (late.grace_until.last_day or late.grace_until.nominal).isoformat()
    return fee, grace


def changes(before: State, after: State) -> Iterator[Change]:
    if (before.status, before.reason) != (after.status, after.reason):
        yield Change(NoticeKind.STATUS, f"{before.status}:{before.reason}", f"{after.status}:{after.reason}")
    if before.owners != after.owners:
        yield Change(NoticeKind.OWNER, _joined(before.owners), _joined(after.owners))
    if new := [each for each in after.documents if each not in before.documents]:
        yield Change(NoticeKind.DOCUMENT, "", _joined(new))
    if after.fee_until and after.fee_until != before.fee_until:
        yield Change(NoticeKind.FEE, "", after.fee_until)
    if after.grace_until and after.grace_until != before.grace_until:
        yield Change(NoticeKind.GRACE, "", after.grace_until)


def _joined(names: Collection[str]) -> str:
    text = "；".join(names)
    return text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 1]}…"
