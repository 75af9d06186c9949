"""`onestop similar` and `onestop classes` as scripts use them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.db import transaction

from onestop.cli.main import cli
from onestop.cli.similar import Refresher
from onestop.matching.services import fit
from onestop.matching.tests.made import FIELDS, made_text
from onestop.records.models import PatentKind, SourceFile
from onestop.records.services import store
from onestop.records.types import PatentRecord, PublicationRecord

pytestmark = pytest.mark.django_db


def record(key: int, symbol: str) -> PatentRecord:
    text = made_text(key, symbol)
    publications = (PublicationRecord(f"CN2{key:08}U", date(2020, 1, 1)),)
    return PatentRecord(
        PatentKind.UTILITY_MODEL, text.title, publications=publications, abstract=text.abstract, ipc=(symbol,)
    )


def run(*arguments: str, given: str = "") -> Result:
    return CliRunner(env={"LC_ALL": "zh_CN.UTF-8"}).invoke(cli, [*arguments], input=given)


def answer(*arguments: str, given: str = "") -> Any:
    result = run(*arguments, "--json", given=given)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def _patents() -> None:
    file = SourceFile.objects.create(digest="a" * 64, name="a.xlsx", size=1)
    records = [record(key, list(FIELDS)[key % 3]) for key in range(60)]
    with transaction.atomic():
        store(list(enumerate(records, 2)), file)


@pytest.mark.usefixtures("_patents")
class TestWithModel:
    @pytest.fixture(autouse=True)
    def _model(self, _patents: None) -> None:
        fit()

    def test_by_number(self) -> None:
        found = answer("similar", "CN200000003U", "--limit", "4")
        assert len(found["hits"]) == 4
        assert "CN200000003" not in {each["number"] for each in found["hits"]}
        first = found["hits"][0]
        assert first["reasons"]["classes"] == [
            {"symbol": "E21D20/02", "title": "E21 土层或岩石的钻进；采矿", "is_own": True}
        ]
        assert first["reasons"]["words"]
        assert found["model"]["documents"] == 60

    def test_by_text(self, tmp_path: Path) -> None:
        path = tmp_path / "text.txt"
        path.write_text("巷道支护用的锚索，带托盘", encoding="utf-8")
        hits = answer("similar", "--text-file", str(path))["hits"]
        assert {int(each["number"][2:]) % 3 for each in hits} == {200000000 % 3}

    def test_from_standard_input_as_lines(self) -> None:
        result = run("similar", "--text-file", "-", given="滴灌用的水泵和过滤器")
        assert result.exit_code == 0
        assert len(result.stdout.splitlines()) == 10
        assert "由 60 件专利得出" in result.stderr

    def test_classes(self) -> None:
        found = answer("classes", "--text-file", "-", given="灯具的散热器和铝基板")
        first = found["subclasses"][0]
        assert (first["symbol"], first["documents"]) == ("F21V", 20)
        assert first["share"] > found["subclasses"][1]["share"]
        assert len(first["examples"]) == 2
        assert found["groups"][0]["symbol"].startswith("F21V29/")
        lines = run("classes", "--text-file", "-", given="灯具的散热器和铝基板").stdout.splitlines()
        assert lines[1].split()[0] == "F21V"

    def test_refresh(self) -> None:
        assert answer("similar", "refresh")["what"] == "unchanged"

    def test_texts_that_cannot_be_compared(self) -> None:
        texts = {"similar.no_text": "  ", "similar.long_text": "a" * 50_001, "similar.no_known_words": "zzzz"}
        for command in ("similar", "classes"):
            for code, given in texts.items():
                result = run(command, "--text-file", "-", "--json", given=given)
                assert (result.exit_code, json.loads(result.stdout)["code"]) == (1, code)

    def test_a_number_that_is_not_here(self) -> None:
        result = run("similar", "2015108177127", "--json")
        assert (result.exit_code, json.loads(result.stdout)["code"]) == (1, "similar.unknown_number")


@pytest.mark.usefixtures("_patents")
def test_fit() -> None:
    done = answer("similar", "fit")
    assert (done["what"], done["documents"]) == ("fitted", 60)
    assert done["bytes"] > 0
    assert run("similar", "fit").stdout.startswith("what:       fitted")


@pytest.mark.usefixtures("_patents")
def test_quiet() -> None:
    """As the worker runs it, beside its own output."""
    assert run("similar", "refresh", "--quiet").output == ""
    assert answer("similar", "refresh")["what"] == "unchanged"


class TestRefresher:
    @pytest.fixture
    def _soon(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("onestop.cli.similar.FIRST_AFTER_SECONDS", 0.0)

    def test_waits_at_first(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("onestop.cli.similar.Child", None)
        refresher = Refresher("similar", "refresh", "--quiet")
        refresher.look_after()
        refresher.end()

    @pytest.mark.usefixtures("_soon")
    def test_one_at_a_time_and_again_after_a_while(self, monkeypatch: pytest.MonkeyPatch) -> None:
        started: list[Pretended] = []

        def start(*arguments: str) -> Pretended:
            started.append(Pretended(arguments))
            return started[-1]

        monkeypatch.setattr("onestop.cli.similar.Child", start)
        refresher = Refresher("similar", "refresh", "--quiet")
        refresher.look_after()
        refresher.look_after()
        assert [each.arguments for each in started] == [("onestop.cli", "similar", "refresh", "--quiet")]
        started[0].runs = False
        refresher.look_after()
        assert len(started) == 1
        monkeypatch.setattr("onestop.cli.similar.REFRESH_EVERY_SECONDS", 0.0)
        again = Refresher("similar", "refresh", "--quiet")
        again.look_after()
        started[1].runs = False
        again.look_after()
        assert len(started) == 3
        again.end()
        assert started[2].ended


class Pretended:
    def __init__(self, arguments: tuple[str, ...]) -> None:
        self.arguments, self.runs, self.ended = arguments, True, False

    def is_running(self) -> bool:
        return self.runs

    def ask_to_stop(self) -> None:
        self.runs = False

    def end(self, until: float) -> None:
        self.ended = True


def test_without_a_model() -> None:
    for command in ("similar", "classes"):
        result = run(command, "--text-file", "-", "--json", given="锚索")
        assert (result.exit_code, json.loads(result.stdout)["code"]) == (1, "similar.no_model")


@pytest.mark.parametrize(
    "arguments",
    [["similar", "--json"], ["similar", "1", "--text-file", "-", "--json"], ["classes", "--json"]],
)
def test_wrong_use(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes("锚索".encode("gbk"))
    result = run("similar", "--text-file", str(path), "--json")
    assert (result.exit_code, json.loads(result.stdout)["code"]) == (2, "similar.not_utf8")
