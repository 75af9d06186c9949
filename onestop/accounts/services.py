"""Everything that changes an account. Each asks whether it may, and writes the audit log in its transaction.

`actor` None is the command line, whose user owns the database anyway.
"""

import secrets
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from onestop.accounts import lockout
from onestop.accounts.access import require
from onestop.accounts.models import User
from onestop.accounts.queries import has_second_factor, other_administrators
from onestop.accounts.roles import Role
from onestop.core import audit
from onestop.core.errors import UserError

_AUDITED = ("display_name", "email", "username", "organisation", "role", "is_active")
_UNAMBIGUOUS = "abcdefghjkmnpqrstuvwxyz23456789"  # read out over the telephone: no 0 or o, no 1, i or l
_GROUPS, _GROUP_LENGTH = 4, 4


def one_time_password() -> str:
    """79 bits; never tried against the password rules, which it meets by its length."""
    groups = ("".join(secrets.choice(_UNAMBIGUOUS) for _n in range(_GROUP_LENGTH)) for _g in range(_GROUPS))
    return "-".join(groups)


@transaction.atomic
def create_person(actor: User | None, person: User, password: str = "") -> str:
    """Stores a person who is not stored yet. Without a password of their own, makes one that must be changed
    at the first sign-in, and returns it: it is shown once and kept nowhere."""
    _require(actor, "people.manage")
    if password:
        _check(password, person)
    given = password or one_time_password()
    person.set_password(given)
    person.must_change_password = not password
    _store(person)
    audit.record(actor, "person.created", person, after=_values(person))
    return "" if password else given


@transaction.atomic
def change_person(actor: User | None, person: User) -> None:
    """Stores what the form changed on `person`."""
    _require(actor, "people.manage")
    stored = User.objects.select_for_update().get(pk=person.pk)
    if stored.role != person.role:
        _require(actor, "people.restrict", person)
        _keep_an_administrator(stored)
    _store(person)
    before, after = audit.differences(_values(stored), _values(person))
    if after:
        audit.record(actor, "person.changed", person, before, after)


@transaction.atomic
def deactivate(actor: User | None, person: User) -> None:
    _require(actor, "people.restrict", person)
    _keep_an_administrator(person)
    _set_active(actor, person, "person.deactivated", is_active=False)


@transaction.atomic
def reactivate(actor: User | None, person: User) -> None:
    _require(actor, "people.restrict", person)
    _set_active(actor, person, "person.reactivated", is_active=True)


@transaction.atomic
def reset_second_factor(actor: User | None, person: User) -> None:
    """For a lost telephone: the next page leads to setting up a new one, which asks for the password."""
    _require(actor, "people.restrict", person)
    if not has_second_factor(person):
        raise UserError("accounts.no_second_factor", _("%s 没有设置第二因素") % person, _("不需要重置"))
    Authenticator.objects.filter(user=person).delete()
    audit.record(actor, "second_factor.reset", person)


@transaction.atomic
def reset_password(actor: User | None, person: User) -> str:
    """For a forgotten password, where no mail can bring a link. Returns the one-time password."""
    _require(actor, "people.restrict", person)
    password = one_time_password()
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    lockout.unlock(person)
    audit.record(actor, "password.reset", person)
    return password


@transaction.atomic
def unlock(actor: User | None, person: User) -> None:
    _require(actor, "people.manage")
    lockout.unlock(person)
    audit.record(actor, "person.unlocked", person)


def _require(actor: User | None, action: str, person: User | None = None) -> None:
    if actor is not None:
        require(actor, action, person)


def _check(password: str, person: User) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise UserError("accounts.weak_password", " ".join(error.messages), _("请换一个密码")) from error


def _store(person: User) -> None:
    """The rules of the fields, as one error that says which."""
    try:
        person.full_clean(exclude=["search_text"])
    except ValidationError as error:
        message = "; ".join(text for texts in error.message_dict.values() for text in texts)
        raise UserError("accounts.invalid", message, _("请改正后重试")) from error
    person.save()


def _set_active(actor: User | None, person: User, action: str, *, is_active: bool) -> None:
    if not User.objects.filter(pk=person.pk, is_active=not is_active).update(is_active=is_active):
        return  # somebody else was faster
    person.is_active = is_active
    audit.record(actor, action, person, {"is_active": not is_active}, {"is_active": is_active})


def _keep_an_administrator(person: User) -> None:
    is_one = person.role == Role.ADMINISTRATOR and person.is_active
    if is_one and not other_administrators(person).select_for_update().exists():
        raise UserError(
            "accounts.last_administrator",
            _("%s 是最后一名启用的管理员") % person.display_name,
            _("请先让另一个人成为管理员"),
        )


def _values(person: User) -> dict[str, Any]:
    return {name: getattr(person, name) for name in _AUDITED}
