"""Damages and changes the samples of each reader many times and reads them: only refusals and reports may come out.

python -m benchmarks.fuzz_readers [--reader NAME …] [--count 100000] [--store 100] [--seed 1] [--keep FOLDER] [--json]

`--count` inputs for each reader, three in ten damaged byte by byte, the others changed in their structure: texts,
elements, attributes, keys, cells, rows, columns, encodings. Of a change that stays inside one record it is known how
many rows must come, and that the other rows say what they said. One input in `--store` is also stored, in a
transaction that is rolled back, in a database of its own or the one of ONESTOP_DATABASE_URL.

An input that does anything else is kept in the folder, to become a regression sample; the command then fails.
"""

import argparse
import os
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management import call_command

from benchmarks.measure import machine, report
from onestop.core.errors import UserError
from onestop.ingest.tests import fuzz
from onestop.ingest.tests.forking import xls_in_forks
from onestop.ingest.tests.targets import READERS, Target

MEMORY = Path("/dev/shm")


def main() -> None:
    options = _options()
    call_command("migrate", verbosity=0)
    load = os.getloadavg()[0]
    rows = [_run(name, options) for name in options.reader or READERS]
    result = {
        "machine": machine(),
        "load before and after": f"{load:.1f}, {os.getloadavg()[0]:.1f}",
        "inputs": sum(row["inputs"] for row in rows),
        "failures": sum(row["failures"] for row in rows),
        "readers": rows,
    }
    report(result, options.json)
    sys.exit(bool(result["failures"]))


@dataclass
class _Tally:
    name: str
    keep: Path
    outcomes: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    inputs: int = 0
    rows: int = 0
    rejected: int = 0
    compared: int = 0
    stored: int = 0
    slowest: float = 0.0

    def failed(self, error: Exception, content: bytes, suffix: str) -> None:
        told = _told(error)
        self.failures[told] += 1
        if self.failures[told] <= 3:
            self.keep.mkdir(parents=True, exist_ok=True)
            path = self.keep / f"{self.name.replace(' ', '_')}-{self.inputs}{suffix}"
            path.write_bytes(content)
            print(f"{told}: {path}", file=sys.stderr, flush=True)

    def told(self, seconds: float, cpu: float) -> dict[str, Any]:
        read = self.outcomes[""]
        return {
            "reader": self.name,
            "inputs": self.inputs,
            "read": read,
            "refused": self.inputs - read - self.failures.total(),
            "rows": self.rows,
            "rejected": self.rejected,
            "compared": self.compared,
            "stored": self.stored,
            "failures": self.failures.total(),
            "inputs/s": round(self.inputs / seconds),
            "CPU ms each": round(cpu / self.inputs * 1e3, 2),
            "slowest, s": round(self.slowest, 2),
        }


def _run(name: str, options: argparse.Namespace) -> dict[str, Any]:
    rng, target, tally = random.Random(f"{name} {options.seed}"), Target(name), _Tally(name, options.keep)
    started, cpu = time.monotonic(), _cpu()
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder, xls_in_forks():
        while tally.inputs < options.count:
            suffix, each = target.input(rng)
            path = Path(folder) / f"input{suffix}"
            path.write_bytes(each.content)
            tally.inputs += 1
            before = time.monotonic()
            try:
                _take(path, each, tally, is_stored=tally.inputs % options.store == 0)
            except Exception as error:
                tally.failed(error, each.content, suffix)
            tally.slowest = max(tally.slowest, time.monotonic() - before)
    told = tally.told(time.monotonic() - started, _cpu() - cpu)
    print(f"{told}, refusals: {dict(tally.outcomes.most_common(8))}", file=sys.stderr, flush=True)
    return told


def _take(path: Path, each: Any, tally: _Tally, *, is_stored: bool) -> None:
    found = fuzz.seen(path)
    if isinstance(found, UserError):
        tally.outcomes[found.code] += 1
        return
    each.require_nothing_lost(found)
    if is_stored:
        fuzz.store(path, len([row for row in found.rows if row]))
        tally.stored += 1
    tally.outcomes[""] += 1
    tally.rows += len(found.rows)
    tally.rejected += sum(isinstance(row, str) for row in found.rows)
    tally.compared += each.more is not None and each.before is not None


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _told(error: Exception) -> str:
    where = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} {Path(where.filename).name}:{where.lineno} {error}"[:160]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reader", nargs="*", choices=READERS, metavar="NAME", help="; ".join(READERS))
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--store", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "onestop-fuzz")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
