"""The officer's cockpit as a report, for a meeting."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from onestop.portal.pages.site import notice
from onestop.portal.pages.types import Page
from onestop.portal.reports import parts
from onestop.portal.reports.content import Amount, Chapter, Column, Report, Table


def cockpit_report(found: Mapping[str, Any]) -> Report:
    """Of what the page shows."""
    title = f"{_('驾驶舱')}{_('：')}{found['region_name']}"
    codes = [line.code for group in found["groups"] for line in group.lines]
    return parts.report(
        Page(title=title, notice=notice()),
        found["region_name"],
        found["on"],
        (
            Chapter(_("要办的事"), (_concerns(found["warnings"]),)),
            Chapter(_("有称号企业即将到期的专利"), _ending(found)),
            Chapter(_("一年来的进出"), (_changes(found["changes"]),)),
            parts.standings(found["groups"], has_targets=True),
            parts.definitions(codes),
            parts.sources(),
        ),
        "cockpit",
    )


def _concerns(warnings: Any) -> Table:
    columns = (Column(_("项目"), 4), Column(_("数量"), 1, True), Column(_("说明"), 6))
    return Table(
        columns, tuple((each.label, _count(each.count), each.text if each.count else "") for each in warnings)
    )


def _count(number: int) -> Amount:
    return Amount(f"{number:,}", number)


def _ending(found: Mapping[str, Any]) -> tuple[Table, ...]:
    columns = (Column(_("到期日"), 3), Column(_("专利"), 6), Column(_("号码"), 5))
    rows = tuple(
        (each.ends_on.isoformat(), each.title, each.number, each.holder, each.titles)
        for each in found["ending"]
    )
    left = found["ending_left_out"]
    note = _("另有 %(count)s 件。") % {"count": f"{left:,}"} if left else ""
    more = (Column(_("权利人"), 5), Column(_("称号"), 4))
    return (Table((*columns, *more), rows, note),) if rows else ()


def _changes(changes: Any) -> Table:
    columns = (Column(_("指标"), 4), Column(_("新计入"), 2, True), Column(_("不再计入"), 2, True))
    return Table(columns, tuple((each.name, _count(each.entries), _count(each.exits)) for each in changes))
