"""What was delivered beside what is held, of the newest delivery or the one asked for."""

from functools import partial

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onestop.accounts.access import requires
from onestop.ingest import delivered
from onestop.portal.pages.site import remembered

_SLOW_SECONDS = 300
"""Whole tables are counted."""


@require_safe
@requires("quality.view")
def deliveries(request: HttpRequest) -> HttpResponseBase:
    every = delivered.deliveries()
    wanted = request.GET.get("delivery", "")
    shown = wanted if wanted in every else next(iter(every), "")
    found = remembered(f"delivered.{shown}", partial(delivered.compared, shown), _SLOW_SECONDS)
    context = {
        "every": every,
        "shown": shown,
        "rows": found,
        "delivered": sum(each.delivered for each in found),
        "missing": sum(each.missing for each in found),
    }
    return render(request, "portal/officer/deliveries.html", context)
