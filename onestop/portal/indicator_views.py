"""Pages of indicators, and their tables as files."""

import csv
from collections.abc import Iterator
from io import StringIO

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render

from onestop.portal.pages import indicators as pages
from onestop.portal.reports.answers import report_file
from onestop.portal.views import page


@page
def indicators(request: HttpRequest) -> HttpResponseBase:
    found = pages.indicators_page(request.GET.get("region", ""), request.GET.get("day", ""))
    if request.GET.get("format") == "csv":
        return HttpResponse(
            pages.list_csv(found), content_type="text/csv; charset=utf-8", headers=_named("indicators")
        )
    return report_file(request, found) or render(request, "portal/indicators.html", {"page": found})


@page
def indicator(request: HttpRequest, code: str) -> HttpResponseBase:
    given = request.GET
    region, day, shown = given.get("region", ""), given.get("day", ""), given.get("show", "records")
    if given.get("format") == "csv":
        rows = pages.evidence_rows(code, region, day, shown)
        first = next(rows)  # what is wrong with the address is said before the file begins
        return StreamingHttpResponse(
            _file(first, rows), content_type="text/csv; charset=utf-8", headers=_named(code)
        )
    found = pages.indicator_page(code, region, day, shown, given.get("after", ""), given.get("peers", ""))
    return report_file(request, found) or render(request, "portal/indicator.html", {"page": found})


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}.csv"'}


def _file(first: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    """With a byte order mark, so that Excel reads it as UTF-8."""
    yield "\ufeff" + _written(first)
    yield from map(_written, rows)


def _written(row: tuple[str, ...]) -> str:
    out = StringIO()
    csv.writer(out).writerow(row)
    return out.getvalue()
