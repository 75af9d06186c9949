"""Every role with every action, from the file; and what the file must never come to say."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from onestop.accounts import access
from onestop.accounts.access import UnknownAction, actions, may, role_rules
from onestop.accounts.factories import make_person
from onestop.accounts.models import User
from onestop.accounts.roles import ACCOUNT_ROLES, Role

EVERY = [(role, action.code, role in action.roles) for role in Role for action in actions().values()]

# Held by hand against the file: what people of a role come for, and what none of them may ever do.
MAY = {
    Role.VISITOR: {"public.read"},
    Role.MEMBER: {"public.read", "account.manage", "baskets.keep", "tokens.keep", "watches.keep"},
    Role.OFFICER: {
        "public.read",
        "account.manage",
        "cockpit.view",
        "baskets.keep",
        "watches.keep",
        "tokens.keep",
        "quality.view",
        "quarantine.view",
        "holders.merge",
        "high_value.decide",
        "figures.keep",
        "figures.view",
        "bulletins.publish",
        "terms.edit",
    },
    Role.DATA_ENGINEER: {
        "public.read",
        "account.manage",
        "baskets.keep",
        "watches.keep",
        "tokens.keep",
        "quality.view",
        "quarantine.view",
        "quarantine.rerun",
        "ingest.run",
        "holders.merge",
        "figures.keep",
        "figures.view",
        "terms.edit",
    },
    Role.ADMINISTRATOR: {
        "public.read",
        "account.manage",
        "baskets.keep",
        "watches.keep",
        "tokens.keep",
        "quality.view",
        "people.view",
        "people.manage",
        "people.restrict",
        "audit.read",
    },
}


def somebody(role: Role) -> access.Person:
    return AnonymousUser() if role == Role.VISITOR else make_person(role)


@pytest.mark.parametrize(("role", "action", "expected"), EVERY)
def test_every_role_with_every_action(role: Role, action: str, expected: bool) -> None:
    assert may(somebody(role), action) is expected


@pytest.mark.parametrize("role", Role)
def test_the_file_says_what_was_agreed(role: Role) -> None:
    assert {action.code for action in access.allowed_actions(somebody(role))} == MAY[role]


@pytest.mark.parametrize("role", ACCOUNT_ROLES)
def test_a_deactivated_account_is_a_visitor(role: Role) -> None:
    person = make_person(role, is_active=False)
    assert [action for action in actions() if may(person, action)] == ["public.read"]


def test_an_unknown_action_raises() -> None:
    with pytest.raises(UnknownAction, match=r"people\.shoot"):
        may(AnonymousUser(), "people.shoot")
    with pytest.raises(UnknownAction):
        access.requires("people.shoot")


def test_nobody_restricts_themselves(administrator: User, wang: User) -> None:
    assert may(administrator, "people.restrict")
    assert may(administrator, "people.restrict", wang)
    assert not may(administrator, "people.restrict", administrator)
    with pytest.raises(PermissionDenied):
        access.require(administrator, "people.restrict", administrator)


def test_who_needs_a_second_factor() -> None:
    needing = {role for role, rule in role_rules().items() if rule.needs_second_factor}
    assert needing == {Role.OFFICER, Role.DATA_ENGINEER, Role.ADMINISTRATOR}


def test_every_role_and_action_is_explained_in_both_languages() -> None:
    assert set(role_rules()) == set(Role)
    texts = [(rule.zh, rule.en) for rule in role_rules().values()]
    texts += [(action.zh, action.en) for action in actions().values()]
    assert all(zh and not zh.isascii() and en and en.isascii() for zh, en in texts)


@pytest.mark.parametrize(
    "rule",
    [
        {"roles": ["officer"], "unless": "sunday", "zh": "甲", "en": "a"},
        {"roles": ["officer"], "only": "self", "zh": "甲", "en": "a"},
        {"roles": ["emperor"], "zh": "甲", "en": "a"},
    ],
)
def test_a_slip_in_the_file_opens_no_door(rule: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"access\.yaml|emperor"):
        access._action("test", rule)
