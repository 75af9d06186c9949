"""How every command ends: status, language, and the one shape of an error."""

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from django.db import OperationalError
from django.utils import translation

from onestop.cli.group import Commands
from onestop.cli.main import cli
from onestop.core.errors import UserError

MESSAGE, HINT = "没有这个文件", "请检查路径"


@click.group(cls=Commands)
def group() -> None:
    pass


@group.command()
@click.option("--json", is_flag=True)
def fail(json: bool) -> None:
    raise UserError("test.no_file", MESSAGE, HINT)


@group.command()
def interrupt() -> None:
    raise KeyboardInterrupt


@group.command()
def unprepared() -> None:
    raise OperationalError("no such table: records_patent")


@group.command()
def language() -> None:
    click.echo(translation.get_language())


def run(*arguments: str, command: click.Command = group) -> Result:
    return CliRunner().invoke(command, arguments)


def test_error_is_shown_with_what_to_do() -> None:
    result = run("fail")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"{MESSAGE}\n{HINT}\n")


def test_error_as_json() -> None:
    result = run("fail", "--json")
    assert (result.exit_code, result.stderr) == (1, "")
    assert json.loads(result.stdout) == {"code": "test.no_file", "message": MESSAGE, "hint": HINT}


def test_interrupt_is_quiet() -> None:
    result = run("interrupt")
    assert (result.exit_code, result.output) == (130, "")


def test_unprepared_database_says_what_to_do() -> None:
    result = run("unprepared")
    assert result.exit_code == 1
    assert "records_patent" in result.stderr
    assert "onestop doctor" in result.stderr


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "zh-hans"),
        ({"LANG": "C.UTF-8"}, "zh-hans"),
        ({}, "zh-hans"),
    ],
)
def test_language_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert run("language").stdout.strip() == expected


def test_wrong_use_and_version() -> None:
    assert run("nonsense", command=cli).exit_code == 2
    assert run("search", command=cli).exit_code == 2
    assert run("search", "x", "--limit", "many", command=cli).exit_code == 2
    version = run("--version", command=cli)
    assert version.exit_code == 0
    assert version.stdout.split()[-1][0].isdigit()


def test_every_command_speaks_json() -> None:
    passed_on = {"manage"}  # to Django, which has its own options
    without = {
        name
        for name, command in cli.commands.items()
        if not isinstance(command, click.Group) and not any("--json" in each.opts for each in command.params)
    }
    assert without - passed_on <= {"rejected", "template"}  # write CSV, xlsx


def _onestop(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "onestop.cli", *arguments],
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_unusable_data_folder_is_an_error_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    folder = str(tmp_path / "file" / "data")
    shown = _onestop("doctor", ONESTOP_DATA=folder)
    assert (shown.returncode, shown.stdout) == (1, "")
    assert folder in shown.stderr
    assert "Traceback" not in shown.stderr
    as_json = _onestop("doctor", "--json", ONESTOP_DATA=folder)
    assert json.loads(as_json.stdout)["code"] == "settings.data_folder"


def test_reader_that_leaves_early_is_no_error_to_speak_of(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.Popen(
        [sys.executable, "-m", "onestop.cli", "number", "2015108177127"],
        stdout=writer,
        stderr=subprocess.PIPE,
        env=os.environ | {"ONESTOP_DATA": str(tmp_path)},
    )
    os.close(writer)
    _out, errors = process.communicate()
    assert errors == b""
