"""Errors of values whose repair is known."""

from collections.abc import Callable
from typing import TypeVar

from django.utils.translation import gettext as _

from onestop.core.errors import UserError

T = TypeVar("T")


class RepairableError(UserError):
    """A wrong value and what was probably meant: `suggestion` for programs, in the hint for people."""

    def __init__(self, code: str, message: str, suggestion: str) -> None:
        hint = _("您要找的可能是 %(suggestion)s，请核对。") % {"suggestion": suggestion}
        super().__init__(code, message, hint)
        self.suggestion = suggestion


class CheckDigitError(RepairableError):
    """The check digit does not fit the digits before it; `suggestion` has the one that does."""


def accepts(clean: Callable[[T], object], value: T) -> bool:
    """Whether a cleaner takes this value."""
    try:
        clean(value)
    except UserError:
        return False
    return True
