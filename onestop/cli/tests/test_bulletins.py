"""`onestop bulletin`, and the timetable by which the watcher makes the month's."""

import json
from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner

from onestop.cli import bulletin as command
from onestop.cli.main import cli
from onestop.indicators.models import Bulletin
from onestop.portal.reports import bulletin as bulletins
from onestop.portal.tests.conftest import keep, lamp
from onestop.portal.tests.conftest import patents as patents  # the fixture

pytestmark = [pytest.mark.usefixtures("patents"), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Setting pages takes seconds."""
    monkeypatch.setattr(bulletins, "pdf", lambda report: b"%PDF-made")


def test_the_schedule_makes_each_month_once() -> None:
    assert command.make_missing()
    assert not command.make_missing()
    assert Bulletin.objects.get().month == date(2024, 6, 1)


def test_the_timetable_waits_and_then_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    monkeypatch.setattr(command, "make_missing", lambda: calls.append(1))
    table = command.Timetable()
    table.make_if_due()
    assert not calls
    monkeypatch.setattr(command, "FIRST_AFTER_SECONDS", -1.0)
    table = command.Timetable()
    table.make_if_due()
    table.make_if_due()
    assert len(calls) == 1


def test_the_command_makes_and_checks() -> None:
    run = CliRunner().invoke
    told = json.loads(run(cli, ["bulletin", "--month", "2021-06", "--json"]).stdout)
    assert (told["month"], told["issue"], told["is_new"]) == ("2021-06", 1, True)
    assert run(cli, ["bulletin", "--month", "2021-06", "--check"]).exit_code == 0
    new = lamp(99)
    keep([replace(new, events=(replace(new.events[0], effective_on=date(2021, 6, 8)),))], "晚到.xlsx")
    checked = run(cli, ["bulletin", "--month", "2021-06", "--check", "--json"])
    assert checked.exit_code == 1
    assert "专利授权量" in checked.stdout
