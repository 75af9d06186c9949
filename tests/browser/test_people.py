"""People who sign in, in a real browser: an officer's first steps, an administrator's morning, a lock-out."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from playwright.sync_api import Browser, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from onestop.accounts.factories import PASSWORD, make_person
from onestop.accounts.models import User
from onestop.accounts.roles import Role
from onestop.accounts.tests.conftest import code, code_of
from tests.browser.look import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[390, 1440])
def visitor(
    request: pytest.FixtureRequest,
    browser: Browser,
    live_server: LiveServer,
    settings: Settings,
) -> Iterator[Visitor]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    visitor = Visitor(browser, live_server.url, request.param)
    yield visitor
    visitor.page.context.close()
    cache.clear()


def sign_in(visitor: Visitor, login: str, password: str = PASSWORD) -> None:
    visitor.page.fill("[name=login]", login)
    visitor.page.fill("[name=password]", password)
    visitor.page.click("main button")


def sign_in_with_code(visitor: Visitor, person: User) -> None:
    visitor.go("/account/sign-in")
    sign_in(visitor, person.email)
    visitor.page.fill("[name=code]", code_of(person))
    visitor.page.click("main button")
    expect(visitor.page.locator("h1")).to_have_text("我的账号")


def test_an_officers_first_steps(visitor: Visitor) -> None:
    make_person(
        Role.OFFICER,
        display_name="王芳",
        email="wang@example.gov.cn",
        organisation="江海区市场监督管理局知识产权科",
        must_change_password=True,
    )
    page = visitor.page
    visitor.go("/number")
    page.click(".site-tools a:has-text('登录')")
    visitor.look("sign-in")
    sign_in(visitor, "wang@example.gov.cn", "wrong")
    expect(page.locator(".note-bad")).to_contain_text("登录名或密码不正确")
    expect(page.locator(".site-nav")).to_be_visible()
    visitor.look("sign-in-wrong")
    sign_in(visitor, "wang@example.gov.cn")
    visitor.look("password-first")
    page.fill("[name=oldpassword]", PASSWORD)
    page.fill("[name=password1]", "12345")
    page.fill("[name=password2]", "123456")
    page.click("main button")
    visitor.look("password-wrong")
    page.fill("[name=oldpassword]", PASSWORD)
    page.fill("[name=password1]", "Slow-Otter-58-x")
    page.fill("[name=password2]", "Slow-Otter-58-x")
    page.click("main button")
    expect(page.locator("h1")).to_have_text("设置第二因素")
    visitor.look("second-factor-set-up")
    page.fill("[name=code]", code(page.inner_text("code.secret")))
    page.click("main button")
    expect(page.locator("h1")).to_have_text("恢复码")
    assert page.locator(".codes li").count() == 10
    visitor.look("recovery-codes")
    visitor.go("/account")
    visitor.look("account")
    page.click(".menu summary")
    visitor.look("account-menu")
    page.click(".menu button")
    expect(page.locator(".site-tools a:has-text('登录')")).to_be_visible()


def test_the_second_step(visitor: Visitor) -> None:
    officer = make_person(Role.OFFICER, second_factor=True)
    visitor.go("/account/sign-in")
    sign_in(visitor, officer.email)
    visitor.page.fill("[name=code]", "000000")
    visitor.page.click("main button")
    visitor.look("second-step-wrong")
    visitor.page.fill("[name=code]", code_of(officer))
    visitor.page.click("main button")
    visitor.go("/account/second-factor/remove")
    visitor.look("second-factor-replace")
    visitor.go("/account/recovery-codes/new")
    visitor.look("recovery-codes-new")
    visitor.go("/account/sign-out")
    visitor.look("sign-out")
    visitor.go("/people")
    visitor.look("refused")


def test_an_administrators_morning(visitor: Visitor) -> None:
    administrator = make_person(Role.ADMINISTRATOR, second_factor=True, display_name="陈静")
    make_person(
        Role.OFFICER, display_name="欧阳修远", organisation="江海区市场监督管理局知识产权保护与促进科" * 2
    )
    make_person(display_name="停用的人", is_active=False)
    page = visitor.page
    sign_in_with_code(visitor, administrator)
    visitor.go("/audit-log")
    visitor.look("audit-log-empty")
    visitor.go("/people?q=没有这个人")
    visitor.look("people-none")
    visitor.go("/people")
    visitor.look("people")
    page.click("main a.button")
    visitor.look("person-new")
    page.fill("[name=display_name]", "李明")
    page.fill("[name=email]", "li@example.com")
    page.fill("[name=username]", "a b@")
    page.click("main .button >> nth=0")
    visitor.look("person-new-wrong")
    page.fill("[name=username]", "")
    page.click("main .button >> nth=0")
    expect(page.locator("h1")).to_have_text("一次性密码")
    assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}", page.inner_text("code.secret"))
    visitor.look("one-time-password")
    page.click("main .button >> nth=0")
    page.select_option("[name=role]", "officer")
    page.click("main button:has-text('保存')")
    expect(page.locator(".messages")).to_contain_text("已保存")
    page.click("summary:has-text('停用账号')")
    visitor.look("person")
    page.click("button:has-text('停用账号')")
    expect(page.locator(".messages")).to_contain_text("账号已停用")
    visitor.look("person-inactive")
    visitor.go("/audit-log")
    visitor.look("audit-log")


def test_a_lock_out(visitor: Visitor) -> None:
    member = make_person()
    visitor.go("/account/sign-in")
    for _n in range(django_settings.AXES_FAILURE_LIMIT):
        sign_in(visitor, member.email, "wrong")
    expect(visitor.page.locator("h1")).to_have_text("登录已锁定")
    visitor.complaints = [each for each in visitor.complaints if "429" not in each]
    visitor.look("locked")
