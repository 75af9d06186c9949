"""A person's baskets: theirs alone, within limits, shared by links that end."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from onestop.accounts.factories import make_person
from onestop.accounts.models import User
from onestop.accounts.roles import Role
from onestop.baskets import services
from onestop.baskets.models import MAX_NAME, MAX_NOTE, BasketEntry
from onestop.baskets.services import Added, NoSuchBasket
from onestop.core import clock
from onestop.core.errors import UserError
from onestop.core.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return make_person(Role.MEMBER)


@pytest.fixture
def key(owner: User) -> int:
    made = services.make(owner, "  锚索   竞争对手 ")
    assert made.name == "锚索 竞争对手"
    return made.pk


def _numbers(key: int) -> list[str]:
    return list(BasketEntry.objects.filter(basket=key).order_by("pk").values_list("number", flat=True))


def test_what_is_in_it_already_stays_as_it_is(owner: User, key: int) -> None:
    assert services.add(owner, key, ["a", "b", "a", " "]) == Added(2, 0)
    services.describe(owner, key, "a", " 看第 3 项 ", 4)
    assert services.add(owner, key, ["a", "c"]) == Added(1, 1)
    assert _numbers(key) == ["a", "b", "c"]
    kept = BasketEntry.objects.get(number="a")
    assert (kept.note, kept.rating) == ("看第 3 项", 4)
    services.take_out(owner, key, "b")
    assert _numbers(key) == ["a", "c"]


def test_a_basket_of_somebody_else_does_not_exist(owner: User, key: int) -> None:
    other = make_person(Role.MEMBER, email="other@example.org")
    for act in (
        lambda: services.add(other, key, ["a"]),
        lambda: services.describe(other, key, "a", "", 1),
        lambda: services.take_out(other, key, "a"),
        lambda: services.share(other, key, 7),
        lambda: services.revoke(other, key, 1),
        lambda: services.remove(other, key),
    ):
        with pytest.raises(NoSuchBasket):
            act()
    with pytest.raises(PermissionDenied):
        services.make(AnonymousUser(), "x")
    assert services.baskets_of(other) == []
    assert services.baskets_of(AnonymousUser()) == []


def test_limits_are_said(owner: User, key: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MAX_BASKETS", 2)
    monkeypatch.setattr(services, "MAX_ENTRIES", 2)
    monkeypatch.setattr(services, "MAX_SHARES", 1)
    services.make(owner, "第二个")
    services.share(owner, key, 7)
    failing: dict[str, Callable[[], object]] = {
        "basket.too_many": lambda: services.make(owner, "第三个"),
        "basket.full": lambda: services.add(owner, key, ["a", "b", "c"]),
        "basket.number": lambda: services.add(owner, key, ["1" * 49]),
        "basket.note": lambda: services.describe(owner, key, "a", "x" * (MAX_NOTE + 1), 1),
        "basket.rating": lambda: services.describe(owner, key, "a", "", 6),
        "basket.days": lambda: services.share(owner, key, 365),
        "basket.shares": lambda: services.share(owner, key, 7),
        "basket.name": lambda: services.make(owner, "x" * (MAX_NAME + 1)),
    }
    for code, act in failing.items():
        with pytest.raises(UserError) as caught:
            act()
        assert caught.value.code == code
    assert _numbers(key) == []


def test_a_name_is_taken_once_a_person(owner: User, key: int) -> None:
    with pytest.raises(UserError) as caught:
        services.make(owner, "锚索 竞争对手")
    assert caught.value.code == "basket.name_taken"
    assert services.make(make_person(Role.OFFICER), "锚索 竞争对手").pk != key


def test_a_link_opens_until_it_expires_or_is_revoked(
    owner: User, key: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = services.share(owner, key, 7), services.share(owner, key, 14)
    tokens = [services.token_of(each) for each in (first, second)]
    assert services.shared_basket(tokens[0]).basket_id == key
    services.revoke(owner, key, first.pk)
    services.revoke(owner, key, first.pk)
    later = clock.now() + timedelta(days=15)
    for token in (tokens[0], tokens[1] + "x", f"{second.pk}", "", "x:y"):
        with pytest.raises(UserError) as caught:
            services.shared_basket(token)
        assert caught.value.code == "basket.link"
    assert services.shared_basket(tokens[1]).pk == second.pk
    monkeypatch.setattr(services, "clock", SimpleNamespace(now=lambda: later))
    with pytest.raises(UserError):
        services.shared_basket(tokens[1])
    done = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert done == ["basket.shared", "basket.shared", "basket.unshared"]


def test_a_removed_basket_is_gone_with_its_links(owner: User, key: int) -> None:
    token = services.token_of(services.share(owner, key, 7))
    services.add(owner, key, ["a"])
    services.remove(owner, key)
    assert not BasketEntry.objects.exists()
    with pytest.raises(UserError):
        services.shared_basket(token)
    assert AuditEntry.objects.latest("pk").before == {"name": "锚索 竞争对手", "entries": 1}
