"""What a member watches, and how a patent is cited: parse, make the page, show it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onestop.accounts.access import requires
from onestop.core.errors import UserError
from onestop.portal.exports.cite import cite_file, cite_page
from onestop.portal.pages.watches import watches_page
from onestop.portal.views import page
from onestop.watches import services


@page
@requires(services.ACTION)
def watches(request: HttpRequest) -> HttpResponseBase:
    return render(request, "portal/watches.html", {"page": watches_page(request.user)})


@require_POST
@requires(services.ACTION)
def watch_do(request: HttpRequest) -> HttpResponseBase:
    """Every change of what is watched; then the page it was asked from."""
    given, number = request.POST, request.POST.get("number", "").strip()
    try:
        match given.get("do", ""):
            case "watch":
                services.watch(request.user, number)
                messages.success(request, _("已关注。有变化时在“我的关注”里看到。"))
            case "stop":
                services.stop(request.user, number)
                messages.success(request, _("已取消关注。"))
            case "read":
                services.mark_read(request.user)
            case _unknown:
                raise UserError("watch.do", _("没有这个操作。"))
    except UserError as error:
        return render(request, "400.html", {"error": error}, status=400)
    return redirect(_next(given.get("next", "")))


def _next(address: str) -> str:
    """On this site only."""
    is_ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_ours else reverse("portal:watches")


@page
def cite(request: HttpRequest, number: str) -> HttpResponseBase:
    found = cite_page(number, request.build_absolute_uri)
    if found.number != number:
        return HttpResponsePermanentRedirect(reverse("portal:cite", args=[found.number]))
    file = cite_file(found, request.GET.get("file", ""))
    return file or render(request, "portal/cite.html", {"page": found})
