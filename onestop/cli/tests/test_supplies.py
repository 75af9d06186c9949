"""`onestop supplies` and what `onestop doctor` says of packages and of the inbox."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from pytest_django import Settings

from onestop.cli import doctor
from onestop.cli.main import cli
from onestop.core import clock
from onestop.ingest.inbox import only_reader
from onestop.ingest.models import IngestRun, RunState
from onestop.records.models import SourceFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def _two_came(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    for digest, name in (("a", "CN-PA-20260902.zip"), ("b", "CN-PA-20260916.zip")):
        file = SourceFile.objects.create(digest=digest * 64, name=name, size=1)
        IngestRun.objects.create(file=file, file_name=name, state=RunState.DONE)


def _on(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: day)


@pytest.mark.usefixtures("_two_came")
def test_what_is_missing_and_when_it_becomes_urgent(monkeypatch: pytest.MonkeyPatch) -> None:
    _on(date(2026, 9, 18), monkeypatch)
    result = CliRunner().invoke(cli, ["supplies", "--json"])
    assert result.exit_code == 0
    cnipa, epo = json.loads(result.stdout)
    assert [(each["week"], each["state"], each["days_left"]) for each in cnipa["issues"]] == [
        (37, "missing", 21)
    ]
    assert epo["issues"] == []
    assert doctor._supplies()[0] == doctor.State.WARN
    _on(date(2026, 10, 3), monkeypatch)
    result = CliRunner().invoke(cli, ["supplies"])
    assert result.exit_code == 1
    assert "2026 年第 37 周  未收到，还剩 6 天" in result.stdout
    assert "DOCDB 前档（每周更新）：还没有收到过" in result.stdout
    assert doctor._supplies()[0] == doctor.State.FAIL


@pytest.mark.usefixtures("_two_came")
def test_what_is_lost_no_longer_rings(monkeypatch: pytest.MonkeyPatch) -> None:
    _on(date(2026, 10, 14), monkeypatch)
    file = SourceFile.objects.get(name="CN-PA-20260902.zip")
    for day in (23, 30):
        IngestRun.objects.create(file=file, file_name=f"CN-PA-202609{day}.zip", state=RunState.DONE)
    result = CliRunner().invoke(cli, ["supplies", "--all"])
    assert "第 37 周  未收到，来源已不再保存" in result.stdout
    assert "第 39 周  未收到，还剩 9 天；收到的文件与另一期内容相同：CN-PA-20260923.zip" in result.stdout
    assert "第 38 周  已收到" in result.stdout
    assert result.exit_code == 0


def test_doctor_before_anything_came_and_with_a_list_that_makes_no_sense(
    settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    assert doctor._supplies()[0] == doctor.State.OK
    (tmp_path / "supplies.yaml").write_text("supplies: 3")
    result = CliRunner().invoke(cli, ["supplies", "--json"])
    assert (result.exit_code, json.loads(result.stdout)["code"]) == (1, "supplies.bad_file")


def test_doctor_looks_at_the_inbox(settings: Settings, tmp_path: Path) -> None:
    settings.INBOX_DIR = tmp_path / "inbox"
    assert doctor._inbox()[0] == doctor.State.WARN, "nobody watches it"
    with only_reader():
        assert doctor._inbox()[0] == doctor.State.OK
        (tmp_path / "inbox/failed/a.csv.result.txt").write_text("")
        assert doctor._inbox()[0] == doctor.State.WARN
