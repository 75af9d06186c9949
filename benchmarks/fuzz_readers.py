"""Damages the samples of every source many times and reads them: nothing but refusals and reports may come out.

python -m benchmarks.fuzz_readers [--count 100000] [--seed 1] [--keep FOLDER] [--json]

An input that does anything else is kept in the folder, to become a regression sample; the command then fails.
"""

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.measure import report
from onestop.ingest.tests import fuzz

XLS_EVERY = 500


def main() -> None:
    options = _options()
    result = _run(options.count, options.seed, options.keep)
    report(result, options.json)
    sys.exit(bool(result["failures"]))


def _run(count: int, seed: int, keep: Path) -> dict[str, Any]:
    outcomes: Counter[str] = Counter()
    failures: Counter[str] = Counter()
    slowest, started = 0.0, time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "input"
        for index, content in enumerate(_inputs(count, random.Random(seed))):
            path.write_bytes(content)
            before = time.monotonic()
            try:
                outcomes[fuzz.attempt(path) or "(read)"] += 1
            except Exception as error:
                failures[_told(error)] += 1
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{seed}-{index}").write_bytes(content)
            slowest = max(slowest, time.monotonic() - before)
    return {
        "inputs": count,
        "seconds": round(time.monotonic() - started),
        "slowest, s": round(slowest, 2),
        "failures": failures.total(),
        "outcomes": [
            {"outcome": name, "number": number} for name, number in (failures + outcomes).most_common()
        ],
    }


def _inputs(count: int, rng: random.Random) -> Iterator[bytes]:
    contents = fuzz.samples(with_xls=True)
    every = list(contents.values())
    texts = [content for name, content in contents.items() if name.endswith(".xml")]
    slow = [content for name, content in contents.items() if name.endswith(".xls")]
    quick = [content for name, content in contents.items() if not name.endswith(".xls")]
    for index in range(count):
        if index % 10 == 9:
            yield fuzz.repacked(texts, rng)
        else:
            yield fuzz.damaged(rng.choice(slow if index % XLS_EVERY == 0 else quick), every, rng)


def _told(error: Exception) -> str:
    where = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} {Path(where.filename).name}:{where.lineno} {error}"[:160]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "onestop-fuzz")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
