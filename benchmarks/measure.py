"""Clocks, percentiles and the table that a benchmark prints."""

import json
import os
import platform
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


class Stopwatch:
    seconds = 0.0


@contextmanager
def timed() -> Iterator[Stopwatch]:
    watch, started = Stopwatch(), time.perf_counter()
    yield watch
    watch.seconds = time.perf_counter() - started


def metered(items: Iterable[T], watch: Stopwatch) -> Iterator[T]:
    """The same items; `watch` adds up the time that making them took."""
    iterator = iter(items)
    while True:
        with timed() as one:
            item = next(iterator, None)
        watch.seconds += one.seconds
        if item is None:
            return
        yield item


def milliseconds(calls: Iterable[Callable[[], object]]) -> list[float]:
    """How long each call took, ascending."""
    found = []
    for call in calls:
        with timed() as watch:
            call()
        found.append(watch.seconds * 1_000)
    return sorted(found)


def percentiles(ascending: Sequence[float]) -> dict[str, float]:
    last = len(ascending) - 1
    return {f"p{share}": round(ascending[round(last * share / 100)], 3) for share in (50, 95, 99)}


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def report(result: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(result, ensure_ascii=False))
        return
    for name, value in result.items():
        if isinstance(value, list):
            print(f"\n{name}")
            _table(value)
        else:
            print(
                f"{name + ':':<34}{value:,}" if isinstance(value, int | float) else f"{name + ':':<34}{value}"
            )


def _table(rows: list[dict[str, Any]]) -> None:
    heads = list(rows[0])
    print("  " + "".join(f"{head:>12}" for head in heads[1:]) + f"  {heads[0]}")
    for row in rows:
        cells = [row[head] for head in heads[1:]]
        shown = [f"{cell:>12,}" if isinstance(cell, int | float) else f"{cell:>12}" for cell in cells]
        print("  " + "".join(shown) + f"  {row[heads[0]]}")
