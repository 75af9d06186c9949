"""What sources say becomes patents: created, completed, corrected, never lost."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from onestop.records.merge import changes, merge
from onestop.records.models import (
    EventKind,
    Holder,
    LegalEvent,
    LinkState,
    NameLink,
    Party,
    Patent,
    PatentKind,
    PatentSource,
    SourceFile,
)
from onestop.records.outcomes import Outcome
from onestop.records.queries import patent_by_number, records_of
from onestop.records.services import remove, store
from onestop.records.types import EventRecord, PatentRecord, PublicationRecord
from onestop.search import services as search_services
from onestop.search.models import IndexJob

FULL = PatentRecord(
    kind=PatentKind.INVENTION,
    title="一种锚索",
    application_number="2015108177127",
    abstract="锚索。",
    filed_on=date(2015, 11, 23),
    publications=(PublicationRecord("CN105334567A", date(2016, 2, 17)),),
    applicants=("甲公司", "乙大学"),
    inventors=("李某",),
    ipc=("E21D20/02", "E21D21/00"),
    events=(EventRecord(EventKind.PUBLICATION, date(2016, 2, 17)),),
)
BY_PUBLICATION = PatentRecord(
    kind=PatentKind.INVENTION, title="一种锚索", publications=(PublicationRecord("CN105334567B"),)
)


@pytest.fixture
def file(db: None) -> SourceFile:
    return SourceFile.objects.create(digest="a" * 64, name="a.xlsx", size=1)


@pytest.fixture
def other_file(db: None) -> SourceFile:
    return SourceFile.objects.create(digest="b" * 64, name="b.xlsx", size=1)


def _store(file: SourceFile, *records: PatentRecord) -> list[Outcome]:
    with transaction.atomic():
        return store(list(enumerate(records, 2)), file)


def _record() -> PatentRecord:
    patent = Patent.objects.get()
    return records_of([patent.pk])[patent.pk]


def test_a_record_comes_back_as_it_was_said(file: SourceFile) -> None:
    assert _store(file, FULL) == [Outcome.CREATED]
    assert _record() == FULL
    assert PatentSource.objects.get().row == 2
    assert IndexJob.objects.count() == 1


def test_saying_it_again_changes_nothing(file: SourceFile, other_file: SourceFile) -> None:
    _store(file, FULL)
    IndexJob.objects.all().delete()
    assert _store(file, FULL, FULL) == [Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert _store(other_file, FULL) == [Outcome.UNCHANGED]
    assert Patent.objects.get().version == 1
    assert not IndexJob.objects.exists()
    assert {source.file for source in PatentSource.objects.all()} == {file, other_file}


def test_a_correction_keeps_the_older_fact(file: SourceFile, other_file: SourceFile) -> None:
    _store(file, FULL)
    assert _store(other_file, replace(FULL, title="一种新锚索", applicants=("甲公司",))) == [Outcome.UPDATED]
    patent = Patent.objects.get()
    assert (patent.title, patent.version) == ("一种新锚索", 2)
    revision = patent.revisions.get()
    assert revision.before == {"title": "一种锚索", "applicants": ["甲公司", "乙大学"]}
    assert revision.source == other_file


def test_an_older_file_read_again_does_not_undo_the_correction(
    file: SourceFile, other_file: SourceFile
) -> None:
    _store(file, FULL)
    _store(other_file, replace(FULL, title="一种新锚索"))
    assert _store(file, FULL) == [Outcome.UNCHANGED]
    assert Patent.objects.get().title == "一种新锚索"


def test_a_sparse_source_erases_nothing(file: SourceFile) -> None:
    _store(file, FULL)
    sparse = PatentRecord(
        kind=PatentKind.INVENTION, title="一种锚索", application_number="2015108177127", ipc=("E21D20/02",)
    )
    assert _store(file, sparse) == [Outcome.UNCHANGED]
    assert _record() == FULL


def test_a_patent_known_by_its_publication_is_completed(file: SourceFile) -> None:
    assert _store(file, BY_PUBLICATION, FULL) == [Outcome.CREATED, Outcome.UPDATED]
    assert Patent.objects.get().application_number == "2015108177127"
    assert [p.number for p in _record().publications] == ["CN105334567A", "CN105334567B"]


def test_two_halves_of_one_patent_become_one(file: SourceFile, other_file: SourceFile) -> None:
    without_publication = replace(FULL, publications=(), events=())
    assert _store(file, without_publication, BY_PUBLICATION) == [Outcome.CREATED, Outcome.CREATED]
    assert Patent.objects.count() == 2
    assert _store(other_file, FULL) == [Outcome.UPDATED]
    patent = Patent.objects.get()
    assert patent.application_number == "2015108177127"
    assert patent.sources.count() == 3
    found = patent_by_number("CN105334567B")
    assert found == patent


def test_a_publication_of_another_application_is_a_conflict(file: SourceFile) -> None:
    other = replace(FULL, application_number="2009102513909")
    assert _store(file, FULL, other) == [Outcome.CREATED, Outcome.CONFLICT]
    assert Patent.objects.get().application_number == "2015108177127"


def test_an_event_keeps_the_day_it_became_known(file: SourceFile) -> None:
    _store(file, FULL)
    LegalEvent.objects.update(recorded_on=date(2020, 1, 1))
    grant = EventRecord(EventKind.GRANT, date(2018, 5, 1))
    assert _store(file, replace(FULL, events=(grant,))) == [Outcome.UPDATED]
    assert dict(LegalEvent.objects.values_list("kind", "recorded_on"))["publication"] == date(2020, 1, 1)
    assert Patent.objects.get().granted_on == date(2018, 5, 1)


def test_a_later_statement_completes_an_event(file: SourceFile, other_file: SourceFile) -> None:
    lapse = EventRecord(EventKind.FEE_LAPSE, date(2018, 11, 23))
    _store(file, replace(FULL, events=(lapse,)))
    LegalEvent.objects.update(recorded_on=date(2020, 1, 1))
    announced = replace(lapse, announced_on=date(2019, 7, 5), note="终止日期20181123")
    assert _store(other_file, replace(FULL, events=(announced,))) == [Outcome.UPDATED]
    assert _store(file, replace(FULL, title="二", events=(lapse,))) == [Outcome.UPDATED]
    assert _record().events == (announced,)
    assert LegalEvent.objects.get().recorded_on == date(2020, 1, 1)


def test_two_pledges_of_one_day_are_two_events(file: SourceFile) -> None:
    pledges = tuple(
        EventRecord(EventKind.PLEDGE, date(2019, 1, 1), reference=number) for number in ("Y1", "Y2")
    )
    _store(file, replace(FULL, events=pledges))
    assert _record().events == pledges


def test_events_of_an_absorbed_patent_keep_the_day_they_became_known(
    file: SourceFile, other_file: SourceFile
) -> None:
    grant = EventRecord(EventKind.GRANT, date(2018, 5, 1))
    _store(file, replace(FULL, publications=()), replace(BY_PUBLICATION, events=(grant, *FULL.events)))
    LegalEvent.objects.update(recorded_on=date(2020, 1, 1))
    _store(other_file, replace(FULL, abstract=""))
    assert Patent.objects.count() == 1
    assert set(LegalEvent.objects.values_list("kind", "recorded_on")) == {
        ("publication", date(2020, 1, 1)),
        ("grant", date(2020, 1, 1)),
    }


def test_a_new_patent_may_absorb_a_stored_one_with_its_events(
    file: SourceFile, other_file: SourceFile
) -> None:
    grant = EventRecord(EventKind.GRANT, date(2018, 5, 1))
    _store(file, replace(BY_PUBLICATION, events=(grant,)))
    LegalEvent.objects.update(recorded_on=date(2020, 1, 1))
    first = replace(FULL, publications=(), events=())
    assert _store(other_file, first, FULL) == [Outcome.CREATED, Outcome.UPDATED]
    known = dict(LegalEvent.objects.values_list("kind", "recorded_on"))
    assert (len(known), known["grant"]) == (2, date(2020, 1, 1))


def test_a_batch_costs_the_same_queries_whatever_its_size(
    file: SourceFile, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    records = [replace(FULL, application_number=f"2015108{n:05d}0", publications=()) for n in range(300)]
    with django_assert_max_num_queries(30):
        _store(file, *records)
    with django_assert_max_num_queries(6):
        _store(file, *records)


def test_parties_belong_to_the_holder_that_their_name_is_known_to_mean(file: SourceFile) -> None:
    holder = Holder.objects.create(name="甲公司")
    for name, state in (
        ("甲公司", LinkState.CERTAIN),
        ("乙大学", LinkState.SUGGESTED),
        ("李某", LinkState.CERTAIN),
    ):
        NameLink.objects.create(name=name, name_key=name, holder=holder, state=state, confidence=1)
    _store(file, FULL)
    _store(file, replace(FULL, applicants=("丙公司", "甲公司")))
    assert list(Party.objects.order_by("role", "position").values_list("role", "name", "holder")) == [
        ("applicant", "丙公司", None),
        ("applicant", "甲公司", holder.pk),
        ("inventor", "李某", None),
    ], "an inventor of that name is somebody else"


def test_removed_patents_leave_the_index(file: SourceFile) -> None:
    _store(file, FULL)
    search_services.catch_up()
    remove([Patent.objects.get().pk])
    search_services.catch_up()
    assert search_services.compare("patent")[0].total == 0
    assert not Patent.objects.exists()


_names = st.lists(st.sampled_from(["甲", "乙", "丙"]), max_size=2, unique=True).map(tuple)
_days = st.none() | st.dates(date(2000, 1, 1), date(2000, 1, 9))
_records = st.builds(
    PatentRecord,
    kind=st.just(PatentKind.INVENTION),
    title=st.sampled_from(["一", "二"]),
    application_number=st.just("2015108177127"),
    abstract=st.sampled_from(["", "a", "b"]),
    filed_on=_days,
    applicants=_names,
    inventors=_names,
    ipc=st.lists(st.sampled_from(["A01B1/00", "B02C1/00"]), max_size=2, unique=True).map(tuple),
    publications=st.lists(
        st.builds(PublicationRecord, st.sampled_from(["CN1A", "CN1B"]), _days), max_size=2
    ).map(tuple),
    events=st.lists(
        st.builds(
            EventRecord, st.sampled_from(list(EventKind)), st.dates(date(2000, 1, 1), date(2000, 1, 9))
        ),
        max_size=3,
    ).map(tuple),
)


@given(_records, _records)
def test_merging_is_stable_and_loses_no_event(old: PatentRecord, new: PatentRecord) -> None:
    known = merge(old, old)
    merged = merge(known, new)
    assert merge(merged, new) == merged
    assert {(e.kind, e.effective_on) for e in merged.events} == {
        (e.kind, e.effective_on) for e in old.events + new.events
    }
    assert {p.number for p in merged.publications} == {p.number for p in old.publications + new.publications}
    assert all(getattr(merged, name) for name in ("applicants", "ipc", "abstract") if getattr(old, name))
    assert bool(changes(known, merged)) == (known != merged)
