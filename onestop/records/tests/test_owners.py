"""Who holds a patent on which day, and what transfers make of the stored patent."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction

from onestop.records.holders.runs import match
from onestop.records.models import (
    EventKind,
    FormerOwner,
    Party,
    PartyRole,
    Patent,
    PatentKind,
    SourceFile,
)
from onestop.records.owners import owners_on, present, tenures
from onestop.records.queries import records_of, stated_records_of
from onestop.records.services import store
from onestop.records.types import EventRecord, OwnersRecord, PatentRecord, PublicationRecord

A = OwnersRecord(("虚构甲照明有限公司",), "广东省江门市江海区虚构路1号", "440704")
B = OwnersRecord(("虚构乙电子有限公司",), "广东省广州市天河区虚构路2号", "440106")
C = OwnersRecord(("虚构丙科技有限公司",), "浙江省杭州市西湖区虚构路3号", "330106")
PATENT = PatentRecord(
    kind=PatentKind.INVENTION,
    title="一种灯具",
    application_number="2015108177127",
    filed_on=date(2015, 11, 23),
    publications=(PublicationRecord("CN105334567B", date(2017, 3, 1)),),
    applicants=A.names,
    patentees=A.names,
    address=A.address,
    region=A.region,
)


def transfer(day: date, before: OwnersRecord | None, after: OwnersRecord | None, told: date | None = None):  # type: ignore[no-untyped-def]
    return EventRecord(EventKind.TRANSFER, day, told or day, before=before, after=after)


A_TO_B = transfer(date(2019, 5, 6), A, B, date(2019, 5, 24))
B_TO_C = transfer(date(2021, 5, 6), B, C)


def test_each_day_has_its_owner() -> None:
    record = replace(PATENT, events=(A_TO_B, B_TO_C))
    assert [(each.since, each.until, each.owners) for each in tenures(record)] == [
        (None, date(2019, 5, 6), A),
        (date(2019, 5, 6), date(2021, 5, 6), B),
        (date(2021, 5, 6), None, C),
    ]
    assert owners_on(record, date(2019, 5, 5)) == A
    assert owners_on(record, date(2019, 5, 6)) == B


def test_what_is_not_announced_is_not_known() -> None:
    record = replace(PATENT, events=(A_TO_B,))
    assert owners_on(record, date(2019, 5, 10), known_on=date(2019, 5, 23)) == A
    assert owners_on(record, date(2019, 5, 10), known_on=date(2019, 5, 24)) == B


@pytest.mark.parametrize("stated", [A, B, C])
def test_whichever_owner_a_document_states_the_last_one_holds_it(stated: OwnersRecord) -> None:
    record = replace(PATENT, patentees=stated.names, address=stated.address, region=stated.region)
    record = replace(record, events=(A_TO_B, B_TO_C))
    shown = present(record)
    assert (shown.patentees, shown.address, shown.region) == (C.names, C.address, C.region)
    assert owners_on(record, date(2018, 1, 1)) == A


def test_a_patent_may_come_back() -> None:
    back = transfer(date(2022, 1, 1), B, A)
    assert present(replace(PATENT, events=(A_TO_B, back))).patentees == A.names


def test_a_name_that_no_transfer_knows_stays() -> None:
    record = replace(PATENT, applicants=(), patentees=("别处说的另一家公司",), events=(A_TO_B,))
    assert present(record) == record


def test_a_transfer_that_does_not_name_the_new_owner_changes_nothing() -> None:
    assert present(replace(PATENT, events=(transfer(date(2019, 5, 6), A, None),))).patentees == A.names


def test_a_new_owner_whose_address_nobody_tells_belongs_nowhere() -> None:
    shown = present(replace(PATENT, events=(transfer(date(2019, 5, 6), A, OwnersRecord(B.names)),)))
    assert (shown.patentees, shown.address, shown.region) == (B.names, "", "")


def test_a_second_owner_does_not_move_the_patent() -> None:
    both = OwnersRecord((*A.names, *B.names))
    shown = present(replace(PATENT, events=(transfer(date(2019, 5, 6), A, both),)))
    assert (shown.patentees, shown.region) == (both.names, A.region)


def test_a_transferred_application_has_a_new_applicant() -> None:
    pending = replace(PATENT, publications=(), patentees=(), events=(A_TO_B,))
    assert (present(pending).applicants, present(pending).patentees) == (B.names, ())


def test_a_new_name_is_the_present_one() -> None:
    renamed = OwnersRecord(("虚构新甲照明有限公司",))
    event = EventRecord(EventKind.BIBLIOGRAPHIC_CHANGE, date(2020, 1, 1), before=A, after=renamed)
    assert present(replace(PATENT, events=(event,))).patentees == renamed.names


@pytest.fixture
def file(db: None) -> SourceFile:
    return SourceFile.objects.create(digest="a" * 64, name="a.xlsx", size=1)


def _store(file: SourceFile, *records: PatentRecord) -> Patent:
    with transaction.atomic():
        store(list(enumerate(records, 1)), file)
    return Patent.objects.get()


EVENTS = PatentRecord(PatentKind.INVENTION, application_number="2015108177127", events=(A_TO_B, B_TO_C))


@pytest.mark.parametrize("order", [(PATENT, EVENTS), (EVENTS, PATENT), (PATENT, EVENTS, PATENT)])
def test_the_patent_is_the_present_owners_in_whatever_order_it_is_told(
    file: SourceFile, order: tuple[PatentRecord, ...]
) -> None:
    for record in order:
        patent = _store(file, record)
    assert (patent.address, patent.region) == (C.address, C.region)
    parties = Party.objects.filter(role=PartyRole.PATENTEE)
    assert list(parties.values_list("name", flat=True)) == list(C.names)
    assert records_of([patent.pk])[patent.pk].patentees == C.names
    assert stated_records_of([patent.pk])[patent.pk].patentees == A.names
    former = FormerOwner.objects.order_by("until").values_list("name", "region", "since", "until")
    assert list(former) == [
        (A.names[0], "440704", None, date(2019, 5, 6)),
        (B.names[0], "440106", date(2019, 5, 6), date(2021, 5, 6)),
    ]


def test_what_a_document_states_later_is_merged_with_what_documents_stated(file: SourceFile) -> None:
    _store(file, PATENT, EVENTS)
    moved = replace(PATENT, abstract="灯具。", address="广东省江门市蓬江区虚构路9号", region="440703")
    patent = _store(file, moved)
    assert (patent.region, patent.abstract) == ("330106", "灯具。")
    assert stated_records_of([patent.pk])[patent.pk].region == "440703"


def test_links_of_holders_follow(file: SourceFile) -> None:
    _store(file, PATENT)
    match()
    _store(file, EVENTS)
    match()
    party = Party.objects.get(role=PartyRole.PATENTEE)
    assert party.holder is not None
    assert party.holder.name == C.names[0]
    assert party.holder.region == "330106"


def test_an_event_that_was_stored_without_its_sides_gets_them(file: SourceFile) -> None:
    bare = replace(EVENTS, events=tuple(replace(each, before=None, after=None) for each in EVENTS.events))
    assert _store(file, PATENT, bare).region == "440704"
    assert not FormerOwner.objects.exists()
    assert _store(file, EVENTS).region == "330106"
    assert FormerOwner.objects.count() == 2
    assert _store(file, EVENTS, bare).region == "330106"
