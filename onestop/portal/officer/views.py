"""The workbench itself, and the calendar of packages."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onestop.accounts.access import requires
from onestop.core import clock
from onestop.core.errors import UserError
from onestop.ingest.supplies import Issue
from onestop.ingest.supply_calendar import Supplied, all_supplied
from onestop.ingest.supply_texts import issue_name, issue_text, lost_text, state_label
from onestop.portal.officer.desk import desk

_WEEKS_SHOWN = 26


@require_safe
@requires("account.manage")
def desk_page(request: HttpRequest) -> HttpResponseBase:
    entries = desk(request.user)
    if not entries:
        raise PermissionDenied
    return render(request, "portal/officer/desk.html", {"entries": entries})


@dataclass(frozen=True)
class Cell:
    """One issue in the calendar."""

    issue: Issue
    name: str
    label: str
    text: str


@dataclass(frozen=True)
class SupplyLine:
    supplied: Supplied
    cells: tuple[Cell, ...]
    one_by_one: tuple[Cell, ...]
    lost_text: str


@require_safe
@requires("quarantine.view")
def supplies(request: HttpRequest) -> HttpResponseBase:
    try:
        found = all_supplied()
    except UserError as error:
        return render(request, "portal/officer/supplies.html", {"error": error, "lines": ()})
    lines = [_line(each) for each in found]
    return render(request, "portal/officer/supplies.html", {"lines": lines, "today": clock.today()})


def _line(supplied: Supplied) -> SupplyLine:
    shown = supplied.issues[-_WEEKS_SHOWN * len(supplied.supply.weekdays) :]
    return SupplyLine(
        supplied,
        tuple(_cell(supplied, each) for each in shown),
        tuple(_cell(supplied, each) for each in supplied.one_by_one),
        lost_text(supplied),
    )


def _cell(supplied: Supplied, issue: Issue) -> Cell:
    return Cell(issue, issue_name(supplied.supply, issue), state_label(issue.state), issue_text(issue))
