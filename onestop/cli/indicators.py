"""`onestop indicators`, `onestop high-value`, `onestop target`: figures of a region, and what they rest on."""

import json
import sys
import time
from datetime import datetime
from decimal import Decimal
from typing import Any

import click
from django.utils.translation import gettext as _

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--region", default="", help="行政区划代码，例如 440704；不写是全部数据")
@click.option("--as-of", type=_DAY, help="统计日，例如 2023-12-31；不写是法律状态数据覆盖的上一年末")
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.option("--keep", "reason", default="", help="留存这些结果及其记录，写明用途，例如“2023年知识产权公报”")
def indicators(region: str, as_of: datetime | None, as_json: bool, reason: str) -> None:
    """一个地区在一天的全部指标，每个都有口径和背后记录的地址。"""
    from onestop.indicators.queries import default_as_of
    from onestop.portal.pages.indicators import indicator_rows
    from onestop.reference.regions import region as known_region

    if region:
        known_region(region)
    day = as_of.date() if as_of else default_as_of()
    if reason:
        _keep(region, day, reason)
    rows = indicator_rows(region, day)
    if as_json:
        click.echo(json.dumps([_as_dict(each) for each in rows], ensure_ascii=False))
        return
    for each in rows:
        click.echo(f"{each.name}：{each.missing or each.display + each.unit}")


def _keep(region: str, day: Any, reason: str) -> None:
    from onestop.indicators.definitions import definitions
    from onestop.indicators.kept import keep
    from onestop.indicators.results import compute

    keep((compute(each, region, day) for each in definitions()), reason, None)


def _as_dict(row: Any) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "value": row.value,
        "unit": row.unit,
        "numerator": row.numerator,
        "denominator": row.denominator,
        "definition": row.definition,
        "evidence_url": row.href,
        "missing": row.missing,
    }


@click.group("high-value")
def high_value() -> None:
    """高价值发明专利：按规则评估，设定质押金额的门槛。"""


@high_value.command()
@click.option("--json", "as_json", is_flag=True, help="JSON")
def refresh(as_json: bool) -> None:
    """评估新的、有改动的和规则改变后的发明；没有改动时什么也不做。worker 和 ingest 也会做这件事。"""
    from onestop.indicators.high_value.assess import refresh as assess
    from onestop.indicators.models import HighValueReason

    started = time.monotonic()
    with click.progressbar(length=0, label=_("评估"), file=sys.stderr, hidden=as_json) as bar:
        assessed = assess(bar.update)
    result = {
        "assessed": assessed,
        "reasons": HighValueReason.objects.count(),
        "seconds": round(time.monotonic() - started, 2),
    }
    click.echo(
        json.dumps(result)
        if as_json
        else _("评估 %(assessed)s 件，共有理由 %(reasons)s 条，用时 %(seconds)s 秒") % result
    )


@high_value.command()
@click.argument("yuan", type=click.FloatRange(min=0))
@click.option("--from", "since", type=_DAY, required=True, help="自哪一天起登记的质押")
@click.option("--source", required=True, help="依据")
def threshold(yuan: float, since: datetime, source: str) -> None:
    """设定多少元的质押融资算“较高”。没有公布过标准，设定前这一类不计。"""
    from onestop.indicators.high_value.assess import refresh as assess
    from onestop.indicators.models import PledgeThreshold

    said = {"yuan": Decimal(str(yuan)), "source": source}
    PledgeThreshold.objects.update_or_create(valid_from=since.date(), defaults=said)
    assess()
    click.echo(
        _("自 %(day)s 起登记的质押，%(yuan)s 元以上算较高。") % {"day": since.date(), "yuan": f"{yuan:,.0f}"}
    )


@click.group()
def target() -> None:
    """指标的目标值。"""


@target.command("set")
@click.argument("code")
@click.argument("year", type=click.IntRange(2000, 2100))
@click.argument("value", type=float)
@click.option("--region", default="", help="行政区划代码；不写是全部数据")
@click.option("--source", required=True, help="依据，例如“江门市知识产权“十四五”规划”")
def set_(code: str, year: int, value: float, region: str, source: str) -> None:
    """设定某年末要达到的值；再设一次就改掉，审计日志里留有原来的。"""
    from onestop.indicators.targets import set_target

    made = set_target(code, region, year, Decimal(str(value)), source)
    click.echo(_("已设定：%s") % f"{made} {made.value}")
