"""`onestop fetch-ops`: documents, families and legal events from the EPO's Open Patent Services."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import click
from django.utils.translation import gettext as _

from onestop.cli.group import WrongUse
from onestop.core.errors import UserError

if TYPE_CHECKING:
    from onestop.ingest.connectors.ops import Fetched, Part

COUNTS = ("read", "created", "updated", "unchanged", "rejected")


@click.command("fetch-ops")
@click.argument("numbers", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="JSON")
def fetch_ops(numbers: tuple[str, ...], as_json: bool) -> None:
    """从欧洲专利局 OPS 取得著录项目、同族与法律事件、权利要求，存为文件并导入。

    号码是任何局的公开号（EP2400812A1），或中国申请号。需要设置 ONESTOP_OPS_KEY 和 ONESTOP_OPS_SECRET。
    有号码没有取得时退出码为 1。
    """
    from onestop.ingest.connectors.ops import fetch, read_number
    from onestop.search.services import catch_up

    try:
        wanted = [read_number(each) for each in dict.fromkeys(numbers)]
    except UserError as error:
        raise WrongUse(error, as_json=as_json) from error
    started = time.monotonic()
    results = []
    for fetched in fetch(wanted):
        results.append(_result(fetched))
        if not as_json:
            _tell(fetched)
    catch_up()
    if as_json:
        seconds = round(time.monotonic() - started, 2)
        click.echo(json.dumps({"numbers": results, "seconds": seconds}, ensure_ascii=False))
    if any("code" in each for each in results):
        raise click.exceptions.Exit(1)


def _result(fetched: Fetched) -> dict[str, Any]:
    return {
        "number": fetched.number,
        "parts": [_part(each) for each in fetched.parts],
        "missing": list(fetched.missing),
        **(fetched.error.as_dict() if fetched.error else {}),
    }


def _part(part: Part) -> dict[str, Any]:
    counts = {name: getattr(part.run, name) for name in COUNTS}
    return {"part": part.name, "file": str(part.file), "run": part.run.pk, **counts}


def _tell(fetched: Fetched) -> None:
    for each in fetched.parts:
        click.echo(
            _(
                "%(number)s %(part)s：新增 %(created)s，更新 %(updated)s，不变 %(unchanged)s，未导入 %(rejected)s"
            )
            % {"number": fetched.number, **_part(each)}
        )
    if fetched.missing and fetched.parts:
        click.echo(
            _("%(number)s：OPS 没有 %(parts)s")
            % {"number": fetched.number, "parts": "、".join(fetched.missing)}
        )
    if fetched.error:
        click.echo(f"{fetched.number}: {fetched.error.message}\n{fetched.error.hint}", err=True)
