"""How fast files become patents in the database and in the index together, and whether it stays so.

python -m benchmarks.ingest [--csv 1000000] [--xml 100000] [--texts ../shared/data] [--seed 1] [--json]

A CSV as search services export them, a package of zips as the office sends them, then the same CSV again. Texts are
real where the folder of `--texts` is there, else in the demonstration's words. The peer reads the same CSV with the
standard library and puts its cells, uncleaned, unmerged, with executemany into bare SQLite tables of the same shape
and the texts into SQLite's own full-text search: what cleaning, merging, history and reports are paid from.
"""

import argparse
import csv
import os
import resource
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from benchmarks import corpus
from benchmarks.measure import machine, report, size, timed
from benchmarks.officefile import write_package
from onestop.ingest.models import IngestRun
from onestop.ingest.services import ingest
from onestop.records.types import PatentRecord
from onestop.search.services import compare, waiting

HEAD = (
    "申请号", "公开（公告）号", "名称", "摘要", "申请日", "授权公告日", "申请人", "发明人", "代理机构", "代理人", "分类号", "地址",
)  # fmt: skip
PEER_MOST = 100_000


def main() -> None:
    options = _options()
    call_command("migrate", verbosity=0)
    report(_measure(options), options.json)


def _measure(options: argparse.Namespace) -> dict[str, Any]:
    table, package = settings.DATA_DIR / "patents.csv", settings.DATA_DIR / "patents.zip"
    texts = corpus.real_texts(options.texts)
    _write(table, corpus.patents(options.csv, options.seed, 1, texts))
    write_package(package, corpus.patents(options.xml, options.seed + 1, options.csv + 1, texts))
    before = os.getloadavg()[0]
    rows = [
        _imported("CSV", table, options.csv, "created"),
        _imported("office XML", package, options.xml, "created"),
        _imported("CSV again", table, options.csv, "unchanged"),
    ]
    assert waiting() == 0, "something waits for the index"
    assert compare("patent")[0].total == 0, "the index differs from the records"
    peer_rows = min(options.csv, PEER_MOST)
    with timed() as peer:
        _peer(table, settings.DATA_DIR / "peer.sqlite3", peer_rows)
    return {
        "machine": machine(),
        "texts": "real, mixed" if texts else "invented",
        "load before and after": f"{before:.1f}, {os.getloadavg()[0]:.1f}",
        "CSV, MB": round(table.stat().st_size / 1e6, 1),
        "package, MB": round(package.stat().st_size / 1e6, 1),
        "database, MB": round(
            sum(each.stat().st_size for each in settings.DATA_DIR.glob("onestop.sqlite3*")) / 1e6, 1
        ),
        "index, MB": round(size(settings.SEARCH_DIR) / 1e6, 1),
        "peak memory, MB": _peak(resource.RUSAGE_SELF),
        "bare inserts and FTS5 (peer), rows/s": round(peer_rows / peer.seconds),
        "share of the peer's speed": round(rows[0]["records/s"] * peer.seconds / peer_rows, 3),
        "imports": rows,
    }


@dataclass
class _Pace:
    """When how many rows were stored."""

    started: float = field(default_factory=time.perf_counter)
    marks: list[tuple[float, int]] = field(default_factory=list)
    reader_memory: int = 0

    def __call__(self, done: int, total: int) -> None:
        self.marks.append((time.perf_counter(), done))
        self.reader_memory = max(self.reader_memory, _reader_memory())

    def rate(self, first: float, last: float) -> int:
        """Rows a second between two shares of the file, for example 0 and 0.1."""
        total = self.marks[-1][1]
        start, end = (
            min(self.marks, key=lambda mark: abs(mark[1] - share * total)) for share in (first, last)
        )
        return round((end[1] - start[1]) / (end[0] - start[0])) if end[0] > start[0] else 0


def _imported(name: str, path: Path, records: int, outcome: str) -> dict[str, Any]:
    """The time begins before the file is opened and ends when all of it is in the index."""
    pace, cpu = _Pace(), _cpu()
    with timed() as watch:
        run: IngestRun = ingest(path, progress=pace)
    assert (run.read, getattr(run, outcome)) == (records, records), "a row was lost"
    return {
        "import": name,
        "records": records,
        "seconds": round(watch.seconds, 1),
        "records/s": round(records / watch.seconds),
        "1st tenth/s": pace.rate(0, 0.1),
        "last tenth/s": pace.rate(0.9, 1),
        "look, s": round(pace.marks[0][0] - pace.started, 1),
        "CPU us each": round((_cpu() - cpu) / records * 1e6),
        "peak, MB": _peak(resource.RUSAGE_SELF),
        "reader, MB": pace.reader_memory,
    }


def _reader_memory() -> int:
    """Peak so far of the processes that this one started, MB; 0 where the system does not say (not Linux)."""
    peaks = [0]
    for thread in Path("/proc/self/task").glob("*/children"):
        for pid in thread.read_text().split():
            with suppress(OSError):
                status = Path(f"/proc/{pid}/status").read_text()
                peaks += [
                    int(line.split()[1]) // 1_000 for line in status.splitlines() if line.startswith("VmHWM")
                ]
    return max(peaks)


def _cpu() -> float:
    """Seconds of processor, of this process and the readers that ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def _peak(who: int) -> int:
    """MB; the system counts in KB, on macOS in bytes."""
    return round(resource.getrusage(who).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--csv", type=int, default=1_000_000)
    parser.add_argument("--xml", type=int, default=100_000)
    parser.add_argument("--texts", type=Path, default=Path("../shared/data"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _write(path: Path, records: Iterator[PatentRecord]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEAD)
        writer.writerows(map(_row, records))


def _row(record: PatentRecord) -> tuple[object, ...]:
    grant = record.publications[0]
    return (
        record.application_number, grant.number, record.title, record.abstract, record.filed_on, grant.published_on,
        ";".join(record.applicants), ";".join(record.inventors), ";".join(record.agencies), ";".join(record.agents),
        ";".join(record.ipc or record.locarno), record.address,
    )  # fmt: skip


def _peer(path: Path, target: Path, rows: int) -> None:
    database = sqlite3.connect(target)
    database.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        "CREATE TABLE patent (id INTEGER PRIMARY KEY, number TEXT UNIQUE, title, abstract, filed_on, granted_on, address);"
        "CREATE TABLE publication (patent, number TEXT UNIQUE, published_on);"
        "CREATE TABLE party (patent, role, position, name, UNIQUE (patent, role, position));"
        "CREATE VIRTUAL TABLE text USING fts5(title, abstract, tokenize='trigram');"
        "CREATE TABLE class (patent, position, symbol, UNIQUE (patent, position));"
    )
    with path.open(encoding="utf-8", newline="") as stream:
        for key, row in enumerate(islice(csv.DictReader(stream), rows), 1):
            _insert(database, key, row)
            if key % 1_000 == 0:
                database.commit()
    database.commit()


def _insert(database: sqlite3.Connection, key: int, row: dict[str, str]) -> None:
    database.execute(
        "INSERT INTO patent VALUES (?, ?, ?, ?, ?, ?, ?)",
        (key, row["申请号"], row["名称"], row["摘要"], row["申请日"], row["授权公告日"], row["地址"]),
    )
    database.execute(
        "INSERT INTO text (rowid, title, abstract) VALUES (?, ?, ?)", (key, row["名称"], row["摘要"])
    )
    database.execute(
        "INSERT INTO publication VALUES (?, ?, ?)", (key, row["公开（公告）号"], row["授权公告日"])
    )
    parties = [
        (key, role, position, name)
        for role in ("申请人", "发明人", "代理机构", "代理人")
        for position, name in enumerate(row[role].split(";"), 1)
    ]
    database.executemany("INSERT INTO party VALUES (?, ?, ?, ?)", parties)
    symbols = [(key, position, symbol) for position, symbol in enumerate(row["分类号"].split(";"), 1)]
    database.executemany("INSERT INTO class VALUES (?, ?, ?)", symbols)


if __name__ == "__main__":
    main()
