"""`onestop supplies`: which expected packages did not come, and how long they can still be had."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from onestop.ingest.supplies import Issue
    from onestop.ingest.supply_calendar import Supplied


@click.command()
@click.option("--all", "show_all", is_flag=True, help="也列出已收到的各期")
@click.option("--json", "as_json", is_flag=True, help="JSON")
def supplies(show_all: bool, as_json: bool) -> None:
    """应到的数据包收到了没有，缺的还有几天就被来源删除：还能取得的在前，剩的天数少的在前。

    有缺的数据包不到 7 天就会被来源删除时，退出码为 1，供定时任务报警；已经删除、无法补救的不影响退出码。
    """
    from onestop.ingest.supply_calendar import all_supplied

    found = all_supplied()
    if as_json:
        click.echo(json.dumps([_as_dict(each, show_all) for each in found], ensure_ascii=False))
    else:
        for each in found:
            _tell(each, show_all)
    if any(each.urgent for each in found):
        raise click.exceptions.Exit(1)


def _in_order(supplied: Supplied, *, show_all: bool) -> tuple[Issue, ...]:
    """What there is to do first; then the rest by the calendar."""
    first = supplied.one_by_one
    rest = supplied.issues if show_all else supplied.lost
    return (*first, *(each for each in rest if each not in first))


def _as_dict(supplied: Supplied, show_all: bool) -> dict[str, Any]:
    return {
        "code": supplied.supply.code,
        "name": supplied.name,
        "kept_days": supplied.supply.kept_days,
        "issues": [
            {
                "day": each.day.isoformat(),
                "week": each.day.isocalendar().week,
                "state": each.state.value,
                "days_left": each.days_left,
                "is_urgent": each.is_urgent,
                "files": each.files,
                "unusable": each.unusable,
                "repeated": each.repeated,
            }
            for each in _in_order(supplied, show_all=show_all)
        ],
    }


def _tell(supplied: Supplied, show_all: bool) -> None:
    from onestop.ingest.supply_texts import issue_name, issue_text, lost_text

    if not supplied.issues:
        click.echo(_("%s：还没有收到过，不计缺。") % supplied.name)
        return
    click.echo(_counts(supplied))
    for each in _in_order(supplied, show_all=True) if show_all else supplied.one_by_one:
        click.echo(f"  {issue_name(supplied.supply, each)}  {issue_text(each)}")
    if supplied.lost and not show_all:
        click.echo(f"  {lost_text(supplied)}")


def _counts(supplied: Supplied) -> str:
    values = {
        "name": supplied.name,
        "count": len(supplied.holes),
        "obtainable": len(supplied.obtainable),
    }
    if supplied.lost and supplied.obtainable:
        return _("%(name)s：缺 %(count)s 期，其中 %(obtainable)s 期还能取得。") % values
    return _("%(name)s：缺 %(count)s 期。") % values
