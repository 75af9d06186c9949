"""The run over printed names: links by rule, questions for an officer, new holders, nobody's people."""

import pytest

from onestop.records.holders import runs
from onestop.records.holders.links import holder_ids
from onestop.records.holders.queries import holder_of, holdings, review_queue, with_parts
from onestop.records.holders.runs import match
from onestop.records.holders.services import ensure
from onestop.records.holders.tests.stories import patent
from onestop.records.models import (
    Holder,
    HolderKind,
    HolderRelation,
    LinkState,
    NameKind,
    NameLink,
    Party,
    RelationKind,
    Trademark,
    Transaction,
    TransactionKind,
)
from onestop.records.registers.records import HolderRecord

LAMP, LAMP_WRITTEN_OTHERWISE = "江门市明灯照明有限公司", "江门明灯照明有限责任公司"
LAMP_REFORMED = "江门明灯照明股份有限公司"
pytestmark = pytest.mark.django_db


def test_names_get_their_holders() -> None:
    patent(LAMP, "李明", region="440704")
    patent(LAMP_WRITTEN_OTHERWISE, "五邑大学")
    patent(LAMP_REFORMED)
    done = match()
    assert (done.read, done.linked, done.suggested, done.created, done.people) == (5, 1, 1, 2, 1)
    lamp = holder_of(LAMP)
    assert lamp
    assert holder_ids([LAMP, LAMP_WRITTEN_OTHERWISE, LAMP_REFORMED, "李明"]) == {
        LAMP: lamp.pk,
        LAMP_WRITTEN_OTHERWISE: lamp.pk,
    }
    assert set(Party.objects.exclude(holder=None).values_list("name", "holder__name")) == {
        (LAMP, LAMP),
        (LAMP_WRITTEN_OTHERWISE, LAMP),
        ("五邑大学", "五邑大学"),
    }
    assert (lamp.region, lamp.address) == ("440704", "某路1号")
    assert holdings(lamp).total == 2


def test_only_new_names_are_looked_at() -> None:
    patent(LAMP)
    match()
    patent(LAMP, LAMP_WRITTEN_OTHERWISE)
    done = match()
    assert (done.read, done.linked, done.created) == (1, 1, 0)
    assert match().read == 0


def test_nobodys_names_are_not_read_again_until_a_list_states_one_or_the_words_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    patent("陈岫舟", "云知晓")
    assert match().people == 2
    patent("陈岫舟", "李砚衡")
    assert (match().read, match().read) == (1, 0)
    ensure([HolderRecord("云知晓", HolderKind.COMPANY, region="440704")])
    done = match()
    assert (done.read, done.linked, set(holder_ids(["云知晓"]))) == (1, 1, {"云知晓"})
    monkeypatch.setattr(runs, "words_digest", lambda: "0" * 32)
    assert match().people == 2
    assert match().read == 0


def test_a_run_over_some_names_leaves_the_others() -> None:
    patent(LAMP, "五邑大学")
    assert match(names=["五邑大学"]).read == 1
    assert NameLink.objects.get().name == "五邑大学"


def test_branches_belong_to_their_company_in_either_order() -> None:
    patent("明灯照明有限公司江门分公司")
    match()
    assert not HolderRelation.objects.exists()
    patent("明灯照明有限公司")
    assert match().related == 1
    relation = HolderRelation.objects.get()
    assert (relation.parent.name, relation.child.name, relation.kind) == (
        "明灯照明有限公司",
        "明灯照明有限公司江门分公司",
        RelationKind.BRANCH,
    )
    assert holdings(relation.parent).total == 1
    assert holdings(relation.parent, with_group=True).total == 2
    assert match().related == 0


def test_a_group_and_its_members_and_loops() -> None:
    patent("明灯集团有限公司", "明灯集团江门电器有限公司")
    match()
    group = holder_of("明灯集团有限公司")
    assert group
    assert len(with_parts(group)) == 2
    child = group.children.get().child
    HolderRelation.objects.create(parent=child, child=group, kind=RelationKind.GROUP_MEMBER)
    assert with_parts(group) == with_parts(child) == {group.pk, child.pk}


def test_a_former_name_in_brackets_is_known_afterwards() -> None:
    patent("江门市红烛厂")
    patent("广东红烛照明有限公司（原名：江门市红烛厂）")
    patent("江门新烛有限公司（曾用名：江门旧烛厂）")
    match()
    assert holder_of("广东红烛照明有限公司（原名：江门市红烛厂）") == holder_of("江门市红烛厂")
    new = holder_of("江门新烛有限公司")
    assert new
    assert set(new.names.values_list("name", "kind")) == {
        ("江门新烛有限公司", NameKind.CURRENT),
        ("江门旧烛厂", NameKind.FORMER),
    }


def test_what_a_list_states_settles_a_question() -> None:
    patent(LAMP)
    patent(LAMP_REFORMED)
    match()
    assert [each.link.name for each in review_queue()[0]] == [LAMP_REFORMED]
    ensure([HolderRecord(LAMP_REFORMED, uscc="914403001922038216")])
    match()
    assert review_queue() == ([], "")
    holder = holder_of(LAMP_REFORMED)
    assert holder
    assert holder.uscc
    assert Party.objects.get(name=LAMP_REFORMED).holder == holder


def test_two_companies_of_one_name_are_a_question() -> None:
    ensure([HolderRecord(LAMP, uscc="914403001922038216"), HolderRecord(LAMP, uscc="91330100799655058B")])
    patent(LAMP)
    match()
    link = NameLink.objects.get()
    assert link.state == LinkState.SUGGESTED
    assert [reason["code"] for reason in link.reasons] == ["key.same", "several"]
    assert Party.objects.get().holder is None


def test_trademarks_and_contracts_have_holders_too() -> None:
    Trademark.objects.create(key="CN:1:9", number="1", nice_class=9, applicants=[LAMP, "李明"])
    Trademark.objects.create(key="CN:2:9", number="2", nice_class=9, applicants=[])
    Transaction.objects.create(key="x", kind=TransactionKind.PLEDGE, giver=LAMP, receiver="江门银行")
    match()
    assert set(Trademark.objects.values_list("number", "holder__name")) == {("1", LAMP), ("2", None)}
    contract = Transaction.objects.get()
    assert contract.giver_holder
    assert contract.receiver_holder
    assert (contract.giver_holder.name, contract.receiver_holder.name) == (LAMP, "江门银行")


def test_holders_of_invented_patents_are_invented() -> None:
    patent(LAMP, demonstration=True)
    patent("五邑大学", demonstration=True)
    patent("五邑大学")
    match()
    assert set(Holder.objects.values_list("name", "is_demonstration")) == {(LAMP, True), ("五邑大学", False)}


def test_the_patentee_holds_what_the_applicant_gave_away() -> None:
    patent(LAMP, patentees=("五邑大学",))
    match()
    lamp, school = holder_of(LAMP), holder_of("五邑大学")
    assert lamp
    assert school
    assert (holdings(lamp).total, holdings(school).total) == (0, 1)


def test_the_queue_shows_most_patents_first_and_goes_on_after_a_row() -> None:
    for name, patents in (("甲灯", 1), ("乙灯", 3), ("丙灯", 2)):
        patent(f"江门{name}照明有限公司")
        for _each in range(patents):
            patent(f"江门{name}照明股份有限公司")
    match()
    first, after = review_queue(size=2)
    assert [(each.link.name[2:4], each.patents, each.holder_patents) for each in first] == [
        ("乙灯", 3, 1),
        ("丙灯", 2, 1),
    ]
    rest, end = review_queue(after, size=2)
    assert [(each.link.name[2:4], each.patents) for each in rest] == [("甲灯", 1)]
    assert end == ""
    assert len(review_queue("x")[0]) == 3
