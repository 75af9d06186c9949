"""`onestop reference`: loads the large reference tables from files and shows what is loaded."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from onestop.reference.services import LoadReport

_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_JSON = click.option("--json", "as_json", is_flag=True, help="JSON")


@click.group()
def reference() -> None:
    """参考数据：国际专利分类表、战略性新兴产业对照表、行政区划、工作日历。"""


@reference.group()
def load() -> None:
    """从文件装入一张参考表；有一行错误则什么也不装入，重复装入同一文件不改变任何内容。"""


@load.command()
@_FILE
@_JSON
def ipc(file: Path, as_json: bool) -> None:
    """中文国际专利分类表：JSON lines，每行 code、title、level、parent。"""
    from onestop.reference.services import load_ipc

    _run(load_ipc, file, as_json)


@load.command()
@_FILE
@_JSON
def industries(file: Path, as_json: bool) -> None:
    """战略性新兴产业分类与国际专利分类参照关系表：以制表符分隔，首行为表头 sei_code、sei_name、include、exclude、keywords。"""
    from onestop.reference.services import load_industries

    _run(load_industries, file, as_json)


@load.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--review-number", required=True, help="地图的审图号，显示在每张地图上，例如 GS(2024)0650号")
@click.option("--source", default="", help="地图的来源，显示在审图号旁边")
@_JSON
def geometry(folder: Path, review_number: str, source: str, as_json: bool) -> None:
    """地图的边界：文件夹里的 GeoJSON，每个文件是一个地区的下级（100000_full.json 全国，440700_full.json 江门市）。"""
    from onestop.reference.geometry import load

    report = asdict(load(folder, review_number, source))
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False))
    else:
        click.echo(
            _(
                "%(files)s 个文件，%(areas)s 个地区，%(points)s 个点留下 %(kept_points)s 个；审图号 %(review_number)s"
            )
            % report
        )


@reference.command()
@_JSON
def show(as_json: bool) -> None:
    """已装入哪些参考表：条数、来源文件、日期。"""
    from onestop.reference.queries import built_in_counts, loaded_tables

    built_in = built_in_counts()
    tables = [_table(asdict(state)) for state in loaded_tables()]
    if as_json:
        click.echo(json.dumps({"loaded": tables, "built_in": built_in}, ensure_ascii=False))
        return
    for table in tables:
        click.echo(_line(table))
    for name, count in built_in.items():
        click.echo(f"{name:<16}{count:>8,}  " + _("内置"))


def _run(load_file: Callable[[Path, Callable[[int], object]], LoadReport], file: Path, as_json: bool) -> None:
    size = file.stat().st_size
    with click.progressbar(length=size, label=file.name, file=sys.stderr, hidden=as_json) as bar:
        report = load_file(file, bar.update).as_dict()
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False))
        return
    click.echo(
        _("读 %(read)s 条，新增 %(created)s，更新 %(updated)s，不变 %(unchanged)s，删除 %(removed)s") % report
    )
    if report["repaired_titles"]:
        click.echo(
            _("清理类名 %(repaired_titles)s，纠正上位 %(repaired_parents)s，原文缺类名 %(lost_titles)s")
            % report
        )


def _table(state: dict[str, Any]) -> dict[str, Any]:
    """Times as the reader's clock shows them."""
    from django.utils.timezone import localtime

    at = state["loaded_at"]
    return {**state, "loaded_at": localtime(at).isoformat(timespec="seconds") if at else None}


def _line(table: dict[str, Any]) -> str:
    if not table["source"]:
        return f"{table['table']:<16}{0:>8}  " + _("未装入：%(label)s") % table
    return f"{table['table']:<16}{table['entries']:>8,}  {table['loaded_at']}  {table['source']}"
