"""What allauth asks us: texts, where to go next, how secrets are kept."""

import base64
import hashlib
import time
from functools import cache
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from axes.handlers.proxy import AxesProxyHandler
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop.accounts.models import User

_WRONG = gettext_lazy("登录名或密码不正确")


def display_name(user: User) -> str:
    return user.display_name


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _WRONG,
        "username_password_mismatch": _WRONG,
        "invalid_login": _WRONG,
        "incorrect_password": gettext_lazy("密码不正确"),
        "incorrect_code": gettext_lazy("验证码不正确"),
        "enter_current_password": gettext_lazy("当前密码不正确"),
        "too_many_login_attempts": gettext_lazy("失败次数过多，请几分钟后再试"),
        "rate_limited": gettext_lazy("失败次数过多，请几分钟后再试"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by administrators; nothing public needs one."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Who is locked out is answered by the lock-out, not by the gentler limit before it."""
        if AxesProxyHandler.is_allowed(request, credentials):
            super().pre_authenticate(request, **credentials)

    def reauthenticate(self, user: User, password: str) -> bool:
        """By the one e-mail address of the account; allauth would look for it in a table we do not keep."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not of somebody who signed in this very moment, so that the first steps ask for the password once."""
        signed_in = [record["at"] for record in get_authentication_records(self.request, self.request.user)]
        return not signed_in or time.time() - signed_in[-1] > REAUTHENTICATION_TIMEOUT

    def set_password(self, user: User, password: str) -> None:
        user.must_change_password = False
        super().set_password(user, password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:home")


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of authenticators are encrypted with the platform's key: a copy of the database opens no account."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": gettext_lazy("验证码不正确")}

    def get_totp_issuer(self) -> str:
        return _("知产一站通")

    def encrypt(self, text: str) -> str:
        return _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()


@cache
def _cipher(secret_key: str) -> Fernet:
    digest = hashlib.sha256(b"onestop second factor" + secret_key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
