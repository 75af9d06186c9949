"""`onestop supplies` and what `onestop doctor` says of packages and of the inbox."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from pytest_django import Settings

from onestop.cli import doctor
from onestop.cli.main import cli
from onestop.core import clock
from onestop.ingest import heartbeat
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
def test_what_can_be_fetched_stands_first_and_the_hopeless_are_summed_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _on(date(2026, 12, 18), monkeypatch)
    file = SourceFile.objects.get(name="CN-PA-20260902.zip")
    broken = {"file": file, "file_name": "CN-PA-20260930.zip", "state": RunState.FAILED}
    IngestRun.objects.create(**broken)
    lines = CliRunner().invoke(cli, ["supplies"]).stdout.splitlines()
    assert lines[0] == "国家知识产权局专利数据服务（每周更新）：缺 13 期，其中 3 期还能取得。"
    assert [line.split("  ")[1:] for line in lines[1:6]] == [
        ["2026 年第 48 周", "未收到，还剩 7 天"],
        ["2026 年第 49 周", "未收到，还剩 14 天"],
        ["2026 年第 50 周", "未收到，还剩 21 天"],
        ["2026 年第 40 周", "未收到，来源已不再保存；收到的文件不能用：CN-PA-20260930.zip"],
        ["10 期没有收到，来源已不再保存：2026 年第 37 周、2026 年第 39 周至 2026 年第 47 周。"],
    ]
    issues = json.loads(CliRunner().invoke(cli, ["supplies", "--json"]).stdout)[0]["issues"]
    assert [each["week"] for each in issues] == [48, 49, 50, 40, 37, 39, *range(41, 48)]
    assert doctor._supplies()[0] == doctor.State.WARN


@pytest.mark.usefixtures("_two_came")
def test_what_is_lost_no_longer_rings(monkeypatch: pytest.MonkeyPatch) -> None:
    _on(date(2026, 10, 14), monkeypatch)
    file = SourceFile.objects.get(name="CN-PA-20260902.zip")
    for day in (23, 30):
        IngestRun.objects.create(file=file, file_name=f"CN-PA-202609{day}.zip", state=RunState.DONE)
    result = CliRunner().invoke(cli, ["supplies", "--all"])
    assert result.stdout.index("第 39 周  未收到") < result.stdout.index("第 37 周  未收到")
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


@pytest.fixture
def inbox(settings: Settings, tmp_path: Path) -> Path:
    settings.INBOX_DIR = tmp_path / "inbox"
    with only_reader():
        pass
    return tmp_path / "inbox"


def test_doctor_knows_a_watcher_between_two_looks_and_during_one(inbox: Path) -> None:
    assert doctor._inbox()[0] == doctor.State.WARN, "nobody watches it"
    heartbeat.beat(2.0)
    state, message, _hint = doctor._inbox()
    assert (state, "每 2 秒看一次" in message) == (doctor.State.OK, True)
    with only_reader():
        assert doctor._inbox()[0] == doctor.State.OK
    (inbox / "failed/a.csv.result.txt").write_text("")
    assert doctor._inbox()[0] == doctor.State.WARN
    heartbeat.end()
    assert "没有进程看着它" in doctor._inbox()[1]


def test_doctor_misses_a_watcher_that_was_killed(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heartbeat.beat(60.0)
    now = clock.now()
    for seconds, state in ((150, doctor.State.OK), (200, doctor.State.WARN)):
        monkeypatch.setattr(clock, "now", lambda seconds=seconds: now + timedelta(seconds=seconds))
        assert doctor._inbox()[0] == state
    assert "上次看是" in doctor._inbox()[1]
    with only_reader():
        assert doctor._inbox()[0] == doctor.State.OK, "its import takes long"


def test_doctor_does_not_take_an_import_by_hand_for_a_watcher(inbox: Path) -> None:
    with only_reader():
        state, message, _hint = doctor._inbox()
    assert (state, "导入一次" in message) == (doctor.State.WARN, True)


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"looked_at": 1, "every_seconds": 1, "process": 1}', '{"every_seconds": 1e999}'],
)
def test_a_broken_sign_of_life_is_none(inbox: Path, content: str) -> None:
    (inbox / ".watched").write_text(content)
    assert heartbeat.last_beat() is None


def test_the_end_of_another_process_leaves_the_sign_of_life(inbox: Path) -> None:
    heartbeat.beat(2.0)
    content = json.loads((inbox / ".watched").read_text())
    (inbox / ".watched").write_text(json.dumps(content | {"process": -1}))
    heartbeat.end()
    assert heartbeat.last_beat()
