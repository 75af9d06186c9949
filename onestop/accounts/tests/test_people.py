"""Stories of the people page: what an administrator does there, and what stands in the audit log afterwards."""

import re

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from onestop.accounts import lockout, services, views
from onestop.accounts.factories import PASSWORD, make_person
from onestop.accounts.models import User
from onestop.accounts.roles import Role
from onestop.accounts.tests.conftest import SignIn
from onestop.core.errors import UserError
from onestop.core.models import AuditEntry

NEW = {
    "display_name": "李明",
    "email": "Li@Example.com",
    "username": "",
    "organisation": "江海照明",
    "role": "member",
}


@pytest.fixture
def office(administrator: User, signed_in: SignIn) -> Client:
    return signed_in(administrator)


def one_time_password(page: str) -> str:
    found = re.search(r'<code class="secret">([\w-]+)</code>', page)
    assert found
    return found[1]


def form_of(person: User, **changes: str) -> dict[str, str]:
    fields = {name: getattr(person, name) or "" for name in NEW}
    return fields | changes


def test_a_new_person_signs_in_with_what_the_page_showed(office: Client, administrator: User) -> None:
    page = office.post("/people/new", NEW)
    assert "no-store" in page.headers["Cache-Control"]
    password = one_time_password(page.text)
    person = User.objects.get(email="li@example.com")
    assert person.check_password(password)
    assert person.must_change_password
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor_id, entry.object_id) == (
        "person.created",
        administrator.pk,
        str(person.pk),
    )
    assert entry.after["role"] == "member"
    assert password not in str(entry.after)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"email": "nonsense"}, "form-error"),
        ({"email": "WANG@example.gov.cn"}, "这个邮箱已有账号"),
        ({"username": "WangFang"}, "这个用户名已有人使用"),
        ({"username": "a@b"}, "用户名只能用文字、数字"),
        ({"display_name": " "}, "form-error"),
        ({"role": "visitor"}, "form-error"),
        ({"role": "emperor"}, "form-error"),
    ],
)
def test_wrong_input_is_explained(office: Client, wang: User, changes: dict[str, str], message: str) -> None:
    before = User.objects.count()
    response = office.post("/people/new", NEW | changes)
    assert response.status_code == 200
    assert message in response.text
    assert User.objects.count() == before


def test_a_change_is_logged_with_before_and_after(office: Client, zhao: User) -> None:
    assert (
        office.post(f"/people/{zhao.pk}", form_of(zhao, role="officer", organisation="")).status_code == 302
    )
    zhao.refresh_from_db()
    assert zhao.role == Role.OFFICER
    entry = AuditEntry.objects.get()
    assert (entry.before, entry.after) == ({"role": "member"}, {"role": "officer"})
    page = office.get("/audit-log").text
    assert "修改资料" in page
    assert "<del>会员</del>" in page
    assert "<ins>工作人员</ins>" in page
    assert "陈静 &lt;chen@example.gov.cn&gt;" in page


def test_saving_without_a_change_logs_nothing(office: Client, zhao: User) -> None:
    office.post(f"/people/{zhao.pk}", form_of(zhao))
    assert not AuditEntry.objects.exists()


def test_an_administrator_does_not_shut_themselves_out(office: Client, administrator: User) -> None:
    make_person(Role.ADMINISTRATOR)
    office.post(f"/people/{administrator.pk}", form_of(administrator, role="member", display_name="陈静怡"))
    administrator.refresh_from_db()
    assert (administrator.role, administrator.display_name) == (Role.ADMINISTRATOR, "陈静怡")
    for verb in ("deactivate", "reset-second-factor", "reset-password"):
        assert office.post(f"/people/{administrator.pk}/{verb}").status_code == 403
    page = office.get(f"/people/{administrator.pk}").text
    assert "停用账号" not in page


def test_the_last_administrator_stays(administrator: User) -> None:
    for act in (services.deactivate, lambda _actor, person: demote(person)):
        with pytest.raises(UserError, match="最后一名"):
            act(None, administrator)
    make_person(Role.ADMINISTRATOR, is_active=False)
    with pytest.raises(UserError, match="最后一名"):
        services.deactivate(None, administrator)
    make_person(Role.ADMINISTRATOR)
    services.deactivate(None, administrator)


def demote(person: User) -> None:
    services.change_person(None, User(**{**_fields(person), "role": Role.MEMBER}))


def _fields(person: User) -> dict[str, object]:
    return {field.name: getattr(person, field.name) for field in User._meta.fields}


def test_deactivate_and_reactivate(office: Client, zhao: User, signed_in: SignIn) -> None:
    browser = signed_in(zhao)
    office.post(f"/people/{zhao.pk}/deactivate")
    assert browser.get("/account").status_code == 302
    assert "已停用" in office.get(f"/people/{zhao.pk}").text
    office.post(f"/people/{zhao.pk}/deactivate")  # from a second window
    office.post(f"/people/{zhao.pk}/reactivate")
    assert signed_in(zhao).get("/account").status_code == 200
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "person.deactivated",
        "person.reactivated",
    ]


def test_a_lost_telephone(office: Client, signed_in: SignIn) -> None:
    officer = make_person(Role.OFFICER, second_factor=True)
    office.post(f"/people/{officer.pk}/reset-second-factor")
    assert not Authenticator.objects.filter(user=officer).exists()
    assert signed_in(officer).get("/").headers["Location"] == "/account/second-factor/set-up"
    again = office.post(f"/people/{officer.pk}/reset-second-factor", follow=True)
    assert "没有设置第二因素" in again.text
    assert AuditEntry.objects.get().action == "second_factor.reset"


def test_a_forgotten_password_and_the_lock_out_it_caused(
    office: Client, zhao: User, client: Client, signed_in: SignIn
) -> None:
    elsewhere = signed_in(zhao)
    for _n in range(settings.AXES_FAILURE_LIMIT):
        client.post("/account/sign-in", {"login": zhao.email, "password": "forgotten"})
    assert lockout.is_locked(zhao)
    assert "暂时锁定" in office.get(f"/people/{zhao.pk}").text
    password = one_time_password(office.post(f"/people/{zhao.pk}/reset-password").text)
    assert not lockout.is_locked(zhao)
    assert elsewhere.get("/account").status_code == 302, "whoever was signed in with the old one is out"
    signed = client.post("/account/sign-in", {"login": zhao.email, "password": password})
    assert signed.status_code == 302
    assert client.get("/account").headers["Location"] == "/account/password"


def test_unlock(office: Client, zhao: User, client: Client) -> None:
    for _n in range(settings.AXES_FAILURE_LIMIT):
        client.post("/account/sign-in", {"login": zhao.email, "password": "wrong"})
    office.post(f"/people/{zhao.pk}/unlock")
    assert not AccessAttempt.objects.exists()
    signed = client.post("/account/sign-in", {"login": zhao.email, "password": PASSWORD})
    assert signed.headers["Location"] == "/account"


def test_services_ask_for_themselves(wang: User, zhao: User) -> None:
    """A later view that forgets to ask changes nothing."""
    for act in (
        services.deactivate,
        services.reactivate,
        services.unlock,
        services.reset_password,
        services.reset_second_factor,
        services.change_person,
    ):
        with pytest.raises(PermissionDenied):
            act(wang, zhao)
    with pytest.raises(PermissionDenied):
        services.create_person(wang, User(email="x@example.com", display_name="某"))
    assert not AuditEntry.objects.exists()


def test_find_people(office: Client, wang: User, zhao: User) -> None:
    make_person(display_name="張偉", organisation="江海区照明协会", is_active=False)
    found = {
        query: re.findall(r'href="/people/\d+">([^<]+)<', office.get(f"/people?{query}").text)
        for query in ("q=王", "q=张伟", "q=ＺＨＡＯ", "q=照明 张", "state=inactive", "role=officer", "q=没有")
    }
    assert found == {
        "q=王": ["王芳"],
        "q=张伟": ["張偉"],
        "q=ＺＨＡＯ": ["赵强"],
        "q=照明 张": ["張偉"],
        "state=inactive": ["張偉"],
        "role=officer": ["王芳"],
        "q=没有": [],
    }
    assert "没有找到人员" in office.get("/people?q=没有").text


def test_pages_of_people(
    office: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr(views, "PAGE_SIZE", 4)
    for _n in range(10):
        make_person(display_name="同名")
    office.get("/account")  # the first page of a minute also keeps the session awake
    seen: list[str] = []
    address = "/people?role=member"
    while address:
        with django_assert_num_queries(5 if "after" in address else 4):
            page = office.get(address).text
        seen += re.findall(r'href="(/people/\d+)"', page)
        following = re.search(r'href="(\?[^"]*after=[^"]*)" rel="next"', page)
        address = "/people" + following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) == 10


def test_the_log_is_found_by_person_and_action(office: Client, zhao: User, wang: User) -> None:
    office.post(f"/people/{zhao.pk}/deactivate")
    office.post(f"/people/{wang.pk}/unlock")
    assert "赵强" in office.get("/audit-log?q=赵强").text
    assert "王芳" not in office.get("/audit-log?q=赵强").text
    assert "赵强" not in office.get("/audit-log?action=person.unlocked").text
    assert "没有找到记录" in office.get("/audit-log?q=没有这个人").text


@pytest.mark.parametrize("address", ["/people/999", "/people/x", "/people/1/explode"])
def test_what_is_not_there(office: Client, address: str) -> None:
    assert office.get(address).status_code == 404
    assert office.post(address).status_code == 404


def test_an_address_that_changes_something_does_not_as_a_link(office: Client, zhao: User) -> None:
    """As when the language is switched on the page that shows a one-time password."""
    response = office.get(f"/en/people/{zhao.pk}/deactivate")
    assert response.headers["Location"] == f"/en/people/{zhao.pk}"
    zhao.refresh_from_db()
    assert zhao.is_active


@pytest.mark.parametrize("field", ["email", "username"])
def test_the_database_itself_keeps_names_in_one_case(zhao: User, field: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=zhao.pk).update(**{field: "Zhao"})


def test_names_are_markup_nowhere(office: Client) -> None:
    person = make_person(display_name="<b>王</b>", organisation="<script>x</script>")
    for address in ("/people", f"/people/{person.pk}"):
        page = office.get(address).text
        assert "<b>王" not in page
        assert "<script>x" not in page
