"""`onestop watches look`: what it prints."""

import json

import pytest
from click.testing import CliRunner

from onestop.accounts.models import User
from onestop.cli.watches import watches
from onestop.portal.tests.test_watches import NUMBER, lapsed
from onestop.portal.tests.test_watches import person as person  # the fixture
from onestop.watches.services import watch


def told(*arguments: str) -> str:
    return CliRunner().invoke(watches, ["look", *arguments], catch_exceptions=False).output


@pytest.mark.django_db
def test_it_counts_and_says_nothing_where_nothing_is_new(person: User) -> None:
    watch(person, NUMBER)
    assert told("--quiet") == ""
    lapsed()
    assert json.loads(told("--json")) == {"watches": 1, "notices": 1, "missing": 0, "mails": 1}
    assert "1" in told()
