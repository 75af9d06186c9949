"""Pages of the monthly bulletin: drafts only for who may publish them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onestop.accounts.access import may, requires
from onestop.accounts.models import User
from onestop.core.errors import UserError
from onestop.indicators.bulletins import services
from onestop.portal.pages.bulletins import bulletin_list_page, bulletin_page, file_of
from onestop.portal.reports.answers import FORMS
from onestop.portal.views import page


@page
def bulletins(request: HttpRequest) -> HttpResponseBase:
    found = bulletin_list_page(may(request.user, services.ACTION))
    return render(request, "portal/bulletins.html", {"page": found})


@page
def bulletin(request: HttpRequest, month: str) -> HttpResponseBase:
    """`recompute` compares it with what is known now, which takes a second or two: for officers."""
    is_officer = may(request.user, services.ACTION)
    recompute = is_officer and "recompute" in request.GET
    found = bulletin_page(month, request.GET.get("issue", ""), is_officer, recompute)
    return render(request, "portal/bulletin.html", {"page": found})


@page
def bulletin_file(request: HttpRequest, month: str, form: str) -> HttpResponseBase:
    if form not in ("docx", "pdf"):
        raise Http404
    body, name = file_of(month, form, request.GET.get("issue", ""), may(request.user, services.ACTION))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=FORMS[form].content_type, headers=headers)


@require_POST
@requires(services.ACTION)
def publish(request: HttpRequest, number: int, **parts: Any) -> HttpResponseBase:
    person = request.user
    if not isinstance(person, User):
        raise PermissionDenied
    try:
        found = services.publish(number, person)
    except UserError as error:
        messages.error(request, f"{error.message}{error.hint}")
        return redirect("portal:bulletins")
    messages.success(request, _("已发布，所有人都能看到。"))
    return redirect("portal:bulletin", month=f"{found.month:%Y-%m}")
