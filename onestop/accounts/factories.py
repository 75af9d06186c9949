"""Plausible people for tests: the officer 王, the stranger 赵, and whoever else a story needs."""

from itertools import count
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from onestop.accounts.models import User
from onestop.accounts.roles import Role

PASSWORD = "Quiet-Heron-93"  # noqa: S105 (of invented people)
_numbers = count(1)


def make_person(role: Role = Role.MEMBER, *, second_factor: bool = False, **fields: Any) -> User:
    """With PASSWORD. `second_factor` sets up an authenticator and recovery codes too."""
    number = next(_numbers)
    fields = {"display_name": f"人员{number}", "email": f"person{number}@example.gov.cn", **fields}
    person = User(role=role, **fields)
    person.set_password(PASSWORD)
    person.save()
    if second_factor:
        TOTP.activate(person, generate_totp_secret())
        RecoveryCodes.activate(person)
    return person
