"""Figures that were kept: who, when, by which definition; and what would be counted for the same day now."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from onestop.accounts.access import requires
from onestop.core import keyset
from onestop.core.errors import UserError
from onestop.indicators.definitions import by_code, in_language
from onestop.indicators.kept import Comparison, compare, definition_of, records_of, rounded
from onestop.indicators.models import KeptResult
from onestop.portal.pages.indicator_addresses import indicator_href
from onestop.portal.pages.indicators import shown_line
from onestop.portal.pages.labels import region_label
from onestop.portal.pages.standing import printed
from onestop.portal.pages.types_indicators import EvidenceLine

ACTION = "figures.view"
PAGE_SIZE = 60
_MOST = 200


@dataclass(frozen=True)
class KeptLine:
    kept: KeptResult
    name: str
    unit: str
    display: str
    region_name: str
    by: str
    href: str


@dataclass(frozen=True)
class Difference:
    """Records that make the value differ."""

    label: str
    total: int
    lines: tuple[EvidenceLine, ...]
    gone: int
    """No longer in the platform."""


@require_safe
@requires(ACTION)
def kept_list(request: HttpRequest) -> HttpResponseBase:
    asked = {name: request.GET.get(name, "") for name in ("code", "after")}
    every = _every()
    if asked["code"]:
        every = every.filter(code=asked["code"])
    page = keyset.page(every, "-pk", asked["after"], PAGE_SIZE)
    context = {
        "lines": [_line(each) for each in page.rows],
        "code": asked["code"],
        "is_first": page.is_first,
        "after": page.after,
        "total": every.count(),
    }
    return render(request, "portal/officer/kept.html", context)


@require_safe
@requires(ACTION)
def kept_one(request: HttpRequest, number: int) -> HttpResponseBase:
    found = KeptResult.objects.select_related("kept_by").filter(pk=number).first()
    if found is None:
        raise Http404
    others = _every().filter(code=found.code, region=found.region, as_of=found.as_of).exclude(pk=number)
    context = {
        "line": _line(found),
        "others": [_line(each) for each in others[:PAGE_SIZE]],
        **_compared(found),
    }
    return render(request, "portal/officer/kept_one.html", context)


def _every() -> "QuerySet[KeptResult]":
    """Without the members, which are long."""
    found: QuerySet[KeptResult] = KeptResult.objects.select_related("kept_by").defer("members")
    return found


def _line(found: KeptResult) -> KeptLine:
    known = by_code().get(found.code)
    return KeptLine(
        found,
        in_language(known.name) if known else found.code,
        in_language(known.unit) if known else "",
        printed(found.value, known.decimals if known else 0),
        region_label(found.region) if found.region else _("全部数据"),
        str(found.kept_by) if found.kept_by else _("程序"),
        reverse("portal:kept_one", args=[found.pk]),
    )


def _compared(found: KeptResult) -> dict[str, object]:
    try:
        known, comparison = definition_of(found), compare(found)
    except UserError as error:
        return {"error": error}
    now = rounded(comparison.now.value)
    return {
        "recomputed": printed(comparison.recomputed, known.decimals),
        "is_recomputed": comparison.recomputed == found.value,
        "now": printed(now, known.decimals),
        "now_missing": comparison.now.missing,
        "is_same": now == found.value and not (comparison.entered or comparison.left or comparison.changed),
        "differences": [each for each in _differences(comparison) if each.total],
        "now_href": indicator_href(found.code, found.region, found.as_of),
    }


def _differences(found: Comparison) -> list[Difference]:
    return [
        _difference(found, _("现在计入而当时没有的"), found.entered),
        _difference(found, _("当时计入而现在没有的"), found.left),
        _difference(found, _("计入的数值有变化的"), found.changed),
    ]


def _difference(found: Comparison, label: str, keys: tuple[int, ...]) -> Difference:
    shown = keys[:_MOST]
    lines = records_of(found.kept, shown) if shown else ()
    return Difference(label, len(keys), tuple(map(shown_line, lines)), len(shown) - len(lines))
