"""Who may decide about holders: the command line, which is nobody (None), and people with the right."""

from onestop.accounts.access import require
from onestop.accounts.models import User

ACTION = "holders.merge"


def allow(person: User | None) -> None:
    if person is not None:
        require(person, ACTION)
