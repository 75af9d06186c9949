"""The pages of trademarks."""

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import render

from onestop.core.errors import UserError
from onestop.portal import pages
from onestop.portal.pages.mark_check import failed_mark_check_page, mark_check_page
from onestop.portal.pages.trademark_addresses import read_trademark_search
from onestop.portal.pages.trademarks import failed_trademarks_page, trademarks_page
from onestop.portal.views import page


@page
def trademarks(request: HttpRequest) -> HttpResponseBase:
    wanted = read_trademark_search(request.GET)
    try:
        found, status = trademarks_page(wanted), 200
    except UserError as error:
        found, status = failed_trademarks_page(wanted, error), 400
    kept = [(name, value) for name in request.GET for value in request.GET.getlist(name) if name != "page"]
    return render(request, "portal/trademarks.html", {"page": found, "jump_fields": kept}, status=status)


@page
def trademark(request: HttpRequest, office: str, number: str) -> HttpResponseBase:
    found = pages.trademark_page(office, number, request.GET.get("day", ""))
    if (found.office, found.number) != (office, number):
        return HttpResponsePermanentRedirect(found.href)
    return render(request, "portal/trademark.html", {"page": found})


@page
def mark_check(request: HttpRequest) -> HttpResponseBase:
    asked = {name: request.GET.get(name, "") for name in ("mark", "classes", "groups", "goods")}
    try:
        found, status = mark_check_page(**asked), 200
    except UserError as error:
        found, status = failed_mark_check_page(error, **asked), 400
    return render(request, "portal/mark_check.html", {"page": found}, status=status)
