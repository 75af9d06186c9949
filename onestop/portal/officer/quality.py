"""Quality of the data: what is counted each day, and the records behind each count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from onestop.accounts.access import requires
from onestop.core.keyset import KeysetPage, page
from onestop.ingest import quality
from onestop.ingest.quality import Group, Measure, Standing
from onestop.portal.officer.paging import paging
from onestop.portal.pages.addresses import patent_href
from onestop.portal.pages.charts import chart_csv
from onestop.portal.pages.types import Chart, ChartRow
from onestop.records.models import Patent
from onestop.records.search import display_number
from onestop.records.values import publication_number

PAGE_SIZE = 50


@dataclass(frozen=True)
class GroupOfMeasures:
    code: str
    label: str
    standings: tuple[Standing, ...]


@dataclass(frozen=True)
class Faulty:
    """A record of the list, as a link."""

    label: str
    title: str
    href: str
    detail: str


@require_safe
@requires("quality.view")
def overview(request: HttpRequest) -> HttpResponseBase:
    day, found = quality.standings()
    labels = {
        Group.MISSING: _("缺失"),
        Group.INVALID: _("无效"),
        Group.DUPLICATE: _("重复"),
        Group.CONFLICTING: _("矛盾"),
    }
    groups = [
        GroupOfMeasures(group, label, here)
        for group, label in labels.items()
        if (here := tuple(each for each in found if each.measure.group == group))
    ]
    return render(request, "portal/officer/quality.html", {"day": day, "groups": groups})


@require_safe
@requires("quality.view")
def measure(request: HttpRequest, code: str) -> HttpResponseBase:
    if code not in quality.measures():
        raise Http404
    wanted = quality.measures()[code]
    day, found = quality.standings()
    standing = next((each for each in found if each.measure == wanted), None)
    chart = _trend(wanted, day)
    if request.GET.get("csv") == chart.code:
        head = {"Content-Disposition": f'attachment; filename="{chart.code}.csv"'}
        return HttpResponse(chart_csv(chart), content_type="text/csv; charset=utf-8", headers=head)
    after = request.GET.get("after", "")
    is_empty = standing is None or not standing.count
    shown = _reports(wanted, after) if wanted.reports else _records(wanted, after, is_empty=is_empty)
    context = {"measure": wanted, "standing": standing, "chart": chart, "day": day, **shown}
    return render(request, "portal/officer/quality_measure.html", context)


def _trend(wanted: Measure, day: date | None) -> Chart:
    rows = tuple(ChartRow(each.isoformat(), count, "") for each, count in quality.trend(wanted))
    return Chart(
        code=wanted.code,
        title=_("变化"),
        kind="columns",
        label_name=_("日期"),
        unit=_("行") if wanted.reports else _("件"),
        rows=rows,
        note=_("每天统计一次，导入后更新"),
        as_of=day,
        csv_href=f"{reverse('portal:quality_measure', args=[wanted.code])}?csv={wanted.code}",
    )


def _reports(wanted: Measure, after: str) -> dict[str, Any]:
    """Rows as they now are, not as they were counted: what was settled since is not shown."""
    rows = quality.reports_of(wanted).select_related("run")
    return {"reports": True, **paging(page(rows, "id", after, PAGE_SIZE), {})}


def _records(wanted: Measure, after: str, *, is_empty: bool) -> dict[str, Any]:
    """Where none was counted, the whole table would be gone through to find none."""
    kept = [] if is_empty else quality.kept_keys(wanted)
    if kept:
        found = _page_of_keys(wanted, kept, after)
    elif wanted.is_lookup and not is_empty:
        found = page(quality.faulty_records(wanted), "id", after, PAGE_SIZE)
    else:
        found = KeysetPage((), None, True)
    shown = _patents(found.rows) if wanted.of == "patent" else _others(found.rows)
    return {"records": shown, "kept": len(kept), **paging(found, {})}


def _page_of_keys(wanted: Measure, keys: Sequence[int], after: str) -> KeysetPage[Any]:
    start = int(after) if after.isascii() and after.isdecimal() and len(after) < 19 else 0
    some = quality.after(keys, start, PAGE_SIZE + 1)
    rows = quality.TABLES[wanted.of]._default_manager.filter(pk__in=some[:PAGE_SIZE]).order_by("pk")
    has_more = len(some) > PAGE_SIZE
    return KeysetPage(tuple(rows), some[PAGE_SIZE - 1] if has_more else None, start == 0)


def _patents(rows: Sequence[Patent]) -> list[Faulty]:
    """Two queries: the page of records is there already, their publications come together."""
    known = Patent.objects.prefetch_related("publications").in_bulk([each.pk for each in rows])
    return [_patent(known[each.pk]) for each in rows if each.pk in known]


def _patent(patent: Patent) -> Faulty:
    published = [publication_number.serial(each.number) for each in patent.publications.all()]
    number = patent.application_number or next(iter(published), "")
    days = {_("申请"): patent.filed_on, _("公布"): patent.published_on, _("授权"): patent.granted_on}
    parts = [f"{label} {day}" for label, day in days.items() if day]
    detail = " · ".join([*parts, *filter(None, (patent.region, patent.address))])
    href = patent_href(number) if number else ""
    return Faulty(display_number(number) if number else str(patent.pk), patent.title, href, detail)


def _others(rows: Sequence[Any]) -> list[Faulty]:
    return [Faulty(each.key, each.mark, "", "、".join(each.applicants)) for each in rows]
