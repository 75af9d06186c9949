"""Synonyms in a real browser: a visitor without an account, and an officer who looks after the dictionary."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from onestop.accounts.factories import make_person
from onestop.accounts.roles import Role
from onestop.thesaurus.models import TermGroup
from tests.browser.look import Visitor
from tests.browser.test_people import sign_in_with_code

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1440])
def test_a_visitor_looks_at_the_synonyms_first_and_leaves_one_out(
    browser: Browser, address: str, width: int
) -> None:
    visitor = Visitor(browser, address, width)
    page = visitor.page
    visitor.go("/search?q=散热")
    before = visitor.total()
    page.click(".synonyms a:has-text('先看加哪些词')")
    expect(page.locator("h1")).to_have_text("同义词预览")
    visitor.look("synonyms-preview")
    page.click(".synonym-words a.chip:has-text('热耗散')")
    expect(page.locator(".chip-off")).to_have_count(1)
    page.click("a:has-text('按选中的检索')")
    assert visitor.total() >= before
    expect(page.locator(".synonyms")).to_contain_text(f"其中 {before:,} 件不用同义词也能找到")
    page.click(".workbench-bar a:has-text('为什么这样排')")
    expect(page.locator(".why").first).to_contain_text("词的得分")
    page.wait_for_function("!document.querySelector('[class*=htmx-]')")
    page.locator(".synonyms summary").click()
    visitor.look("synonyms-results")
    page.context.close()


@pytest.fixture(params=[390, 1440])
def officer(
    request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer, settings: Settings
) -> Iterator[Visitor]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    visitor = Visitor(browser, live_server.url, request.param)
    sign_in_with_code(visitor, make_person(Role.OFFICER, email="wang@example.gov.cn", second_factor=True))
    yield visitor
    visitor.page.context.close()
    cache.clear()


@pytest.mark.django_db(transaction=True)
def test_an_officer_finds_a_group_and_changes_it(officer: Visitor) -> None:
    page = officer.page
    officer.go("/officer/terms?q=磷酸铁锂")
    officer.look("terms")
    page.click("table a")
    page.fill("#note", "电池企业常用")
    page.click("button[value=save]")
    expect(page.locator("main")).to_contain_text("谁在什么时候改了什么")
    officer.look("term")
    assert TermGroup.objects.get().note == "电池企业常用"
    page.click("button[value=off]")
    expect(page.locator("main")).to_contain_text("已停用")
    officer.go("/officer/terms/new")
    officer.look("term-new")
