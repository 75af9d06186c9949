"""What the data page says of completeness: tables, sources, packages that did not come, thin years."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from onestop.core import clock
from onestop.ingest.models import IngestRun, RunState
from onestop.ingest.services import ingest
from onestop.ingest.tests import make
from onestop.portal.pages import data_page
from onestop.portal.pages.completeness import thin_years
from onestop.portal.tests.conftest import RECORDS, keep
from onestop.records.models import Population, SourceFile, Trademark

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
    (kind,) = page.kinds
    assert (kind.code, kind.files, kind.rows, kind.rejected) == ("spreadsheet", 1, 4, 1)
    assert "xlsx" in kind.label


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
