"""`onestop bulletin`: the monthly bulletin by hand, and what the worker does of it by itself."""

from __future__ import annotations

import json
import logging
import time
from typing import TYPE_CHECKING

import click
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from onestop.indicators.bulletins.month import Month

log = logging.getLogger(__name__)
FIRST_AFTER_SECONDS = 600.0
"""A platform that was just started has other things to do."""
EVERY_SECONDS = 3_600.0


@click.command()
@click.option("--month", default="", help="月份，例如 2023-12；不写是数据完整覆盖的最近一个月")
@click.option(
    "--check", is_flag=True, help="不生成，只把最新一版与现在的记录重算的结果对照；不同时退出码为 1"
)
@click.option("--json", "as_json", is_flag=True, help="JSON")
def bulletin(month: str, check: bool, as_json: bool) -> None:
    """生成本区（ONESTOP_REGION）的知识产权月报：网页、docx 和 PDF，先是草稿，工作人员在网页上核对后发布。

    内容与最新一版完全相同时什么也不做；已发布的不改动，有更正就另出一版。worker 每月自动生成一次。
    """
    from onestop.indicators.bulletins.month import Month, newest_month

    wanted = Month.read(month) if month else newest_month()
    if wanted is None:
        raise _no_data()
    if check:
        _check(wanted, as_json=as_json)
    else:
        _make(wanted, as_json=as_json)


def _no_data() -> Exception:
    from onestop.core.errors import UserError

    return UserError(
        "bulletin.no_data",
        _("本区还没有带法律状态的专利，不能统计月报。"),
        _("请先导入数据；本区由 ONESTOP_REGION 设定。"),
    )


def _make(month: Month, *, as_json: bool) -> None:
    from django.conf import settings

    from onestop.portal.reports.bulletin import make

    made, is_new = make(settings.HOME_REGION, month)
    told = {"month": str(month), "issue": made.issue, "digest": made.digest, "is_new": is_new}
    if as_json:
        click.echo(json.dumps(told))
    elif is_new:
        click.echo(_("已生成 %(month)s 月报第 %(issue)s 版（草稿）：/bulletins/%(month)s") % told)
    else:
        click.echo(_("%(month)s 月报第 %(issue)s 版的内容没有变化，没有生成新的。") % told)


def _check(month: Month, *, as_json: bool) -> None:
    from onestop.portal.pages.bulletins import bulletin_page

    found = bulletin_page(str(month), sees_drafts=True, recompute=True).recomputed or ()
    if as_json:
        click.echo(
            json.dumps([{"name": e.name, "then": e.then, "now": e.now} for e in found], ensure_ascii=False)
        )
    else:
        click.echo(
            "\n".join(f"{each.name}：{each.then} → {each.now}" for each in found)
            or _("与现在重算的结果相同。")
        )
    if found:
        raise click.exceptions.Exit(1)


class Timetable:
    """Makes the draft of a month once the data cover it; what was made, corrections too, is left to people."""

    def __init__(self) -> None:
        self._next = time.monotonic() + FIRST_AFTER_SECONDS

    def make_if_due(self) -> None:
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + EVERY_SECONDS
        make_missing()


def make_missing() -> bool:
    """Whether the newest month had no bulletin yet and has one now."""
    from django.conf import settings

    from onestop.indicators.bulletins.month import newest_month
    from onestop.indicators.bulletins.services import issues, newest
    from onestop.portal.reports.bulletin import make

    month = newest_month()
    if month is None or newest(issues(settings.HOME_REGION), month):
        return False
    made, _is_new = make(settings.HOME_REGION, month)
    log.info("bulletin %s made as a draft", made)
    return True
