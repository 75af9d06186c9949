"""`onestop mark-images`: pictures of marks from a folder or a zip."""

from __future__ import annotations

import json
from pathlib import Path

import click
from django.utils.translation import gettext as _

from onestop.cli.group import WrongUse
from onestop.core.errors import UserError

_SHOWN = 20


@click.command("mark-images")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--office", default="CN", help="文件名没有写局代码时是哪个局")
@click.option("--json", "as_json", is_flag=True, help="JSON")
def mark_images(path: Path, office: str, as_json: bool) -> None:
    """装入商标图样：一个文件夹、一个 zip 或一张图；文件名是申请号或注册号，或者是商标数据里写的图样文件名。

    图样重新绘制成小图存放，原文件不保存。再装同一张图不重复。有图没有装入时退出码为 1。
    """
    from onestop.ingest.mark_images import load

    try:
        loaded = load(path, office.upper())
    except UserError as error:
        raise WrongUse(error, as_json=as_json) from error
    refused = [{"path": each.path, **each.error.as_dict()} for each in loaded.refused]
    counts = {"stored": loaded.stored, "unchanged": loaded.unchanged, "other": loaded.other}
    if as_json:
        click.echo(json.dumps({**counts, "refused": refused}, ensure_ascii=False))
    else:
        click.echo(
            "  ".join(f"{name}: {count:,}" for name, count in counts.items()) + f"  refused: {len(refused):,}"
        )
        for each in refused[:_SHOWN]:
            click.echo(f"{each['path']}  {each['message']}", err=True)
        if len(refused) > _SHOWN:
            click.echo(_("还有 %d 张没有装入；用 --json 看全部。") % (len(refused) - _SHOWN), err=True)
    if refused:
        raise click.exceptions.Exit(1)
