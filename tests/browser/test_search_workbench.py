"""Around a search: history, the form, views, comparison and the basket of a browser, at a phone's width and a desk's."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.look import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture(params=[390, 1440])
def visitor(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visitor]:
    visitor = Visitor(browser, address, request.param)
    yield visitor
    visitor.page.context.close()


def test_earlier_queries_are_numbered_and_combined(visitor: Visitor) -> None:
    page = visitor.page
    for text in ("发明", "装置"):
        visitor.go(f"/search?q={text}")
    page.click("#search-history > summary")
    expect(page.locator(".history-list li")).to_have_count(2)
    page.fill("#q", '#1 AND "#2"')
    page.click("[data-do=use][value='2']")
    expect(page.locator("#q")).to_have_value('#1 AND "#2" #2')
    visitor.look("search-history")
    page.fill("#q", "#1 AND (#2)")
    page.press("#q", "Enter")
    page.wait_for_url(re.compile(r"q="))
    expect(page.locator("#q")).to_have_value("(发明) AND ((装置))")
    page.click("#search-history > summary")
    page.click("[data-do=clear]")
    expect(page.locator("#search-history")).to_be_hidden()


def test_a_mistake_shows_its_place_and_a_repair(visitor: Visitor) -> None:
    visitor.go("/search?q=TI=(锚索 OR ) AND 装置")
    visitor.look("search-mistake")
    visitor.go("/search?q=(装置")
    visitor.page.click("text=照此改正并检索")
    assert visitor.total() > 0


def test_the_form_makes_a_query(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/search?q=装置")
    page.click(".search-tools a >> nth=0")
    expect(page.locator(".builder-row")).to_have_count(1)
    page.click("button[value=more]")
    row = page.locator(".builder-row").nth(1)
    row.locator("[name=field]").select_option("filed_on")
    expect(row.locator("[name=op]")).to_have_value("between")
    row.locator("[name=value]").fill("2015")
    row.locator("[name=until]").fill("2030")
    visitor.look("builder")
    page.click(".builder-buttons button[value=search]")
    expect(page.locator("#q")).to_have_value("装置 AND AD=[2015 TO 2030]")
    page.click(".parse > summary")
    expect(page.locator(".outline .outline li")).to_have_count(2)
    visitor.look("search-outline")


def test_views_comparison_and_basket(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/search?q=装置")
    page.click(".workbench-bar >> text=卡片")
    expect(page.locator(".result-cards")).to_be_visible()
    visitor.look("search-cards")
    page.click(".workbench-bar >> text=表格")
    expect(page.locator(".result-table")).to_be_visible()
    visitor.look("search-table")
    page.click("text=按同族合并")
    expect(page.locator("text=个简单同族")).to_be_visible()
    for number in (0, 1):
        page.locator(".choose").nth(number).check()
    page.click("text=并排对比（两三件）")
    visitor.look("compare")
    page.go_back()
    for number in (0, 1):
        page.locator(".choose").nth(number).check()
    page.click("#chosen >> text=放进文献夹")
    expect(page.locator("#local-basket li")).to_have_count(2)
    assert page.url.endswith("/basket")
    page.locator("#local-basket select").first.select_option("4")
    page.locator("#local-basket li input").first.fill("看第 3 项")
    page.locator("#local-basket li input").first.press("Tab")
    page.reload()
    expect(page.locator("#local-basket li input").first).to_have_value("看第 3 项")
    expect(page.locator("#local-basket select").first).to_have_value("4")
    visitor.look("basket")
    page.click("#local-search")
    assert visitor.total() == 2
    assert page.context.cookies() == []
