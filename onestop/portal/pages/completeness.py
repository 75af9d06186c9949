"""What the data page says of the whole: tables, packages that did not come, thin years, reach of the legal status.

Everything here goes through whole tables, so the page remembers it for minutes.
"""

from collections.abc import Mapping
from datetime import date
from statistics import median
from typing import Any

from django.db import models
from django.db.models import CharField, Count, DateField, Max, Min, Q, Value
from django.db.models.functions import Cast, ExtractYear, Substr
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.ingest.completeness import tables
from onestop.ingest.supplies import IssueState
from onestop.ingest.supply_calendar import Supplied, all_supplied
from onestop.ingest.supply_texts import issue_name, spans
from onestop.portal.pages.addresses import register_href
from onestop.portal.pages.labels import region_label
from onestop.portal.pages.registers import NAME_OF
from onestop.portal.pages.types import HeldTable, LegalReach, SupplyNote, ThinYear
from onestop.records.models import (
    Award,
    CaseSummary,
    DeliveryCount,
    Document,
    Fee,
    GeographicalIndication,
    Holder,
    Honour,
    InternationalApplication,
    Layout,
    Patent,
    Population,
    Provider,
    Trademark,
    Transaction,
)

_SPANS_NAMED = 12
_PLACES_NAMED = 12
_NEIGHBOURS = 2
_ENOUGH = 20
"""Below so many a year, chance alone makes thin years."""
_THIN = 0.25
_YEARS_OPEN = 2
"""Applications of the last years are not all published: an invention is 18 months after filing (art. 34)."""


def _tables() -> dict[type[models.Model], tuple[str, str]]:
    """Model -> its label and the field of its day."""
    return {
        Patent: (_("专利"), "published_on"),
        Document: (_("各国专利文献"), "published_on"),
        Trademark: (_("商标"), "registered_on"),
        InternationalApplication: (_("PCT 国际申请"), "filed_on"),
        Honour: (_("称号与资质"), "valid_from"),
        Transaction: (_("质押、许可与转让"), "registered_on"),
        Award: (_("获奖"), ""),
        GeographicalIndication: (_("地理标志"), "protected_on"),
        Layout: (_("集成电路布图设计"), "announced_on"),
        Provider: (_("服务机构"), ""),
        Population: (_("人口数"), ""),
        Fee: (_("专利缴费"), ""),
    }


def table_labels() -> dict[str, str]:
    """By the names that statements give the tables."""
    labels = {model: label for model, (label, _day) in _tables().items()}
    labels |= {Holder: _("单位和个人"), CaseSummary: _("案件"), DeliveryCount: _("数据包的发送统计")}
    return {name: labels.get(model, name) for name, model in tables().items()}


def held_tables() -> tuple[HeldTable, ...]:
    """One query."""
    shown = _tables()
    first, *rest = (_summary(model, day) for model, (_label, day) in shown.items())
    rows = {row["code"]: row for row in first.union(*rest, all=True)}
    return tuple(
        HeldTable(
            code, label, _list_of(model), row["count"], row["newest"], timezone.localdate(row["updated"])
        )
        for model, (label, _day) in shown.items()
        if (row := rows.get(code := str(model._meta.model_name))) and row["count"]
    )


def _list_of(model: type[models.Model]) -> str:
    """Where a visitor reads them."""
    if name := NAME_OF.get(model):
        return register_href(name)
    pages = {Patent: "search", Trademark: "trademarks", InternationalApplication: "international"}
    return reverse(f"portal:{pages[model]}") if model in pages else ""


def _summary(model: type[models.Model], day: str) -> Any:
    newest = Max(day) if day else Cast(Value(None), DateField())
    named = model._default_manager.annotate(code=Value(str(model._meta.model_name), output_field=CharField()))
    found = named.values("code").annotate(count=Count("pk"), newest=newest, updated=Max("updated_at"))
    return found.order_by()


def supply_notes() -> tuple[SupplyNote, ...]:
    """Of packages that came at least once. A list that the operator has to mend is no visitor's concern."""
    try:
        return tuple(_note(each) for each in all_supplied() if each.issues)
    except UserError:
        return ()


def _note(supplied: Supplied) -> SupplyNote:
    came = supplied.of(IssueState.ARRIVED)
    return SupplyNote(
        code=supplied.supply.code,
        name=supplied.name,
        newest=issue_name(supplied.supply, came[-1]) if came else "",
        missing=tuple(issue_name(supplied.supply, each) for each in supplied.holes),
        text=text_of(supplied),
    )


def text_of(supplied: Supplied) -> str:
    if not supplied.holes:
        return _("%(name)s：收到的各期之间没有缺。") % {"name": supplied.name}
    missing = spans(supplied, supplied.holes)
    values = {
        "name": supplied.name,
        "count": len(supplied.holes),
        "some": _("、").join(missing[-_SPANS_NAMED:]),
    }
    if len(missing) > _SPANS_NAMED:
        return _("%(name)s：缺 %(count)s 期，最近的是 %(some)s。") % values
    return _("%(name)s：缺 %(count)s 期（%(some)s）。") % values


def legal_reach() -> tuple[LegalReach, ...]:
    """By city, where most patents are first; by district where all are of one city."""
    known = Patent.objects.exclude(region="")
    rows = _reaches(known, 4)
    return rows if len(rows) > 1 else _reaches(known, 6)


def _reaches(known: models.QuerySet[Patent], digits: int) -> tuple[LegalReach, ...]:
    rows = known.annotate(place=Substr("region", 1, digits)).values("place")
    found = rows.annotate(
        patents=Count("pk"),
        known=Count("pk", filter=Q(legal_data_to__isnull=False)),
        earliest=Min("legal_data_to"),
        latest=Max("legal_data_to"),
    ).order_by("-patents", "place")
    return tuple(
        LegalReach(
            code := row["place"].ljust(6, "0"),
            region_label(code),
            row["patents"],
            row["known"],
            row["earliest"],
            row["latest"],
        )
        for row in found[:_PLACES_NAMED]
    )


def patent_years() -> tuple[ThinYear, ...]:
    known = Patent.objects.filter(filed_on__isnull=False).values_list(ExtractYear("filed_on"))
    return thin_years(dict(known.annotate(number=Count("pk"))), clock.today())


def thin_years(counts: Mapping[int, int], today: date) -> tuple[ThinYear, ...]:
    """Years with fewer than a quarter of what is usual around them: not the first, nor those still being published."""
    if not counts:
        return ()
    first, last = min(counts), min(max(counts), today.year - _YEARS_OPEN)
    found = []
    for year in range(first + 1, last + 1):
        around = [year + away for away in range(-_NEIGHBOURS, _NEIGHBOURS + 1) if away]
        expected = median([counts.get(each, 0) for each in around if first <= each <= max(counts)])
        if expected >= _ENOUGH and counts.get(year, 0) < expected * _THIN:
            found.append(ThinYear(year, counts.get(year, 0), round(expected)))
    return tuple(found)
