"""The officer's cockpit: every figure against last year and its target, what changed, what needs a hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from onestop.accounts.access import requires
from onestop.core import clock
from onestop.core.errors import UserError
from onestop.indicators.changes import change
from onestop.indicators.comparisons import year_before
from onestop.indicators.definitions import by_code, in_language
from onestop.indicators.pictures.lives import ending_soon
from onestop.indicators.store import remembered
from onestop.ingest.models import RowOutcome, RowReport
from onestop.ingest.supplies import IssueState
from onestop.ingest.supply_calendar import all_supplied
from onestop.portal.pages.addresses import holder_href, patent_href
from onestop.portal.pages.figures import newest_day
from onestop.portal.pages.indicator_addresses import indicator_href
from onestop.portal.pages.labels import region_label
from onestop.portal.pages.overview import home_region, screen_href
from onestop.portal.pages.parameters import read_day, read_region
from onestop.portal.pages.standing import standing_groups
from onestop.portal.pages.types_pictures import StandingGroup
from onestop.portal.reports.answers import answer
from onestop.portal.reports.cockpit import cockpit_report
from onestop.records.models import Honour, LinkState, NameLink, Party, PartyRole, Patent
from onestop.records.search import display_number

ACTION = "cockpit.view"
DAYS_AHEAD = 90
_CHANGES = ("valid_inventions", "high_value_inventions", "high_tech_companies", "valid_trademarks")
_SHOWN = 30


@dataclass(frozen=True)
class Concern:
    """Something that waits for somebody."""

    label: str
    count: int
    text: str
    href: str


@dataclass(frozen=True)
class ChangeLine:
    name: str
    entries: int
    exits: int
    entries_href: str
    exits_href: str


@dataclass(frozen=True)
class EndingRight:
    number: str
    title: str
    href: str
    holder: str
    holder_href: str
    titles: str
    ends_on: date


@require_safe
@requires(ACTION)
def cockpit(request: HttpRequest) -> HttpResponseBase:
    given = request.GET.get("region")
    region = home_region() if given is None else given
    try:
        read_region(region)
        day = request.GET.get("day", "")
        on = read_day(day) if day else newest_day()
        context = _context(region, on)
        file = answer(request, lambda: cockpit_report(context))
    except UserError as error:
        return render(request, "400.html", {"error": error}, status=400)
    return file or render(request, "portal/officer/cockpit.html", context)


def _context(region: str, on: date) -> dict[str, object]:
    groups = standing_groups(region, on)
    ending = _ending(region)
    return {
        "region_name": region_label(region) if region else _("全部数据"),
        "on": on,
        "before": year_before(on),
        "groups": groups,
        "changes": remembered(f"changes.{region}.{on}", lambda: tuple(_changes(region, on)), region),
        "warnings": [*_warnings(groups), _ending_warning(ending)],
        "ending": ending[:_SHOWN],
        "ending_left_out": max(len(ending) - _SHOWN, 0),
        "days_ahead": DAYS_AHEAD,
        "screen_href": screen_href(region, on),
    }


def _changes(region: str, on: date) -> Iterator[ChangeLine]:
    for code in _CHANGES:
        found = change(by_code()[code], region, year_before(on), on)
        if found is not None:
            entries, exits = found.entries.count(), found.exits.count()
            yield ChangeLine(
                in_language(by_code()[code].name),
                entries,
                exits,
                indicator_href(code, region, on, show="entries") if entries else "",
                indicator_href(code, region, on, show="exits") if exits else "",
            )


def _warnings(groups: tuple[StandingGroup, ...]) -> Iterator[Concern]:
    lacking = [line for group in groups for line in group.lines if line.missing]
    yield Concern(
        _("算不出的指标"),
        len(lacking),
        "；".join(dict.fromkeys(line.missing for line in lacking)),
        "#standings-title" if lacking else "",
    )
    yield _supply_warning()
    yield Concern(
        _("待审核的权利人名称"),
        NameLink.objects.filter(state=LinkState.SUGGESTED).count(),
        _("确认之前，其专利不计入任何权利人"),
        reverse("portal:holder_review"),
    )
    yield Concern(
        _("没有导入的数据行"),
        RowReport.objects.filter(outcome=RowOutcome.REJECTED).count(),
        _("改正后可以重新导入"),
        reverse("portal:imports"),
    )


def _supply_warning() -> Concern:
    label, href = _("没有收到的数据包"), reverse("portal:supplies")
    try:
        found = all_supplied()
    except UserError as error:
        return Concern(label, 0, error.message, href)
    missing = sum(len(each.of(IssueState.MISSING)) for each in found)
    urgent = sum(len(each.urgent) for each in found)
    return Concern(label, missing, _("其中 %(count)s 个快被来源删除") % {"count": urgent}, href)


def _ending_warning(ending: tuple[EndingRight, ...]) -> Concern:
    return Concern(
        _("有称号企业即将到期的专利"),
        len(ending),
        _("今天起 %(days)s 天内") % {"days": DAYS_AHEAD},
        "#ending-title" if ending else "",
    )


def _ending(region: str) -> tuple[EndingRight, ...]:
    """Of companies that hold a title today: the right that ends soonest first."""
    today = clock.today()
    titles = _titles(today)
    first = Q(role=PartyRole.PATENTEE) | Q(role=PartyRole.APPLICANT)
    parties = Party.objects.filter(
        first, patent__in=ending_soon(region, today, DAYS_AHEAD), holder__in=titles, position=1
    ).select_related("patent", "holder")
    found = {each.patent_id: each for each in parties.order_by("role")}
    rights = (_right(each, titles) for each in found.values())
    return tuple(sorted(rights, key=lambda each: (each.ends_on, each.number)))


def _titles(today: date) -> dict[int, str]:
    held: QuerySet[Honour] = Honour.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=today), Q(valid_to=None) | Q(valid_to__gte=today)
    )
    found: dict[int, list[str]] = {}
    for each in held.order_by("kind"):
        found.setdefault(each.holder_id, []).append(each.get_kind_display())
    return {holder: "、".join(dict.fromkeys(labels)) for holder, labels in found.items()}


def _right(party: Party, titles: dict[int, str]) -> EndingRight:
    patent: Patent = party.patent
    holder = party.holder
    assert holder is not None
    assert patent.ends_on is not None
    number = patent.application_number or ""
    return EndingRight(
        number=display_number(number) if number else "",
        title=patent.title,
        href=patent_href(number) if number else "",
        holder=holder.name,
        holder_href=holder_href(holder.pk),
        titles=titles[holder.pk],
        ends_on=patent.ends_on,
    )
