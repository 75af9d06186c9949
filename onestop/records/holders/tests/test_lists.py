"""Lists that state holders: found by code, then by name; completed, renamed, never doubled."""

from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from onestop.core.errors import UserError
from onestop.records.holders.decisions import confirm, reject
from onestop.records.holders.merges import undo
from onestop.records.holders.runs import match
from onestop.records.holders.services import ensure, store
from onestop.records.models import (
    Correction,
    Holder,
    HolderKind,
    HolderMerge,
    LinkState,
    NameKind,
    NameLink,
    SourceFile,
    Statement,
)
from onestop.records.outcomes import Outcome
from onestop.records.registers.records import HolderRecord

CODE, OTHER_CODE = "914403001922038216", "91330100799655058B"
LAMP = HolderRecord("江门明灯照明有限公司", uscc=CODE, region="440704")
pytestmark = pytest.mark.django_db


@pytest.fixture
def file() -> SourceFile:
    return SourceFile.objects.create(digest="a" * 64, name="a.xlsx", size=1)


def _ensure(*records: HolderRecord) -> list[Holder]:
    with transaction.atomic():
        return ensure(records)


def test_a_holder_is_made_once_whatever_the_writing() -> None:
    made = _ensure(LAMP, HolderRecord("江門明燈照明有限公司"), replace(LAMP, region=""))
    again = _ensure(HolderRecord("江门明灯照明 有限公司"))
    assert {each.pk for each in [*made, *again]} == {Holder.objects.get().pk}
    assert Holder.objects.get().kind == HolderKind.COMPANY


def test_a_code_says_more_than_a_name() -> None:
    one, other = _ensure(LAMP, replace(LAMP, uscc=OTHER_CODE))
    assert one.pk != other.pk
    (renamed,) = _ensure(replace(LAMP, name="广东红烛照明有限公司"))
    assert renamed.pk == one.pk
    assert set(renamed.names.values_list("name", "kind")) == {
        (LAMP.name, NameKind.CURRENT),
        ("广东红烛照明有限公司", NameKind.ALIAS),
    }


def test_a_name_without_a_code_gets_it_from_a_later_list() -> None:
    (first,) = _ensure(HolderRecord(LAMP.name))
    (later,) = _ensure(LAMP)
    first.refresh_from_db()
    assert (first.pk, first.uscc, first.region, first.version) == (later.pk, CODE, "440704", 2)
    _ensure(HolderRecord(LAMP.name))
    assert Holder.objects.get().uscc == CODE


def test_a_list_that_calls_our_name_former_renames() -> None:
    _ensure(LAMP)
    _ensure(replace(LAMP, name="广东红烛照明有限公司", former_names=(LAMP.name,)))
    holder = Holder.objects.get()
    assert holder.name == "广东红烛照明有限公司"
    assert set(holder.names.values_list("name", "kind")) == {
        (LAMP.name, NameKind.FORMER),
        ("广东红烛照明有限公司", NameKind.CURRENT),
    }


def test_people_of_one_name_are_one_only_in_one_region() -> None:
    person = HolderRecord("李明", kind=HolderKind.PERSON, region="440704")
    _ensure(person, person, replace(person, region="440703"))
    _ensure(person)
    assert list(Holder.objects.order_by("pk").values_list("kind", "region")) == [
        (HolderKind.PERSON, "440704"),
        (HolderKind.PERSON, "440703"),
    ]


def test_a_short_name_in_a_list_is_no_person_and_found_again() -> None:
    (made,) = _ensure(HolderRecord("云知灯"))
    assert made.kind == HolderKind.UNKNOWN
    assert _ensure(HolderRecord("云知灯")) == [made]


def test_what_is_real_is_no_demonstration() -> None:
    with transaction.atomic():
        ensure([LAMP], is_demonstration=True)
    assert Holder.objects.get().is_demonstration
    _ensure(LAMP)
    assert not Holder.objects.get().is_demonstration


def test_the_number_of_queries_does_not_grow() -> None:
    def queries(prefix: str, number: int) -> int:
        records = [
            HolderRecord(f"{prefix}{each}明灯有限公司", former_names=(f"{each}{prefix}厂",))
            for each in range(number)
        ]
        with (
            transaction.atomic(),
            CaptureQueriesContext(
                connection,
            ) as seen,
        ):
            ensure(records)
        return len(seen)

    queries("丙", 3)  # something that other names may be like
    assert queries("甲", 3) == queries("乙", 60)
    assert queries("甲", 3) == queries("乙", 60)  # now that they are known


def test_a_file_says_what_was_new_and_what_it_corrected(file: SourceFile) -> None:
    def outcomes(*records: HolderRecord) -> list[Outcome]:
        with transaction.atomic():
            return store(list(enumerate(records, 2)), file)

    assert outcomes(LAMP, LAMP) == [Outcome.CREATED, Outcome.UNCHANGED]
    assert outcomes(LAMP) == [Outcome.UNCHANGED]
    assert outcomes(replace(LAMP, region="440703")) == [Outcome.UPDATED]
    assert Correction.objects.get(register="holder").before == {"region": "440704"}
    assert list(Statement.objects.order_by("pk").values_list("register", "entry", "row")) == [
        ("holder", Holder.objects.get().pk, 2),
        ("holder", Holder.objects.get().pk, 2),
    ]


KNOWN, DIRTY = "泰开电气集团有限公司", "泰安市 泰开电气集团有限公司"


def _listed() -> tuple[Holder, Holder, NameLink]:
    (known,) = _ensure(HolderRecord(KNOWN))
    (made,) = _ensure(HolderRecord(DIRTY))
    return known, made, NameLink.objects.get()


def test_a_name_nearly_the_same_is_a_question() -> None:
    known, made, link = _listed()
    assert made.pk != known.pk
    assert (link.name, link.holder, link.state) == (DIRTY, known, LinkState.SUGGESTED)
    assert [reason["code"] for reason in link.reasons] == ["place.absent", "form.same", "core.same", "listed"]
    match()
    _ensure(HolderRecord(DIRTY))
    assert NameLink.objects.get() == link
    assert Holder.objects.count() == 2


def test_the_answer_yes_makes_them_one_and_can_be_taken_back() -> None:
    known, made, link = _listed()
    confirm(link, None)
    made.refresh_from_db()
    assert made.merged_into == known
    assert _ensure(HolderRecord(DIRTY)) == [known]
    with pytest.raises(UserError, match="合并"):
        reject(link, None)
    undo(HolderMerge.objects.get(), None)
    reject(link, None)
    link.refresh_from_db()
    assert link.holder == made


def test_the_answer_no_leaves_the_lists_holder() -> None:
    _known, made, link = _listed()
    assert reject(link, None).holder == made
    assert Holder.objects.count() == 2


def test_two_codes_are_no_question() -> None:
    _ensure(HolderRecord(KNOWN, uscc=CODE))
    _ensure(HolderRecord(DIRTY, uscc=OTHER_CODE))
    assert not NameLink.objects.exists()


def test_brackets_say_a_former_name() -> None:
    (before,) = _ensure(HolderRecord("泰安电力设备厂"))
    (now,) = _ensure(HolderRecord("泰安泰山电力设备有限公司（原名：泰安电力设备厂）"))
    assert (now.pk, now.name) == (before.pk, "泰安泰山电力设备有限公司")
    assert set(now.names.values_list("name", "kind")) == {
        ("泰安泰山电力设备有限公司", NameKind.CURRENT),
        ("泰安电力设备厂", NameKind.FORMER),
    }
    assert not NameLink.objects.exists()
