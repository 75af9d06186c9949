"""The pages of trademarks."""

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import render

from onestop.portal import pages
from onestop.portal.views import page


@page
def trademarks(request: HttpRequest) -> HttpResponseBase:
    found = pages.trademarks_page(request.GET.get("q", ""), request.GET.get("after", ""))
    return render(request, "portal/trademarks.html", {"page": found})


@page
def trademark(request: HttpRequest, office: str, number: str) -> HttpResponseBase:
    found = pages.trademark_page(office, number, request.GET.get("day", ""))
    if (found.office, found.number) != (office, number):
        return HttpResponsePermanentRedirect(found.href)
    return render(request, "portal/trademark.html", {"page": found})
