"""What allauth and axes report of a person's own doings, written into the audit log."""

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from axes.signals import user_locked_out
from django.http import HttpRequest

from onestop.accounts.models import User
from onestop.core import audit


def connect() -> None:
    password_changed.connect(_password_changed, dispatch_uid="onestop")
    authenticator_added.connect(_second_factor_set_up, dispatch_uid="onestop")
    authenticator_removed.connect(_second_factor_removed, dispatch_uid="onestop")
    authenticator_reset.connect(_recovery_codes_renewed, dispatch_uid="onestop")
    user_locked_out.connect(_locked, dispatch_uid="onestop")


def _password_changed(user: User, **_others: Any) -> None:
    audit.record(user, "password.changed", user)


def _second_factor_set_up(user: User, authenticator: Authenticator, **_others: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        audit.record(user, "second_factor.set_up", user)


def _second_factor_removed(user: User, authenticator: Authenticator, **_others: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        audit.record(user, "second_factor.removed", user)


def _recovery_codes_renewed(user: User, **_others: Any) -> None:
    audit.record(user, "recovery_codes.renewed", user)


def _locked(request: HttpRequest, username: str, ip_address: str | None, **_others: Any) -> None:
    """Once a lock-out: axes counts no tries while it lasts. Names that no account has are not ours to keep."""
    user = User.objects.filter(email=username).first()
    if user is not None and getattr(request, "axes_failures_since_start", None):
        audit.record(None, "person.locked", user, after={"address": ip_address or ""})
