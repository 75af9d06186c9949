"""Imports in a process of their own, killed at random moments, and what database and index hold afterwards."""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

# All that a large file and a large index bring is there with a small file too: the process that reads, commits of
# the index now and then, an outbox that takes a while.
PROGRAM = """
import sys, django
from pathlib import Path
django.setup()
from django.core.management import call_command
from onestop.ingest import reading, services
from onestop.ingest.models import IngestRun
from onestop.ingest.tests import killing
from onestop.search import services as search
task = sys.argv[1]
if task == "migrate":
    call_command("migrate", verbosity=0)
if task == "stored":
    killing.print_stored()
if task == "import":
    services.BATCH = search.RECORDS_AT_ONCE = int(sys.argv[2])
    search.COMMIT_EVERY = 5 * services.BATCH
    reading.APART_FROM = 0
    if not IngestRun.objects.filter(state="done").exists():
        services.ingest(Path(sys.argv[3]))
    search.catch_up()
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
    "jobs": "SELECT document_type, key FROM search_indexjob",
    "revisions": "SELECT before, COUNT(*) FROM records_patentrevision GROUP BY 1",
    "reports": "SELECT line, outcome, code, cells FROM ingest_rowreport",
    "members": "SELECT path, digest, source, first_line, rows FROM ingest_packagemember",
    "runs": "SELECT state, position, read, created, updated, unchanged, rejected, repaired, blank FROM ingest_ingestrun",
}
QUERIES = ("装置", "更正", "示范 NOT 更正", "PA=示范3有限公司", "IPC=E21D", "AD=20230103")


@dataclass(frozen=True)
class Place:
    """A data folder, with its database on PostgreSQL or, where the address is empty, in it."""

    data: Path
    url: str = ""

    def start(self, task: str, *arguments: object, output: int | None = None) -> "subprocess.Popen[bytes]":
        environment = {
            **os.environ,
            "ONESTOP_DATA": str(self.data),
            "DJANGO_SETTINGS_MODULE": "onestop.settings",
            "TMPDIR": str(
                self.data.parent
            ),  # what a killed process leaves unpacked goes with the test's folder
        }
        environment.pop("ONESTOP_DATABASE_URL", None)
        if self.url:
            environment["ONESTOP_DATABASE_URL"] = self.url
        command = [sys.executable, "-c", PROGRAM, task, *map(str, arguments)]
        return subprocess.Popen(command, env=environment, stdout=output)

    def run(self, task: str, *arguments: object) -> None:
        assert self.start(task, *arguments).wait() == 0

    def stored(self) -> dict[str, Any]:
        """Tables and index, both as lists that are the same if what they hold is the same."""
        process = self.start("stored", output=subprocess.PIPE)
        found: dict[str, Any] = json.loads(process.communicate()[0])
        assert process.returncode == 0
        return found

    def reached(self) -> tuple[int, bool]:
        """The line up to which all is stored, and whether the run is done."""
        query = "SELECT COALESCE(MAX(position), 0), COALESCE(MAX(state), '') = 'done' FROM ingest_ingestrun"
        with self._connection() as connection:
            ((line, is_done),) = connection.execute(query).fetchall()
        return int(line), bool(is_done)

    def _connection(self) -> Any:
        if self.url:
            return psycopg.connect(self.url)
        return closing(sqlite3.connect(self.data / "onestop.sqlite3", timeout=30))

    def kill_at(self, file: Path, batch: int, target: int, rng: random.Random, patience: float = 60) -> int:
        """Import until the position passes `target`, then kill, a random while later. Where it stopped; -1 if it
        was over before."""
        process = self.start("import", batch, file)
        deadline = time.monotonic() + patience
        while self.reached()[0] < target and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        return self._kill(process, rng.uniform(0, 0.06))

    def kill_within(self, file: Path, batch: int, seconds: float) -> int:
        """Kill after this time, while it starts or looks through the file or comes to its end."""
        return self._kill(self.start("import", batch, file), seconds)

    def kill_in_the_outbox(self, file: Path, batch: int, rng: random.Random) -> int:
        """Kill when all is stored and the rest goes into the index."""
        process = self.start("import", batch, file)
        while not self.reached()[1] and process.poll() is None:
            time.sleep(0.005)
        return self._kill(process, rng.uniform(0, 0.1))

    def _kill(self, process: "subprocess.Popen[bytes]", seconds: float) -> int:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=seconds)
        process.send_signal(signal.SIGKILL)
        return self.reached()[0] if process.wait() == -signal.SIGKILL else -1


def print_stored() -> None:
    """Runs in the place itself."""
    from django.db import connection

    from onestop.records.search import PatentSearch, search_patents
    from onestop.search import index

    found: dict[str, list[Any]] = {}
    with connection.cursor() as cursor:
        for name, query in TABLES.items():
            cursor.execute(query)
            found[name] = sorted((list(map(str, row)) for row in cursor.fetchall()), key=repr)
    engine = index.engine("patent")
    versions = dict(engine.versions())
    found["documents"] = sorted(
        [hit.payload["number"], versions[hit.key], json.dumps(dict(hit.payload), sort_keys=True)]
        for hit in engine.search(_everything(len(versions) + 1)).hits
    )
    for query in QUERIES:
        results = search_patents(PatentSearch(query, sort="filed_asc", page_size=100, facets=("applicant",)))
        facets = [(each.value, each.count) for each in results.facets["applicant"]]
        found[f"found by {query}"] = [
            results.total,
            sorted(hit.number for hit in results.hits),
            sorted(facets),
        ]
    sys.stdout.write(json.dumps(found))


def _everything(limit: int) -> Any:
    from onestop.search.engine import SearchRequest
    from onestop.search.query import Everything

    return SearchRequest(Everything(), limit=limit)


@contextmanager
def places(folder: Path, server: str = "") -> Iterator[tuple[Place, Place]]:
    """Two alike, with empty tables: one to be left alone, one to be disturbed.

    `server`: address of a database on PostgreSQL beside which two more may be made; else SQLite.
    """
    names = ("undisturbed", "disturbed")
    if not server:
        undisturbed, disturbed = (Place(folder / name) for name in names)
        undisturbed.run("migrate")
        shutil.copytree(undisturbed.data, disturbed.data)
        yield undisturbed, disturbed
        return
    base = f"onestop_{os.getpid()}"
    urls = [urlsplit(server)._replace(path=f"/{base}_{name}").geturl() for name in names]
    undisturbed, disturbed = (Place(folder / name, url) for name, url in zip(names, urls, strict=True))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {base}_undisturbed")
        undisturbed.run("migrate")
        connection.execute(f"CREATE DATABASE {base}_disturbed TEMPLATE {base}_undisturbed")
        try:
            yield undisturbed, disturbed
        finally:
            for name in names:
                connection.execute(f"DROP DATABASE {base}_{name} WITH (FORCE)")
