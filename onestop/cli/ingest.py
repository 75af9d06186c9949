"""`onestop ingest` and `onestop rejected`: files into the records, and what was wrong with their rows."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from django.utils.translation import gettext as _

from onestop.cli.follow import assess
from onestop.cli.group import WrongUse
from onestop.core.errors import UserError

if TYPE_CHECKING:
    from onestop.ingest.models import IngestRun
    from onestop.ingest.services import Options

COUNTS = ("read", "created", "updated", "unchanged", "rejected", "repaired", "blank")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--mapping", type=click.Path(path_type=Path), help="YAML 文件，每行“字段: 文件里的列名”")
@click.option("--region", default="", help="没有地址的专利所属的行政区划代码，例如 440704")
@click.option("--rejects", type=click.Path(path_type=Path), help="把未导入和修正过的行写成这个 CSV")
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.option("--quiet", is_flag=True, help="不显示进度和说明")
def ingest(
    paths: tuple[Path, ...],
    mapping: Path | None,
    region: str,
    rejects: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """导入专利数据：xlsx、xls、CSV，公报 JSON lines，专利局的 XML，或装有这些文件的 zip 压缩包。

    文件夹里的文件逐个导入，连同下级文件夹；认不出的说明原因，不影响其他文件。同一文件再次导入不会改变任何内容；中断的导入再次执行即从断点继续。
    """
    try:
        options = _options(paths, mapping, region)
        _require_writable(rejects)
    except UserError as error:
        raise WrongUse(error, as_json=as_json) from error
    _make_database()
    started = time.monotonic()
    wanted = [(path, file) for path in paths for file in _files_of(path)]
    done = [_ingest_one(file, options, is_silent=as_json or quiet) for _path, file in wanted]
    _match_holders(is_silent=as_json or quiet)
    assess(is_silent=as_json or quiet)
    _catch_up(is_silent=as_json or quiet)
    runs = [run for run, _result in done if run]
    if rejects:
        _write_reports(runs, rejects)
    total = _total([result for _run, result in done], time.monotonic() - started)
    if as_json:
        click.echo(json.dumps(total, ensure_ascii=False))
    else:
        _tell(total, quiet=quiet)
    used = {path for (path, _file), (run, _result) in zip(wanted, done, strict=True) if run}
    if used < set(paths):
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("run", type=int)
@click.option(
    "--output", type=click.Path(path_type=Path), help="写入文件（带 BOM，可直接用表格软件打开），而不是屏幕"
)
def rejected(run: int, output: Path | None) -> None:
    """某次导入中未导入和修正过的行（CSV）：行号、结果、原因、建议和原来的单元格。

    改正后的表可以直接再次导入。
    """
    from onestop.ingest.queries import run_of, write_reports

    found = run_of(run)
    try:
        _require_writable(output)
    except UserError as error:
        raise WrongUse(error, as_json=False) from error
    if output:
        _write_reports([found], output)
    else:
        write_reports([found], sys.stdout)


@click.command()
@click.argument("run", type=int)
@click.option("--json", "as_json", is_flag=True, help="JSON")
def retry(run: int, as_json: bool) -> None:
    """用现在的程序重新清洗某次导入中未导入的行（只限表格）；已解决的行记下是哪次导入解决的。"""
    from onestop.ingest.queries import reasons, run_of
    from onestop.ingest.retry import retry as try_again

    again = try_again(run_of(run))
    _match_holders(is_silent=as_json)
    assess(is_silent=as_json)
    _catch_up(is_silent=as_json)
    result = {"run": again.pk, "retry_of": run, **{name: getattr(again, name) for name in COUNTS}}
    result |= {"resolved": again.resolved.count(), "reasons": reasons(again)}
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False))
        return
    click.echo(_("重试 %(read)s 行：解决 %(resolved)s 行，仍未导入 %(rejected)s 行。") % result)
    for code, number in reasons(again).items():
        click.echo(f"  {number:>7,}  {code}")


def _options(paths: tuple[Path, ...], mapping: Path | None, region: str) -> Options:
    """Everything that is wrong use, before any file is read."""
    from onestop.ingest.mapping import read_mapping
    from onestop.ingest.services import Options
    from onestop.reference.regions import region as known_region

    for path in paths:
        if not path.exists():
            raise UserError("ingest.no_such_file", _("没有文件 %s。") % path, _("请检查路径。"))
        if not _files_of(path):
            raise UserError("ingest.empty_folder", _("文件夹 %s 里没有文件。") % path, _("请检查路径。"))
    if region:
        known_region(region)
    return Options(read_mapping(mapping) if mapping else {}, region)


def _files_of(path: Path) -> list[Path]:
    from onestop.ingest.packages.folder import files_in

    return list(files_in(path))


def _require_writable(path: Path | None) -> None:
    """Asked before the work: a file that can't be written would only be noticed after it."""
    if path and (path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK)):
        raise UserError(
            "ingest.output", _("不能写入 %s。") % path, _("请检查文件夹是否存在，以及是否有写入权限。")
        )


def _make_database() -> None:
    """The first command on a new machine may be this one. A database that is only outdated is left to `migrate`."""
    from django.core.management import call_command
    from django.db import connection

    if not connection.introspection.table_names():
        call_command("migrate", interactive=False, verbosity=0)


def _ingest_one(path: Path, options: Options, *, is_silent: bool) -> tuple[IngestRun | None, dict[str, Any]]:
    from onestop.ingest.packages.folder import as_file
    from onestop.ingest.queries import members_of, reasons
    from onestop.ingest.services import ingest as ingest_file

    started = time.monotonic()
    result: dict[str, Any] = {"file": str(path), "run": None, **dict.fromkeys(COUNTS, 0)}
    run = None
    try:
        shown = click.progressbar(length=1, label=path.name, file=sys.stderr, hidden=is_silent)
        with as_file(path) as file, shown as bar:
            run = ingest_file(file, options, _follow(bar))
    except UserError as error:
        result |= error.as_dict()
    if run:
        counts = {name: getattr(run, name) for name in COUNTS}
        result |= {"run": run.pk, **counts, "reasons": reasons(run), "ignored": run.ignored}
        result |= {"members": members_of(run)}
    return run, result | {"seconds": round(time.monotonic() - started, 2)}


def _follow(bar: Any) -> Callable[[int, int], None]:
    """The bar learns its length when the file has been looked through."""

    def follow(done: int, total: int) -> None:
        bar.length = total
        bar.update(done - bar.pos)

    return follow


def _match_holders(*, is_silent: bool) -> None:
    """Names that are new get their holders, so that the figures of companies follow an import."""
    from onestop.records.holders.runs import match

    with click.progressbar(label=_("匹配权利人"), length=0, file=sys.stderr, hidden=is_silent) as bar:
        match(bar.update)


def _catch_up(*, is_silent: bool) -> None:
    """Where a worker or a server runs, that one indexes."""
    from onestop.search.services import catch_up, waiting

    jobs = waiting()
    is_hidden = is_silent or not jobs
    with click.progressbar(length=jobs, label=_("编入索引"), file=sys.stderr, hidden=is_hidden) as bar:
        catch_up(bar.update)


def _write_reports(runs: list[IngestRun], path: Path) -> None:
    """With a byte order mark, or a spreadsheet program shows Chinese as garbage."""
    from onestop.ingest.queries import write_reports

    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        write_reports(runs, stream)


def _total(results: list[dict[str, Any]], seconds: float) -> dict[str, Any]:
    """One file: its own figures. Several: the sums, and `files`. The time includes the indexing."""
    if len(results) == 1:
        return results[0] | {"seconds": round(seconds, 2)}
    sums = {name: sum(result[name] for result in results) for name in COUNTS}
    return {
        "run": [result["run"] for result in results],
        **sums,
        "seconds": round(seconds, 2),
        "files": results,
    }


def _tell(total: dict[str, Any], *, quiet: bool) -> None:
    """What failed goes to stderr, even with --quiet."""
    for result in total.get("files", [total]):
        if "code" in result:
            click.echo(f"{result['file']}: {result['message']}\n{result['hint']}", err=True)
        elif not quiet:
            click.echo("\n".join(_lines(result)))
    if not quiet:
        _point_out_demonstration()


def _point_out_demonstration() -> None:
    """Invented patents beside real ones spoil every figure."""
    from onestop.records.models import Patent

    if Patent.objects.filter(is_demonstration=True).exists():
        click.echo(_("库中还有虚构的演示数据，会混进统计；可用 onestop demo --remove 删除。"), err=True)


def _lines(result: dict[str, Any]) -> list[str]:
    lines = [
        _(
            "%(file)s：读 %(read)s 行，新增 %(created)s，更新 %(updated)s，不变 %(unchanged)s，未导入 %(rejected)s"
            "（有修正的 %(repaired)s，空行 %(blank)s），用时 %(seconds)s 秒。"
        )
        % result
    ]
    if result["members"]:
        lines.append(
            _("包内文件 %(all)s 个：用到 %(used)s 个，不能用 %(refused)s 个，不是数据 %(other)s 个。")
            % result["members"]
        )
    if result["ignored"]:
        lines.append(_("没有用到：%s。") % "、".join(result["ignored"]))
    if result["reasons"]:
        lines += [f"  {number:>7,}  {code}" for code, number in result["reasons"].items()]
        lines.append(_("明细：onestop rejected %(run)s") % result)
    return lines
