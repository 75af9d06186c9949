"""`onestop legal-data`: the operator says up to which day every legal announcement has been loaded."""

import json
from datetime import datetime

import click
from django.utils.translation import gettext as _


@click.command("legal-data")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--region", default="", help="只对这个行政区划的专利，例如 440704")
@click.option("--json", "as_json", is_flag=True, help="JSON")
def legal_data(day: datetime, region: str, as_json: bool) -> None:
    """声明：截至某日的法律状态公告已经全部载入。此后没有终止事件的授权专利，到该日显示为有效。

    只在确知每一期公告都已导入时使用；不知道时不声明，状态显示为未知。
    """
    from onestop.core import clock
    from onestop.core.errors import UserError
    from onestop.records.legal_data import known_to
    from onestop.reference.regions import region as known_region
    from onestop.search.services import catch_up

    if day.date() > clock.today():
        raise UserError("legal_data.future", _("截止日不能晚于今天。"), _("请写最近一期公告的日期。"))
    if region:
        known_region(region)
    patents = known_to(day.date(), region)
    catch_up()
    if as_json:
        click.echo(json.dumps({"legal_data_to": f"{day:%Y-%m-%d}", "region": region, "patents": patents}))
    else:
        click.echo(
            _("%(patents)s 件专利的法律状态截至 %(day)s。")
            % {"patents": f"{patents:,}", "day": f"{day:%Y-%m-%d}"}
        )
