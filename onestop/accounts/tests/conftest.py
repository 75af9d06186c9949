"""The people of the stories, and the code that their telephones show."""

import time
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from onestop.accounts.factories import make_person
from onestop.accounts.models import User
from onestop.accounts.roles import Role

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings, db: None) -> Iterator[None]:
    """A real hash takes a fifth of a second, on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def wang() -> User:
    """The officer; new, so without a second factor."""
    return make_person(Role.OFFICER, display_name="王芳", email="wang@example.gov.cn", username="wangfang")


@pytest.fixture
def zhao() -> User:
    """The stranger: an account, but nothing to do with the office."""
    return make_person(Role.MEMBER, display_name="赵强", email="zhao@example.com")


@pytest.fixture
def administrator() -> User:
    return make_person(
        Role.ADMINISTRATOR, second_factor=True, display_name="陈静", email="chen@example.gov.cn"
    )


@pytest.fixture
def signed_in() -> SignIn:
    """A browser in which somebody has signed in already."""

    def sign_in(person: User) -> Client:
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


def code(secret: str) -> str:
    """What an authenticator shows now."""
    shown: str = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    return shown


def code_of(person: User) -> str:
    found = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP)
    return code(decrypt(found.data["secret"]))
