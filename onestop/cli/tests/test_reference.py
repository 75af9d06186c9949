import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pytest_django import Settings

from onestop.cli.main import cli
from onestop.reference.models import IndustryRule

pytestmark = pytest.mark.django_db


def run(*arguments: str | Path) -> Result:
    chinese = {"LC_ALL": "zh_CN.UTF-8"}
    return CliRunner(env=chinese).invoke(cli, ["reference", *map(str, arguments)])


@pytest.fixture
def industries(tmp_path: Path) -> Path:
    path = tmp_path / "industries.tsv"
    path.write_text(
        "sei_code\tsei_name\tinclude\texclude\tkeywords\n1.5\t人工智能\tG06N*\t\t\n", encoding="utf-8"
    )
    return path


@pytest.fixture
def ipc(tmp_path: Path) -> Path:
    path = tmp_path / "ipc.jsonl"
    path.write_text(
        '{"code": "E21D", "title": "竖井 〔2〕", "level": "subclass", "parent": "E21"}\n', encoding="utf-8"
    )
    return path


def test_load_in_json(industries: Path) -> None:
    result = run("load", "industries", industries, "--json")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert (report["table"], report["read"], report["created"], report["unchanged"]) == (
        "industries",
        1,
        1,
        0,
    )
    assert isinstance(report["seconds"], float)
    assert json.loads(run("load", "industries", industries, "--json").stdout)["unchanged"] == 1


def test_load_in_words(ipc: Path) -> None:
    result = run("load", "ipc", ipc)
    assert result.exit_code == 0
    assert "读 1 条，新增 1" in result.stdout
    assert "清理类名 1" in result.stdout


def test_a_broken_file_fails_with_line_and_reason(industries: Path) -> None:
    industries.write_text(
        industries.read_text(encoding="utf-8") + "1.5\t人工智能\tnonsense\t\t\n", encoding="utf-8"
    )
    result = run("load", "industries", industries)
    assert result.exit_code == 1
    assert "第 3 行" in result.stderr
    assert "nonsense" in result.stderr
    as_json = run("load", "industries", industries, "--json")
    assert as_json.exit_code == 1
    assert json.loads(as_json.stdout)["code"] == "reference.broken_lines"
    assert not IndustryRule.objects.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("load",),
        ("load", "ipc"),
        ("load", "ipc", "no such file"),
        ("load", "nice", "x"),
        ("load", "ipc", "."),
    ],
)
def test_wrong_use(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_show_before_and_after(industries: Path) -> None:
    before = run("show")
    assert before.exit_code == 0
    assert before.stdout.count("未装入") == 2
    run("load", "industries", industries)
    shown = json.loads(run("show", "--json").stdout)
    assert [(each["table"], each["entries"]) for each in shown["loaded"]] == [("ipc", 0), ("industries", 1)]
    assert shown["loaded"][1]["source"] == "industries.tsv"
    assert shown["loaded"][1]["loaded_at"].endswith("+08:00")
    assert shown["built_in"]["ipc_classes"] == 140
    assert "industries.tsv" in run("show").stdout


def test_show_without_the_regions(settings: Settings, tmp_path: Path) -> None:
    settings.NODE_MODULES = tmp_path
    result = run("show")
    assert result.exit_code == 1
    assert "make setup" in result.stderr
