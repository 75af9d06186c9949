"""Every address with every role: what the matrix guards is open to its roles and to nobody else."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from onestop.accounts.access import actions
from onestop.accounts.factories import make_person
from onestop.accounts.roles import Role

pytestmark = pytest.mark.django_db

STANDS_FOR = {"int": "999999", "str": "x", "slug": "x", "path": "x"}
MUST_BE_GUARDED = ("officer", "people", "audit-log")


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def addresses(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str | None]]:
    """Each address of a page (not of the API) with something in the place of its parts, and the action it asks for."""
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield before + _filled(each), getattr(each.callback, "action", None)
        elif not str(each.pattern).startswith("api/"):
            yield from addresses(each, before + str(each.pattern))


def _filled(pattern: URLPattern) -> str:
    text = str(pattern.pattern)
    for name, converter in pattern.pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower()
        kind = {"string": "str"}.get(kind, kind)
        text = text.replace(f"<{kind}:{name}>", STANDS_FOR[kind])
    return text


PAGES = sorted(dict(addresses(get_resolver())).items())
GUARDED = {address: action for address, action in PAGES if action}


def browser(role: Role) -> Client:
    client = Client()
    if role != Role.VISITOR:
        client.force_login(make_person(role, second_factor=True))
    return client


def test_no_page_of_the_office_stands_open() -> None:
    assert len(GUARDED) > 25
    office = [address for address, _action in PAGES if address.startswith(MUST_BE_GUARDED)]
    assert [address for address in office if address not in GUARDED] == []
    assert set(GUARDED.values()) <= actions().keys()


@pytest.mark.parametrize("role", Role)
def test_every_role_at_every_guarded_address(role: Role) -> None:
    client = browser(role)
    for address, action in GUARDED.items():
        for method in (client.get, client.post):
            response = method(f"/{address}")
            where = (address, method.__name__, response.status_code)
            if response.status_code == 405:
                continue
            if role in actions()[action].roles:
                assert "/account/sign-in" not in response.headers.get("Location", ""), where
                assert response.status_code != 403 or address == "officer", where
            elif role == Role.VISITOR:
                assert response.headers["Location"].startswith("/account/sign-in"), where
            else:
                assert response.status_code == 403, where


@pytest.mark.parametrize("role", Role)
def test_what_is_public_asks_nobody_to_sign_in(role: Role) -> None:
    client = browser(role)
    for address, action in PAGES:
        if action or address.startswith("account"):
            continue
        response = client.get(f"/{address}")
        assert response.status_code in (200, 301, 302, 400, 404, 405), address
        assert "/account/sign-in" not in response.headers.get("Location", ""), address
