"""`onestop similar` and `onestop classes`: what is like a patent or a text, and the model behind both."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from django.utils.translation import gettext as _

from onestop.cli.children import Child, end_all
from onestop.cli.group import WrongUse
from onestop.core.errors import UserError

if TYPE_CHECKING:
    from onestop.matching.advice import Advice, LikelyClass
    from onestop.matching.queries import Hit, Similar

FIRST_AFTER_SECONDS = 60.0
"""A platform that has just started has other things to do first."""
REFRESH_EVERY_SECONDS = 3_600.0
STOP_WITHIN_SECONDS = 5.0
_JSON = click.option("--json", "as_json", is_flag=True, help="JSON")
_TEXT = click.option(
    "--text-file",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help="文本文件（UTF-8）；- 表示标准输入",
)


class OrFind(click.Group):
    """`onestop similar NUMBER` without the name of a subcommand."""

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        asks_for_help = arguments and arguments[0] in context.help_option_names
        if arguments and not asks_for_help and arguments[0] not in self.commands:
            arguments = ["find", *arguments]
        return super().parse_args(context, arguments)


@click.group(cls=OrFind)
def similar() -> None:
    """找相似的专利：onestop similar 2015108177127，或 onestop similar --text-file 权利要求.txt。"""


@similar.command()
@click.argument("number", default="")
@_TEXT
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="最多列出多少件")
@_JSON
def find(number: str, text_file: Path | None, limit: int, as_json: bool) -> None:
    """与一件专利或一段文字相似的专利。"""
    from onestop.matching.queries import Wanted
    from onestop.matching.queries import similar as ask

    if bool(number) == bool(text_file):
        raise WrongUse(
            UserError(
                "similar.number_or_text",
                _("请给出一个号码，或用 --text-file 给出一个文本文件，二者选一"),
                _("例如 onestop similar 2015108177127"),
            ),
            as_json=as_json,
        )
    text = read_text(text_file, as_json=as_json) if text_file else ""
    _show(ask(Wanted(number=number, text=text, limit=limit)), as_json=as_json)


def read_text(path: Path, *, as_json: bool) -> str:
    try:
        return sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        wrong = UserError(
            "similar.not_utf8", _("%s 不是 UTF-8 编码的文本") % path.name, _("请另存为 UTF-8 文本后再试")
        )
        raise WrongUse(wrong, as_json=as_json) from error


def _show(found: Similar, *, as_json: bool) -> None:
    if as_json:
        answer = {
            "took_ms": round(found.took_ms, 3),
            "words": found.words,
            "model": asdict(found.about),
            "hits": [_as_dict(each) for each in found.hits],
        }
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    for each in found.hits:
        click.echo(f"{each.number:<16}{each.likeness:>4.0%}  {each.title}")
    click.echo(
        _("模型 %(version)s，由 %(documents)d 件专利得出。机器排序，仅供参考。") % asdict(found.about),
        err=True,
    )


def _as_dict(hit: Hit) -> dict[str, Any]:
    return {
        "application_number": "" if hit.number.startswith("CN") else hit.number,
        "number": hit.number,
        "title": hit.title,
        "score": round(hit.score, 4),
        "likeness": round(hit.likeness, 4),
        "reasons": asdict(hit.reasons),
    }


@similar.command()
@_JSON
def fit(as_json: bool) -> None:
    """由库中全部专利重新计算相似模型；算好后切换，期间原有模型照常使用。"""
    _work("fit", as_json=as_json)


@similar.command()
@click.option("--quiet", is_flag=True, help="不输出任何内容")
@_JSON
def refresh(quiet: bool, as_json: bool) -> None:
    """把新增和改动的专利加入相似模型；新增过多或没有模型时重新计算。"""
    if quiet:
        from onestop.matching import services

        services.refresh()
    else:
        _work("refresh", as_json=as_json)


def _work(verb: str, *, as_json: bool) -> None:
    from onestop.matching import services, store

    with click.progressbar(length=_rows(verb), file=sys.stderr, hidden=as_json) as bar:
        done = getattr(services, verb)(bar.update)
    answer = {**asdict(done), "bytes": store.size()}
    click.echo(
        json.dumps(answer) if as_json else "\n".join(f"{key + ':':<12}{answer[key]}" for key in answer)
    )


def _rows(verb: str) -> int:
    """A fit goes through the records twice."""
    from onestop.matching.services import waiting
    from onestop.records.models import Patent

    return 2 * Patent.objects.count() if verb == "fit" else waiting()


@click.command()
@_TEXT
@_JSON
def classes(text_file: Path | None, as_json: bool) -> None:
    """一段技术文字可能属于哪些 IPC 小类和组，附中文类名和例子；机器建议，仅供参考。"""
    from onestop.matching.advice import classes_of

    if text_file is None:
        wrong = UserError("classes.no_text", _("请用 --text-file 给出一个文本文件"), _("- 表示标准输入"))
        raise WrongUse(wrong, as_json=as_json)
    found = classes_of(read_text(text_file, as_json=as_json))
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False))
    else:
        _show_classes(found)


def _show_classes(found: Advice) -> None:
    for heading, lines in ((_("小类"), found.subclasses), (_("组"), found.groups)):
        click.echo(heading)
        for each in lines:
            click.echo(_class_line(each))
    click.echo(
        _("模型 %(version)s，由 %(classified)d 件带分类号的专利得出。机器建议，以国家知识产权局的分类为准。")
        % asdict(found.about),
        err=True,
    )


def _class_line(each: LikelyClass) -> str:
    return f"  {each.symbol:<14}{each.share:>4.0%}  {each.title}"


class Refresher:
    """A command of ours as a process beside the index worker, every so often."""

    def __init__(self, *command: str) -> None:
        self._command = command
        self._child: Child | None = None
        self._not_before = time.monotonic() + FIRST_AFTER_SECONDS

    def look_after(self) -> None:
        if self._child and not self._child.is_running():
            self._child.end(time.monotonic())
            self._child, self._not_before = None, time.monotonic() + REFRESH_EVERY_SECONDS
        if not self._child and time.monotonic() >= self._not_before:
            self._child = Child("onestop.cli", *self._command)

    def end(self) -> None:
        """What it had not finished is as if it had not begun."""
        if self._child:
            end_all([self._child], STOP_WITHIN_SECONDS)
