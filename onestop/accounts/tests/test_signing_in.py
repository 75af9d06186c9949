"""Stories of signing in: the officer 王 comes for the first time, the stranger 赵 stays outside."""

import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from onestop.accounts.factories import PASSWORD, make_person
from onestop.accounts.models import User
from onestop.accounts.roles import Role
from onestop.accounts.tests.conftest import SignIn, code, code_of
from onestop.core.models import AuditEntry

pytestmark = pytest.mark.urls("onestop.accounts.tests.pages")
SIGN_IN, SET_UP = "/account/sign-in", "/account/second-factor/set-up"


def sign_in(client: Client, login: str, password: str = PASSWORD, next_: str = "") -> str:
    """The address it leads to; empty when the form comes back."""
    response = client.post(SIGN_IN, {"login": login, "password": password, "next": next_})
    return response.headers.get("Location", "")


def secret_shown(client: Client) -> str:
    found = re.search(r'<code class="secret">(\w+)</code>', client.get(SET_UP).text)
    assert found
    return found[1]


def audited() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_an_officer_is_led_to_the_second_factor_and_then_to_where_she_wanted(
    client: Client, wang: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    assert client.get("/office").headers["Location"] == f"{SIGN_IN}?next=/office"
    assert sign_in(client, "wang@example.gov.cn", next_="/office") == "/office"
    for address in ("/office", "/account", "/", "/search?q=灯", "/people", "/api/v1/overview"):
        assert client.get(address).headers["Location"] == SET_UP, address
    client.get("/office")

    wrong = client.post(SET_UP, {"code": "000000"})
    assert "验证码不正确" in wrong.text
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(SET_UP, {"code": code(secret_shown(client))})
    assert response.headers["Location"] == "/account/recovery-codes"

    page = client.get("/account/recovery-codes").text
    assert len(re.findall(r"<li><code>\d{8}</code></li>", page)) == 10
    assert 'class="button" href="/office"' in page
    assert client.get("/office").text == "the office"
    assert audited() == ["second_factor.set_up"]


def test_the_second_step_is_asked_at_every_sign_in(client: Client) -> None:
    officer = make_person(Role.OFFICER, second_factor=True)
    assert sign_in(client, officer.email, next_="/office").startswith("/account/code")
    assert client.get("/office").status_code == 302
    assert "验证码不正确" in client.post("/account/code", {"code": "123"}).text
    assert client.post("/account/code", {"code": code_of(officer), "next": "/office"}).status_code == 302
    assert client.get("/office").text == "the office"


def test_a_code_serves_once(client: Client) -> None:
    officer = make_person(Role.OFFICER, second_factor=True)
    shown = code_of(officer)
    sign_in(client, officer.email)
    assert client.post("/account/code", {"code": shown}).status_code == 302
    other = Client()
    sign_in(other, officer.email)
    assert "验证码不正确" in other.post("/account/code", {"code": shown}).text


def test_a_recovery_code_serves_once(client: Client) -> None:
    officer = make_person(Role.OFFICER, second_factor=True)
    found = Authenticator.objects.get(user=officer, type=Authenticator.Type.RECOVERY_CODES)
    recovery = found.wrap().get_unused_codes()[0]
    sign_in(client, officer.email)
    assert client.post("/account/code", {"code": recovery}).status_code == 302
    assert client.get("/office").text == "the office"
    thief = Client()
    sign_in(thief, officer.email)
    assert "验证码不正确" in thief.post("/account/code", {"code": recovery}).text
    assert thief.get("/office").status_code == 302


def test_codes_cannot_be_guessed_at_will(client: Client) -> None:
    officer = make_person(Role.OFFICER, second_factor=True)
    sign_in(client, officer.email)
    answers = [client.post("/account/code", {"code": f"{n:06}"}).text for n in range(6)]
    assert "失败次数过多" in answers[-1]
    assert "失败次数过多" in client.post("/account/code", {"code": code_of(officer)}).text


def test_a_stranger_is_refused(client: Client, zhao: User) -> None:
    assert sign_in(client, "zhao@example.com") == "/account"
    assert client.get("/account").status_code == 200
    for address in ("/office", "/people", "/people/new", f"/people/{zhao.pk}", "/audit-log"):
        assert client.get(address).status_code == 403, address
    assert client.post(f"/people/{zhao.pk}/reactivate").status_code == 403
    assert client.get("/menu").text == "public"


def test_the_tag_shows_an_officer_more(signed_in: SignIn) -> None:
    assert signed_in(make_person(Role.OFFICER, second_factor=True)).get("/menu").text == "office"


@pytest.mark.parametrize("login", ["wangfang", "WangFang", "wang@example.gov.cn", " Wang@Example.gov.cn "])
def test_both_names_lead_in(client: Client, wang: User, login: str) -> None:
    assert sign_in(client, login) == "/account"


def test_a_wrong_password_and_an_unknown_name_sound_alike(client: Client, wang: User) -> None:
    answers = [
        client.post(SIGN_IN, {"login": login, "password": "wrong"}).text
        for login in ("wang@example.gov.cn", "wangfang", "nobody@example.com", "nobody")
    ]
    assert all("登录名或密码不正确" in answer for answer in answers)


def test_lock_out_after_failures_and_its_message(client: Client, wang: User) -> None:
    limit = django_settings.AXES_FAILURE_LIMIT
    tries = [
        client.post(SIGN_IN, {"login": login, "password": "wrong"})
        for login in ("wangfang", "wang@example.gov.cn", "WANGFANG", "wangfang", "wang@example.gov.cn")
    ]
    assert [each.status_code for each in tries] == [200] * (limit - 1) + [429]
    assert f"连续失败 {limit} 次" in tries[-1].text
    assert "请 15 分钟后再试" in tries[-1].text
    for _n in range(3):
        again = client.post(SIGN_IN, {"login": "wangfang", "password": PASSWORD})
        assert again.status_code == 429
        assert "登录已锁定" in again.text
    assert audited() == ["person.locked"]
    assert sign_in(Client(REMOTE_ADDR="10.0.0.9"), "wangfang") == "/account", (
        "from elsewhere she is not locked"
    )

    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(client, "wangfang") == "/account"


def test_many_addresses_together_do_not_try_for_ever(client: Client, wang: User) -> None:
    """None of them is locked out; the account is slowed down all the same."""
    answers = [
        Client(REMOTE_ADDR=f"10.0.{n}.1").post(SIGN_IN, {"login": "wangfang", "password": "wrong"})
        for n in range(21)
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert "失败次数过多" in answers[-1].text
    assert "失败次数过多" not in answers[-2].text


def test_behind_a_proxy_the_address_is_the_visitors(client: Client, wang: User, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for _n in range(django_settings.AXES_FAILURE_LIMIT):
        client.post(
            SIGN_IN, {"login": "wangfang", "password": "x"}, headers={"x-forwarded-for": "9.9.9.9, 10.0.0.1"}
        )
    assert AccessAttempt.objects.get().ip_address == "10.0.0.1"


def test_a_password_tried_is_kept_nowhere(client: Client, wang: User) -> None:
    client.post(SIGN_IN, {"login": "wangfang", "password": "my-secret-of-elsewhere"})
    kept = AccessAttempt.objects.get()
    assert "my-secret-of-elsewhere" not in kept.post_data + kept.get_data


def test_a_deactivated_account_is_out_at_once(zhao: User, signed_in: SignIn, client: Client) -> None:
    browser = signed_in(zhao)
    assert browser.get("/account").status_code == 200
    User.objects.filter(pk=zhao.pk).update(is_active=False)
    assert browser.get("/account").headers["Location"].startswith(SIGN_IN)
    assert sign_in(client, zhao.email) == "/account/inactive"
    assert "账号已停用" in client.get("/account/inactive").text


def test_a_one_time_password_must_be_changed_before_anything_else(client: Client) -> None:
    person = make_person(must_change_password=True)
    sign_in(client, person.email)
    assert client.get("/account").headers["Location"] == "/account/password"
    assert client.get("/search").headers["Location"] == "/account/password"
    same = {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    assert "不能与当前密码相同" in client.post("/account/password", same).text
    new = same | {"password1": "Slow-Otter-58-x", "password2": "Slow-Otter-58-x"}
    assert client.post("/account/password", new).headers["Location"] == "/account"
    assert client.get("/account").status_code == 200
    assert audited() == ["password.changed"]


@pytest.mark.parametrize(
    "weak", ["short-7x", "1234567890123", "password123", "zhao@example.com", "qwertyuiop"]
)
def test_weak_passwords_are_refused(zhao: User, signed_in: SignIn, weak: str) -> None:
    form = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    response = signed_in(zhao).post("/account/password", form)
    assert response.status_code == 200
    assert 'class="form-error"' in response.text
    zhao.refresh_from_db()
    assert zhao.check_password(PASSWORD)


def test_only_a_role_that_may_goes_on_without_the_second_factor(
    client: Client, zhao: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    sign_in(client, zhao.email)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(SET_UP, {"code": code(secret_shown(client))}).status_code == 302
    assert client.post("/account/second-factor/remove").status_code == 302
    assert client.get("/account").status_code == 200
    assert audited() == ["second_factor.set_up", "second_factor.removed"]


def test_an_officer_who_removes_it_is_led_to_the_next(client: Client) -> None:
    officer = make_person(Role.OFFICER, second_factor=True)
    sign_in(client, officer.email)
    client.post("/account/code", {"code": code_of(officer)})
    assert "更换第二因素" in client.get("/account/second-factor/remove").text
    client.post("/account/second-factor/remove")
    assert client.get("/office").headers["Location"] == SET_UP


def test_what_concerns_security_asks_for_the_password_again(zhao: User, signed_in: SignIn) -> None:
    """A browser left open is not enough. (This one never signed in by a password.)"""
    browser = signed_in(zhao)
    asked = browser.get(SET_UP).headers["Location"]
    assert asked.startswith("/account/password-again")
    assert "密码不正确" in browser.post(asked, {"password": "wrong"}).text
    assert browser.post(asked, {"password": PASSWORD}).headers["Location"] == SET_UP


def test_the_secret_of_an_authenticator_is_not_readable_in_the_database(client: Client, zhao: User) -> None:
    sign_in(client, zhao.email)
    secret = secret_shown(client)
    client.post(SET_UP, {"code": code(secret)})
    assert secret not in str(Authenticator.objects.filter(user=zhao).values("data"))


def test_the_qr_code_is_a_picture_that_the_policy_allows(client: Client, zhao: User) -> None:
    sign_in(client, zhao.email)
    response = client.get(SET_UP)
    assert 'src="data:image/svg+xml;base64,' in response.text
    assert "img-src 'self' data:" in response.headers["Content-Security-Policy"]
    assert "<script" not in response.text


def test_signing_out(client: Client, zhao: User) -> None:
    sign_in(client, zhao.email)
    assert "确定要退出登录吗" in client.get("/account/sign-out").text
    assert client.post("/account/sign-out").headers["Location"] == "/"
    assert client.get("/account").headers["Location"].startswith(SIGN_IN)


def test_no_other_site_signs_anybody_out_or_in(zhao: User) -> None:
    guarded = Client(enforce_csrf_checks=True)
    refused = guarded.post(SIGN_IN, {"login": zhao.email, "password": PASSWORD})
    assert refused.status_code == 403
    assert "表单已经过期" in refused.text
    guarded.force_login(zhao, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert guarded.post("/account/sign-out").status_code == 403


def test_nobody_is_sent_to_another_site(client: Client, zhao: User) -> None:
    assert sign_in(client, zhao.email, next_="https://evil.example/") == "/account"


def test_the_session_ends_when_nobody_is_there(client: Client, zhao: User, settings: Settings) -> None:
    sign_in(client, zhao.email)
    cookie = client.cookies["sessionid"]
    assert cookie["max-age"] == "", "gone with the browser"
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    ends = Session.objects.get(pk=cookie.value).expire_date
    left = (ends - timezone.now()).total_seconds() / 60
    assert left == pytest.approx(30, abs=1)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/account").headers["Location"].startswith(SIGN_IN)


def test_a_request_keeps_the_session_awake_without_writing_on_every_page(client: Client, zhao: User) -> None:
    sign_in(client, zhao.email)
    client.get("/account")
    soon = timezone.now() + timedelta(minutes=5)
    Session.objects.update(expire_date=soon)
    client.get("/account")
    assert Session.objects.get().expire_date == soon, "within the minute nothing is written"
    session = client.session
    session["accounts_seen"] -= 61
    session.save()
    Session.objects.update(expire_date=soon)
    client.get("/account")
    assert Session.objects.get().expire_date > soon + timedelta(minutes=20)


def test_pages_of_signing_in_have_the_frame_of_all_pages(client: Client) -> None:
    officer = make_person(Role.OFFICER, second_factor=True)
    assert "江门市江海区" in client.get(SIGN_IN).text
    sign_in(client, officer.email)
    assert "江门市江海区" in client.get("/account/code").text


def test_a_short_password_is_refused_in_the_language_of_the_page(zhao: User, signed_in: SignIn) -> None:
    form = {"oldpassword": PASSWORD, "password1": "xy-7", "password2": "xy-7"}
    assert "密码太短，至少要 10 个字符" in signed_in(zhao).post("/account/password", form).text


def test_cookies_are_for_https_alone_where_the_platform_is(tmp_path: Path) -> None:
    """Settings are read once a process, so in one of its own."""
    show = "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"
    shown = {
        https: subprocess.run(
            [sys.executable, "-c", show],
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "onestop.settings",
                "ONESTOP_DATA": str(tmp_path),
                "ONESTOP_HTTPS": https,
            },
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for https in ("true", "false")
    }
    assert shown == {"true": "True True", "false": "False False"}


def test_where_there_is_mail_an_address_can_be_verified_first(
    client: Client, zhao: User, settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    assert sign_in(client, zhao.email) == "/account/email-sent"
    assert "请查收邮件" in client.get("/account/email-sent").text
    assert client.get("/account").headers["Location"].startswith(SIGN_IN)
    link = re.search(r"/account/email/\S+", str(mailoutbox[0].body))
    assert link
    assert zhao.email in client.get(link[0]).text
    assert client.post(link[0]).status_code == 302
    assert sign_in(Client(), zhao.email) == "/account"
    assert "已经失效" in client.get("/account/email/nonsense").text


def test_without_mail_none_is_sent(client: Client, zhao: User, mailoutbox: list[EmailMessage]) -> None:
    assert sign_in(client, zhao.email) == "/account"
    assert mailoutbox == []


def test_too_many_requests_get_a_page_too(client: Client) -> None:
    answers = [client.post(SIGN_IN, {"login": f"nobody{n}"}) for n in range(31)]
    assert [answer.status_code for answer in answers] == [200] * 30 + [429]
    assert "请求太频繁" in answers[-1].text


def test_a_form_sent_after_the_session_ended_is_not_sent_again(client: Client, zhao: User) -> None:
    answer = client.post(f"/people/{zhao.pk}/deactivate")
    assert answer.headers["Location"] == f"{SIGN_IN}?next=/account"
    zhao.refresh_from_db()
    assert zhao.is_active
