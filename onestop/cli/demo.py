"""`onestop demo`: the demonstration district."""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict

import click

from onestop.cli.follow import assess


@click.command()
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.option("--if-empty", is_flag=True, help="数据库已有记录时不做任何事")
@click.option("--force", is_flag=True, help="即使已有真实记录也载入")
@click.option("--remove", is_flag=True, help="删除全部演示数据")
def demo(as_json: bool, if_empty: bool, force: bool, remove: bool) -> None:
    """载入演示区（虚构的专利，带演示标记）并编入索引；重复执行不改变任何记录。"""
    if remove and (if_empty or force):
        raise click.UsageError("--remove 不能与 --if-empty、--force 同时使用。")
    started = time.monotonic()
    counts = _with_progress(_work(if_empty, force, remove), hidden=as_json)
    counts["seconds"] = round(time.monotonic() - started, 1)
    if as_json:
        click.echo(json.dumps(counts, ensure_ascii=False))
    else:
        click.echo("\n".join(f"{key + ':':<15}{value}" for key, value in counts.items()))


def _work(if_empty: bool, force: bool, remove: bool) -> Callable[[Callable[[int], None]], dict[str, object]]:
    from onestop.demo import services
    from onestop.search.services import catch_up

    def work(progress: Callable[[int], None]) -> dict[str, object]:
        counts: dict[str, object]
        if remove:
            counts = {"removed": services.remove(progress)}
        elif if_empty and not services.is_empty():
            counts = {"read": 0}
        else:
            counts = asdict(services.load(progress, beside_real=force))
        assess(is_silent=True)
        # Where a worker or a server runs, that one indexes.
        return {**counts, "indexed": catch_up(progress)}

    return work


def _with_progress(
    work: Callable[[Callable[[int], None]], dict[str, object]], hidden: bool
) -> dict[str, object]:
    """A bar on a terminal; each patent counts twice, once stored and once indexed."""
    from onestop.demo import services

    with click.progressbar(length=2 * services.total(), file=sys.stderr, hidden=hidden) as bar:
        return work(bar.update)
