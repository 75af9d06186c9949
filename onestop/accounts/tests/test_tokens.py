"""Tokens: shown once, kept as a digest, their owner's alone."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client

from onestop.accounts import tokens
from onestop.accounts.factories import make_person
from onestop.accounts.models import ApiToken, User
from onestop.accounts.roles import Role
from onestop.core.errors import UserError
from onestop.core.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return make_person(Role.MEMBER)


def test_a_key_names_its_owner_until_it_is_revoked(owner: User) -> None:
    made = tokens.make_token(owner, " 统计  程序 ")
    assert made.token.name == "统计 程序"
    assert made.key not in str(ApiToken.objects.values())
    assert tokens.owner_of(made.key) == owner.pk
    assert tokens.owner_of(made.key + "x") is None
    tokens.revoke_token(make_person(Role.OFFICER), made.token.pk)
    assert tokens.owner_of(made.key) == owner.pk
    tokens.revoke_token(owner, made.token.pk)
    tokens.revoke_token(owner, made.token.pk)
    assert tokens.owner_of(made.key) is None
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["token.made", "token.revoked"]


def test_the_key_of_somebody_deactivated_opens_nothing(owner: User) -> None:
    made = tokens.make_token(owner, "x")
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert tokens.owner_of(made.key) is None


def test_limits_are_said(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MAX_TOKENS", 1)
    tokens.make_token(owner, "x")
    for name, code in (("y", "token.too_many"), (" ", "token.name"), ("x" * 61, "token.name")):
        with pytest.raises(UserError) as caught:
            tokens.make_token(owner, name)
        assert caught.value.code == code
    with pytest.raises(PermissionDenied):
        tokens.make_token(AnonymousUser(), "x")


def test_the_page_shows_a_key_once(client: Client, owner: User) -> None:
    assert client.get("/account/tokens").status_code == 302
    client.force_login(owner)
    page = client.post("/account/tokens", {"name": "程序"})
    key = page.text.split('<code class="query-place">')[1].split("</code>")[0]
    assert tokens.owner_of(key) == owner.pk
    assert "no-store" in page.headers["Cache-Control"]
    again = client.get("/account/tokens").text
    assert key not in again
    assert "程序" in again
    assert client.post("/account/tokens", {"name": ""}).status_code == 400
    client.post("/account/tokens", {"revoke": ApiToken.objects.get().pk})
    assert tokens.owner_of(key) is None
