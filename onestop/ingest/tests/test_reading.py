"""A large file is read by a process of its own: the same batches, the same errors, and nothing stays behind."""

import os
import signal
from pathlib import Path

import pytest

from onestop.core.errors import UserError
from onestop.ingest import reading as module
from onestop.ingest import services
from onestop.ingest.models import IngestRun, RunState
from onestop.ingest.reading import Wanted, reading
from onestop.ingest.services import ingest
from onestop.ingest.tests import make
from onestop.records.models import Patent


@pytest.fixture(autouse=True)
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "APART_FROM", 0)
    monkeypatch.setattr(services, "BATCH", 10)


def _file(folder: Path) -> Path:
    rows = make.rows(35)
    rows[3] = ("错号", "CN202310000001.1", "甲", "", "", "")
    rows[4] = ("",) * 6
    return make.csv_file(folder, rows)


def test_it_reads_what_this_process_would_read(tmp_path: Path) -> None:
    path = _file(tmp_path)
    here = module.Here(Wanted(path, {}, "440704", 10))
    with reading(path, {}, "440704", 10) as apart:
        assert (apart.rows, apart.table.names) == (here.rows, here.table.names) == (35, make.HEADER)
        found = list(apart.batches(11))
        assert [batch.line for batch in found] == [21, 31, 36]
        assert found == list(here.batches(11))
        with pytest.raises(RuntimeError, match="another process"):
            apart.table.rows()


def test_members_of_a_package_and_their_errors_travel(tmp_path: Path) -> None:
    path = make.package(tmp_path / "a.zip", {"a.xml": make.office_xml(3), "b.xml": make.office_xml(2)[:900]})
    with reading(path, {}, "", 10) as apart:
        (batch,) = apart.batches(0)
    assert [member.path for member in batch.members] == ["a.xml", "b.xml"]
    assert [member.rows for member in batch.members] == [3, 1]
    error = batch.members[1].error
    assert isinstance(error, UserError)
    assert error.code == "ingest.broken_xml"
    assert error.hint


@pytest.mark.django_db
def test_a_file_that_is_broken_as_a_whole_is_refused_as_ever(tmp_path: Path) -> None:
    path = make.csv_file(tmp_path, [])
    with pytest.raises(UserError) as caught:
        ingest(path)
    assert caught.value.code == "ingest.no_rows"
    assert IngestRun.objects.get().state == RunState.FAILED


@pytest.mark.django_db(transaction=True)
def test_a_reader_that_dies_leaves_a_run_that_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make.csv_file(tmp_path, make.rows(400))
    with reading(path, {}, "", 10) as apart:
        batches = apart.batches(0)
        next(batches)
        os.kill(apart.process.pid, signal.SIGKILL)  # type: ignore[attr-defined]
        with pytest.raises(UserError) as caught:
            list(batches)
    assert caught.value.code == "ingest.reader_ended"

    def dies(run: object, table: object, batch: module.Batch) -> None:
        store(run, table, batch)  # type: ignore[arg-type]
        if batch.done == 100:
            raise UserError("ingest.reader_ended", "", "")

    store = services._store_batch
    monkeypatch.setattr(services, "_store_batch", dies)
    with pytest.raises(UserError):
        ingest(path)
    assert IngestRun.objects.get().position == 101
    monkeypatch.setattr(services, "_store_batch", store)
    run = ingest(path)
    assert (run.state, run.read, run.created) == (RunState.DONE, 400, 400)
    assert Patent.objects.count() == 400


def test_nothing_is_left_of_a_reader_that_is_no_longer_wanted(tmp_path: Path) -> None:
    path = make.package(tmp_path / "a.zip", {"a.xml": make.office_xml(3_000)})
    with reading(path, {}, "", 1) as apart:
        next(apart.batches(0))
        process, thread = apart.process, apart.thread  # type: ignore[attr-defined]
        assert process.poll() is None
    assert process.poll() is not None
    assert not thread.is_alive()
