import json

import pytest
from click.testing import CliRunner

from onestop.cli.main import cli


@pytest.mark.parametrize(
    ("arguments", "expected", "status"),
    [
        (["ZL 2015 1 0817712 7"], ("application", "2015108177127", "CN201510817712.7", True, ""), 0),
        (
            ["ZL", "2015", "1", "0817712", "7"],
            ("application", "2015108177127", "CN201510817712.7", True, ""),
            0,
        ),
        (["202310123456.7"], ("application", "", "", False, "202310123456.6"), 1),
        (["锚索"], ("unknown", "", "", False, ""), 1),
    ],
)
def test_json(arguments: list[str], expected: tuple[object, ...], status: int) -> None:
    result = CliRunner().invoke(cli, ["number", *arguments, "--json"])
    found = json.loads(result.stdout)
    message = found.pop("message")
    assert list(found) == ["kind", "canonical", "display", "valid", "suggestion"]
    assert tuple(found.values()) == expected
    assert message
    assert result.exit_code == status


def test_text() -> None:
    result = CliRunner().invoke(cli, ["number", "CN105334567A"])
    assert result.exit_code == 0
    assert "CN105334567A" in result.stdout
    assert "true" in result.stdout


def test_wrong_use() -> None:
    assert CliRunner().invoke(cli, ["number"]).exit_code == 2
