"""What holds for everybody who is signed in. A visitor passes through without a query."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from onestop.accounts.access import needs_second_factor
from onestop.accounts.models import User
from onestop.accounts.queries import has_second_factor

WANTED = "accounts_wanted"  # a template reads it, so no point in it
_SEEN = "accounts_seen"
_TOUCH_EVERY_SECONDS = 60

# What somebody may do who has yet to take the first steps.
_ALWAYS = {"account_logout", "account_reauthenticate", "portal:display"}
_PASSWORD = _ALWAYS | {"account_change_password"}
_SECOND_FACTOR = _PASSWORD | {"mfa_activate_totp", "mfa_reauthenticate"}


class SignedInMiddleware:
    """First steps (own password, second factor) before anything else; the idle time; no copy of a page kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            add_never_cache_headers(response)
            _stay_awake(request)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, parts: Any) -> HttpResponseBase | None:
        if not isinstance(request.user, User):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if request.user.must_change_password:
            return None if name in _PASSWORD else _lead(request, "account_change_password")
        if needs_second_factor(request.user) and not has_second_factor(request.user):
            return None if name in _SECOND_FACTOR else _lead(request, "mfa_activate_totp")
        if request.session.get(WANTED) == request.get_full_path():
            del request.session[WANTED]
        return None


def _lead(request: HttpRequest, step: str) -> HttpResponse:
    """What was wanted is offered again after the last step."""
    if request.method == "GET" and request.path != reverse("accounts:home"):
        request.session[WANTED] = request.get_full_path()
    return redirect(step)


def _stay_awake(request: HttpRequest) -> None:
    """The session ends by itself; a request puts its end off, written once a minute and not on every page."""
    now = int(time.time())
    if now - request.session.get(_SEEN, 0) >= min(_TOUCH_EVERY_SECONDS, settings.SESSION_COOKIE_AGE):
        request.session[_SEEN] = now
