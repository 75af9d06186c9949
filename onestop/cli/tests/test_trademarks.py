"""Trademarks on the command line: a search, and the check of a wanted mark."""

import json
from datetime import date

import pytest
from click.testing import CliRunner
from django.db import transaction

from onestop.cli.main import cli
from onestop.records.models import SourceFile
from onestop.records.registers.all import store_registers
from onestop.records.registers.records import TrademarkRecord
from onestop.search.services import catch_up

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _register() -> None:
    file = SourceFile.objects.create(digest="1" * 64, name="商标.csv", size=1)
    marks = [
        TrademarkRecord(str(90000001 + place), 9, mark=mark, applicants=("甲厂",), filed_on=date(2024, 1, 5))
        for place, mark in enumerate(("云岫灯塔", "芸秀灯塔", "望舒"))
    ]
    with transaction.atomic():
        store_registers(list(enumerate(marks, 2)), file)
    catch_up()


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, list(arguments))
    return result.exit_code, result.stdout


def test_trademarks_are_searched() -> None:
    code, text = run("search", "--type", "trademark", "灯塔 类=9", "--limit", "1", "--json")
    found = json.loads(text)
    assert (code, found["total"], len(found["hits"])) == (0, 2, 1)
    assert found["hits"][0]["mark"].endswith("灯塔")
    assert "望舒" in run("search", "--type", "trademark", "商标=望舒")[1]


def test_a_wrong_query_of_trademarks_is_wrong_use() -> None:
    code, text = run("search", "--type", "trademark", "类=46", "--json")
    assert (code, json.loads(text)["code"]) == (2, "search.syntax")


def test_a_wanted_mark_is_checked() -> None:
    code, text = run("mark-check", "云岫灯塔", "--classes", "9", "--json")
    found = json.loads(text)
    assert code == 0
    assert [(each["mark"], each["risk"]) for each in found["candidates"]] == [
        ("云岫灯塔", "high"),
        ("芸秀灯塔", "high"),
    ]
    assert "sound" in found["candidates"][1]["reasons"]
    code, text = run("mark-check", "中国")
    assert "商标法" in text


def test_a_mark_without_words_is_wrong_use() -> None:
    code, text = run("mark-check", "！", "--json")
    assert (code, json.loads(text)["code"]) == (2, "mark_check.no_mark")
