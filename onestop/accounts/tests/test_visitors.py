"""Visitors notice nothing of accounts: no cookie, no query, nothing that keeps a page from being cached."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from onestop.accounts.models import User
from onestop.accounts.tests.conftest import SignIn

PUBLIC = ["/", "/search", "/search?q=灯", "/overview", "/number", "/about-data", "/accessibility", "/nowhere"]
TABLES = ("django_session", "accounts_user", "mfa_", "axes_", "onestop_cache", "auth_")


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_set_no_cookie_and_may_be_cached(client: Client, address: str) -> None:
    response = client.get(address)
    assert not response.cookies
    assert "private" not in response.headers.get("Cache-Control", "")
    assert "no-store" not in response.headers.get("Cache-Control", "")


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_ask_the_tables_of_people_nothing(client: Client, address: str) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(address)
    asked = [query["sql"] for query in queries if any(table in query["sql"] for table in TABLES)]
    assert asked == []


def test_a_visitor_finds_the_way_in_and_back(client: Client) -> None:
    assert (
        'href="/account/sign-in?next=%2Foverview%3Fregion%3D440704"'
        in client.get("/overview?region=440704").text
    )


def test_pages_of_somebody_signed_in_are_kept_nowhere(zhao: User, signed_in: SignIn) -> None:
    response = signed_in(zhao).get("/number")
    assert "赵强" in response.text
    assert "no-store" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]
    assert "Cookie" in response.headers["Vary"]


def test_a_visitor_is_told_apart_by_the_cookie(client: Client) -> None:
    """Else a shared cache could show an officer's page head to everybody, or the visitor's to an officer."""
    assert "Cookie" in client.get("/number").headers["Vary"]


@pytest.mark.parametrize("name", ["accounts:home", "accounts:people", "accounts:new_person", "accounts:log"])
def test_a_visitor_is_asked_to_sign_in(client: Client, name: str) -> None:
    response = client.get(reverse(name))
    assert (response.status_code, response.headers["Location"]) == (
        302,
        f"/account/sign-in?next={reverse(name)}",
    )


@pytest.mark.parametrize("path", ["signup", "password/reset", "email", "login", "password/set"])
def test_doors_of_allauth_that_are_not_meant_are_not_there(client: Client, path: str) -> None:
    assert client.get(f"/account/{path}").status_code == 404
