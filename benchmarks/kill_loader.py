"""Kills an import of a made package again and again and compares its database with that of an undisturbed import.

python -m benchmarks.kill_loader [--kills 50] [--records 20000] [--batch 100] [--seed 1] [--json]

Each run goes on where the last was killed: most are killed at a random record, some while they still start or look
through the package. On SQLite.
"""

import argparse
import random
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.measure import machine, report, timed
from onestop.ingest.tests import make
from onestop.ingest.tests.killing import kill_at, position, prepare, start, stored

EARLY_EVERY = 7
EARLY_SECONDS = 3.0


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="onestop-kill-") as folder:
        result = _run(Path(folder), options)
    report(result, options.json)
    sys.exit(not result["same database"])


def _run(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    package = make.big_package(folder / "package.zip", options.records, options.seed)
    undisturbed, disturbed = prepare(folder)
    with timed() as alone:
        assert start(undisturbed, options.batch, package).wait() == 0
    last = position(undisturbed)
    rng = random.Random(options.seed)
    with timed() as killing:
        positions = [
            _killed(disturbed, package, options.batch, rng, index, target)
            for index, target in enumerate(
                sorted(rng.sample(range(1, last - 2 * options.batch), options.kills))
            )
        ]
    with timed() as ending:
        assert start(disturbed, options.batch, package).wait() == 0
    left, right = stored(undisturbed), stored(disturbed)
    return {
        "machine": machine(),
        "records": options.records,
        "lines": last,
        "kills": sum(each >= 0 for each in positions),
        "different places": len(set(positions)),
        "undisturbed, s": round(alone.seconds, 1),
        "killed runs, s": round(killing.seconds, 1),
        "last run, s": round(ending.seconds, 1),
        "same database": left == right,
        "tables that differ": ", ".join(name for name in left if left[name] != right[name]) or "none",
        "run": dict(zip(("state", "position", "read", "created", "updated", "unchanged", "rejected"), right["runs"][0], strict=False)),
    }  # fmt: skip


def _killed(data: Path, package: Path, batch: int, rng: random.Random, index: int, target: int) -> int:
    if index % EARLY_EVERY:
        return kill_at(data, package, batch, target, rng, patience=300)
    process = start(data, batch, package)
    time.sleep(rng.uniform(0, EARLY_SECONDS))
    process.send_signal(signal.SIGKILL)
    return position(data) if process.wait() == -signal.SIGKILL else -1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
