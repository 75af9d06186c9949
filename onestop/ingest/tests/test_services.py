"""A run: what it counts, what it leaves alone, where it goes on."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onestop.core.errors import UserError
from onestop.ingest import services
from onestop.ingest.models import IngestRun, RowOutcome, RunState
from onestop.ingest.services import Options, ingest
from onestop.ingest.tests import make
from onestop.records.models import Patent, Publication, SourceFile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "BATCH", 10)


def counts(run: IngestRun) -> dict[str, int]:
    return {
        name: getattr(run, name) for name in ("read", "created", "updated", "unchanged", "rejected", "blank")
    }


def test_a_file_is_stored_and_the_second_time_changes_nothing(tmp_path: Path) -> None:
    path = make.csv_file(tmp_path, make.rows(25))
    first = ingest(path)
    assert counts(first) == {
        "read": 25,
        "created": 25,
        "updated": 0,
        "unchanged": 0,
        "rejected": 0,
        "blank": 0,
    }
    assert first.state == RunState.DONE
    assert first.finished_at
    versions = list(Patent.objects.values_list("version", "updated_at"))
    second = ingest(path)
    assert counts(second) == {
        "read": 25,
        "created": 0,
        "updated": 0,
        "unchanged": 25,
        "rejected": 0,
        "blank": 0,
    }
    assert list(Patent.objects.values_list("version", "updated_at")) == versions
    assert SourceFile.objects.get().ingest_runs.count() == 2


def test_every_row_is_accounted_for(tmp_path: Path) -> None:
    good = make.rows(3)
    blank = ("", " ", "", "", "", "")
    bad = ("没有号码", "", "甲", "", "", "")
    changed = ("改了名称", *good[0][1:])
    run = ingest(make.csv_file(tmp_path, [*good, blank, bad, good[1], changed]))
    assert counts(run) == {"read": 6, "created": 3, "updated": 1, "unchanged": 1, "rejected": 1, "blank": 1}


def test_a_rejected_row_keeps_its_cells_with_reason_and_advice(tmp_path: Path) -> None:
    run = ingest(make.csv_file(tmp_path, [*make.rows(1), ("错号", "CN202310000011.3", "甲", "", "", "")]))
    report = run.reports.get()
    assert (report.line, report.outcome, report.code) == (
        3,
        RowOutcome.REJECTED,
        "application_number.check_digit",
    )
    assert "应为 9" in report.message
    assert "202310000011.9" in report.advice
    assert report.cells == dict(zip(make.HEADER, ("错号", "CN202310000011.3", "甲", "", "", ""), strict=True))


def test_a_repair_keeps_the_cells_concerned_and_the_number(tmp_path: Path) -> None:
    name, number, *rest = make.rows(1)[0]
    run = ingest(make.csv_file(tmp_path, [(name, number, rest[0], "2023-13-01", "E21D20/02 全部", "")]))
    cells = {report.code: report.cells for report in run.reports.all()}
    assert cells == {
        "date.impossible": {"申请号": number, "申请日": "2023-13-01"},
        "classes.not_a_symbol": {"申请号": number, "主分类号": "E21D20/02 全部"},
    }
    assert (run.repaired, run.rejected) == (1, 0)


def test_a_publication_number_of_another_patent_is_a_conflict(tmp_path: Path) -> None:
    header = ("名称", "申请号", "公开号")
    path = tmp_path / "a.csv"
    rows = [("甲", make.number(1), "CN115900001A"), ("乙", make.number(2), "CN115900001A")]
    path.write_bytes(make.csv_bytes([header, *rows]))
    run = ingest(path)
    assert counts(run) | {"blank": 0} == {
        "read": 2, "created": 1, "updated": 0, "unchanged": 0, "rejected": 1, "blank": 0
    }  # fmt: skip
    assert run.reports.get().code == "row.number_conflict"
    assert Publication.objects.get().patent.title == "甲"


def test_the_region_is_for_records_without_an_address(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [
        ("甲", make.number(1), "广东省江门市新会区"),
        ("乙", make.number(2), ""),
        ("丙", make.number(3), "日本"),
    ]
    path.write_bytes(make.csv_bytes([("名称", "申请号", "地址"), *rows]))
    ingest(path, Options(region="440704"))
    regions = dict(Patent.objects.values_list("title", "region"))
    assert regions == {"甲": "440705", "乙": "440704", "丙": ""}


def test_a_run_goes_on_after_its_last_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make.csv_file(tmp_path, make.rows(35))
    stop_after(monkeypatch, batches=2)
    with pytest.raises(KeyboardInterrupt):
        ingest(path)
    stopped = IngestRun.objects.get()
    assert (stopped.state, stopped.position, stopped.read) == (RunState.RUNNING, 21, 20)
    monkeypatch.undo()
    done: list[tuple[int, int]] = []
    run = ingest(path, progress=lambda *at: done.append(at))
    assert run.pk == stopped.pk
    assert counts(run) == {"read": 35, "created": 35, "updated": 0, "unchanged": 0, "rejected": 0, "blank": 0}
    assert done[1:] == [(35, 35)], "only what was left was read again, in one batch of the normal size"


def test_other_options_do_not_continue_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make.csv_file(tmp_path, make.rows(15))
    stop_after(monkeypatch, batches=1)
    with pytest.raises(KeyboardInterrupt):
        ingest(path)
    monkeypatch.undo()
    run = ingest(path, Options(region="440704"))
    assert IngestRun.objects.count() == 2
    assert counts(run) == {"read": 15, "created": 5, "updated": 10, "unchanged": 0, "rejected": 0, "blank": 0}


def test_two_processes_do_not_count_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make.csv_file(tmp_path, make.rows(25))
    store = services._store_batch

    def overtaken(run: IngestRun, *arguments: object) -> None:
        IngestRun.objects.filter(pk=run.pk).update(position=7)
        store(run, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(services, "_store_batch", overtaken)
    with pytest.raises(UserError) as caught:
        ingest(path)
    assert caught.value.code == "ingest.run_taken"
    assert not Patent.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, large = (
        queries_of(make.csv_file(tmp_path, make.rows(n, first=n)), n, monkeypatch) for n in (20, 400)
    )
    assert large <= small + 12, "inserts of many rows are split, nothing else grows"
    assert small < 50


def queries_of(path: Path, batch: int, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(services, "BATCH", batch)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        ingest(path)
    return len(caught)


def stop_after(monkeypatch: pytest.MonkeyPatch, batches: int) -> None:
    """Like Ctrl-C in the middle of a batch: all of it is rolled back."""
    count = services._count
    calls: list[None] = []

    def stopping(*arguments: object) -> None:
        count(*arguments)  # type: ignore[arg-type]
        calls.append(None)
        if len(calls) > batches:
            raise KeyboardInterrupt

    monkeypatch.setattr(services, "_count", stopping)
