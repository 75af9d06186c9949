"""Merged and parted again: every table is as it was."""

from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from onestop.accounts.factories import make_person
from onestop.accounts.roles import Role
from onestop.core.errors import UserError
from onestop.core.models import AuditEntry
from onestop.records.holders.links import project
from onestop.records.holders.merges import merge, undo
from onestop.records.holders.queries import holder_of, survivor
from onestop.records.holders.registry import add, add_names
from onestop.records.holders.tests.stories import patent
from onestop.records.models import (
    Holder,
    HolderKind,
    HolderMerge,
    HolderName,
    HolderNameBlock,
    HolderRelation,
    Honour,
    HonourKind,
    Level,
    LinkState,
    NameKind,
    NameLink,
    Party,
    RelationKind,
    Trademark,
    Transaction,
    TransactionKind,
)

TABLES: tuple[Any, ...] = (
    Holder,
    HolderName,
    HolderNameBlock,
    NameLink,
    Party,
    HolderRelation,
    Honour,
    Trademark,
    Transaction,
)
CODES = ("914403001922038216", "91330100799655058B")
pytestmark = pytest.mark.django_db


def _everything() -> dict[str, list[dict[str, Any]]]:
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in TABLES}


def _district(seed: int) -> list[Holder]:
    """Four holders with all that can hang on them, names and relations in common."""
    rng = Random(seed)
    holders = add(
        [
            Holder(kind=HolderKind.COMPANY, name=f"{each}灯有限公司", region=rng.choice(["", "440704"]))
            for each in "甲乙丙丁"
        ]
    )
    for holder in rng.sample(holders, rng.randrange(2)):
        Holder.objects.filter(pk=holder.pk).update(uscc=CODES[0], address="某路1号")
    for number, holder in enumerate(holders):
        if rng.random() < 0.6:
            add_names([(holder, "共用名称厂", NameKind.ALIAS)])
        for which in range(rng.randrange(1, 3)):
            name = f"{holder.name}{number}{which}"
            patent(name)
            state = rng.choice([LinkState.CERTAIN, LinkState.CONFIRMED, LinkState.SUGGESTED])
            NameLink.objects.create(name=name, name_key=name, holder=holder, state=state, confidence=1)
            Trademark.objects.create(key=name, number=name[:20], nice_class=9, applicants=[name])
            Transaction.objects.create(
                key=name, kind=TransactionKind.PLEDGE, giver=name, receiver=rng.choice(holders).name
            )
            project([name])
        Honour.objects.create(
            key=str(number), kind=HonourKind.HIGH_TECH, level=Level.NATIONAL, holder=holder, name=holder.name
        )
    for _each in range(5):
        parent, child = rng.sample(holders, 2)
        HolderRelation.objects.get_or_create(parent=parent, child=child, kind=rng.choice(RelationKind.values))
    return holders


@settings(max_examples=25)
@given(
    st.integers(0, 10_000), st.lists(st.permutations(range(4)).map(lambda p: p[:2]), min_size=1, max_size=3)
)
def test_any_merges_undone_from_the_newest_back_leave_everything_as_it_was(
    seed: int, pairs: list[list[int]]
) -> None:
    with transaction.atomic():
        holders = _district(seed)
        before = _everything()
        done = []
        for one, other in pairs:
            into, away = survivor(_fresh(holders[one])), survivor(_fresh(holders[other]))
            if into != away:
                done.append(merge(into, away, "同一企业", None))
                assert not Party.objects.filter(holder=away).exists()
        for each in reversed(done):
            undo(each, None)
        assert _everything() == before
        transaction.set_rollback(True)


def _fresh(holder: Holder) -> Holder:
    return Holder.objects.get(pk=holder.pk)


def _two() -> tuple[Holder, Holder]:
    one, other = add(
        [Holder(name="明灯有限公司"), Holder(name="红烛有限公司", uscc=CODES[0], region="440704")]
    )
    return one, other


def test_the_survivor_gets_what_only_the_other_knew() -> None:
    wang = make_person(Role.OFFICER, display_name="王")
    one, other = _two()
    done = merge(one, other, " 工商变更 ", wang)
    one.refresh_from_db()
    assert (one.uscc, one.region) == (CODES[0], "440704")
    assert holder_of("红烛有限公司") == one
    assert (done.reason, done.done_by) == ("工商变更", wang)
    undo(done, wang)
    assert (_fresh(one).uscc, _fresh(other).uscc) == (None, CODES[0])
    assert holder_of("红烛有限公司") == other
    assert [entry.action for entry in AuditEntry.objects.order_by("pk")] == [
        "holder.merged",
        "holder.merge_undone",
    ]


def test_what_came_under_a_name_since_goes_with_the_name() -> None:
    one, other = _two()
    NameLink.objects.create(
        name=other.name, name_key=other.name, holder=other, state=LinkState.CERTAIN, confidence=1
    )
    done = merge(one, other, "同一企业", None)
    patent(other.name)
    project([other.name])
    assert Party.objects.get().holder == one
    undo(done, None)
    assert Party.objects.get().holder == other


def test_later_merges_come_off_first() -> None:
    one, other = _two()
    third = add([Holder(name="新灯有限公司")])[0]
    first = merge(one, other, "同一企业", None)
    second = merge(third, _fresh(one), "同一企业", None)
    with pytest.raises(UserError, match=f"第 {second.pk} 号"):
        undo(first, None)
    undo(second, None)
    undo(first, None)
    with pytest.raises(UserError, match="已经撤销"):
        undo(first, None)


def _refused(one: Holder, other: Holder, reason: str = "同一企业") -> str:
    with pytest.raises(UserError) as refused, transaction.atomic():
        merge(one, other, reason, None)
    assert refused.value.hint
    return refused.value.code


def test_what_cannot_be_merged() -> None:
    one, other = _two()
    person = add([Holder(name="李明", kind=HolderKind.PERSON)])[0]
    coded = add([Holder(name="新灯有限公司", uscc=CODES[1])])[0]
    assert _refused(one, one) == "holders.same"
    assert _refused(one, other, " ") == "holders.no_reason"
    assert _refused(one, other, "长" * 501) == "holders.long_reason"
    assert _refused(other, coded) == "holders.two_codes"
    assert _refused(one, person) == "holders.person"
    merge(one, other, "同一企业", None)
    assert _refused(other, coded) == "holders.merged_before"
    assert _refused(coded, other) == "holders.merged_before"
    assert _refused(one, other) == "holders.merged_before"
    assert HolderMerge.objects.count() == 1


def test_both_know_a_name_and_it_stands_once() -> None:
    one, other = _two()
    add_names([(one, "灯厂", NameKind.ALIAS), (other, "灯厂", NameKind.ALIAS)])
    merge(one, other, "同一企业", None)
    assert sorted(one.names.values_list("name", flat=True)) == ["明灯有限公司", "灯厂", "红烛有限公司"]
