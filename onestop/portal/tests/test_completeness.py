"""What the data page says of completeness: tables, sources, packages that did not come, thin years."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from onestop.core import clock
from onestop.ingest import completeness
from onestop.ingest.models import IngestRun, RunState
from onestop.ingest.services import Options, ingest
from onestop.ingest.sources import SOURCES
from onestop.ingest.tests import make
from onestop.portal.pages import data_page
from onestop.portal.pages.completeness import thin_years
from onestop.portal.tests.conftest import RECORDS, keep
from onestop.records.models import Patent, Population, SourceFile, Trademark

TODAY = date(2026, 9, 30)


def years(counts: dict[int, int]) -> list[int]:
    return [each.year for each in thin_years(counts, TODAY)]


def test_a_year_that_is_nearly_empty_is_named() -> None:
    counts = dict.fromkeys(range(2010, 2027), 100)
    assert years(counts) == []
    assert years(counts | {2015: 24}) == [2015]
    assert years(counts | {2015: 25}) == []
    del counts[2018]
    assert [(each.year, each.count, each.expected) for each in thin_years(counts, TODAY)] == [(2018, 0, 100)]


def test_years_still_being_published_and_small_numbers_are_not_named() -> None:
    assert years(dict.fromkeys(range(2010, 2025), 100) | {2025: 3, 2026: 1}) == []
    assert years({2010: 10, 2011: 0, 2012: 12, 2013: 9}) == []
    assert years({}) == []


@given(st.dictionaries(st.integers(1985, 2026), st.integers(0, 500)))
def test_what_is_named_is_thin(counts: dict[int, int]) -> None:
    for each in thin_years(counts, TODAY):
        assert each.count == counts.get(each.year, 0)
        assert each.count < each.expected
        assert min(counts) < each.year <= 2024


@pytest.mark.django_db
def test_tables_and_sources_are_counted(tmp_path: Path) -> None:
    keep(RECORDS)
    Trademark.objects.create(key="CN:1:9", number="1", nice_class=9, registered_on=date(2025, 1, 7))
    Population.objects.create(key="440704:2024", region="440704", year=2024, persons=300_000)
    ingest(make.csv_file(tmp_path, [*make.rows(3), ("无号", "", "甲", "", "", "")]))
    page = data_page()
    held = {each.code: (each.count, each.newest) for each in page.held}
    assert held["patent"][0] == len(RECORDS) + 3
    assert held["trademark"] == (1, date(2025, 1, 7))
    assert held["population"] == (1, None)
    assert set(held) == {"patent", "trademark", "population"}
    kind = page.kinds[0]
    assert (kind.code, kind.files, kind.rows, kind.rejected) == ("spreadsheet", 1, 4, 1)
    assert "xlsx" in kind.looks_like


@pytest.mark.django_db
def test_missing_weeks_are_said_in_public(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    for digest, day in (("a", "0902"), ("b", "0916"), ("c", "0923")):
        file = SourceFile.objects.create(digest=digest * 64, name=day, size=1)
        IngestRun.objects.create(file=file, file_name=f"CN-PA-2026{day}.zip", state=RunState.DONE)
    (note,) = data_page().supplies
    assert (note.newest, note.missing) == ("2026 年第 39 周", ("2026 年第 37 周",))
    page = Client().get("/about-data").text
    assert "缺 1 期（2026 年第 37 周）" in page
    assert "最新一期：2026 年第 39 周" in page


SAMPLES = Path(__file__).parents[2] / "ingest" / "sources"


@pytest.mark.django_db
def test_every_kind_of_source_says_what_it_brought_and_what_it_lacks(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    ingest(SAMPLES / "trademark_register/samples/made_register.jsonl")
    ingest(SAMPLES / "epo_docdb/samples/made_docdb_weekly.xml")
    for first, day in enumerate(("0902", "0916", "0923"), 1):
        table = make.csv_bytes([make.HEADER, *make.rows(3, first)])
        ingest(make.package(tmp_path / f"CN-PA-2026{day}.zip", {"a.csv": table}))
    IngestRun.objects.create(file_name="坏.xlsx", state=RunState.FAILED)
    page = data_page()
    kinds = {kind.code: kind for kind in page.kinds}
    marks = kinds["trademark_register"]
    assert [(each.code, each.count) for each in marks.brought] == [("trademark", 3)]
    assert {each.code for each in marks.brought[0].days} >= {"registered_on"}
    assert marks.holes[0].startswith("4 行有问题，没有导入（商标 2")
    assert any("条里，缺的有" in hole for hole in marks.holes)
    assert [each.code for each in kinds["epo_docdb"].brought] == ["document"]
    assert kinds["package"].holes[0].endswith("缺 1 期（2026 年第 37 周）。")
    assert "表格" in kinds["package"].looks_like
    files = {each.file: each for each in page.sources}
    assert [each.code for each in files["made_docdb_weekly.xml"].brought] == ["document"]
    assert [each.code for each in files["made_register.jsonl"].brought] == ["trademark"]
    assert page.unusable_files == 1
    for language, words in (("", "没有导入（商标 2"), ("/en", "were not imported (trademark 2")):
        assert words in Client().get(f"{language}/about-data").text


@pytest.mark.django_db
def test_the_same_file_twice_counts_once(tmp_path: Path) -> None:
    path = make.csv_file(tmp_path, [*make.rows(3), ("无号", "", "甲", "", "", "")])
    for mapping in ({}, {"title": "专利名称"}):
        ingest(path, Options(mapping))
    (kind,) = data_page().kinds
    assert (kind.files, kind.rows, kind.rejected) == (1, 4, 1)


@pytest.mark.django_db
def test_pages_show_what_was_kept(tmp_path: Path) -> None:
    ingest(make.csv_file(tmp_path, make.rows(3)))
    completeness.keep_standings()
    kept = completeness.standings()
    ingest(make.csv_file(tmp_path, make.rows(9)[3:], "more.csv"))
    assert completeness.standings() == kept != completeness.count()
    page = data_page()
    assert page.kinds[0].brought[0].count == 3
    assert page.kinds_on == clock.today()
    completeness.keep_standings()
    assert completeness.standings() == completeness.count()


@pytest.mark.django_db
def test_the_legal_status_reaches_a_day_in_each_region() -> None:
    days = {"440704": date(2024, 1, 1), "440703": date(2023, 6, 30), "110105": None}
    for number, (region, day) in enumerate(days.items()):
        Patent.objects.create(kind="invention", title=f"甲{number}", region=region, legal_data_to=day)
    jiangmen, beijing = data_page().legal_reach
    assert (jiangmen.region, jiangmen.patents, jiangmen.known) == ("440700", 2, 2)
    assert (jiangmen.earliest, jiangmen.latest) == (date(2023, 6, 30), date(2024, 1, 1))
    assert (beijing.known, beijing.earliest, beijing.latest) == (0, None, None)
    assert "2023-06-30 至 2024-01-01" in Client().get("/about-data").text


def test_every_source_table_and_day_has_words() -> None:
    words = completeness.wording()
    assert words["kinds"].keys() == {each.name for each in SOURCES} | {"package", "demonstration", "other"}
    assert words["tables"].keys() == completeness.tables().keys()
    named = {day for table in words["tables"].values() for day in table.get("days", ())}
    assert named == words["days"].keys()
    lacking = [each for table in words["tables"].values() for each in table.get("lacking", ())]
    for entry in (*words["kinds"].values(), *words["days"].values(), *words["reasons"].values(), *lacking):
        assert entry["zh"]
        assert entry["en"].isascii()
