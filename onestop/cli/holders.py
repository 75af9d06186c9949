"""`onestop holders`: link the printed names to holders, merge holders and undo a merge."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click
from django.utils.translation import gettext as _

from onestop.core.errors import UserError

if TYPE_CHECKING:
    from onestop.records.models import Holder

_JSON = click.option("--json", "as_json", is_flag=True, help="JSON")


@click.group()
def holders() -> None:
    """权利人：把文献上的名称归到权利人，合并权利人，撤销合并。"""


@holders.command()
@_JSON
def match(as_json: bool) -> None:
    """给还没有归属的申请人、专利权人名称找权利人；拿不准的留给工作人员审核。"""
    from onestop.records.holders.runs import match as run

    shown = 0

    def progress(names: int) -> None:
        nonlocal shown
        shown += names
        if not as_json and sys.stderr.isatty():
            click.echo(f"\r{shown:,}", nl=False, err=True)

    done = run(progress)
    if as_json:
        click.echo(json.dumps(asdict(done)))
        return
    click.echo(
        _(
            "看了 %(read)d 个名称：%(linked)d 个归到已知权利人，%(created)d 个新建权利人，%(suggested)d 个待审核，"
            "%(people)d 个是个人或看不出是单位；新增分支和集团关系 %(related)d 个"
        )
        % asdict(done)
    )


@holders.command()
@click.argument("survivor", type=int)
@click.argument("other", type=int)
@click.option("--reason", required=True, help="合并的依据")
@_JSON
def merge(survivor: int, other: int, reason: str, as_json: bool) -> None:
    """把编号为 OTHER 的权利人并入编号为 SURVIVOR 的权利人；可以撤销。"""
    from onestop.records.holders.merges import merge as run

    done = run(_holder(survivor), _holder(other), reason, None)
    if as_json:
        click.echo(json.dumps({"merge": done.pk, "survivor": survivor, "merged": other}))
    else:
        click.echo(_("已合并；撤销请运行 onestop holders undo %d") % done.pk)


@holders.command()
@click.argument("number", type=int)
@_JSON
def undo(number: int, as_json: bool) -> None:
    """撤销编号为 NUMBER 的合并，两个权利人各自恢复原样。"""
    from onestop.records.holders.merges import undo as run
    from onestop.records.models import HolderMerge

    done = HolderMerge.objects.filter(pk=number).first()
    if done is None:
        raise UserError(
            "holders.no_merge", _("没有编号为 %d 的合并。") % number, _("权利人页面上列有它的全部合并。")
        )
    run(done, None)
    if as_json:
        click.echo(json.dumps({"merge": number, "survivor": done.survivor_id, "parted": done.merged_id}))
    else:
        click.echo(_("已撤销"))


def _holder(number: int) -> Holder:
    from onestop.records.models import Holder

    found = Holder.objects.filter(pk=number).first()
    if found is None:
        raise UserError(
            "holders.not_found", _("没有编号为 %d 的权利人。") % number, _("编号是权利人页面地址末尾的数字。")
        )
    return found
