"""`onestop worker` stops when told, and loses nothing; `onestop reindex` makes the index anew."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import transaction

from onestop.cli.index import StopSign
from onestop.cli.main import cli
from onestop.records.models import Patent, PatentKind, SourceFile
from onestop.records.search import PatentDocuments, PatentSearch, search_patents
from onestop.records.services import store
from onestop.records.types import PatentRecord
from onestop.search import index, services
from onestop.search.registry import sources
from onestop.search.schema import Document

RECORDS = [
    PatentRecord(PatentKind.INVENTION, "锚索", "2015108177127"),
    PatentRecord(PatentKind.DESIGN, "台灯", "2009300000012"),
]


def keep() -> None:
    file = SourceFile.objects.create(digest="a" * 64, name="a.xlsx", size=1)
    with transaction.atomic():
        store(list(enumerate(RECORDS, 2)), file)


@pytest.mark.django_db
def test_reindex_heals_everything() -> None:
    keep()
    services.catch_up()
    Patent.objects.filter(title="锚索").update(title="锚杆")  # behind the back of the index
    result = CliRunner().invoke(cli, ["reindex", "--json"])
    assert result.exit_code == 0, result.output
    done = json.loads(result.stdout)
    assert done["documents"] == 2
    assert done["seconds"] > 0
    assert done["bytes"] == sum(index.size(each.document_type.name) for each in sources()) > 0
    assert search_patents(PatentSearch("锚杆")).total == 1
    assert search_patents(PatentSearch("锚索")).total == 0
    assert services.waiting() == 0


@pytest.mark.django_db
def test_reindex_for_people_and_without_records() -> None:
    result = CliRunner().invoke(cli, ["reindex"])
    assert result.exit_code == 0, result.output
    assert "documents:  0" in result.stdout


@pytest.mark.django_db
def test_worker_stops_between_two_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Told to stop during the first batch, it finishes that one and leaves the second."""
    keep()
    services.rebuild("patent")
    monkeypatch.setattr(services, "RECORDS_AT_ONCE", 1)
    stop = StopSign()
    load, taken = PatentDocuments.load, []

    def load_and_be_told(documents: PatentDocuments, keys: Sequence[int]) -> Iterable[Document]:
        stop.on_signal(signal.SIGTERM, None)
        taken.append(keys)
        return load(documents, keys)

    monkeypatch.setattr(PatentDocuments, "load", load_and_be_told)
    services.work(stop)
    assert len(taken) == 1
    assert services.waiting() == 1
    monkeypatch.undo()
    services.catch_up()
    assert search_patents(PatentSearch()).total == 2


def test_waiting_worker_ends_at_once() -> None:
    """It waits in the kernel for the lock of another writer: only an exception gets it out of there."""
    with pytest.raises(SystemExit):
        StopSign().on_signal(signal.SIGTERM, None)


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., "subprocess.Popen[str]"]:
    def start(*arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "onestop.cli", *arguments],
            env=os.environ | {"ONESTOP_DATA": str(tmp_path), "ONESTOP_LOG_LEVEL": "INFO"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


def _line_with(text: str, process: "subprocess.Popen[str]") -> str:
    assert process.stderr
    return next(line for line in process.stderr if text in line)


def test_worker_process_obeys_signals(start: Callable[..., "subprocess.Popen[str]"]) -> None:
    assert start("manage", "migrate", "-v0").communicate() == ("", "")
    worker = start("worker", "--json")
    _line_with("worker started", worker)
    second = start("worker")
    time.sleep(0.2)
    worker.send_signal(signal.SIGTERM)
    out, errors = worker.communicate(timeout=20)
    assert (worker.returncode, set(json.loads(out))) == (0, {"seconds"})
    assert "worker stopped" in errors
    assert "Traceback" not in errors
    _line_with("worker started", second)  # the next in line takes over
    second.send_signal(signal.SIGINT)
    _out, errors = second.communicate(timeout=20)
    assert second.returncode == 0
