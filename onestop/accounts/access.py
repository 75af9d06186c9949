"""Who may do what: one question, answered from `access.yaml` alone."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language

from onestop.accounts.models import User
from onestop.accounts.roles import Role

Person = User | AnonymousUser
View = Callable[..., HttpResponseBase]


class UnknownAction(LookupError):
    """Code asked for an action that `access.yaml` does not list."""


@dataclass(frozen=True)
class RoleRule:
    needs_second_factor: bool
    zh: str
    en: str


@dataclass(frozen=True)
class Action:
    code: str
    roles: frozenset[Role]
    unless_self: bool
    zh: str
    en: str

    @property
    def sentence(self) -> str:
        return self.en if get_language() == "en" else self.zh


@cache
def _matrix() -> dict[str, Any]:
    matrix: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "access.yaml").read_text("utf-8"))
    return matrix


@cache
def role_rules() -> dict[Role, RoleRule]:
    return {
        Role(code): RoleRule(bool(rule["second_factor"]), rule["zh"], rule["en"])
        for code, rule in _matrix()["roles"].items()
    }


@cache
def actions() -> dict[str, Action]:
    return {code: _action(code, rule) for code, rule in _matrix()["actions"].items()}


def _action(code: str, rule: dict[str, Any]) -> Action:
    """Unknown roles, keys and conditions stop the start: a slip in this file must never open a door."""
    if unknown := rule.keys() - {"roles", "unless", "zh", "en"} or rule.get("unless", "self") != "self":
        raise ValueError(f"access.yaml: {code}: {unknown}")
    return Action(code, frozenset(map(Role, rule["roles"])), "unless" in rule, rule["zh"], rule["en"])


def role_of(user: Person) -> Role:
    """A deactivated account is a visitor's."""
    return Role(user.role) if isinstance(user, User) and user.is_active else Role.VISITOR


def may(user: Person, action: str, obj: object = None) -> bool:
    """Without `obj`: whether the role allows it at all (for menus); services ask with the object."""
    if action not in actions():
        raise UnknownAction(action)
    rule = actions()[action]
    return role_of(user) in rule.roles and not (rule.unless_self and obj is not None and obj == user)


def require(user: Person, action: str, obj: object = None) -> None:
    if not may(user, action, obj):
        raise PermissionDenied(action)


def needs_second_factor(user: Person) -> bool:
    return role_rules()[role_of(user)].needs_second_factor


def allowed_actions(user: Person) -> list[Action]:
    return [action for action in actions().values() if may(user, action.code)]


def requires(action: str) -> Callable[[View], View]:
    """For views: a visitor who may not is asked to sign in, anybody else is refused."""
    if action not in actions():
        raise UnknownAction(action)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponseBase:
            if may(request.user, action):
                return view(request, *args, **parts)
            if request.user.is_authenticated:
                raise PermissionDenied(action)
            return redirect_to_login(_return_to(request))

        guarded.action = action  # type: ignore[attr-defined]  # the test of every address asks for it
        return guarded

    return decorate


def _return_to(request: HttpRequest) -> str:
    """A form that came too late is not sent again: its address may know no other way to be asked."""
    return request.get_full_path() if request.method in ("GET", "HEAD") else reverse("accounts:home")
