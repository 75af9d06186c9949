"""Charts from facet counts, and any chart as CSV."""

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import StringIO

from django.utils.translation import gettext as _

from onestop.law.fees import add_months
from onestop.portal.pages.addresses import filter_href
from onestop.portal.pages.labels import field_label, value_labels
from onestop.portal.pages.site import holdings
from onestop.portal.pages.types import Chart, ChartRow
from onestop.portal.pages.types_pictures import Matrix, Picture
from onestop.records.search import PatentSearch, search_patents
from onestop.records.values.cells import escape
from onestop.search.engine import FacetValue

FIELDS = ("filed_year", "kind", "status", "ipc_section", "ipc_subclass", "applicant")
_KINDS = {"filed_year": "columns", "kind": "parts", "status": "parts"}
MONTHS_TO_PUBLICATION = 18
"""Art. 34 Patent Law: an application is published at the latest so many months after its filing."""
_BAR_LIMIT = 12
_COUNTED = 100
"""More years than Chinese patents have, more sections than the IPC has."""


class Counts:
    """How many patents of a scope have each value of each field: one search for all charts of a page."""

    def __init__(
        self, *scope: tuple[str, str], fields: tuple[str, ...] = FIELDS, size: int = _COUNTED
    ) -> None:
        self.scope = scope
        found = search_patents(PatentSearch(filters=scope, page_size=0, facets=fields, facet_size=size))
        self.total = found.total
        self.facets = found.facets

    def of(self, field: str, value: str) -> int:
        return next((each.count for each in self.facets[field] if each.value == value), 0)


def field_chart(counts: Counts, field: str, as_of: date | None, csv_href: Callable[[str], str]) -> Chart:
    titles = {
        "filed_year": _("历年申请"),
        "kind": _("专利类型"),
        "status": _("法律状态"),
        "ipc_section": _("技术领域（IPC 部）"),
        "ipc_subclass": _("技术领域（IPC 小类）"),
        "applicant": _("主要申请人"),
    }
    return Chart(
        code=field,
        title=titles[field],
        kind=_KINDS.get(field, "bars"),
        label_name=field_label(field),
        unit=_("件"),
        rows=_rows(counts, field),
        note=_note(counts, field),
        as_of=as_of,
        csv_href=csv_href(field),
    )


def _rows(counts: Counts, field: str) -> tuple[ChartRow, ...]:
    values = counts.facets[field]
    if field == "filed_year":
        return _years(counts, values)
    shown = values[:_BAR_LIMIT]
    labels = value_labels(field, (each.value for each in shown))
    return tuple(_row(counts, field, each.value, labels[each.value], each.count) for each in shown)


def _years(counts: Counts, values: tuple[FacetValue, ...]) -> tuple[ChartRow, ...]:
    """Every year from the first to the last: a year without patents is part of the picture."""
    known = {int(each.value): each.count for each in values}
    span = range(min(known), max(known) + 1) if known else range(0)
    as_of = holdings().as_of
    return tuple(
        replace(
            _row(counts, "filed_year", str(year), str(year), known.get(year, 0)),
            is_incomplete=as_of is not None and is_incomplete(year, as_of),
        )
        for year in span
    )


def is_incomplete(year: int, as_of: date) -> bool:
    """Not all applications of that year had to be published by the day that the data reach."""
    return date(year, 12, 31) > add_months(as_of, -MONTHS_TO_PUBLICATION)


def _row(counts: Counts, field: str, value: str, label: str, count: int) -> ChartRow:
    return ChartRow(label, count, filter_href(*counts.scope, (field, value)) if count else "")


def _note(counts: Counts, field: str) -> str:
    if field in ("kind", "status"):
        return ""
    shown = sum(each.count for each in counts.facets[field][:_BAR_LIMIT])
    if field == "filed_year":
        missing = counts.total - sum(each.count for each in counts.facets[field])
        return (
            _("另有 %(count)s 件没有申请日") % {"count": f"{missing:,}"} if missing > 0 else _("按申请日计")
        )
    if field in ("ipc_section", "ipc_subclass"):
        return _("一件专利有几个分类的，每个都计")
    return (
        _("前 %(shown)s 位，共同申请各计一次") % {"shown": min(len(counts.facets[field]), _BAR_LIMIT)}
        if shown
        else ""
    )


def chart_csv(chart: Picture) -> str:
    """With a byte order mark, so that Excel reads it as UTF-8; no cell is taken for a formula."""
    out = StringIO()
    writer = csv.writer(out)
    if isinstance(chart, Matrix):
        writer.writerow([chart.label_name, *map(escape, chart.columns)])
        writer.writerows(
            [escape(row.label), *(_printed(cell.value) for cell in row.cells)] for row in chart.rows
        )
    else:
        writer.writerow([chart.label_name, chart.unit])
        writer.writerows([escape(row.label), _printed(row.value)] for row in chart.rows)
    return "\ufeff" + out.getvalue()


def _printed(value: float | None) -> str:
    """Every digit: 382,146 labels are not 382146 rounded to six digits."""
    return "" if value is None else f"{value:.10g}"
