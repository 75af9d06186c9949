"""Quality of the data: what is counted each day, and the records behind each count."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from onestop.accounts.access import requires
from onestop.core.keyset import KeysetPage, page
from onestop.ingest import quality
from onestop.ingest.quality import Group, Measure, Standing
from onestop.portal.officer import behind
from onestop.portal.officer.paging import paging
from onestop.portal.pages.charts import chart_csv
from onestop.portal.pages.source_kinds import kind_label
from onestop.portal.pages.types import Chart, ChartRow

PAGE_SIZE = 50
_REASONS_SHOWN = 20


@dataclass(frozen=True)
class GroupOfMeasures:
    code: str
    label: str
    standings: tuple[Standing, ...]


@dataclass(frozen=True)
class Choice:
    """A part of what is counted, as a link that shows it alone."""

    label: str
    count: int
    href: str
    is_chosen: bool
    detail: str = ""


@dataclass(frozen=True)
class Chosen:
    """Which of the faults are listed: of one kind of source, for one reason; empty: all."""

    source: str
    code: str

    def href(self, **more: str) -> str:
        kept = {name: value for name, value in {**self.__dict__, **more}.items() if value}
        return f"?{urlencode(kept)}"


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
    wanted, standing, day = _standing(code)
    chart = _trend(wanted, day)
    if request.GET.get("csv") == chart.code:
        return _csv(chart.code, chart_csv(chart))
    chosen, after = _chosen(request, standing), request.GET.get("after", "")
    if request.GET.get("csv") == "list":
        return _csv(f"{chart.code}-list", behind.as_csv(_lines(request, wanted, chosen)))
    show = _reports if wanted.reports else _records
    context = {
        "measure": wanted,
        "standing": standing,
        "chart": chart,
        "day": day,
        "sources": _sources(standing, chosen),
        "is_part": bool(chosen.source or chosen.code),
        "list_href": chosen.href(csv="list"),
        "most_in_file": behind.MOST_IN_FILE,
        **show(wanted, chosen, after, is_empty=not standing or not standing.count),
    }
    return render(request, "portal/officer/quality_measure.html", context)


def _standing(code: str) -> tuple[Measure, Standing | None, date | None]:
    if code not in quality.measures():
        raise Http404
    wanted = quality.measures()[code]
    day, found = quality.standings()
    return wanted, next((each for each in found if each.measure == wanted), None), day


def _chosen(request: HttpRequest, standing: Standing | None) -> Chosen:
    """A source that has none of them is not asked for."""
    source = request.GET.get("source", "")
    is_known = standing is not None and source in standing.parts
    return Chosen(source if is_known else "", request.GET.get("code", "")[:60])


def _sources(standing: Standing | None, chosen: Chosen) -> list[Choice]:
    parts = sorted(standing.parts.items(), key=lambda part: (-part[1], part[0])) if standing else []
    return [
        Choice(kind_label(kind), count, chosen.href(source=kind), kind == chosen.source)
        for kind, count in parts
    ]


def _lines(request: HttpRequest, wanted: Measure, chosen: Chosen) -> Any:
    if wanted.reports:
        return behind.report_lines(wanted, chosen.source, chosen.code)
    return behind.record_lines(wanted, chosen.source, request.build_absolute_uri("/").rstrip("/"))


def _csv(name: str, content: str) -> HttpResponse:
    head = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=head)


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


def _reports(wanted: Measure, chosen: Chosen, after: str, *, is_empty: bool) -> dict[str, Any]:
    """Rows as they now are, not as they were counted: what was settled since is not shown."""
    rows = behind.reports(wanted, chosen.source, chosen.code).select_related("run")
    return {
        "reports": True,
        "reasons": _reasons(wanted, chosen),
        **paging(page(rows, "id", after, PAGE_SIZE), chosen.__dict__),
    }


def _reasons(wanted: Measure, chosen: Chosen) -> list[Choice]:
    """Why, with the words that one of the rows got."""
    rows = behind.reports(wanted, chosen.source, "").values("code")
    found = rows.annotate(number=Count("pk"), example=Min("message")).order_by("-number", "code")
    return [
        Choice(code, each["number"], chosen.href(code=code), code == chosen.code, each["example"])
        for each in found[:_REASONS_SHOWN]
        if (code := each["code"])
    ]


def _records(wanted: Measure, chosen: Chosen, after: str, *, is_empty: bool) -> dict[str, Any]:
    """Where none was counted, the whole table would be gone through to find none."""
    found: KeysetPage[Any] = KeysetPage((), None, True)
    if not is_empty:
        found = behind.records(wanted, chosen.source, after, PAGE_SIZE)
    kept = 0 if is_empty else len(quality.kept_keys(wanted))
    return {
        "records": behind.shown(wanted, found.rows),
        "kept": kept,
        **paging(found, chosen.__dict__),
    }
