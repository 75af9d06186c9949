"""Maps, the big screen, industries and places: parse the address, make the page, show it."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from onestop.portal.pages.industry import industry_list_page, industry_page
from onestop.portal.pages.maps import map_page
from onestop.portal.pages.place import place_list_page, place_page
from onestop.portal.pages.screen import DARK, screen_page
from onestop.portal.reports.answers import report_file
from onestop.portal.views import chart_file, page


@page
def area_map(request: HttpRequest) -> HttpResponseBase:
    given = request.GET
    found = map_page(given.get("region", ""), given.get("code", ""), given.get("day", ""))
    return (
        report_file(request, found)
        or chart_file(request, (found.chart,))
        or render(request, "portal/map.html", {"page": found})
    )


@page
def screen(request: HttpRequest) -> HttpResponseBase:
    """`part` asks for what changes alone: the screen fetches it again and again."""
    given = request.GET
    found = screen_page(given.get("region"), given.get("day", ""), given.get("theme", DARK))
    template = "portal/_screen.html" if given.get("part") else "portal/screen.html"
    response = render(request, template, {"page": found})
    response.headers["Cache-Control"] = "no-store"
    return response


@page
def industries(request: HttpRequest) -> HttpResponseBase:
    found = industry_list_page(request.GET.get("region"), request.GET.get("day", ""))
    return report_file(request, found) or render(request, "portal/industries.html", {"page": found})


@page
def industry(request: HttpRequest, code: str) -> HttpResponseBase:
    found = industry_page(code, request.GET.get("region"), request.GET.get("day", ""))
    return (
        report_file(request, found)
        or chart_file(request, found.charts)
        or render(request, "portal/industry.html", {"page": found})
    )


@page
def places(request: HttpRequest) -> HttpResponseBase:
    return render(request, "portal/places.html", {"page": place_list_page(request.GET.get("day", ""))})


@page
def place(request: HttpRequest, code: str) -> HttpResponseBase:
    found = place_page(code, request.GET.get("day", ""))
    return (
        report_file(request, found)
        or chart_file(request, found.charts)
        or render(request, "portal/place.html", {"page": found})
    )
