"""The pages as data: plain values, counts that agree with the records behind them."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from itertools import pairwise
from types import NoneType
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.portal import pages
from onestop.portal.pages import NotFound
from onestop.portal.pages.paging import numbers
from onestop.portal.pages.search import _ordered
from onestop.portal.tests.conftest import ANCHOR, DESIGN, DISTRICT, RECORDS, keep
from onestop.records.fields import PATENT
from onestop.records.models import InternationalApplication
from onestop.records.search import search_patents
from onestop.search.parser import parse

PLAIN = (str, int, float, bool, date, NoneType)


def read(href: str) -> QueryDict:
    return RequestFactory().get(href).GET


def found_behind(href: str) -> int:
    """How many patents the search at this address finds."""
    assert urlsplit(href).path == "/search"
    return search_patents(pages.read_search(read(href))).total


def every_page() -> tuple[pages.Page, ...]:
    return (
        pages.home_page(),
        pages.search_page(pages.read_search(QueryDict("q=灯具&kind=invention"))),
        pages.patent_page("2015108177127"),
        pages.applicant_page("乙大学"),
        pages.overview_page(),
        pages.overview_page(DISTRICT, "2023-12-31"),
        pages.number_page("201510817712.1"),
        pages.number_page("CN105334567B"),
        pages.data_page(),
        pages.international_page(),
    )


def leaves(value: object) -> Iterator[object]:
    if is_dataclass(value):
        for field in fields(value):
            yield from leaves(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from leaves(each)
    else:
        yield value


@pytest.mark.usefixtures("patents", "pct_application")
def test_pages_are_plain_values() -> None:
    """So that they can be JSON: no lazy text, no query set, no list that someone changes."""
    for page in every_page():
        assert {type(leaf) for leaf in leaves(page)} <= set(PLAIN)


@pytest.mark.usefixtures("patents")
def test_every_bar_leads_to_just_its_records() -> None:
    charts = (
        *pages.overview_page().charts,
        *pages.overview_page(DISTRICT).charts,
        *pages.applicant_page("乙大学").charts,
    )
    rows = [row for chart in charts for row in chart.rows if row.value]
    assert len(rows) > 40
    assert [(row.label, row.value) for row in rows] == [(row.label, found_behind(row.href)) for row in rows]


@pytest.mark.usefixtures("patents", "pct_application")
def test_every_key_figure_leads_to_its_evidence() -> None:
    figures = {each.code: each for each in pages.overview_page(DISTRICT, "2021-12-31").figures}
    for code in ("patents_granted", "valid_inventions"):
        assert figures[code].value
        assert urlsplit(figures[code].href).path == f"/indicators/{code}"
    newest = {each.code: each for each in pages.overview_page(DISTRICT, "2023-12-31").figures}
    assert newest["pct_applications"].value == 1


@pytest.mark.usefixtures("patents")
def test_a_figure_that_cannot_be_told_says_what_is_missing() -> None:
    figures = {each.code: each for each in pages.overview_page("", "2024-12-31").figures}
    assert figures["valid_inventions"].value is None
    assert figures["valid_inventions"].missing


@pytest.mark.usefixtures("patents")
def test_years_without_patents_are_shown() -> None:
    years = next(chart for chart in pages.overview_page().charts if chart.code == "filed_year")
    assert [row.label for row in years.rows] == [str(year) for year in range(2015, 2022)]
    assert [(row.label, row.value, row.href) for row in years.rows][1] == ("2016", 0, "")
    assert "1" in years.note  # the one without a filing date is not passed over in silence


def search(query: str) -> pages.SearchPage:
    return pages.search_page(pages.read_search(QueryDict(query)))


@pytest.mark.usefixtures("patents")
def test_every_hit_is_on_some_page() -> None:
    first = search("size=7")
    numbers_seen = [
        line.number
        for page in range(1, first.paging.pages + 1)
        for line in search(f"size=7&page={page}").lines
    ]
    assert len(numbers_seen) == len(set(numbers_seen)) == first.total == len(RECORDS)


@pytest.mark.usefixtures("patents")
def test_a_page_beyond_the_last_is_the_last() -> None:
    assert search("page=99").paging.page == 3
    assert search("page=-1").paging.page == search("page=x").paging.page == 1


@pytest.mark.usefixtures("patents")
def test_each_facet_value_leads_to_as_many_hits_as_it_promises() -> None:
    for group in search("q=灯").facets:
        for option in group.options:
            assert found_behind(option.href) == option.count, (group.field, option.value)


@pytest.mark.usefixtures("patents")
def test_values_of_a_chosen_facet_are_alternatives() -> None:
    """Beside a chosen kind the others stay visible with what they would add, and choosing it again removes it."""
    kinds = next(group for group in search("kind=design").facets if group.field == "kind")
    assert {option.value: option.count for option in kinds.options} == {
        "invention": 23,
        "utility_model": 21,
        "design": 1,
    }
    by_value = {option.value: option for option in kinds.options}
    assert by_value["design"].is_selected
    assert found_behind(by_value["design"].href) == len(RECORDS)
    assert found_behind(by_value["invention"].href) == 24


@pytest.mark.usefixtures("patents")
def test_chosen_filters_can_be_taken_back_one_by_one() -> None:
    page = search("q=灯具&kind=invention&filed_year=2020&applicant=照明1厂")
    assert [(each.field, each.value) for each in page.active] == [
        ("kind", "invention"),
        ("filed_year", "2020"),
        ("applicant", "照明1厂"),
    ]
    assert read(page.active[1].remove_href).getlist("filed_year") == []
    assert read(page.active[1].remove_href)["kind"] == "invention"
    assert set(read(page.clear_href)) == {"q"}


@pytest.mark.usefixtures("patents")
def test_the_address_says_everything_about_a_search() -> None:
    wanted = pages.read_search(QueryDict("q=灯具&kind=invention&sort=filed_asc&page=2&size=5"))
    page = pages.search_page(wanted)
    again = pages.read_search(read(page.paging.links[0].href))
    assert (again.text, again.filters, again.sort, again.page_size) == (
        wanted.text,
        wanted.filters,
        wanted.sort,
        wanted.page_size,
    )


@pytest.mark.usefixtures("patents")
def test_a_wrong_check_digit_is_answered_with_a_suggestion() -> None:
    page = search("q=201510817712.1")
    assert page.suggestion
    assert "201510817712.7" in page.suggestion.text
    assert found_behind(page.suggestion.href) == 1


@pytest.mark.usefixtures("patents")
def test_the_anchor_is_found() -> None:
    for query in ("锚索", "錨索", "申请人=甲矿业 AND IPC=E21D", "CN201510817712.7", "201510817712"):
        assert "2015108177127" in [line.number for line in search(f"q={query}").lines], query


def test_every_example_of_the_help_can_be_searched(db: None) -> None:
    page = pages.failed_search_page(pages.read_search(QueryDict("")), UserError("x", "x"))
    codes = [field.codes for field in PATENT.fields] + [group.codes for group in PATENT.groups]
    assert [each.codes for each in page.fields] == codes
    for field in page.fields:
        assert field.example.label.startswith(tuple(field.codes))
        parse(field.example.label, PATENT)


@given(st.integers(1, 5000), st.integers(1, 5000))
def test_page_numbers_reach_both_ends_without_a_hole_of_one(page: int, pages_: int) -> None:
    page = min(page, pages_)
    row = numbers(page, pages_)
    assert {1, page, pages_} <= set(row)
    shown = [number for number in row if number]
    assert shown == sorted(set(shown))
    for left, right in pairwise(row):
        assert right == left + 1 or 0 in (left, right)
    for gap in (index for index, number in enumerate(row) if number == 0):
        assert row[gap + 1] - row[gap - 1] > 2


@pytest.mark.usefixtures("patents")
def test_the_page_of_a_patent() -> None:
    page = pages.patent_page("2015108177127")
    assert (page.application_number, page.patent_number) == ("CN201510817712.7", "ZL201510817712.7")
    assert [(group.role, [each.label for each in group.names]) for group in page.parties] == [
        ("applicant", list(ANCHOR.applicants)),
        ("patentee", list(ANCHOR.patentees)),
        ("inventor", list(ANCHOR.inventors)),
        ("agency", list(ANCHOR.agencies)),
    ]
    assert [(each.symbol, each.is_main) for each in page.classes] == [
        ("E21D20/02", True),
        ("E21D21/00", False),
    ]
    assert all(found_behind(each.href) for each in page.classes)
    assert [(each.on.isoformat(), each.code) for each in page.timeline] == [
        ("2015-11-23", "filing"),
        ("2016-02-17", "publication"),
        ("2018-01-02", "grant"),
        ("2035-11-23", "term_end"),
    ]
    assert [each.is_future for each in page.timeline] == [False, False, False, True]
    assert (page.status.code, page.status.as_of) == ("in_force", date(2024, 6, 30))
    assert [(each.file, each.row) for each in page.sources] == [("专利信息.xlsx", 2)]
    assert page.region
    assert page.region.label == "广东省江门市江海区"


@pytest.mark.usefixtures("patents")
def test_an_applicant_with_a_slash_in_its_name() -> None:
    page = pages.applicant_page("甲矿业/江海有限公司")
    assert page.total == 1
    assert [(each.label, each.value, found_behind(each.href)) for each in page.partners] == [("乙大学", 1, 1)]


def test_what_is_not_there_is_not_found(db: None) -> None:
    for ask in (
        lambda: pages.patent_page("2015108177127"),
        lambda: pages.applicant_page("乙大学"),
        lambda: pages.overview_page("999999"),
    ):
        with pytest.raises(NotFound) as caught:
            ask()
        assert caught.value.message
        assert caught.value.hint


@pytest.mark.usefixtures("patents")
def test_numbers() -> None:
    expected = {
        "ZL 2015 1 0817712 7": ("application", True, "CN201510817712.7", "7"),
        "201510817712.1": ("application", False, "", ""),
        "CN105334567B": ("publication", True, "CN105334567B", ""),
        "PCT/CN2017/076240": ("pct", True, "PCT/CN2017/076240", ""),
        "锚索": ("", False, "", ""),
        "": ("", False, "", ""),
    }
    for text, answer in expected.items():
        page = pages.number_page(text)
        assert (page.kind, page.is_valid, page.display, page.check_digit) == answer
        assert bool(page.patent) == (page.is_valid and page.kind in ("application", "publication"))
        assert bool(page.explanation) == bool(text)


@pytest.mark.usefixtures("patents")
def test_the_data_page_counts_what_is_missing() -> None:
    page = pages.data_page()
    assert {hole.code: hole.count for hole in page.holes} == {
        "application_number": 1,
        "filed_on": 1,
        "abstract": 2,
        "region": 1,
        "legal_data": 2,
    }
    assert [(each.file, each.records) for each in page.sources] == [("专利信息.xlsx", len(RECORDS))]


def test_pct_applications_have_pages_too(db: None) -> None:
    InternationalApplication.objects.bulk_create(
        InternationalApplication(
            key=f"PCT/CN2023/{serial:06}",
            number=f"PCT/CN2023/{serial:06}",
            title="灯",
            applicant="照明1厂",
            filed_on=date(2023, 1, 2),
            region=DISTRICT,
        )
        for serial in range(1, 121)
    )
    seen: set[str] = set()
    for page in (1, 2, 3):
        found = pages.international_page(DISTRICT, "2023-01-01", "2023-12-31", page)
        seen |= {line.number for line in found.lines}
    assert (len(seen), found.total, found.paging.pages) == (120, 120, 3)


@pytest.mark.usefixtures("patents")
def test_addresses_keep_the_language() -> None:
    with override("en"):
        page: Any = pages.patent_page("2015108177127")
    assert page.href.startswith("/en/")
    assert all(each.href.startswith("/en/search?") for each in page.classes)


def test_the_notice_says_how_much_is_invented(db: None) -> None:
    assert pages.home_page().notice == ""
    keep(RECORDS[:2], is_demonstration=True)
    everything = pages.home_page().notice
    keep(RECORDS[2:])
    assert everything
    assert pages.home_page().notice not in ("", everything)


@pytest.mark.usefixtures("patents")
def test_patents_of_unknown_status_make_no_count_of_those_in_force() -> None:
    told = {each.code: each for each in pages.applicant_page("照明1厂").figures}
    assert told["in_force"].value == found_behind(told["in_force"].href)
    untold = {each.code: each for each in pages.applicant_page("乙大学").figures}
    assert (untold["in_force"].value, untold["in_force"].href) == (None, "")
    assert "1" in untold["in_force"].missing


def test_without_indicators_the_front_page_counts_what_there_is(db: None) -> None:
    keep([DESIGN])
    assert [(each.code, each.value) for each in pages.home_page().figures] == [
        ("patents", 1),
        ("invention", 0),
        ("utility_model", 0),
        ("design", 1),
    ]


def test_years_in_which_rights_end_begin_with_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 23))
    years = ["2024", "2045", "2026", "2025", "2027"]
    assert list(_ordered("ends_year", years)) == ["2026", "2027", "2045", "2025", "2024"]
    assert list(_ordered("filed_year", years)) == ["2045", "2027", "2026", "2025", "2024"]
    assert list(_ordered("kind", years)) == years
