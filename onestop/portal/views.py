"""Parse the address, make the page, show it. What a page says is made in `pages`."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from onestop.accounts.access import may
from onestop.core.errors import UserError
from onestop.indicators.models import Category
from onestop.portal import exports, pages
from onestop.portal.display import choose
from onestop.portal.officer.holders import desk_of
from onestop.portal.pages import NotFound
from onestop.portal.pages.registers import register_page
from onestop.portal.pages.synonyms import reach_labels
from onestop.portal.pages.types_pictures import Picture
from onestop.portal.reports.answers import report_file
from onestop.records.holders.decisions import ACTION
from onestop.search.errors import SearchUnavailable
from onestop.watches.services import is_watching

View = Callable[..., HttpResponseBase]


def page(view: View) -> View:
    """A page to read: a user's error becomes a page that says what to do."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        try:
            return view(request, **parts)
        except NotFound as error:
            return render(request, "404.html", {"error": error, "text": parts.get("name", "")}, status=404)
        except SearchUnavailable as error:
            return render(request, "503.html", {"error": error}, status=503)
        except UserError as error:
            return render(request, "400.html", {"error": error}, status=400)

    return answer


@page
def home(request: HttpRequest) -> HttpResponseBase:
    return render(request, "portal/home.html", {"page": pages.home_page()})


@page
def search(request: HttpRequest) -> HttpResponseBase:
    wanted = pages.read_search(request.GET)
    try:
        found, status = pages.search_page(wanted), 200
    except UserError as error:
        status = 503 if isinstance(error, SearchUnavailable) else 400
        found = pages.failed_search_page(wanted, error)
    if file := chart_file(request, found.charts):
        return file
    kept = [(name, value) for name in request.GET for value in request.GET.getlist(name) if name != "page"]
    context = {
        "page": found,
        "jump_fields": kept,
        "column_fields": [each for each in kept if each[0] not in ("column", "view")],
        "export_limit": exports.MAX_HITS,
        "reaches": reach_labels(),
        "reach": wanted.expand,
    }
    return render(request, "portal/search.html", context, status=status)


export = page(exports.export)


@page
def patent(request: HttpRequest, number: str) -> HttpResponseBase:
    try:
        found = pages.patent_page(
            number,
            request.GET.get("day", ""),
            known=request.GET.get("known", ""),
            searched=request.GET.get("q", ""),
            **_shown(request),
        )
    except NotFound as error:
        context = {"error": error, "page": pages.number_page(number)}
        return render(request, "portal/patent_missing.html", context, status=404)
    if found.number != number:
        return HttpResponsePermanentRedirect(found.href)
    context = {
        "page": found,
        "high_value_categories": Category.choices,
        "is_watching": is_watching(request.user, found.number),
    }
    return render(request, "portal/patent.html", context)


@page
def document(request: HttpRequest, number: str) -> HttpResponseBase:
    found = pages.document_page(number, searched=request.GET.get("q", ""), **_shown(request))
    if found.number != number:
        return HttpResponseRedirect(found.href)  # a newer document of that number may come
    return render(request, "portal/document.html", {"page": found})


def _shown(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in ("family", "levels")}


@page
def applicant(request: HttpRequest, name: str) -> HttpResponseBase:
    found = pages.applicant_page(name)
    return chart_file(request, found.charts) or render(request, "portal/applicant.html", {"page": found})


@page
def holder(request: HttpRequest, number: int) -> HttpResponseBase:
    found = pages.holder_page(number)
    if found.number != number:
        return redirect("portal:holder", number=found.number)
    context = {"page": found, **(desk_of(number) if may(request.user, ACTION) else {})}
    drawn = (*found.charts, *filter(None, (found.portrait.peers,)))
    file = report_file(request, found) or chart_file(request, drawn)
    return file or render(request, "portal/holder.html", context)


@page
def register(request: HttpRequest, name: str) -> HttpResponseBase:
    asked = {each: request.GET.get(each, "") for each in ("region", "kind", "after")}
    return render(request, "portal/register.html", {"page": register_page(name, **asked)})


@page
def overview(request: HttpRequest) -> HttpResponseBase:
    found = pages.overview_page(request.GET.get("region", ""), request.GET.get("day", ""))
    drawn = (*found.charts, *(one for section in found.sections for one in section.pictures))
    file = report_file(request, found) or chart_file(request, drawn)
    return file or render(request, "portal/overview.html", {"page": found})


@page
def international(request: HttpRequest) -> HttpResponseBase:
    given = request.GET
    number = given.get("page", "")
    found = pages.international_page(
        given.get("region", ""),
        given.get("since", ""),
        given.get("until", ""),
        int(number) if number.isdecimal() else 1,
    )
    return render(request, "portal/international.html", {"page": found})


@page
def number(request: HttpRequest) -> HttpResponseBase:
    return render(request, "portal/number.html", {"page": pages.number_page(request.GET.get("text", ""))})


@page
def data(request: HttpRequest) -> HttpResponseBase:
    return render(request, "portal/data.html", {"page": pages.data_page()})


@page
def accessibility(request: HttpRequest) -> HttpResponseBase:
    return render(request, "portal/accessibility.html")


@csrf_exempt  # a stranger's site could only change the type size; so visitors need no token and no cookie
@require_POST
def display(request: HttpRequest) -> HttpResponseBase:
    return choose(request, home=reverse("portal:home"))


def chart_file(request: HttpRequest, charts: tuple[Picture, ...]) -> HttpResponse | None:
    """?csv=<chart>: the chart's table as a file."""
    code = request.GET.get("csv")
    if code is None:
        return None
    chart = next((each for each in charts if each.code == code), None)
    if chart is None:
        raise Http404(_("没有这张图"))
    headers = {"Content-Disposition": f'attachment; filename="{code}.csv"'}
    return HttpResponse(pages.chart_csv(chart), content_type="text/csv; charset=utf-8", headers=headers)
