"""The drop folder: what is taken when, where it goes, and what a kill at any point leaves behind."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError
from pytest_django import Settings

from onestop.core.errors import UserError
from onestop.ingest import inbox as inboxes
from onestop.ingest import services
from onestop.ingest.inbox import Inbox, Outcome, one_pass, only_reader, options_for, read_options
from onestop.ingest.models import IngestRun, RunState
from onestop.ingest.tests import make
from onestop.records.models import Patent

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(inboxes, "SETTLE_SECONDS", 0.0)
    settings.INBOX_DIR = tmp_path / "inbox"
    with only_reader() as is_only:
        assert is_only
        yield settings.INBOX_DIR


def take_all(folder: Path) -> list[Outcome]:
    return list(one_pass(Inbox(folder)))


def names(folder: Path) -> set[str]:
    return {
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and path.name != ".lock"
    }


def test_a_file_is_imported_and_filed_with_its_text(folder: Path) -> None:
    (folder / "gd").mkdir()
    make.csv_file(folder / "gd", [*make.rows(3), ("没有号码", "", "甲", "", "", "")], "week.csv")
    (outcome,) = take_all(folder)
    assert outcome.run
    assert (outcome.run.created, outcome.run.rejected) == (3, 1)
    assert names(folder) == {"done/gd/week.csv", "done/gd/week.csv.result.txt"}
    text = (folder / "done/gd/week.csv.result.txt").read_text(encoding="utf-8")
    assert f"导入编号 {outcome.run.pk}" in text
    assert "新增 3，更新 0，不变 0，未导入 1" in text
    assert "row.no_number" in text
    assert take_all(folder) == []


def test_a_file_that_cannot_be_used_goes_to_failed_and_holds_nobody_up(folder: Path) -> None:
    (folder / "a.xlsx").write_bytes(b"PK\x03\x04 and no more")
    make.csv_file(folder, make.rows(2), "b.csv")
    broken, good = take_all(folder)
    assert broken.error
    assert good.run
    assert names(folder) == {
        "failed/a.xlsx",
        "failed/a.xlsx.result.txt",
        "done/b.csv",
        "done/b.csv.result.txt",
    }
    assert broken.error.message in (folder / "failed/a.xlsx.result.txt").read_text(encoding="utf-8")


def test_a_file_still_being_written_waits(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(inboxes, "SETTLE_SECONDS", 3.0)
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    path = make.csv_file(folder, make.rows(1))
    box = Inbox(folder)
    assert box.look() == []
    clock[0] = 2.9
    assert box.look() == []
    with path.open("a") as stream:
        stream.write("\n")
    clock[0] = 3.1
    assert box.look() == [], "it grew meanwhile"
    clock[0] = 6.2
    assert box.look() == [path]


@pytest.mark.parametrize("name", ["a.csv.part", "b.TMP", ".hidden.csv", "options.yaml", "a.csv.result.txt"])
def test_what_is_never_taken(folder: Path, name: str) -> None:
    make.csv_file(folder, make.rows(1), name)
    assert take_all(folder) == []
    assert (folder / name).exists()


def test_links_and_devices_are_refused_once(
    folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    outside = make.csv_file(tmp_path, make.rows(1), "outside.csv")
    (folder / "link.csv").symlink_to(outside)
    (folder / "way").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.csv")
    box = Inbox(folder)
    for _look in range(3):
        assert list(one_pass(box)) == []
    assert sorted(record.args[0].name for record in caplog.records) == ["link.csv", "pipe.csv", "way"]  # type: ignore[union-attr,index]
    assert not Patent.objects.exists()
    assert outside.exists()


def test_names_never_clash(folder: Path) -> None:
    for first in (1, 2, 3):
        make.csv_file(folder, make.rows(1, first), "week.2026.csv")
        take_all(folder)
    filed = {name for name in names(folder) if not name.endswith(".txt")}
    assert filed == {"done/week.2026.csv", "done/week-2.2026.csv", "done/week-3.2026.csv"}
    assert len(names(folder)) == 6


def test_killed_during_the_import_it_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    def die(*_args: object) -> None:
        raise Killed

    monkeypatch.setattr(services, "BATCH", 10)
    make.csv_file(folder, make.rows(25))
    with monkeypatch.context() as patched:
        patched.setattr(services, "finish", die)
        with pytest.raises(Killed):
            take_all(folder)
    assert names(folder) == {"patents.csv"}
    (outcome,) = take_all(folder)
    assert outcome.run
    assert (outcome.run.read, outcome.run.created) == (25, 25)
    assert IngestRun.objects.count() == 1


@pytest.mark.parametrize("step", ["write_text", "rename"])
def test_killed_before_it_was_filed_it_is_not_imported_twice(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    class Killed(BaseException):
        pass

    def die(*_args: object, **_more: object) -> None:
        raise Killed

    make.csv_file(folder, make.rows(5))
    with monkeypatch.context() as patched:
        patched.setattr(Path, step, die)
        with pytest.raises(Killed):
            take_all(folder)
    assert "patents.csv" in names(folder)
    take_all(folder)
    assert names(folder) == {"done/patents.csv", "done/patents.csv.result.txt"}
    assert IngestRun.objects.count() == 1


def test_a_file_dropped_again_later_is_imported_again(folder: Path) -> None:
    for _time in range(2):
        make.csv_file(folder, make.rows(2))
        take_all(folder)
    assert list(IngestRun.objects.order_by("pk").values_list("created", "unchanged")) == [(2, 0), (0, 2)]


def test_a_folder_that_cannot_be_written_is_said_once_and_not_imported_in_a_loop(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied")

    make.csv_file(folder, make.rows(2))
    monkeypatch.setattr(Path, "rename", refuse)
    box = Inbox(folder)
    (outcome,) = one_pass(box)
    assert outcome.filed_at is None
    for _look in range(3):
        assert list(one_pass(box)) == []
    assert IngestRun.objects.count() == 1
    assert len(caplog.records) == 1


def test_a_fault_of_ours_does_not_come_back_at_every_look(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise ZeroDivisionError

    make.csv_file(folder, make.rows(1))
    monkeypatch.setattr(inboxes, "ingest", fail)
    (outcome,) = take_all(folder)
    assert outcome.error
    assert outcome.error.code == "inbox.failure"
    assert "failed/patents.csv" in names(folder)


def test_a_database_that_is_away_leaves_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise OperationalError

    make.csv_file(folder, make.rows(1))
    monkeypatch.setattr(inboxes, "ingest", fail)
    with pytest.raises(OperationalError):
        take_all(folder)
    assert names(folder) == {"patents.csv"}


def test_a_file_imported_by_hand_meanwhile_waits(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def taken(*_args: object) -> None:
        raise UserError("ingest.run_taken", "taken")

    make.csv_file(folder, make.rows(1))
    monkeypatch.setattr(inboxes, "ingest", taken)
    take_all(folder)
    assert names(folder) == {"patents.csv"}


def test_a_sub_folder_says_how_its_files_are_read(folder: Path) -> None:
    here = folder / "taian" / "2026"
    here.mkdir(parents=True)
    (folder / "taian" / "options.yaml").write_text(
        "region: 370900\nmapping:\n  title: 成果\n", encoding="utf-8"
    )
    path = here / "list.csv"
    path.write_bytes(make.csv_bytes([("成果", "申请号"), ("一种灯", make.number(1))]))
    (outcome,) = take_all(folder)
    assert outcome.run
    assert outcome.run.options == {"region": "370900", "mapping": {"title": "成果"}}
    assert Patent.objects.get().region == "370900"
    assert options_for(folder, folder).region == ""
    assert (folder / "taian" / "options.yaml").exists()


@pytest.mark.parametrize(
    "text", ["[1]", "colour: red", "region: 999999", "mapping: {x: y}", "a: [", "mapping: 3"]
)
def test_options_that_make_no_sense_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "options.yaml").write_text(text)
    with pytest.raises(UserError):
        read_options(tmp_path / "options.yaml")


def test_bad_options_put_the_file_aside_with_the_reason(folder: Path) -> None:
    (folder / "options.yaml").write_text("colour: red")
    make.csv_file(folder, make.rows(1))
    (outcome,) = take_all(folder)
    assert outcome.error
    assert outcome.error.code == "inbox.bad_options"
    assert not IngestRun.objects.filter(state=RunState.DONE).exists()


def test_only_one_process_takes_files(folder: Path) -> None:
    with only_reader() as is_only:
        assert not is_only, "the fixture is the first"


def test_a_folder_that_cannot_be_made_is_explained(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings.INBOX_DIR = tmp_path / "file" / "inbox"
    with pytest.raises(UserError, match="不能使用") as caught, only_reader():
        pass
    assert caught.value.code == "inbox.unusable"
