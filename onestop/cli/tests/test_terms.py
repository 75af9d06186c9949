"""`onestop terms`, and `onestop search` with synonyms."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from onestop.cli.main import cli
from onestop.thesaurus import queries

pytestmark = pytest.mark.django_db


def run(*arguments: str, code: int = 0) -> str:
    queries.forget()
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == code, result.output
    return result.stdout


def test_the_dictionary_goes_out_and_in_again(tmp_path: Path) -> None:
    file = tmp_path / "terms.csv"
    assert json.loads(run("terms", "export", str(file), "--json"))["groups"] == len(queries.shipped())
    assert json.loads(run("terms", "import", str(file), "--json")) == {
        "added": 0,
        "changed": 0,
        "same": len(queries.shipped()),
        "refused": [],
    }
    file.write_text("行业,中文词\nlighting,灯杯;灯碗\nlighting,一个\n", encoding="utf-8")
    assert "新增 1 组" in run("terms", "import", str(file), code=1)
    (group,) = json.loads(run("terms", "find", "灯碗", "--json"))
    assert group["zh"] == ["灯杯", "灯碗"]
    assert "灯杯; 灯碗" in run("terms", "find", "灯杯")
    file.write_bytes(b"")
    run("terms", "import", str(file), code=2)


def test_a_search_with_synonyms_says_which_were_used() -> None:
    found = json.loads(
        run("search", "LED", "--expand", "both", "--without", "发光二极管", "--sort", "recent", "--json")
    )
    assert "light-emitting diode" in found["synonyms"]["LED"]
    assert "发光二极管" not in found["synonyms"]["LED"]
    assert json.loads(run("search", "LED", "--json"))["synonyms"] == {}
    run("search", "LED", "--sort", "newest", code=2)
