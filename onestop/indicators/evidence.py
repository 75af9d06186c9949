"""The records behind a figure, line by line: what each is and why it counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from onestop.core import keyset
from onestop.indicators.definitions import Definition, Kind, by_code
from onestop.indicators.high_value.told import Told, reasons_of
from onestop.indicators.scope import Scope
from onestop.indicators.sets import SETS
from onestop.indicators.sets.counted import Counted
from onestop.records.models import (
    Award,
    CaseSummary,
    GeographicalIndication,
    Honour,
    InternationalApplication,
    Layout,
    Party,
    PartyRole,
    Patent,
    Trademark,
    Transaction,
    TransactionRight,
)

PAGE_SIZE = 50


@dataclass(frozen=True)
class Line:
    key: int
    register: str
    """Name of the table: patent, honour, case_summary …"""
    number: str
    name: str
    reasons: tuple[str, ...]
    holder: int | None = None
    is_demonstration: bool = False


@dataclass(frozen=True)
class LinePage:
    lines: tuple[Line, ...]
    after: int | None
    """Key after which the next page starts; none on the last page."""
    is_first: bool


def counted_by(definition: Definition, region: str, as_of: date) -> Counted:
    """The set behind a figure, of a ratio that of its numerator; nothing is read yet."""
    counting = base(definition)
    return SETS[counting.count](Scope.of(region, counting.period, as_of), **counting.arguments)


def records_behind(
    definition: Definition, counted: Counted, as_of: date, after: str = "", size: int = PAGE_SIZE
) -> LinePage:
    """By key, so that the last page is as fast as the first."""
    found = keyset.page(counted.members, "pk", after, size)
    return LinePage(lines(definition, found.rows, as_of), found.after, found.is_first)


def base(definition: Definition) -> Definition:
    """Of a ratio the definition whose records it opens."""
    while definition.kind in (Kind.RATIO, Kind.PER_POPULATION):
        definition = by_code()[definition.numerator]
    return definition


def lines(definition: Definition, records: Sequence[Any], day: date) -> tuple[Line, ...]:
    if not records:
        return ()
    return _WRITERS[type(records[0])](base(definition), records, day)


def _patents(definition: Definition, records: Sequence[Patent], day: date) -> tuple[Line, ...]:
    why = _PATENT_REASONS.get(definition.count, _in_force)(records, day)
    return tuple(
        Line(
            each.pk,
            "patent",
            each.application_number or "",
            each.title,
            why[each.pk],
            is_demonstration=each.is_demonstration,
        )
        for each in records
    )


Why = Mapping[int, tuple[str, ...]]


def _filed(records: Sequence[Patent], day: date) -> Why:
    return {each.pk: (_("%(day)s 申请") % {"day": each.filed_on},) for each in records}


def _by_agency(records: Sequence[Patent], day: date) -> Why:
    agencies = Party.objects.filter(patent__in=[each.pk for each in records], role=PartyRole.AGENCY)
    names = dict(agencies.order_by("-position").values_list("patent_id", "name"))
    return {
        each.pk: (
            _("%(day)s 申请") % {"day": each.filed_on},
            _("代理机构 %(name)s") % {"name": names.get(each.pk, "")},
        )
        for each in records
    }


def _granted(records: Sequence[Patent], day: date) -> Why:
    return {each.pk: (_("%(day)s 授权公告") % {"day": each.granted_on},) for each in records}


def _concluded(records: Sequence[Patent], day: date) -> Why:
    return {each.pk: (_conclusion(each),) for each in records}


def _conclusion(patent: Patent) -> str:
    if patent.granted_on:
        return _("%(day)s 授权公告") % {"day": patent.granted_on}
    return _("%(day)s 未授权而结案") % {"day": patent.closed_on}


def _in_force(records: Sequence[Patent], day: date) -> Why:
    return {each.pk: (_force(each),) for each in records}


def _force(patent: Patent) -> str:
    if patent.ends_on:
        return _("%(granted)s 授权，%(end)s 终止") % {"granted": patent.granted_on, "end": patent.ends_on}
    return _("%(day)s 授权，未见终止") % {"day": patent.granted_on}


def _of_holders(records: Sequence[Patent], day: date) -> Why:
    first = Party.objects.filter(patent__in=[each.pk for each in records], position=1)
    names: dict[int, str] = dict(first.filter(role=PartyRole.APPLICANT).values_list("patent_id", "name"))
    names |= dict(first.filter(role=PartyRole.PATENTEE).values_list("patent_id", "name"))
    former = Scope("", day, day).former_owners.filter(patent__in=[each.pk for each in records])
    names |= dict(former.values_list("patent_id", "name"))
    return {
        each.pk: (_force(each), _("第一专利权人 %(name)s") % {"name": names.get(each.pk, "")})
        for each in records
    }


def _in_operation(records: Sequence[Patent], day: date) -> Why:
    numbers = [each.application_number for each in records if each.application_number]
    dealt = TransactionRight.objects.filter(number__in=numbers, transaction__registered_on__lte=day)
    found: dict[str, list[str]] = {}
    for right in dealt.select_related("transaction").order_by("transaction__registered_on", "pk"):
        found.setdefault(right.number, []).append(_contract(right.transaction))
    return {each.pk: tuple(found.get(each.application_number or "", ())) for each in records}


def _high_value(records: Sequence[Patent], day: date) -> Why:
    told = reasons_of(records, day)
    return {each.pk: tuple(map(_in_words, told.get(each.pk, ()))) for each in records}


def _in_words(told: Told) -> str:
    text = _("%(label)s：%(text)s") % {"label": told.label, "text": told.text}
    if told.decision:
        text += _("（已确认）") if told.decision.is_confirmed else _("（已否定）")
    return text + (_("（演示规则）") if told.is_demonstration else "")


_PATENT_REASONS: dict[str, Callable[[Sequence[Patent], date], Why]] = {
    "applications": _filed,
    "represented": _filed,
    "represented_by_largest": _by_agency,
    "granted": _granted,
    "concluded": _concluded,
    "held_by_companies": _of_holders,
    "held_by_largest": _of_holders,
    "in_operation": _in_operation,
    "high_value": _high_value,
}


def _contract(contract: Transaction) -> str:
    text = _("%(day)s %(kind)s登记 %(number)s") % {
        "day": contract.registered_on,
        "kind": contract.get_kind_display(),
        "number": contract.number,
    }
    return text + (_("，%(yuan)s 元") % {"yuan": money(contract.amount)} if contract.amount else "")


def money(amount: Any) -> str:
    return number_format(
        amount.normalize() if amount == amount.to_integral_value() else amount, force_grouping=False
    )


def _simple(
    register: str,
    number: Callable[[Any], str],
    name: Callable[[Any], str],
    why: Callable[[Any], tuple[str, ...]],
    holder: Callable[[Any], int | None] = lambda record: None,
) -> Callable[[Definition, Sequence[Any], date], tuple[Line, ...]]:
    def write(definition: Definition, records: Sequence[Any], day: date) -> tuple[Line, ...]:
        return tuple(
            Line(
                each.pk,
                register,
                number(each),
                name(each),
                tuple(filter(None, why(each))),
                holder(each),
                getattr(each, "is_demonstration", False),
            )
            for each in records
        )

    return write


def _span(first: date | None, last: date | None) -> str:
    return _("有效期 %(first)s 至 %(last)s") % {"first": first or "…", "last": last or "…"}


def _case(case: CaseSummary) -> tuple[str, ...]:
    return (
        _dated(_("受理或立案 %(day)s"), case.opened_on),
        _dated(_("办结 %(day)s"), case.closed_on),
        _dated(_("移送公安 %(day)s"), case.handed_over_on),
        _dated(_("司法确认 %(day)s"), case.confirmed_on),
        _("涉案 %(yuan)s 元") % {"yuan": money(case.amount)} if case.amount else "",
        _("商标标识 %(count)s 件") % {"count": f"{case.labels:,}"} if case.labels else "",
        _("%(count)s 人次") % {"count": f"{case.participants:,}"} if case.participants else "",
    )


def _dated(text: str, day: date | None) -> str:
    return text % {"day": day} if day else ""


def _protected(day: date | None) -> str:
    return _("%(day)s 起保护") % {"day": day} if day else _("名单所列，没有保护起始日")


def _rights(definition: Definition, records: Sequence[TransactionRight], day: date) -> tuple[Line, ...]:
    contracts = Transaction.objects.in_bulk([each.transaction_id for each in records])
    return tuple(
        Line(
            each.pk,
            "transaction_right",
            each.number,
            contracts[each.transaction_id].giver,
            (_contract(contracts[each.transaction_id]),),
            is_demonstration=contracts[each.transaction_id].is_demonstration,
        )
        for each in records
    )


_WRITERS: dict[type, Callable[[Definition, Sequence[Any], date], tuple[Line, ...]]] = {
    Patent: _patents,
    InternationalApplication: _simple(
        "international_application",
        lambda each: each.number,
        lambda each: each.title,
        lambda each: (_("国际申请日 %(day)s") % {"day": each.filed_on}, each.applicant),
    ),
    Trademark: _simple(
        "trademark",
        lambda each: each.number,
        lambda each: each.mark,
        lambda each: (
            _("第 %(class)s 类") % {"class": each.nice_class},
            _span(each.registered_on, each.term_to),
        ),
    ),
    GeographicalIndication: _simple(
        "geographical_indication",
        lambda each: each.number,
        lambda each: each.name,
        lambda each: (_protected(each.protected_on), each.holder_name),
    ),
    Layout: _simple(
        "layout",
        lambda each: each.number,
        lambda each: each.title,
        lambda each: (_dated(_("%(day)s 公告"), each.announced_on), each.holder_name),
    ),
    Honour: _simple(
        "honour",
        lambda each: each.certificate,
        lambda each: each.name,
        lambda each: (
            f"{each.get_kind_display()}（{each.get_level_display()}）",
            _span(each.valid_from, each.valid_to),
        ),
        lambda each: int(each.holder_id),
    ),
    Transaction: _simple(
        "transaction",
        lambda each: each.number,
        lambda each: " → ".join(filter(None, (each.giver, each.receiver))),
        lambda each: (_contract(each),),
    ),
    TransactionRight: _rights,
    Award: _simple(
        "award",
        lambda each: each.number,
        lambda each: each.winner,
        lambda each: (f"{each.year} {each.name} {each.grade}".strip(),),
    ),
    CaseSummary: _simple(
        "case_summary", lambda each: each.number, lambda each: str(each.get_kind_display()), _case
    ),
}
