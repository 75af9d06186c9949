"""A run killed at any moment goes on where it was, and ends like one that was left alone."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from onestop.ingest.tests import make

ROWS = 3_000
BATCH = 100
PROGRAM = f"""
import sys, django
from pathlib import Path
django.setup()
from django.core.management import call_command
from onestop.ingest import services
services.BATCH = {BATCH}
if sys.argv[1:]:
    services.ingest(Path(sys.argv[1]))
else:
    call_command("migrate", verbosity=0)
"""
# Everything that is stored, but for keys and times.
TABLES = {
    "patents": "SELECT application_number, title, kind, filed_on, version FROM records_patent",
    "sources": """SELECT p.application_number, s.row, s.digest FROM records_patentsource s
        JOIN records_patent p ON p.id = s.patent_id""",
    "parties": """SELECT p.application_number, x.role, x.position, x.name FROM records_party x
        JOIN records_patent p ON p.id = x.patent_id""",
    "classes": """SELECT p.application_number, x.position, x.symbol FROM records_classification x
        JOIN records_patent p ON p.id = x.patent_id""",
    "jobs": """SELECT p.application_number, COUNT(*) FROM search_indexjob j
        JOIN records_patent p ON p.id = j.key GROUP BY 1""",
    "revisions": "SELECT COUNT(*) FROM records_patentrevision",
    "reports": "SELECT line, outcome, code, cells FROM ingest_rowreport",
    "runs": "SELECT state, position, read, created, updated, unchanged, rejected, repaired, blank FROM ingest_ingestrun",
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """New patents, repetitions, rejected, repaired and blank rows, all over the file."""
    rows = make.rows(ROWS)
    for index in range(0, ROWS, 17):
        rows[index] = rows[index // 2]
    for index in range(5, ROWS, 101):
        rows[index] = ("错号", "CN202310000001.1", "甲", "", "", "")
    for index in range(6, ROWS, 203):
        rows[index] = ("",) * 6
    for index in range(7, ROWS, 307):
        rows[index] = (*rows[index][:4], "E21D20/02 全部", "")
    return make.csv_file(tmp_path, rows)


def start(data: Path, *arguments: object) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "ONESTOP_DATA": str(data), "DJANGO_SETTINGS_MODULE": "onestop.settings"}
    environment.pop("ONESTOP_DATABASE_URL", None)
    return subprocess.Popen([sys.executable, "-c", PROGRAM, *map(str, arguments)], env=environment)


def stored(data: Path) -> dict[str, list[Any]]:
    with sqlite3.connect(data / "onestop.sqlite3") as database:
        return {name: sorted(database.execute(query).fetchall(), key=repr) for name, query in TABLES.items()}


def position(data: Path) -> int:
    with sqlite3.connect(data / "onestop.sqlite3", timeout=30) as database:
        return int(database.execute("SELECT COALESCE(MAX(position), 0) FROM ingest_ingestrun").fetchone()[0])


def test_killed_runs_end_like_an_undisturbed_one(tmp_path: Path, source: Path) -> None:
    undisturbed, disturbed = tmp_path / "undisturbed", tmp_path / "disturbed"
    assert start(undisturbed).wait() == 0
    shutil.copytree(undisturbed, disturbed)
    assert start(undisturbed, source).wait() == 0

    moments = random.Random(20260101)
    positions = []
    for target in (300, 1000, 1900):
        process = start(disturbed, source)
        deadline = time.monotonic() + 30
        while position(disturbed) < target and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(moments.uniform(0, 0.06))
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL, "the run was over before it could be killed"
        positions.append(position(disturbed))
    assert positions == sorted(set(positions)), "each time it had come further"
    assert positions[-1] < ROWS
    assert start(disturbed, source).wait() == 0

    assert stored(disturbed) == stored(undisturbed)
    (state, reached, read, created, updated, unchanged, rejected, *_rest), *others = stored(disturbed)["runs"]
    assert (state, reached, others) == ("done", ROWS + 1, [])
    assert read == created + updated + unchanged + rejected
