"""Kills an import of a made package again and again; compares database and index with those of an undisturbed one.

python -m benchmarks.kill_loader [--kills 50] [--records 20000] [--batch 100] [--server URL] [--seed 1] [--json]

Each run goes on where the last was killed: most are killed at a random record, some while they still start or look
through the package, some while the outbox goes into the index. On SQLite, or on the PostgreSQL of `--server`, where
two databases are made and dropped again.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.measure import machine, report, timed
from onestop.ingest.tests import make
from onestop.ingest.tests.killing import Place, places

EARLY_EVERY = 7
EARLY_SECONDS = 3.0
LATE_SHARE = 10


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="onestop-kill-") as folder:
        result = _run(Path(folder), options)
    report(result, options.json)
    sys.exit(not result["same database and index"])


def _run(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    package = make.big_package(folder / "package.zip", options.records, options.seed, with_tables=True)
    rng = random.Random(options.seed)
    with places(folder, options.server) as (undisturbed, disturbed):
        with timed() as alone:
            undisturbed.run("import", options.batch, package)
        last, _is_done = undisturbed.reached()
        with timed() as killing:
            positions = list(_killed(disturbed, package, last, rng, options))
        with timed() as ending:
            disturbed.run("import", options.batch, package)
        left, right = undisturbed.stored(), disturbed.stored()
    return {
        "machine": machine(),
        "database": urlsplit(options.server).scheme or "sqlite",
        "records": options.records,
        "lines": last,
        "kills": sum(each >= 0 for each in positions),
        "different places": len(set(positions)),
        "undisturbed, s": round(alone.seconds, 1),
        "killed runs, s": round(killing.seconds, 1),
        "last run, s": round(ending.seconds, 1),
        "documents in the index": len(right["documents"]),
        "same database and index": left == right,
        "what differs": ", ".join(name for name in left if left[name] != right[name]) or "nothing",
        "run": dict(zip(("state", "position", "read", "created", "updated", "unchanged", "rejected"), right["runs"][0], strict=False)),
    }  # fmt: skip


def _killed(
    disturbed: Place, package: Path, last: int, rng: random.Random, options: argparse.Namespace
) -> Iterator[int]:
    """Where it stood after each kill. Most come at a random record, some during the start, the last in the outbox."""
    late = max(options.kills // LATE_SHARE, 1)
    targets = sorted(rng.sample(range(1, last - 2 * options.batch), options.kills - late))
    for index, target in enumerate(targets):
        if index % EARLY_EVERY:
            yield disturbed.kill_at(package, options.batch, target, rng, patience=300)
        else:
            yield disturbed.kill_within(package, options.batch, rng.uniform(0, EARLY_SECONDS))
    for _late in range(late):
        yield disturbed.kill_in_the_outbox(package, options.batch, rng)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--server", default="", help="postgres://user@host:port/database")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
