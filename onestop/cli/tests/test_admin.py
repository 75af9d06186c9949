"""The first administrator, from the command line into the browser."""

import json

import pytest
from allauth.mfa.models import Authenticator
from click.testing import CliRunner, Result
from django.test import Client
from pytest_django import Settings

from onestop.accounts.factories import make_person
from onestop.accounts.models import User
from onestop.accounts.roles import Role
from onestop.cli import admin as module
from onestop.cli.main import cli
from onestop.core.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def run(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["admin", *arguments], input=typed)


def audited() -> list[tuple[str, str, int | None]]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", "actor", "actor_id"))


def test_a_one_time_password_leads_into_the_first_steps(client: Client) -> None:
    result = run("create", "Chen@Example.gov.cn", "--name", "陈静", "--json")
    made = json.loads(result.stdout)
    assert (result.exit_code, made["email"]) == (0, "chen@example.gov.cn")
    person = User.objects.get(pk=made["id"])
    assert (person.display_name, person.role, person.must_change_password) == (
        "陈静",
        Role.ADMINISTRATOR,
        True,
    )
    client.post("/account/sign-in", {"login": made["email"], "password": made["one_time_password"]})
    assert client.get("/people").headers["Location"] == "/account/password"
    assert audited() == [("person.created", "onestop", None)]


def test_the_password_of_ones_own_by_standard_input() -> None:
    result = run("create", "chen@example.gov.cn", "--password-stdin", typed="Quiet-Heron-93\n")
    assert result.exit_code == 0
    person = User.objects.get()
    assert person.check_password("Quiet-Heron-93")
    assert not person.must_change_password
    assert person.display_name == "chen"
    assert "Quiet-Heron-93" not in result.output


def test_without_a_terminal_a_password_is_made_and_shown_once() -> None:
    result = run("create", "chen@example.gov.cn")
    shown = result.stdout.splitlines()[1].split("：")[-1]
    assert User.objects.get().check_password(shown)


def test_on_a_terminal_the_password_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        @staticmethod
        def isatty() -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal)
    monkeypatch.setattr("click.prompt", lambda *_texts, **_options: "Quiet-Heron-93")
    assert module._password(from_stdin=False, as_json=False) == "Quiet-Heron-93"
    assert module._password(from_stdin=False, as_json=True) == ""


@pytest.mark.parametrize(
    ("arguments", "typed", "status", "code"),
    [
        (("create", "not-an-address"), None, 2, "admin.email"),
        (("create", "chen@example.gov.cn", "--password-stdin"), "\n", 2, "admin.no_password"),
        (("create", "chen@example.gov.cn", "--password-stdin"), "1234567890\n", 1, "accounts.weak_password"),
        (("create", "wang@example.gov.cn"), None, 1, "accounts.invalid"),
        (("reset-second-factor", "nobody@example.gov.cn"), None, 1, "admin.no_such_person"),
        (("reset-second-factor", "wang@example.gov.cn"), None, 1, "accounts.no_second_factor"),
    ],
)
def test_what_cannot_be_done_says_why(
    arguments: tuple[str, ...], typed: str | None, status: int, code: str
) -> None:
    make_person(Role.OFFICER, email="wang@example.gov.cn")
    result = run(*arguments, "--json", typed=typed)
    assert (result.exit_code, json.loads(result.stdout)["code"]) == (status, code)
    assert User.objects.count() == 1
    assert audited() == []


def test_reset_second_factor() -> None:
    person = make_person(Role.ADMINISTRATOR, second_factor=True)
    assert run("reset-second-factor", person.email).exit_code == 0
    assert not Authenticator.objects.exists()
    assert audited() == [("second_factor.reset", "onestop", None)]
