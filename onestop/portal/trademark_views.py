"""The pages of trademarks."""

import re
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from onestop.core.errors import UserError
from onestop.portal import pages
from onestop.portal.pages.mark_check import failed_mark_check_page, mark_check_page
from onestop.portal.pages.mark_pictures import failed_mark_pictures_page, mark_pictures_page
from onestop.portal.pages.trademark_addresses import read_trademark_search
from onestop.portal.pages.trademarks import failed_trademarks_page, trademarks_page
from onestop.portal.views import page
from onestop.records.mark_images import path_of
from onestop.records.marks.pictures import MAX_BYTES, too_large
from onestop.search.errors import SearchUnavailable

_DIGEST = re.compile("[0-9a-f]{64}")
_FORM_BYTES = 64 * 1024
"""What the other fields of a form with a picture may take."""


def _asked(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A picture that is sent changes nothing and is not kept: visitors need no token and no cookie for it."""
    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(view))


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


@_asked
def mark_check(request: HttpRequest) -> HttpResponse:
    asked: dict[str, str] = {}
    try:
        data = read_picture(request)
        asked = _given(request, "mark", "classes", "groups", "goods")
        found, status = mark_check_page(**asked, picture=data), 200
    except SearchUnavailable as error:
        return render(request, "503.html", {"error": error}, status=503)
    except UserError as error:
        blank = dict.fromkeys(("mark", "classes", "groups", "goods"), "")
        found, status = failed_mark_check_page(error, **(blank | asked)), 400
    return render(request, "portal/mark_check.html", {"page": found}, status=status)


@_asked
def mark_pictures(request: HttpRequest) -> HttpResponse:
    asked: dict[str, str] = {}
    try:
        data = read_picture(request)
        asked = _given(request, "classes")
        if request.method == "POST" and data is None:
            raise UserError("picture.missing", _("没有选择图片。"), _("请选择一张图片再查。"))
        found, status = mark_pictures_page(data, **asked), 200
    except UserError as error:
        found, status = failed_mark_pictures_page(error, asked.get("classes", "")), 400
    return render(request, "portal/mark_pictures.html", {"page": found}, status=status)


def _given(request: HttpRequest, *names: str) -> dict[str, str]:
    given = request.POST if request.method == "POST" else request.GET
    return {name: given.get(name, "") for name in names}


def read_picture(request: HttpRequest) -> bytes | None:
    """What was sent as `picture`. A request that is too long is refused by its head, before a byte of it is read."""
    if request.method != "POST":
        return None
    if int(request.headers.get("Content-Length") or 0) > MAX_BYTES + _FORM_BYTES:
        raise too_large(int(request.headers["Content-Length"]))
    upload = request.FILES.get("picture")
    return upload.read(MAX_BYTES + 1) if upload else None


@page
def mark_picture(request: HttpRequest, digest: str) -> HttpResponseBase:
    """A small picture, drawn anew when it was loaded; what an address names is always the same."""
    path = path_of(digest)
    if not _DIGEST.fullmatch(digest) or not path.is_file():
        raise Http404(_("没有这张图"))
    response = HttpResponse(path.read_bytes(), content_type="image/webp")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
