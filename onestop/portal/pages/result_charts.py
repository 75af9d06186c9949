"""Charts of any result: each bar is a filter that narrows it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.law.terms import add_years
from onestop.portal.pages.addresses import chart_csv_href, search_href
from onestop.portal.pages.asked import Asked
from onestop.portal.pages.labels import field_label, value_labels
from onestop.portal.pages.site import holdings
from onestop.portal.pages.types import Chart, ChartRow
from onestop.records.fields import PATENT
from onestop.records.search import PatentResults, count_each, search_patents
from onestop.records.status import LegalStatus
from onestop.search.query import And, Exact, Node, Range
from onestop.search.rows import within_brackets

_KINDS = {
    "filed_year": "columns",
    "status": "parts",
    "kind": "parts",
    "ipc_subclass": "bars",
    "applicant": "bars",
    "region": "bars",
}
_MOST = 60
_BARS = 10
_LONGEST_TERM = 20


def charts(search: Asked, results: PatentResults) -> Iterator[Chart]:
    """Of all hits, whatever page is shown."""
    if not search.has_charts or not results.total:
        return
    asked = replace(search, facets=tuple(_KINDS), facet_size=_MOST, page=1, page_size=0, cursor="")
    facets = search_patents(asked).facets
    for field, kind in _KINDS.items():
        values = facets[field][:_BARS] if kind == "bars" else facets[field]
        labels = value_labels(field, [each.value for each in values])
        rows = [
            ChartRow(labels[each.value], each.count, _narrowed(search, field, each.value)) for each in values
        ]
        ordered = sorted(rows, key=lambda row: row.label) if kind == "columns" else rows
        yield _chart(search, field, field_label(field), kind, tuple(ordered), "")
    yield _remaining(search, results)


def _narrowed(search: Asked, field: str, value: str) -> str:
    filters = dict.fromkeys((*search.filters, (field, value)))
    return search_href(replace(search, filters=tuple(filters), page=1))


def _remaining(search: Asked, results: PatentResults) -> Chart:
    """In how many years the rights among the hits come to the end of their term, if all fees are paid."""
    status, ends = PATENT.by_name["status"], PATENT.by_name["ends_on"]
    today = clock.today()
    spans = [
        (add_years(today, years) + timedelta(days=1), add_years(today, years + 1))
        for years in range(_LONGEST_TERM)
    ]
    conditions: list[Node] = [
        And(
            (Exact(status, LegalStatus.IN_FORCE), Range(ends, *(int(day.strftime("%Y%m%d")) for day in span)))
        )
        for span in spans
    ]
    before = within_brackets(search.text, results.node)
    rows = []
    for years, (span, count) in enumerate(zip(spans, count_each(search, conditions), strict=True)):
        text = f"LS=有效 AND ED=[{span[0]:%Y%m%d} TO {span[1]:%Y%m%d}]"
        href = search_href(replace(search, text=f"({before}) AND {text}" if before else text, page=1))
        rows.append(ChartRow(f"{years}–{years + 1}", count, href))
    note = _("只算有效的；按期限届满日，假定年费都缴")
    return _chart(search, "remaining", _("剩余年限"), "columns", tuple(rows), note)


def _chart(search: Asked, code: str, label: str, kind: str, rows: tuple[ChartRow, ...], note: str) -> Chart:
    return Chart(
        code=code,
        title=label,
        kind=kind,
        label_name=label,
        unit=_("件"),
        rows=rows,
        note=note,
        as_of=holdings().as_of,
        csv_href=chart_csv_href(search, code),
    )
