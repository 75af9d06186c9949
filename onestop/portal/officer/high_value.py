"""An officer confirms or rejects a reason for which an invention counts as high-value."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onestop.accounts.access import requires
from onestop.accounts.models import User
from onestop.core.errors import UserError
from onestop.indicators.high_value.decisions import ACTION, withdraw
from onestop.indicators.high_value.decisions import decide as decide_on
from onestop.portal.pages.addresses import patent_href
from onestop.records.models import Patent
from onestop.records.queries import patent_by_number


@require_POST
@requires(ACTION)
def decide(request: HttpRequest, number: str) -> HttpResponseBase:
    patent, person = patent_by_number(number), request.user
    if patent is None:
        raise Http404
    if not isinstance(person, User):
        raise PermissionDenied
    try:
        _do(request, patent, person)
    except UserError as error:
        messages.error(request, f"{error.message}{error.hint}")
    else:
        messages.success(request, _("已记下。"))
    return redirect(f"{patent_href(number)}#high-value-title")


def _do(request: HttpRequest, patent: Patent, person: User) -> None:
    verb, category = request.POST.get("verb", ""), request.POST.get("category", "")
    match verb:
        case "confirm" | "reject":
            decide_on(patent, category, verb == "confirm", request.POST.get("reason", ""), person)
        case "withdraw":
            withdraw(patent, category, person)
        case _:
            raise Http404
