"""Imports in a process of their own, killed at random moments, and what the database holds afterwards."""

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

PROGRAM = """
import sys, django
from pathlib import Path
django.setup()
from django.core.management import call_command
from onestop.ingest import services
if sys.argv[2:]:
    services.BATCH = int(sys.argv[1])
    services.ingest(Path(sys.argv[2]))
else:
    call_command("migrate", verbosity=0)
"""
# Everything that is stored, but for keys and times.
TABLES = {
    "patents": "SELECT application_number, title, kind, filed_on, published_on, version FROM records_patent",
    "sources": """SELECT p.application_number, s.row, s.digest FROM records_patentsource s
        JOIN records_patent p ON p.id = s.patent_id""",
    "parties": """SELECT p.application_number, x.role, x.position, x.name FROM records_party x
        JOIN records_patent p ON p.id = x.patent_id""",
    "classes": """SELECT p.application_number, x.position, x.symbol FROM records_classification x
        JOIN records_patent p ON p.id = x.patent_id""",
    "publications": """SELECT p.application_number, x.number, x.published_on FROM records_publication x
        JOIN records_patent p ON p.id = x.patent_id""",
    "events": """SELECT p.application_number, x.kind, x.effective_on, x.announced_on FROM records_legalevent x
        JOIN records_patent p ON p.id = x.patent_id""",
    "jobs": """SELECT p.application_number, COUNT(*) FROM search_indexjob j
        JOIN records_patent p ON p.id = j.key GROUP BY 1""",
    "revisions": "SELECT before, COUNT(*) FROM records_patentrevision GROUP BY 1",
    "reports": "SELECT line, outcome, code, cells FROM ingest_rowreport",
    "members": "SELECT path, digest, source, first_line, rows FROM ingest_packagemember",
    "runs": "SELECT state, position, read, created, updated, unchanged, rejected, repaired, blank FROM ingest_ingestrun",
}


def start(data: Path, *arguments: object) -> subprocess.Popen[bytes]:
    """(batch, file) imports, nothing makes the database."""
    environment = {
        **os.environ,
        "ONESTOP_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "onestop.settings",
        "TMPDIR": str(data.parent),  # what a killed process leaves unpacked goes with the test's folder
    }
    environment.pop("ONESTOP_DATABASE_URL", None)
    return subprocess.Popen([sys.executable, "-c", PROGRAM, *map(str, arguments)], env=environment)


def stored(data: Path) -> dict[str, list[Any]]:
    with sqlite3.connect(data / "onestop.sqlite3") as database:
        return {name: sorted(database.execute(query).fetchall(), key=repr) for name, query in TABLES.items()}


def position(data: Path) -> int:
    with sqlite3.connect(data / "onestop.sqlite3", timeout=30) as database:
        return int(database.execute("SELECT COALESCE(MAX(position), 0) FROM ingest_ingestrun").fetchone()[0])


def prepare(folder: Path) -> tuple[Path, Path]:
    """Two databases alike: one to be left alone, one to be disturbed."""
    undisturbed, disturbed = folder / "undisturbed", folder / "disturbed"
    assert start(undisturbed).wait() == 0
    shutil.copytree(undisturbed, disturbed)
    return undisturbed, disturbed


def kill_at(data: Path, file: Path, batch: int, target: int, rng: random.Random, patience: float = 60) -> int:
    """Import until the position passes `target`, then kill, a random while later. Where it stopped; -1 if it was
    over before."""
    process = start(data, batch, file)
    deadline = time.monotonic() + patience
    while position(data) < target and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    time.sleep(rng.uniform(0, 0.06))
    process.send_signal(signal.SIGKILL)
    return position(data) if process.wait() == -signal.SIGKILL else -1
