"""`onestop doctor` is silent about health and clear about each illness."""

import json
import os
import shutil
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.core import checks
from django.core.cache import cache
from django.db import connection, transaction
from pytest_django import Settings

from onestop.accounts.factories import make_person
from onestop.accounts.models import User
from onestop.accounts.roles import Role
from onestop.cli import doctor
from onestop.cli.main import cli
from onestop.core import clock
from onestop.records.models import Patent, PatentKind, SourceFile
from onestop.records.services import store
from onestop.records.types import PatentRecord
from onestop.search import index, services
from onestop.search.models import IndexJob

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _healthy(settings: Settings, tmp_path: Path) -> None:
    """A data folder of our own, with an index of one patent."""
    cache.clear()
    settings.DATA_DIR = tmp_path
    (tmp_path / "secret_key").write_text("secret")
    (tmp_path / "secret_key").chmod(0o600)
    keep("2015108177127")
    services.catch_up()
    make_person(Role.ADMINISTRATOR)


def keep(number: str, *, is_demonstration: bool = False) -> None:
    file, _ = SourceFile.objects.get_or_create(digest="a" * 64, defaults={"name": "a.xlsx", "size": 1})
    with transaction.atomic():
        store(
            [(2, PatentRecord(PatentKind.INVENTION, "锚索", number))], file, is_demonstration=is_demonstration
        )


def run(*arguments: str, language: str = "zh_CN.UTF-8") -> Result:
    return CliRunner(env={"LC_ALL": language}).invoke(cli, ["doctor", *arguments])


def found(name: str) -> tuple[str, str, str]:
    result = run("--json")
    answer = json.loads(result.stdout)
    (check,) = [each for each in answer["checks"] if each["id"] == name]
    assert result.exit_code == (0 if answer["ok"] else 1)
    assert answer["ok"] == all(each["state"] != "fail" for each in answer["checks"])
    return check["state"], check["message"], check["hint"]


def test_health_is_said_check_by_check() -> None:
    answer = json.loads(run("--json").stdout)
    states: dict[str, str] = {check["id"]: check["state"] for check in answer["checks"]}
    assert list(states) == list(doctor.CHECKS)
    # What depends on the machine: a compiled translation, loaded tables, a worker. SQLite in memory has no WAL.
    depends = {"translations", "reference", "worker", "inbox", "sqlite_wal"}
    assert {name: state for name, state in states.items() if name not in depends} == dict.fromkeys(
        doctor.CHECKS.keys() - depends, "ok"
    )
    assert all(check["message"] for check in answer["checks"])
    assert all(check["hint"] for check in answer["checks"] if check["state"] != "ok")


def test_for_people_everything_stands_in_columns() -> None:
    lines = [line for line in run().stdout.splitlines() if line[0] in "✓!✗"]
    assert len(lines) == len(doctor.CHECKS)
    starts = {
        doctor._width(line[: line.index(message)]) for line, message in zip(lines, _messages(), strict=True)
    }
    assert len(starts) == 1


def _messages() -> list[str]:
    return [check["message"] for check in json.loads(run("--json").stdout)["checks"]]


def test_broken_check_is_a_finding_and_not_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def explode() -> doctor.Found:
        raise OSError("disk on fire")

    monkeypatch.setitem(doctor.CHECKS, "database", explode)
    assert found("database")[:2] == ("fail", "OSError: disk on fire")
    assert run().exit_code == 1
    assert "disk on fire" in run().stdout


def test_system_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "run_checks", lambda: [checks.Warning("old", hint="renew", id="x.W1")])
    assert found("system") == ("warn", "x.W1: old", "renew")
    monkeypatch.setattr(checks, "run_checks", lambda: [checks.Error("gone", hint="make", id="x.E1")])
    assert found("system") == ("fail", "x.E1: gone", "make")


@pytest.mark.parametrize(("free", "state"), [(10 * doctor.GIB, "ok"), (doctor.GIB, "warn"), (1_000, "fail")])
def test_disk_space(monkeypatch: pytest.MonkeyPatch, free: int, state: str) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(0, 0, free))
    assert found("data_folder")[0] == state


def test_data_folder_that_is_gone(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "gone"
    assert found("data_folder")[0] == "fail"
    assert found("secret_key")[0] == "fail"


def test_secret_key_others_can_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret_key").chmod(0o644)
    state, message, hint = found("secret_key")
    assert state == "fail"
    assert "644" in message
    assert hint.startswith("chmod 600")
    monkeypatch.setenv("ONESTOP_SECRET_KEY", "x" * 50)
    assert found("secret_key")[0] == "ok"


def test_migrations_not_applied() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'records'")
    state, message, hint = found("migrations")
    assert state == "fail"
    assert "records.0001_initial" in message
    assert "migrate" in hint


def test_no_index_yet(settings: Settings, tmp_path: Path) -> None:
    settings.SEARCH_DIR = tmp_path / "nothing"
    assert found("index")[0] == "warn"
    assert found("index_difference")[0] == "ok"
    assert not (tmp_path / "nothing" / "patent").exists()  # the doctor changes nothing


def test_index_of_another_version(settings: Settings) -> None:
    pointer = settings.SEARCH_DIR / "patent" / "current"
    pointer.write_text("0123456789ab-1")
    assert found("index")[0] == "warn"


def test_index_that_lags_behind() -> None:
    keep("2009300000012")
    IndexJob.objects.all().delete()
    Patent.objects.filter(application_number="2015108177127").update(version=9)
    state, message, hint = found("index_difference")
    assert state == "warn"
    assert "缺 1，旧 1，多 0" in message
    assert "reindex" in hint


@pytest.mark.parametrize(("minutes", "state"), [(0, "ok"), (5, "warn"), (90, "fail")])
def test_jobs_that_wait(minutes: int, state: str) -> None:
    keep("2009300000012")
    IndexJob.objects.update(created_at=clock.now() - timedelta(minutes=minutes))
    found_state, message, _hint = found("index_jobs")
    assert found_state == state
    assert "1 个改动" in message
    assert f"{minutes} 分钟" in message


def test_worker() -> None:
    assert found("worker")[0] == "warn"
    with index.writing(wait=True):
        assert found("worker")[0] == "ok"


def test_missing_scripts(settings: Settings, tmp_path: Path) -> None:
    settings.STATICFILES_DIRS = [("vendor/echarts", tmp_path / "none"), *settings.STATICFILES_DIRS[1:]]
    state, message, hint = found("scripts")
    assert state == "fail"
    assert "vendor/echarts" in message
    assert "vendor/htmx" not in message
    assert hint


def test_translations(settings: Settings, tmp_path: Path) -> None:
    settings.LOCALE_PATHS = [tmp_path]
    assert found("translations")[0] == "warn"
    texts = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    texts.parent.mkdir(parents=True)
    texts.touch()
    assert found("translations")[0] == "warn"
    texts.with_suffix(".mo").touch()
    assert found("translations")[:2] == ("ok", "en")
    os.utime(texts.with_suffix(".mo"), (0, 0))
    assert found("translations")[0] == "warn"


def test_demonstration_beside_real_records() -> None:
    assert found("demonstration")[0] == "ok"
    keep("2009300000012", is_demonstration=True)
    state, message, hint = found("demonstration")
    assert state == "warn"
    assert "2" in message
    assert "--remove" in hint


def test_journal_mode() -> None:
    """SQLite in memory, as in tests, cannot have WAL; `test_serve` asks the doctor about a real file."""
    assert found("sqlite_wal")[0] == ("fail" if connection.vendor == "sqlite" else "ok")


def test_without_an_administrator_nobody_can_be_let_in() -> None:
    assert found("people")[:2] == ("ok", "启用的账号 1 个，其中管理员 1 名")
    User.objects.update(is_active=False)
    make_person(Role.OFFICER)
    state, message, hint = found("people")
    assert (state, message) == ("warn", "启用的账号 1 个，其中管理员 0 名")
    assert "onestop admin create" in hint
