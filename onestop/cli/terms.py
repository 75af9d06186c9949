"""`onestop terms`: the dictionary of synonyms, as a table and word by word."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from django.utils.translation import gettext as _

from onestop.cli.group import WrongUse
from onestop.core.errors import UserError

if TYPE_CHECKING:
    from onestop.thesaurus.entries import Entry

_JSON = click.option("--json", "as_json", is_flag=True, help="JSON")


@click.group()
def terms() -> None:
    """检索用的同义词词典：查词，导出成表，从表导入。"""


@terms.command()
@click.argument("word")
@_JSON
def find(word: str, as_json: bool) -> None:
    """列出含有 WORD 的词组。"""
    from onestop.thesaurus.queries import found

    groups = found(word)
    if as_json:
        click.echo(json.dumps([asdict(each) for each in groups], ensure_ascii=False))
        return
    for each in groups:
        click.echo(_line(each))
    click.echo(_("%d 组") % len(groups), err=True)


def _line(entry: Entry) -> str:
    off = "" if entry.is_on else _("（停用）")
    return f"{entry.code}{off}  {'; '.join(entry.terms)}"


@terms.command()
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@_JSON
def export(file: Path, as_json: bool) -> None:
    """把全部词组写成 CSV。"""
    from onestop.thesaurus.exchange import write
    from onestop.thesaurus.queries import entries

    groups = entries()
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        write(groups.values(), out)
    click.echo(json.dumps({"groups": len(groups)}) if as_json else _("已写入 %d 组") % len(groups))


@terms.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_JSON
@click.pass_context
def import_(context: click.Context, file: Path, as_json: bool) -> None:
    """从 CSV 新增和修改词组；有错的行不导入，逐行说明，退出码为 1。"""
    from onestop.thesaurus.exchange import MAX_BYTES, take

    with file.open("rb") as content:
        try:
            taken = take(content.read(MAX_BYTES + 1), None)
        except UserError as error:
            raise WrongUse(error, as_json=as_json) from error
    if as_json:
        click.echo(json.dumps(asdict(taken), ensure_ascii=False))
    else:
        counts = {"added": taken.added, "changed": taken.changed, "same": taken.same}
        click.echo(_("新增 %(added)d 组，修改 %(changed)d 组，不变 %(same)d 组。") % counts)
        for each in taken.refused:
            click.echo(
                _("第 %(line)d 行没有导入：%(why)s") % {"line": each.line, "why": each.message}, err=True
            )
    context.exit(1 if taken.refused else 0)
