"""How fast a spreadsheet becomes searchable patents; beside the least that could be done with the same file.

python -m benchmarks.ingest [--records 100000] [--seed 1] [--json]

The peer reads the same CSV with the standard library and inserts its cells, uncleaned, unmerged, with executemany
into bare SQLite tables of the same shape: the ceiling that cleaning, merging, history and reports are paid from.
"""

import argparse
import csv
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from benchmarks import corpus
from benchmarks.measure import machine, report, size, timed
from onestop.ingest.services import ingest
from onestop.records.types import PatentRecord
from onestop.search.services import catch_up, rebuild

HEAD = (
    "申请号", "公开（公告）号", "名称", "摘要", "申请日", "授权公告日", "申请人", "发明人", "代理机构", "代理人", "分类号", "地址",
)  # fmt: skip


def main() -> None:
    options = _options()
    path: Path = settings.DATA_DIR / "patents.csv"
    _write(path, corpus.patents(options.records, options.seed))
    call_command("migrate", verbosity=0)
    report(_measure(path, options.records), options.json)


def _measure(path: Path, records: int) -> dict[str, Any]:
    with timed() as first:
        run = ingest(path)
    assert (run.read, run.created) == (records, records), "a row was lost"
    with timed() as indexing:
        catch_up()
    with timed() as second:
        again = ingest(path)
    assert again.unchanged == records, "a second import must change nothing"
    with timed() as rebuilding:
        rebuild("patent")
    with timed() as peer:
        _peer(path, settings.DATA_DIR / "peer.sqlite3")
    return {
        "machine": machine(),
        "records": records,
        "file, MB": round(path.stat().st_size / 1e6, 1),
        "first import, rows/s": round(records / first.seconds),
        "second import, rows/s": round(records / second.seconds),
        "indexed from the outbox, docs/s": round(records / indexing.seconds),
        "rebuilt, docs/s": round(records / rebuilding.seconds),
        "database, MB": round((settings.DATA_DIR / "onestop.sqlite3").stat().st_size / 1e6, 1),
        "index, MB": round(size(settings.SEARCH_DIR) / 1e6, 1),
        "bare inserts (peer), rows/s": round(records / peer.seconds),
        "share of the peer's speed": round(peer.seconds / first.seconds, 3),
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=100_000)
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


def _peer(path: Path, target: Path) -> None:
    database = sqlite3.connect(target)
    database.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        "CREATE TABLE patent (id INTEGER PRIMARY KEY, number TEXT UNIQUE, title, abstract, filed_on, granted_on, address);"
        "CREATE TABLE publication (patent, number TEXT UNIQUE, published_on);"
        "CREATE TABLE party (patent, role, position, name, UNIQUE (patent, role, position));"
        "CREATE TABLE class (patent, position, symbol, UNIQUE (patent, position));"
    )
    with path.open(encoding="utf-8", newline="") as stream:
        for key, row in enumerate(csv.DictReader(stream), 1):
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
