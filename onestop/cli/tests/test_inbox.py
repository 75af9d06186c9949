"""`onestop inbox` once, and the watcher beside the worker, killed and not."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from pytest_django import Settings

from onestop.cli.main import cli
from onestop.ingest import inbox as inboxes
from onestop.ingest.heartbeat import last_beat
from onestop.ingest.tests import make
from onestop.search.models import IndexJob


@pytest.fixture
def folder(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(inboxes, "SETTLE_SECONDS", 0.0)
    settings.INBOX_DIR = tmp_path / "inbox"
    settings.INBOX_DIR.mkdir()
    return tmp_path / "inbox"


@pytest.mark.django_db(transaction=True)
def test_one_pass(folder: Path) -> None:
    make.csv_file(folder, make.rows(3))
    result = CliRunner().invoke(cli, ["inbox", "--json"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert [each["path"] for each in found["files"]] == ["patents.csv"]
    assert found["files"][0]["filed_at"] == str(folder / "done" / "patents.csv")
    assert found["left"] == []
    assert not IndexJob.objects.exists()
    assert "没有文件" in CliRunner().invoke(cli, ["inbox"]).stdout


@pytest.mark.django_db(transaction=True)
def test_a_broken_file_is_told_and_the_exit_status_is_1(folder: Path) -> None:
    (folder / "a.xlsx").write_bytes(b"PK\x03\x04 and no more")
    result = CliRunner().invoke(cli, ["inbox"])
    assert result.exit_code == 1
    assert "a.xlsx" in result.stderr


@pytest.mark.django_db(transaction=True)
def test_a_second_process_is_told_that_one_watches_already(folder: Path) -> None:
    with inboxes.only_reader():
        result = CliRunner().invoke(cli, ["inbox", "--json"])
    assert (result.exit_code, json.loads(result.stdout)["code"]) == (1, "inbox.taken")


def _until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)


def _query(data: Path, query: str) -> list[tuple[int, ...]]:
    with sqlite3.connect(data / "onestop.sqlite3", timeout=30) as database:
        return database.execute(query).fetchall()


def _start(data: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    environment = os.environ | {"ONESTOP_DATA": str(data), "ONESTOP_LOG_LEVEL": "WARNING"}
    return subprocess.Popen([sys.executable, "-m", "onestop.cli", *arguments], env=environment)


def test_the_worker_imports_what_is_dropped_and_a_kill_loses_nothing(
    tmp_path: Path, settings: Settings
) -> None:
    """Killed in the middle of a file, the next worker goes on with the same run, and indexes."""
    assert _start(tmp_path, "manage", "migrate", "-v0").wait() == 0
    (tmp_path / "inbox").mkdir()
    make.csv_file(tmp_path / "inbox", make.rows(8_000))
    worker = _start(tmp_path, "worker")
    _until(lambda: _query(tmp_path, "SELECT 1 FROM ingest_ingestrun WHERE position > 0") != [])
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker = _start(tmp_path, "worker")
    _until(lambda: (tmp_path / "inbox/done/patents.csv").exists())
    _until(lambda: _query(tmp_path, "SELECT 1 FROM search_indexjob") == [])
    settings.INBOX_DIR = tmp_path / "inbox"
    _until(lambda: (beat := last_beat()) is not None and beat.is_fresh)
    worker.terminate()
    assert worker.wait(timeout=30) == 0
    assert last_beat() is None, "it said that it looks no more"
    assert _query(tmp_path, "SELECT read, created FROM ingest_ingestrun") == [(8_000, 8_000)]
    assert (tmp_path / "inbox/done/patents.csv.result.txt").exists()
