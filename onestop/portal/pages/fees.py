"""What a patent page says of fees: annual fees by the law, as a hint, and what the office's query service listed."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from onestop.law.fees import FeeNotice, fee_in_grace, next_fee
from onestop.portal.pages.types import FeeNote, FeeStep, OfficeFee, ReducedFee
from onestop.records.models import Fee, FeeState, Patent
from onestop.records.status import LegalStatus, StatusView
from onestop.reference.workdays import is_working_day


def fee_notes(patent: Patent, status: StatusView, today: date) -> Iterator[FeeNote]:
    """The fee that may still be unpaid in its grace period, then the next one; only of rights in force."""
    if status.status != LegalStatus.IN_FORCE or not (patent.filed_on and patent.granted_on):
        return
    for find, is_in_grace in ((fee_in_grace, True), (next_fee, False)):
        notice = find(patent.kind, patent.filed_on, patent.granted_on, today, is_working_day)
        if notice and not (patent.ends_on and notice.fee.due_on >= patent.ends_on):
            yield _note(notice, is_in_grace)


def office_fees(patent: Patent) -> Iterator[OfficeFee]:
    """Each as of the day it was told: what was due then may be paid by now."""
    if not patent.application_number:
        return
    for fee in Fee.objects.filter(number=patent.application_number).order_by("-day", "state", "item"):
        yield OfficeFee(
            state=fee.state,
            state_label=str(FeeState(fee.state).label),
            item=fee.item,
            yuan=f"{fee.amount:f}".removesuffix(".00"),
            day=fee.day,
            note=fee.status_text,
            known_on=timezone.localdate(fee.updated_at),
        )


def _note(notice: FeeNotice, is_in_grace: bool) -> FeeNote:
    fee, grace = notice.fee, notice.grace_until
    labels = {"single": _("单个专利权人"), "joint": _("共有专利权人")}
    deadlines = [notice.pay_until, *([grace] if grace else [])]
    unknown = sorted({each.nominal.year for each in deadlines if each.last_day is None})
    return FeeNote(
        patent_year=fee.patent_year,
        yuan=fee.yuan,
        is_in_grace=is_in_grace,
        due_on=fee.due_on,
        pay_until=notice.pay_until.last_day or notice.pay_until.nominal,
        grace_until=(grace.last_day or grace.nominal) if grace else None,
        lapses_on=fee.lapses_on,
        steps=tuple(
            FeeStep(each.percent, each.yuan, each.until.last_day or each.until.nominal)
            for each in notice.steps
        ),
        reductions=tuple(
            ReducedFee(labels[each.code], each.percent, each.yuan, each.cites) for each in notice.reductions
        ),
        cites=tuple(cite for each in (notice.cites, fee.cites) if each for cite in each.split("; ")),
        calendar_note=_calendar_note(unknown),
    )


def _calendar_note(years: list[int]) -> str:
    if not years:
        return ""
    return _("%s 年的节假日安排尚未公布；届满日如为休假日，顺延至其后第一个工作日。") % "、".join(
        map(str, years)
    )
