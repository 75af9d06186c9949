"""`onestop inbox`: the drop folder, once or for ever. `onestop worker` keeps one running beside itself."""

from __future__ import annotations

import json
import logging
import signal
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click
from django.utils.translation import gettext as _

from onestop.cli.bulletin import Timetable
from onestop.cli.children import Child, end_all
from onestop.core.errors import UserError

if TYPE_CHECKING:
    from onestop.ingest.inbox import Inbox, Outcome

log = logging.getLogger(__name__)
LOOK_EVERY_SECONDS = 2.0
RESTART_AFTER_SECONDS = 10.0
STOP_WITHIN_SECONDS = 5.0  # between two batches it stops at once; killed, it goes on where it was


class Stop(BaseException):
    """SIGTERM or Ctrl-C: an import may be left at any moment."""


@click.command()
@click.option("--watch", is_flag=True, help="一直看着，直到收到 SIGTERM 或 Ctrl-C")
@click.option(
    "--no-files", is_flag=True, help="与 --watch 一起：不导入文件，只做随记录而来的事（评估、质量、月报）"
)
@click.option("--json", "as_json", is_flag=True, help="JSON（不用于 --watch）")
def inbox(watch: bool, no_files: bool, as_json: bool) -> None:
    """导入收件文件夹（ONESTOP_INBOX）里的文件，再移到其中的 done 或 failed，旁边附一份说明。

    还在写入的文件（几秒内大小或时间有变，或名字以 .part、.tmp 结尾）留到下一次。onestop worker 和 serve
    运行时，这件事由它们做。有文件不能导入时退出码为 1。
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _on_signal)
    try:
        if watch:
            _watch(takes_files=not no_files)
        else:
            _once(as_json=as_json)
    except Stop:
        return


def _on_signal(number: int, frame: Any) -> None:
    raise Stop


def _once(*, as_json: bool) -> None:
    from django.conf import settings

    from onestop.indicators.high_value.assess import refresh
    from onestop.ingest.inbox import SETTLE_SECONDS, Inbox, one_pass, only_reader
    from onestop.records.holders.runs import match
    from onestop.search.services import catch_up

    with only_reader() as is_only:
        if not is_only:
            raise UserError(
                "inbox.taken",
                _("另一个进程正在看着收件文件夹。"),
                _("文件会由它导入；onestop worker 和 serve 运行时不必执行本命令。"),
            )
        box = Inbox(settings.INBOX_DIR)
        box.look()
        if box.seen:
            time.sleep(SETTLE_SECONDS)
        outcomes = list(one_pass(box))
    match()
    refresh()
    catch_up()
    left = sorted(str(path.relative_to(box.folder)) for path in box.seen)
    _tell(outcomes, left, as_json=as_json)
    if any(each.error for each in outcomes):
        raise click.exceptions.Exit(1)


def _tell(outcomes: list[Outcome], left: list[str], *, as_json: bool) -> None:
    if as_json:
        files = [_as_dict(each) for each in outcomes]
        click.echo(json.dumps({"files": files, "left": left}, ensure_ascii=False))
        return
    if not outcomes and not left:
        click.echo(_("收件文件夹里没有文件。"))
    for each in outcomes:
        if each.error:
            click.echo(f"{each.path}: {each.error.message}\n{each.error.hint}", err=True)
        else:
            click.echo(
                _("%(path)s：已导入，导入编号 %(run)s") % {"path": each.path, "run": each.run and each.run.pk}
            )
    for name in left:
        click.echo(_("%s：还在写入，留到下一次") % name)


def _as_dict(outcome: Outcome) -> dict[str, Any]:
    return {
        "path": outcome.path,
        "run": outcome.run and outcome.run.pk,
        "filed_at": outcome.filed_at and str(outcome.filed_at),
        **(outcome.error.as_dict() if outcome.error else {}),
    }


def _watch(*, takes_files: bool) -> None:
    """Waits where another process watches; a folder or database that can't be used is said once."""
    from django.conf import settings

    from onestop.ingest import heartbeat
    from onestop.ingest.inbox import Inbox

    box, said = Inbox(settings.INBOX_DIR) if takes_files else None, ""
    timetable = Timetable()
    try:
        while True:
            trouble = _look(box, timetable)
            if trouble and trouble != said:
                log.warning("inbox: %s", trouble)
            said = trouble
            time.sleep(LOOK_EVERY_SECONDS)
    finally:
        if box:
            heartbeat.end()


def _look(box: Inbox | None, timetable: Timetable) -> str:
    """One look and what follows from it; what is in the way. Quality is counted while no file waits.

    Without an inbox only what follows: another process, perhaps elsewhere, takes the files.
    """
    from django.db import DatabaseError, close_old_connections

    from onestop.ingest import heartbeat
    from onestop.ingest.inbox import only_reader

    close_old_connections()
    try:
        with only_reader() if box else nullcontext(enter_result=True) as is_only:
            if is_only and box:
                heartbeat.beat(LOOK_EVERY_SECONDS)
                _follow(_take(box), timetable)
                heartbeat.beat(LOOK_EVERY_SECONDS)
            elif is_only:
                _follow([], timetable)
    except UserError as error:
        return f"{error.message} {error.hint}"
    except DatabaseError as error:
        return str(error)
    return ""


def _take(box: Inbox) -> list[Outcome]:
    from onestop.ingest.inbox import one_pass

    outcomes = list(one_pass(box))
    for outcome in outcomes:
        log.info("%s: %s", outcome.path, outcome.run or outcome.error)
    return outcomes


def _follow(outcomes: list[Outcome], timetable: Timetable) -> None:
    """What follows from changed records, and what is due."""
    from onestop.indicators.high_value.upkeep import refresh_if_changed
    from onestop.ingest import completeness, quality
    from onestop.records.holders.runs import match

    if outcomes:
        match()
    refresh_if_changed()
    if outcomes:
        return
    if quality.is_due():
        quality.take_snapshot()
        completeness.keep_standings()
    timetable.make_if_due()


class Watcher:
    """`onestop inbox --watch` as a process beside the index worker, so that a long import never holds it up."""

    def __init__(self, *, takes_files: bool = True) -> None:
        self._options = ("--watch",) if takes_files else ("--watch", "--no-files")
        self._child: Child | None = None
        self._not_before = 0.0

    def look_after(self) -> None:
        """Start it, and again when it died."""
        if (self._child and self._child.is_running()) or time.monotonic() < self._not_before:
            return
        if self._child:
            log.warning("the watcher of the inbox died and is started again")
            self._child.end(time.monotonic())
        self._child = Child("onestop.cli", "inbox", *self._options)
        self._not_before = time.monotonic() + RESTART_AFTER_SECONDS

    def end(self) -> None:
        if self._child:
            end_all([self._child], STOP_WITHIN_SECONDS)
