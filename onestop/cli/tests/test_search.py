"""`onestop search` as scripts use it."""

import json
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.db import transaction

from onestop.cli.main import cli
from onestop.records.models import PatentKind, SourceFile
from onestop.records.services import store
from onestop.records.types import PatentRecord, PublicationRecord
from onestop.search.services import catch_up

pytestmark = pytest.mark.django_db

ANCHOR = PatentRecord(
    PatentKind.INVENTION, "恒阻延长锚索", "2015108177127", filed_on=date(2015, 11, 23), ipc=("E21D20/02",)
)


def record(number: int) -> PatentRecord:
    """Known by its publication alone."""
    publication = PublicationRecord(f"CN2{number:08}U", date(2020, 1, 1))
    return PatentRecord(PatentKind.UTILITY_MODEL, f"台灯{number}", publications=(publication,))


@pytest.fixture(autouse=True)
def _patents() -> None:
    file = SourceFile.objects.create(digest="a" * 64, name="a.xlsx", size=1)
    with transaction.atomic():
        store(list(enumerate([ANCHOR, *map(record, range(205))], 2)), file)
    catch_up()


def run(*arguments: str) -> Result:
    return CliRunner(env={"LC_ALL": "zh_CN.UTF-8"}).invoke(cli, ["search", *arguments])


def answer(*arguments: str) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_json() -> None:
    found = answer('TI,AB="锚索" AND AD=[2010 TO 2015]')
    assert found.pop("took_ms") > 0
    assert found["hits"][0].pop("score") > 0
    assert found == {
        "total": 1,
        "query": '(TI,AB="锚索" AND AD=[20100101 TO 20151231])',
        "suggestion": "",
        "synonyms": {},
        "hits": [{"application_number": "2015108177127", "publication_numbers": [], "title": "恒阻延长锚索"}],
    }


def test_earlier_queries_are_given_by_number() -> None:
    assert answer("#1 NOT #2", "--set", "1=台灯", "--set", "2=TI=锚索", "--limit", "0")["total"] == 205
    assert answer("#1 AND TYPE=发明", "--set", "1=TI=锚索")["total"] == 1
    wrong = run("#1 AND 灯", "--set", "1")
    assert wrong.exit_code == 2
    assert "不是带编号的检索式" in wrong.output


def test_patent_known_by_its_publication_alone() -> None:
    (hit,) = answer("CN200000007U")["hits"]
    assert (hit["application_number"], hit["publication_numbers"]) == ("", ["CN200000007U"])


@pytest.mark.parametrize(("limit", "count"), [(0, 0), (1, 1), (10, 10), (100, 100), (150, 150), (1000, 205)])
def test_limit(limit: int, count: int) -> None:
    found = answer("台灯", "--limit", str(limit))
    assert found["total"] == 205
    assert len({hit["publication_numbers"][0] for hit in found["hits"]}) == len(found["hits"]) == count


def test_for_people() -> None:
    result = run("锚索")
    assert result.stdout == "2015108177127   恒阻延长锚索\n"
    assert "共 1 条" in result.stderr


def test_wrong_check_digit_is_answered_with_a_suggestion() -> None:
    assert answer("201510817712.5")["suggestion"] == "201510817712.7"
    assert "201510817712.7" in run("201510817712.5").stderr


def test_query_that_cannot_be_understood_is_wrong_use() -> None:
    shown = run("(锚索")
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert "第 1 列" in shown.stderr
    assert "(锚索)" in shown.stderr
    as_json = run("(锚索", "--json")
    assert as_json.exit_code == 2
    assert json.loads(as_json.stdout)["code"] == "search.syntax"
