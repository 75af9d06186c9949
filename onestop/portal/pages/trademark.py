"""The page of a trademark number: each class with its own status, goods, days and procedure."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.law import trademarks as law
from onestop.law.fees import Deadline
from onestop.portal.pages.addresses import applicant_href, picture_href, trademark_href
from onestop.portal.pages.labels import region_label
from onestop.portal.pages.origins import source_lines
from onestop.portal.pages.parameters import read_day
from onestop.portal.pages.site import notice
from onestop.portal.pages.types import Link, NotFound, TimelineEntry
from onestop.portal.pages.types_trademark import (
    DayLine,
    GoodsGroup,
    TrademarkClass,
    TrademarkPage,
    TrademarkStatusNote,
)
from onestop.records.mark_images import pictures_of
from onestop.records.models import MarkKind, MarkUse, Trademark
from onestop.records.trademark_queries import canonical, classes_of, corrections, statements
from onestop.records.trademark_status import (
    Reason,
    StatusView,
    TrademarkStatus,
    facts_of,
    status_on,
    term_last_day,
)
from onestop.records.values import trademark_number
from onestop.reference.workdays import is_working_day

_IN_FORCE = frozenset({TrademarkStatus.REGISTERED, TrademarkStatus.RENEWAL_GRACE})
_PENDING = frozenset(
    {
        TrademarkStatus.APPLIED,
        TrademarkStatus.REFUSAL_REVIEW,
        TrademarkStatus.OPPOSITION_PERIOD,
        TrademarkStatus.PRELIMINARILY_APPROVED,
        TrademarkStatus.OPPOSED,
    }
)


def trademark_page(office: str, number: str, day: str = "") -> TrademarkPage:
    """`number` in any usual writing; `page.number` is the one that belongs into the address."""
    office, on = office.upper(), read_day(day) if day else clock.today()
    found = _found(office, number)
    first = found[0]
    return TrademarkPage(
        title=next((each.mark for each in found if each.mark), "") or display_number(first),
        notice=notice(),
        office=office,
        number=first.number,
        display_number=display_number(first),
        registration_number=first.registration_number,
        href=trademark_href(office, first.number),
        day=on,
        picture_href=picture_href(pictures_of({(office, first.number)}).get((office, first.number), "")),
        classes=tuple(_class(each, on) for each in found),
        sources=source_lines(statements(found)),
        revisions=corrections(found),
        is_demonstration=any(each.is_demonstration for each in found),
    )


def display_number(trademark: Trademark) -> str:
    if trademark.office == "CN":
        return trademark_number.display(trademark.number)
    return f"{trademark.office} {trademark.number}"


def tone(status: TrademarkStatus) -> str:
    if status in _IN_FORCE:
        return "in_force"
    if status is TrademarkStatus.UNKNOWN:
        return "unknown"
    return "pending" if status in _PENDING else "ended"


def _found(office: str, number: str) -> list[Trademark]:
    try:
        found = classes_of(office, canonical(office, number))
    except UserError as error:
        raise NotFound(error.code, error.message, error.hint) from error
    if not found:
        raise NotFound(
            "trademark.not_found",
            _("本站没有号码为“%s”的商标。") % number[:40],
            _("请核对号码，或按名称、申请人查询。"),
        )
    return found


def _class(mark: Trademark, day: date) -> TrademarkClass:
    return TrademarkClass(
        nice_class=mark.nice_class,
        mark=mark.mark,
        kind_label=str(MarkKind(mark.mark_kind).label) if mark.mark_kind != MarkKind.UNKNOWN else "",
        use_label=str(MarkUse(mark.mark_use).label),
        status=_status(mark, status_on(mark, day), day),
        applicants=tuple(Link(name, applicant_href(name)) for name in mark.applicants),
        applicant_foreign=mark.applicant_foreign,
        address=mark.address,
        region=region_label(mark.region) if mark.region else "",
        agent=mark.agent,
        goods=tuple(_goods(mark)),
        days=tuple(_days(mark)),
        timeline=tuple(
            TimelineEntry(
                each.effective_on, each.code, each.name, "", is_future=False, recorded_on=each.recorded_on
            )
            for each in sorted(mark.events.all(), key=lambda each: (each.effective_on, each.pk))
        ),
    )


def _goods(mark: Trademark) -> Iterator[GoodsGroup]:
    """By similar group in their order, those without a group last."""
    groups: dict[str, list[str]] = {}
    for item in mark.goods:
        groups.setdefault(item["group"], []).extend(filter(None, [item["name"]]))
    for group in sorted(groups, key=lambda group: (not group, group)):
        yield GoodsGroup(group, tuple(groups[group]))


def _status(mark: Trademark, view: StatusView, day: date) -> TrademarkStatusNote:
    return TrademarkStatusNote(
        code=view.status.value,
        reason=view.reason.value,
        label=str(view.status.label),
        tone=tone(view.status),
        explanation=_explanation(mark, view),
        day=day,
        as_of=view.data_to,
        said=mark.status_text,
        said_on=mark.status_as_of,
    )


def _explanation(mark: Trademark, view: StatusView) -> str:
    values = {
        "since": view.since.isoformat() if view.since else "",
        "before": (view.since - timedelta(1)).isoformat() if view.since else "",
        "data_to": view.data_to.isoformat() if view.data_to else _("未注明的日子"),
    }
    by_reason = {
        Reason.NO_DATES: _("数据来源没有提供可推算状态的日期。"),
        Reason.NOT_FILED: _("该日尚未申请。"),
        Reason.OUTCOME_UNKNOWN: _("来源的数据止于 %(data_to)s，那时程序还没有结束，此后的结果不知道。"),
        Reason.RENEWAL_UNKNOWN: _(
            "有效期和宽展期已于 %(before)s 届满；来源的数据止于 %(data_to)s，是否续展不知道。"
        ),
        Reason.OTHER_OFFICE: _("本站只推导中国商标的状态；其他局的商标请看来源所述状态。"),
    }
    by_status = {
        TrademarkStatus.APPLIED: _("%(since)s 申请，尚未初步审定。"),
        TrademarkStatus.REFUSED: _("%(since)s 驳回或不予注册。"),
        TrademarkStatus.REFUSAL_REVIEW: _("%(since)s 申请复审，尚无结果。"),
        TrademarkStatus.OPPOSITION_PERIOD: _("%(since)s 初步审定公告，异议期未满。"),
        TrademarkStatus.PRELIMINARILY_APPROVED: _("已初步审定公告，异议期于 %(before)s 届满，等待注册公告。"),
        TrademarkStatus.OPPOSED: _("%(since)s 被提出异议，尚无结果。"),
        TrademarkStatus.WITHDRAWN: _("%(since)s 撤回、视为放弃或不予受理。"),
        TrademarkStatus.REGISTERED: _("自 %(since)s 起注册有效。"),
        TrademarkStatus.RENEWAL_GRACE: _(
            "有效期已于 %(before)s 届满，处于六个月宽展期，来源没有续展的记载。"
        ),
        TrademarkStatus.EXPIRED: _("期满未续展，宽展期于 %(before)s 届满。"),
        TrademarkStatus.CANCELLED: _("注册商标被撤销，专用权自 %(since)s 公告之日起终止。"),
        TrademarkStatus.INVALIDATED: _("注册商标被宣告无效，专用权视为自始即不存在。"),
        TrademarkStatus.SURRENDERED: _("%(since)s 注销。"),
        TrademarkStatus.ENDED: _("来源称商标已失效（不晚于 %(since)s），没有说明原因。"),
    }
    text = by_reason.get(view.reason) or by_status[view.status]
    return text % values


def _days(mark: Trademark) -> Iterator[DayLine]:
    """As the sources print them, and what the law makes of them."""
    yield from _day("filed_on", _("申请日"), mark.filed_on)
    yield from _day("preliminary_on", _("初步审定公告日"), mark.preliminary_on, mark.preliminary_issue)
    facts = facts_of(mark)
    is_by_law = facts.is_chinese and not facts.is_international
    if is_by_law and mark.preliminary_on and (found := law.opposition(mark.preliminary_on, is_working_day)):
        yield DayLine("opposition_until", _("异议期截止（推算）"), f"{_last(found.until)}（{found.cites}）")
    yield from _day("registered_on", _("注册公告日"), mark.registered_on, mark.registration_issue)
    if mark.term_from or mark.term_to:
        text = _("%(from)s 至 %(to)s") % {"from": mark.term_from or "…", "to": mark.term_to or "…"}
        yield DayLine("term", _("专用权期限"), text)
    term_to = term_last_day(facts) if is_by_law else None
    if term_to and term_to != mark.term_to:
        yield DayLine("term_end", _("有效期届满（推算）"), term_to.isoformat())
    if term_to and (rule := law.renewal(term_to, is_working_day)):
        text = _("%(from)s 起可续展，宽展期至 %(to)s") % {
            "from": rule.open_from,
            "to": _last(rule.grace_until),
        }
        yield DayLine("renewal", _("续展（推算）"), f"{text}（{rule.cites}）")


def _day(code: str, label: str, day: date | None, issue: str = "") -> Iterator[DayLine]:
    if day or issue:
        number = _("第 %s 期") % issue if issue else ""
        yield DayLine(code, label, " · ".join(filter(None, (day.isoformat() if day else "", number))))


def _last(deadline: Deadline) -> date:
    return deadline.last_day or deadline.nominal
