"""An officer answers who is meant by a name, merges two holders and parts them again; a visitor reads the page."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from onestop.accounts.factories import make_person
from onestop.accounts.roles import Role
from onestop.records.holders.queries import holder_of
from onestop.records.holders.runs import match
from onestop.records.holders.tests.stories import patent
from onestop.records.models import HolderRelation, Honour, HonourKind, Level, NameKind, RelationKind
from onestop.search.services import catch_up
from tests.browser.look import Visitor
from tests.browser.test_people import sign_in_with_code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LAMP, REFORMED = "江门市明灯照明电器制造有限公司", "江门明灯照明电器制造股份有限公司"
OLD = "江门市江海区红烛电器厂"


@pytest.fixture(params=[(390, False), (1440, False), (1440, True)], ids=["390", "1440", "1440-dark"])
def visitor(
    request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer, settings: Settings
) -> Iterator[Visitor]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    width, is_dark = request.param
    visitor = Visitor(browser, live_server.url, width, is_dark=is_dark)
    yield visitor
    visitor.page.context.close()
    cache.clear()


def _district() -> int:
    for _each in range(3):
        patent(LAMP, region="440704")
    patent(REFORMED, "五邑大学")
    patent(OLD)
    patent(f"{LAMP}中山分公司")
    match()
    catch_up()
    lamp = holder_of(LAMP)
    assert lamp
    assert HolderRelation.objects.get().kind == RelationKind.BRANCH
    lamp.names.create(
        name="江门市明灯厂", name_key="江门市明灯厂", kind=NameKind.FORMER, valid_to=date(2010, 1, 1)
    )
    for kind, since, until in (
        (HonourKind.HIGH_TECH, date(2019, 12, 2), date(2022, 12, 2)),
        (HonourKind.ADVANTAGE, None, None),
    ):
        Honour.objects.create(
            key=kind,
            kind=kind,
            level=Level.NATIONAL,
            holder=lamp,
            name=LAMP,
            valid_from=since,
            valid_to=until,
        )
    return lamp.pk


def test_an_officer_and_a_visitor(visitor: Visitor) -> None:
    number = _district()
    page = visitor.page
    visitor.go(f"/applicants/{LAMP}")
    page.click("main .page-head a:has-text('明灯')")
    expect(page.locator("h1")).to_have_text(LAMP)
    visitor.look("holder")
    expect(page.locator("text=归并（仅工作人员可见）")).to_have_count(0)
    sign_in_with_code(visitor, make_person(Role.OFFICER, display_name="王芳", second_factor=True))
    visitor.go("/officer/holders/review")
    visitor.look("holder-review")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="是同一个").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".note-good")).to_contain_text("已归到权利人")
    expect(page.locator(".empty")).to_be_visible()
    visitor.go(f"/holders/{number}")
    page.click("summary:has-text('把另一个权利人并入')")
    page.fill("[name=other]", OLD)
    page.fill("[name=reason]", "工商变更登记 2010 年第 3 号")
    visitor.look("holder-merging")
    page.get_by_role("button", name="合并", exact=True).click()
    expect(page.locator(".note-good")).to_contain_text(f"“{OLD}”已并入")
    page.click("summary:has-text('撤销合并')")
    visitor.look("holder-merged")
    page.locator("details[open] button").click()
    expect(page.locator(".note-good")).to_contain_text("已撤销合并")
    assert holder_of(OLD) != holder_of(LAMP) == holder_of(REFORMED)
