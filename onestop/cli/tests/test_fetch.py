"""`onestop fetch-ops` against a server that plays OPS."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from pytest_django import Settings

from onestop.cli.main import cli
from onestop.ingest.tests.ops_server import BIBLIO, CLAIMS, FAMILY, Answer, Player, playing

pytestmark = pytest.mark.django_db

NUMBER = "EP9900021A1"


@pytest.fixture
def ops(settings: Settings, tmp_path: Path) -> Iterator[Player]:
    bodies = {"biblio": BIBLIO, "family": FAMILY, "claims": CLAIMS}
    with playing(Player(answers={name: Answer(body=body) for name, body in bodies.items()})) as player:
        settings.OPS_URL, settings.FETCHED_DIR = player.url, tmp_path / "fetched"
        settings.OPS_KEY, settings.OPS_SECRET = "key", "secret"
        yield player


def test_what_was_fetched_is_told(ops: Player) -> None:
    del ops.answers["claims"]
    done = CliRunner().invoke(cli, ["fetch-ops", NUMBER])
    assert done.exit_code == 0
    assert f"{NUMBER} biblio：新增 1" in done.stdout
    assert f"{NUMBER}：OPS 没有 claims" in done.stdout


def test_the_command_ends_as_the_others_do(ops: Player, settings: Settings) -> None:
    done = CliRunner().invoke(cli, ["fetch-ops", NUMBER, "--json"])
    told = json.loads(done.stdout)["numbers"][0]
    assert (done.exit_code, told["number"], told["parts"][0]["created"]) == (0, NUMBER, 1)
    del ops.answers["biblio"], ops.answers["family"], ops.answers["claims"]
    failed = CliRunner().invoke(cli, ["fetch-ops", NUMBER, "--json"])
    assert (failed.exit_code, json.loads(failed.stdout)["numbers"][0]["code"]) == (1, "ops.unknown_number")
    assert CliRunner().invoke(cli, ["fetch-ops", "lamp"]).exit_code == 2
    settings.OPS_KEY = ""
    refused = CliRunner().invoke(cli, ["fetch-ops", NUMBER, "--json"])
    assert (refused.exit_code, json.loads(refused.stdout)["code"]) == (1, "ops.no_credentials")
