"""`onestop worker` and `onestop reindex`: who writes the search index."""

import json
import logging
import signal
import sys
import time
from typing import Any

import click

from onestop.cli.inbox import Watcher
from onestop.cli.similar import Refresher

log = logging.getLogger(__name__)
REFRESHED = (("similar", "refresh", "--quiet"), ("watches", "look", "--quiet"))
"""Commands that run beside it every hour."""


class StopSign:
    """Set by SIGTERM or SIGINT; the worker looks at it between two batches."""

    def __init__(self) -> None:
        self.is_set = False
        self.is_working = False

    def __call__(self) -> bool:
        """What the worker asks; it first asks when it has become the writer."""
        if not self.is_working:
            self.is_working = True
            log.info("worker started")
        return self.is_set

    def on_signal(self, number: int, frame: Any) -> None:
        self.is_set = True
        if not self.is_working:
            raise SystemExit(0)  # still waiting for another writer to leave: nothing to finish


@click.command()
@click.option(
    "--no-inbox",
    is_flag=True,
    help="不导入收件文件夹里的文件（由别的进程看着，或不用它）；随记录而来的事照做",
)
@click.option("--json", "as_json", is_flag=True, help="JSON")
def worker(no_inbox: bool, as_json: bool) -> None:
    """把记录的改动写入检索索引，导入收件文件夹里的文件，更新相似模型，看会员关注的专利有没有变化，直到收到 SIGTERM 或 Ctrl-C；收到后先做完手上的一批。"""
    from onestop.search.services import work

    stop, watcher = StopSign(), Watcher(takes_files=not no_inbox)
    refreshers = [Refresher(*command) for command in REFRESHED]

    def should_stop() -> bool:
        if not stop():
            for refresher in refreshers:
                refresher.look_after()
            watcher.look_after()
        return stop.is_set

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop.on_signal)
    started = time.monotonic()
    try:
        work(should_stop)
    finally:
        for refresher in refreshers:
            refresher.end()
        watcher.end()
    log.info("worker stopped")
    if as_json:
        click.echo(json.dumps({"seconds": round(time.monotonic() - started, 1)}))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="JSON")
def reindex(as_json: bool) -> None:
    """在现用索引旁边重建全部索引，建好后切换；重建期间检索照常。"""
    from onestop.search import index
    from onestop.search.registry import sources
    from onestop.search.services import catch_up, rebuild

    started = time.monotonic()
    names = [each.document_type.name for each in sources()]
    with click.progressbar(length=_records(), file=sys.stderr, hidden=as_json) as bar:
        documents = sum(rebuild(name, bar.update) for name in names)
    catch_up()  # what changed meanwhile; where a worker runs, that one does it
    done = {
        "documents": documents,
        "seconds": round(time.monotonic() - started, 2),
        "bytes": sum(map(index.size, names)),
    }
    click.echo(json.dumps(done) if as_json else "\n".join(f"{key + ':':<12}{done[key]}" for key in done))


def _records() -> int:
    from onestop.search.registry import sources

    return sum(1 for each in sources() for _version in each.versions())
