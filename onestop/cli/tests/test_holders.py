"""`onestop holders`: what each command answers, and how it refuses."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from onestop.cli.main import cli
from onestop.records.holders.queries import holder_of
from onestop.records.holders.tests.stories import patent
from onestop.records.models import Holder, HolderMerge

LAMP, CANDLE = "江门明灯照明有限公司", "江门红烛电器有限公司"
pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[int, Any]:
    result = CliRunner().invoke(cli, ["holders", *arguments, "--json"])
    return result.exit_code, json.loads(result.stdout)


def test_match_merge_undo() -> None:
    patent(LAMP, CANDLE, "李明")
    assert run("match") == (
        0,
        {"read": 3, "linked": 0, "suggested": 0, "created": 2, "people": 1, "related": 0},
    )
    one, other = Holder.objects.get(name=LAMP), Holder.objects.get(name=CANDLE)
    code, done = run("merge", str(one.pk), str(other.pk), "--reason", "同一企业")
    assert (code, done["survivor"], done["merged"]) == (0, one.pk, other.pk)
    assert holder_of(CANDLE) == one
    assert run("undo", str(done["merge"])) == (
        0,
        {"merge": done["merge"], "survivor": one.pk, "parted": other.pk},
    )
    assert holder_of(CANDLE) == other
    code, refused = run("undo", str(done["merge"]))
    assert (code, refused["code"]) == (1, "holders.undone")


def test_refusals() -> None:
    holder = Holder.objects.create(name=LAMP)
    for arguments, expected in (
        (("undo", "999999"), "holders.no_merge"),
        (("merge", str(holder.pk), "999999", "--reason", "试"), "holders.not_found"),
        (("merge", str(holder.pk), str(holder.pk), "--reason", "试"), "holders.same"),
    ):
        code, refused = run(*arguments)
        assert (code, refused["code"]) == (1, expected)
        assert refused["hint"]
    assert not HolderMerge.objects.exists()


def test_in_words() -> None:
    patent(LAMP)
    result = CliRunner().invoke(cli, ["holders", "match"])
    assert "1 个新建权利人" in result.stdout
    assert CliRunner().invoke(cli, ["holders", "merge", "1", "2"]).exit_code == 2  # no reason
