"""What came and went in a set between two days, and why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, pairwise
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from onestop.core import keyset
from onestop.indicators.definitions import Definition, Period
from onestop.indicators.evidence import Line, LinePage, base, counted_by, lines
from onestop.indicators.high_value.told import reasons_of
from onestop.records.models import (
    EventKind,
    FormerOwner,
    GeographicalIndication,
    Honour,
    Layout,
    LegalEvent,
    Patent,
    Trademark,
)
from onestop.reference.regions import full_name


@dataclass(frozen=True)
class Change:
    definition: Definition
    first: date
    last: date
    entries: "QuerySet[Any]"
    exits: "QuerySet[Any]"


def change(definition: Definition, region: str, first: date, last: date) -> Change | None:
    """None for what is counted over a year, as no record of one year is in the next. Nothing is read yet."""
    if base(definition).period == Period.YEAR:
        return None
    then, now = (counted_by(definition, region, day).members for day in (first, last))
    return Change(
        definition,
        first,
        last,
        entries=now.exclude(pk__in=then.order_by().values("pk")),
        exits=then.exclude(pk__in=now.order_by().values("pk")),
    )


def entries(found: Change, after: str = "", size: int = 50) -> LinePage:
    return _page(found, found.entries, _entered, after, size)


def exits(found: Change, after: str = "", size: int = 50) -> LinePage:
    return _page(found, found.exits, _left, after, size)


Why = Callable[[Definition, Sequence[Any], date, date], dict[int, str]]


def _page(found: Change, records: "QuerySet[Any]", why: Why, after: str, size: int) -> LinePage:
    page = keyset.page(records, "pk", after, size)
    reasons = why(base(found.definition), page.rows, found.first, found.last)
    told = lines(found.definition, page.rows, found.last)
    return LinePage(tuple(_because(each, reasons) for each in told), page.after, page.is_first)


def _because(line: Line, reasons: dict[int, str]) -> Line:
    return replace(line, reasons=(reasons[line.key],))


def _entered(definition: Definition, records: Sequence[Any], first: date, last: date) -> dict[int, str]:
    if records and isinstance(records[0], Patent):
        told = reasons_of(records, last) if definition.count == "high_value" else {}
        moved = _moved(records, first, last)
        return {
            each.pk: moved.get(each.pk) or _patent_entered(each, told.get(each.pk, ()), first)
            for each in records
        }
    return {each.pk: _since(_first_day(each)) for each in records}


def _patent_entered(patent: Patent, told: Sequence[Any], first: date) -> str:
    if patent.granted_on and patent.granted_on > first:
        return _("%(day)s 授权") % {"day": patent.granted_on}
    for each in told:
        if each.since and each.since > first:
            return _("%(day)s 起：%(label)s（%(text)s）") % {
                "day": each.since,
                "label": each.label,
                "text": each.text,
            }
    return _other()


def _left(definition: Definition, records: Sequence[Any], first: date, last: date) -> dict[int, str]:
    if records and isinstance(records[0], Patent):
        return _patents_left(records, last) | _moved(records, first, last)
    return {each.pk: _until(_last_day(each)) for each in records}


def _moved(patents: Sequence[Patent], first: date, last: date) -> dict[int, str]:
    """The first transfer between the two days out of one region into another."""
    kept = {each.pk: each for each in patents}
    former = FormerOwner.objects.filter(patent__in=kept).order_by("patent", "until")
    tenures = {key: list(some) for key, some in groupby(former, lambda each: each.patent_id)}
    found = {}
    for key, some in tenures.items():
        regions = [each.region for each in some] + [kept[key].region]
        for tenure, (before, after) in zip(some, pairwise(regions), strict=True):
            if first < tenure.until <= last and before != after and key not in found:
                found[key] = _("%(day)s 权利转移：%(before)s → %(after)s") % {
                    "day": tenure.until,
                    "before": _place(before),
                    "after": _place(after),
                }
    return found


def _place(region: str) -> str:
    return full_name(region) if region else _("地区不明")


_ENDS = (
    EventKind.FEE_LAPSE,
    EventKind.EXPIRY,
    EventKind.ABANDONMENT,
    EventKind.DOUBLE_PATENT_ABANDONMENT,
    EventKind.INVALIDATION,
)


def _patents_left(patents: Sequence[Patent], last: date) -> dict[int, str]:
    events = LegalEvent.objects.filter(patent__in=[each.pk for each in patents], kind__in=_ENDS)
    kinds = {each.patent_id: each.get_kind_display() for each in events.order_by("effective_on")}
    found = {}
    for each in patents:
        if each.ends_on and each.ends_on <= last:
            why = kinds.get(each.pk, EventKind.EXPIRY.label)
            found[each.pk] = _("%(day)s %(why)s") % {"day": each.ends_on, "why": why}
        else:
            found[each.pk] = _other()
    return found


def _first_day(record: Any) -> date | None:
    match record:
        case Honour():
            return record.valid_from
        case Trademark():
            return record.registered_on
        case GeographicalIndication():
            return record.protected_on
        case Layout():
            return record.announced_on
    return None


def _last_day(record: Any) -> date | None:
    match record:
        case Honour():
            return record.valid_to
        case Trademark():
            return record.term_to
    return None


def _since(day: date | None) -> str:
    return _("%(day)s 起") % {"day": day} if day else _other()


def _until(day: date | None) -> str:
    return _("%(day)s 到期") % {"day": day} if day else _other()


def _other() -> str:
    """A right restored, a company that is among the largest now, an officer's decision."""
    return _("条件有变化")
