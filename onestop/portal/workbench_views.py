"""The pages around a search: the form that makes a query, the comparison, the baskets."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onestop.accounts.access import Person, requires
from onestop.baskets import services
from onestop.core.errors import UserError
from onestop.portal import pages
from onestop.portal.pages.landscape import CSV_FILES, failed_landscape_page, landscape_csv, landscape_page
from onestop.portal.pages.synonyms import reach_labels
from onestop.portal.views import page
from onestop.search.errors import SearchUnavailable


@page
def builder(request: HttpRequest) -> HttpResponseBase:
    found = pages.builder_page(request.GET)
    if request.GET.get("do") == "search" and not found.problem:
        return redirect(found.search_href)
    status = 400 if found.problem and found.rows else 200
    context = {"page": found, "reaches": reach_labels(), "reach": request.GET.get("expand", "")}
    return render(request, "portal/builder.html", context, status=status)


@page
def landscape(request: HttpRequest) -> HttpResponseBase:
    wanted, given = pages.read_search(request.GET), request.GET
    try:
        found, status = landscape_page(wanted, given.get("topic", ""), given.get("topics", "")), 200
    except SearchUnavailable as error:
        found, status = failed_landscape_page(wanted, error), 503
    except UserError as error:
        found, status = failed_landscape_page(wanted, error), 400
    if (what := given.get("csv")) in CSV_FILES and status == 200:
        headers = {"Content-Disposition": f'attachment; filename="landscape-{what}.csv"'}
        text = landscape_csv(found, str(what))
        return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
    return render(request, "portal/landscape.html", {"page": found}, status=status)


@page
def synonyms(request: HttpRequest) -> HttpResponseBase:
    found = pages.synonyms_page(pages.read_search(request.GET))
    return render(
        request,
        "portal/synonyms.html",
        {"page": found},
        status=400 if found.problem and not found.words else 200,
    )


@page
def compare(request: HttpRequest) -> HttpResponseBase:
    return render(request, "portal/compare.html", {"page": pages.compare_page(request.GET.getlist("number"))})


@page
def basket(request: HttpRequest) -> HttpResponseBase:
    found = pages.baskets_page(request.user, request.GET.getlist("number"))
    return render(request, "portal/baskets.html", {"page": found})


@page
@requires(services.ACTION)
def basket_one(request: HttpRequest, key: int) -> HttpResponseBase:
    return render(request, "portal/basket.html", {"page": pages.basket_page(request.user, key)})


@page
def basket_shared(request: HttpRequest, token: str) -> HttpResponseBase:
    return render(request, "portal/basket.html", {"page": pages.shared_basket_page(token)})


@require_POST
@requires(services.ACTION)
def basket_do(request: HttpRequest) -> HttpResponseBase:
    """Every change of a basket; then its page again."""
    given = request.POST
    try:
        key = _ACTIONS[given.get("do", "")](request.user, given)
    except KeyError:
        return render(request, "400.html", {"error": UserError("basket.do", _("没有这个操作。"))}, status=400)
    except UserError as error:
        return render(request, "400.html", {"error": error}, status=400)
    messages.success(request, _("已保存。"))
    return redirect("portal:basket_one", key=key) if key else redirect("portal:basket")


def _add(owner: Person, given: QueryDict) -> int:
    """Into a new basket where a name is given."""
    name = given.get("name", "").strip()
    key = services.make(owner, name).pk if name else _whole(given, "basket")
    services.add(owner, key, given.getlist("number"))
    return key


def _describe(owner: Person, given: QueryDict) -> int:
    key = _whole(given, "basket")
    services.describe(owner, key, given.get("number", ""), given.get("note", ""), _whole(given, "rating"))
    return key


def _take_out(owner: Person, given: QueryDict) -> int:
    services.take_out(owner, key := _whole(given, "basket"), given.get("number", ""))
    return key


def _remove(owner: Person, given: QueryDict) -> int:
    services.remove(owner, _whole(given, "basket"))
    return 0


def _share(owner: Person, given: QueryDict) -> int:
    services.share(owner, key := _whole(given, "basket"), _whole(given, "days"))
    return key


def _revoke(owner: Person, given: QueryDict) -> int:
    services.revoke(owner, key := _whole(given, "basket"), _whole(given, "share"))
    return key


def _whole(given: QueryDict, name: str) -> int:
    text = given.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


_ACTIONS: Mapping[str, Callable[[Person, QueryDict], int]] = {
    "add": _add,
    "describe": _describe,
    "take_out": _take_out,
    "remove": _remove,
    "share": _share,
    "revoke": _revoke,
}
