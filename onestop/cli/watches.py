"""`onestop watches`: what became different of the patents that members watch."""

import json

import click
from django.utils.translation import gettext as _


@click.group()
def watches() -> None:
    """会员关注的专利。onestop worker 运行时每小时看一次。"""


@watches.command()
@click.option("--quiet", is_flag=True, help="没有新情况时不输出")
@click.option("--json", "as_json", is_flag=True, help="JSON")
def look(quiet: bool, as_json: bool) -> None:
    """对照每件被关注的专利的现状，记下变化；设置了发信的，给关注的人发邮件。"""
    from onestop.watches import mail, services

    done = services.look()
    counts = {"watches": done.watches, "notices": done.notices, "missing": done.missing, "mails": mail.send()}
    if as_json:
        click.echo(json.dumps(counts))
    elif not quiet or done.notices or counts["mails"]:
        click.echo(
            _("看了 %(watches)d 件，新情况 %(notices)d 条，本站已没有的 %(missing)d 件，发信 %(mails)d 封。")
            % counts
        )
