from pathlib import Path

import pytest
from click.testing import CliRunner

from onestop.cli.main import cli
from onestop.ingest import sources
from onestop.ingest.sources.spreadsheet.sets import column_set
from onestop.ingest.template import list_names


@pytest.mark.parametrize("name", list_names())
def test_a_template_is_recognised_when_it_comes_back(name: str, tmp_path: Path) -> None:
    path = tmp_path / "anything.xlsx"
    result = CliRunner().invoke(cli, ["template", name, "--output", str(path)])
    assert result.exit_code == 0, result.output
    table = sources.open_table(path, {})
    own = column_set(name)
    assert (table.subject, dict(table.says)) == (own.subject, own.says or {})
    assert len(table.columns) == len(table.names)


def test_it_goes_to_standard_output() -> None:
    result = CliRunner().invoke(cli, ["template", "honour"])
    assert result.exit_code == 0
    assert result.stdout_bytes.startswith(b"PK")


def test_an_unknown_list_is_answered_with_those_there_are() -> None:
    result = CliRunner().invoke(cli, ["template", "nothing"])
    assert result.exit_code == 2
    assert "honour" in result.stderr
