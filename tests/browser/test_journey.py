"""A visitor's way through the portal: search, patent, applicant, overview, export; on a phone and on a desk."""

import csv
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.look import Visitor

pytestmark = pytest.mark.browser
WIDTHS = [390, 1440]


@pytest.fixture(params=WIDTHS)
def visitor(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visitor]:
    visitor = Visitor(browser, address, request.param)
    yield visitor
    visitor.page.context.close()


def test_search_patent_applicant_overview_export(visitor: Visitor, tmp_path: Path) -> None:
    total = search_and_filter(visitor)
    export(visitor, total, tmp_path)
    read_a_patent_and_its_applicant(visitor)
    choose_a_bar_of_the_overview(visitor)


def search_and_filter(visitor: Visitor) -> int:
    """From the front page to a filtered list: the filter's count is the new total, and "back" takes it back."""
    page = visitor.page
    visitor.go("/")
    visitor.look("home")
    page.fill("#q", "一种")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    everything = visitor.total()
    visitor.look("search")
    if not page.is_visible(".facets-body"):
        page.click(".facets > summary")
    choice = page.locator(".facet-list a", has_text="实用新型")
    promised = int(choice.locator(".number").inner_text().replace(",", ""))
    choice.click()
    page.wait_for_url("**kind=utility_model**")
    expect(page.locator(".active-filters")).to_contain_text("实用新型")
    assert visitor.total() == promised < everything
    page.click(".paging a[rel=next]")
    expect(page.locator(".paging [aria-current]")).to_have_text("2")
    expect(page.locator("#total")).to_be_focused()
    visitor.look("search-filtered")
    page.go_back()
    expect(page.locator(".paging [aria-current]")).to_have_text("1")
    page.go_back()
    expect(page.locator(".active-filters")).to_have_count(0)
    expect(page.locator("#total .number")).to_have_text(f"{everything:,}")
    return everything


def export(visitor: Visitor, total: int, folder: Path) -> None:
    """All hits, in three formats, with their Chinese names."""
    files = {}
    for link in visitor.page.locator(".exports a").all():
        with visitor.page.expect_download() as download:
            link.click()
        name = download.value.suggested_filename
        files[name.rpartition(".")[2]] = folder / name
        download.value.save_as(folder / name)
    sheet = openpyxl.load_workbook(files["xlsx"])["专利"]
    assert sheet.max_row == total + 1
    with files["csv"].open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == total
    assert all(row["申请人"] and row["演示数据"] for row in rows)
    assert files["ris"].read_text(encoding="utf-8").count("TY  - PAT") == total


def read_a_patent_and_its_applicant(visitor: Visitor) -> None:
    page = visitor.page
    title = page.locator(".result h3 a").first
    wanted = title.inner_text()
    title.click()
    expect(page.locator("h1")).to_have_text(wanted)
    visitor.look("patent")
    applicant = page.locator(".facts a[href^='/applicants/']").first
    wanted = applicant.inner_text()
    applicant.click()
    expect(page.locator("h1")).to_have_text(wanted)
    expect(page.locator(".chart-canvas svg").first).to_be_visible()
    visitor.look("applicant")


def choose_a_bar_of_the_overview(visitor: Visitor) -> None:
    """With the mouse on the picture and with the keyboard in the table: both lead to just these patents."""
    page = visitor.page
    page.click(".site-nav a[href='/overview']")
    expect(page.locator(".chart-canvas svg")).to_have_count(13)
    visitor.look("overview")
    years = page.locator("#chart-filed_year")
    counts = {
        str(row.locator("th").text_content()): int(row.locator("td").get_attribute("data-value") or 0)
        for row in years.locator("tbody tr").all()
    }
    tallest = years.locator("svg path[fill='#0b5c77']").all()
    max(tallest, key=lambda bar: (bar.bounding_box() or {"height": 0})["height"]).click()
    page.wait_for_url("**/search?filed_year=*")
    year = page.url.rpartition("=")[2]
    assert visitor.total() == counts[year] == max(counts.values())
    page.go_back()
    years.locator("summary").focus()
    page.keyboard.press("Enter")
    years.get_by_role("link", name=year).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?filed_year=*")
    assert visitor.total() == counts[year]


PAGES = {
    "home": "/",
    "search": "/search?q=LED&kind=invention&kind=design",
    "search-empty": "/search?q=没有这样的词",
    "search-error": "/search?q=(LED OR",
    "overview": "/overview?region=440704&day=2023-12-31",
    "pct": "/international-applications",
    "number": "/number?text=ZL201510817712.7",
    "number-wrong": "/number?text=201510817712.1",
    "data": "/about-data",
    "documents": "/documents?q=anchor&office=EP",
    "full-text": "/search?q=FT=锚索",
    "landscape": "/search/landscape?q=LED",
    "mark-pictures": "/trademarks/by-picture",
    "document": "/documents/EP9990001A1?family=extended&levels=2",
    "accessibility": "/accessibility",
    "patent-missing": "/patents/201510817712.1",
    "missing": "/nowhere",
}


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_in_the_dark_and_in_english(browser: Browser, address: str, width: int) -> None:
    visitor = Visitor(browser, address, width, is_dark=True)
    for name, path in PAGES.items():
        visitor.go("/en" + path)
        assert visitor.page.get_attribute("html", "lang") == "en"
        visitor.look(f"{name}-en", whole=False)
    visitor.page.context.close()


def test_language_and_type_size_stay_on_the_page(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/number?text=201510817712")
    page.click(".site-tools a")
    assert page.url == f"{visitor.address}/en/number?text=201510817712"
    page.click(".site-tools a")
    page.click(".site-tools button")
    assert page.url == f"{visitor.address}/number?text=201510817712"
    assert page.get_attribute("html", "data-text") == "large"
    for name in ("home", "search", "overview", "number"):
        visitor.go(PAGES[name])
        visitor.look(f"{name}-large", whole=False)


def test_the_first_stop_of_the_keyboard_skips_the_navigation(visitor: Visitor) -> None:
    visitor.go("/search")
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.locator(".skip")).to_be_focused()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("#main")).to_be_focused()


def test_everything_but_the_pictures_works_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/search?q=LED")
    page.click(".facets > summary")
    page.locator(".facet-list a").first.click()
    expect(page.locator(".active-filters a")).to_have_count(1)
    page.goto(f"{address}/overview")
    page.locator("#chart-kind summary").click()
    page.locator("#chart-kind tbody a").first.click()
    expect(page.locator(".active-filters a")).to_have_count(1)
    context.close()


def test_a_server_that_does_not_answer_is_said(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/search")
    page.context.set_offline(True)
    page.locator(".sorts a").nth(1).click()
    expect(page.locator("#alert")).to_have_text("网络连接失败，请检查网络后重试。")
