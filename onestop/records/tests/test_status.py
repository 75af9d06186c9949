"""The status of a stored patent, the days kept in its row, and that both say the same."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from django.db import transaction

from onestop.core import clock
from onestop.records.models import EventKind, LegalEvent, Patent, PatentKind, SourceFile
from onestop.records.queries import patent_by_number, records_of
from onestop.records.services import store
from onestop.records.status import LegalStatus, dates_of, status_of, status_on
from onestop.records.types import EventRecord, PatentRecord, PublicationRecord
from onestop.records.values import application_number

FILED, PUBLISHED, GRANTED = date(2010, 3, 1), date(2011, 9, 1), date(2013, 5, 1)
LAPSED, ANNOUNCED = date(2016, 3, 1), date(2016, 11, 9)
NUMBER = application_number.clean("201010000001")
RECORD = PatentRecord(
    kind=PatentKind.INVENTION,
    title="t",
    application_number=NUMBER,
    filed_on=FILED,
    publications=(PublicationRecord("CN101234567A", PUBLISHED), PublicationRecord("CN101234567B", GRANTED)),
    events=(EventRecord(EventKind.FEE_LAPSE, LAPSED, ANNOUNCED),),
    legal_data_to=date(2026, 1, 1),
)


def _store(record: PatentRecord) -> Patent:
    file, _ = SourceFile.objects.get_or_create(digest="a" * 64, defaults={"name": "a", "size": 1})
    with transaction.atomic():
        store([(1, record)], file)
    patent = patent_by_number(NUMBER)
    assert patent
    return patent


def test_the_grant_publication_is_the_grant() -> None:
    dates = dates_of(PatentRecord(RECORD.kind, "t", filed_on=FILED, publications=RECORD.publications))
    assert (dates.published_on, dates.granted_on, dates.ends_on) == (PUBLISHED, GRANTED, date(2030, 3, 1))


@pytest.mark.parametrize(
    ("number", "day", "published", "granted"),
    [
        ("CN101234567B", GRANTED, GRANTED, GRANTED),
        ("CN101234567B9", GRANTED, GRANTED, None),
        ("CN101234567", GRANTED, GRANTED, None),
        ("CN1012345B", date(1990, 5, 1), date(1990, 5, 1), None),
        ("CN1012345C", date(1990, 9, 1), date(1990, 9, 1), date(1990, 9, 1)),
        ("CN1012345B", date(1993, 1, 1), date(1993, 1, 1), date(1993, 1, 1)),
    ],
)
def test_which_document_is_the_grant(
    number: str, day: date, published: date | None, granted: date | None
) -> None:
    dates = dates_of(PatentRecord(RECORD.kind, "t", publications=(PublicationRecord(number, day),)))
    assert (dates.published_on, dates.granted_on) == (published, granted)


def test_the_row_keeps_the_days_of_the_register() -> None:
    def kept(*events: tuple[EventKind, date]) -> tuple[date | None, date | None, date | None]:
        dates = dates_of(
            PatentRecord(
                RECORD.kind, "t", filed_on=FILED, events=tuple(EventRecord(*each) for each in events)
            )
        )
        return dates.granted_on, dates.ends_on, dates.closed_on

    grant, lapse = (EventKind.GRANT, GRANTED), (EventKind.FEE_LAPSE, LAPSED)
    assert kept(grant, lapse) == (GRANTED, LAPSED, None)
    assert kept(grant, lapse, (EventKind.RESTORATION, date(2017, 1, 1))) == (GRANTED, date(2030, 3, 1), None)
    assert kept(grant, (EventKind.INVALIDATION, LAPSED)) == (GRANTED, GRANTED, None)
    assert kept(grant, (EventKind.PARTIAL_INVALIDATION, LAPSED)) == (GRANTED, date(2030, 3, 1), None)
    assert kept((EventKind.REJECTION, LAPSED)) == (None, None, LAPSED)
    assert kept((EventKind.DEEMED_ABANDONMENT, LAPSED)) == (None, None, LAPSED)
    assert kept() == (None, None, None)


@pytest.mark.django_db
def test_a_statistic_counts_what_was_known_and_hindsight_what_was_so() -> None:
    patent = _store(RECORD)
    in_grace = date(2016, 9, 1)
    assert status_on(patent, in_grace).status == LegalStatus.ENDED
    assert status_on(patent, in_grace, known_on=in_grace).status == LegalStatus.IN_FORCE
    assert status_on(patent, in_grace, known_on=ANNOUNCED).since == LAPSED
    assert status_on(patent, in_grace, known_on=in_grace).data_to == in_grace
    assert status_on(patent, date(2010, 2, 28)).reason == "not_filed"


@pytest.mark.django_db
def test_an_event_without_announcement_is_known_since_we_recorded_it() -> None:
    patent = _store(
        PatentRecord(RECORD.kind, "t", NUMBER, events=(EventRecord(EventKind.FEE_LAPSE, LAPSED),))
    )
    _store(RECORD)  # a later source brings the announcement: then it counts from there
    assert LegalEvent.objects.get().announced_on == ANNOUNCED
    LegalEvent.objects.update(announced_on=None, recorded_on=date(2020, 1, 1))
    patent = Patent.objects.get()
    assert status_on(patent, LAPSED, known_on=date(2019, 12, 31)).status == LegalStatus.IN_FORCE
    assert status_on(patent, LAPSED, known_on=date(2020, 1, 1)).status == LegalStatus.ENDED


@pytest.mark.django_db
def test_a_record_and_its_row_have_the_same_status_without_any_query_for_it() -> None:
    patent = _store(RECORD)
    record = records_of([patent.pk])[patent.pk]
    for day in (FILED, PUBLISHED, GRANTED, LAPSED, date(2031, 1, 1)):
        assert status_of(record, day) == status_on(patent, day)


def _random_event(chance: Random, kind: EventKind, *, after: date) -> EventRecord:
    """Said to have happened any time; announced after that day, or not at all."""
    happened = FILED + timedelta(chance.randrange(8_000))
    announced = after + timedelta(chance.randrange(1, 2_000)) if chance.random() < 0.5 else None
    longer = happened + timedelta(3_000) if kind == EventKind.TERM_ADJUSTMENT else None
    return EventRecord(kind, happened, announced, term_ends_on=longer)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(8))
def test_what_is_stored_later_changes_nothing_that_was_known(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, first_import, second_import = Random(seed), date(2018, 1, 1), date(2024, 1, 1)
    by_announcement = [
        kind
        for kind in EventKind
        if kind not in (EventKind.PUBLICATION, EventKind.GRANT, EventKind.DOUBLE_PATENT_ABANDONMENT)
    ]
    days = [FILED + timedelta(400 * n) for n in range(21)]
    known_days = [date(2016, 1, 1), first_import, first_import + timedelta(1)]
    monkeypatch.setattr(clock, "today", lambda: first_import)
    patent = _store(
        replace(
            RECORD,
            events=tuple(
                _random_event(chance, kind, after=FILED) for kind in chance.sample(by_announcement, 4)
            ),
        )
    )
    before = [status_on(patent, day, known) for day in days for known in known_days]
    monkeypatch.setattr(clock, "today", lambda: second_import)
    later = tuple(
        _random_event(chance, kind, after=known_days[-1]) for kind in chance.sample(by_announcement, 5)
    )
    patent = _store(replace(RECORD, events=later))
    assert patent.legal_events.count() > 4
    assert [status_on(patent, day, known) for day in days for known in known_days] == before
    record = records_of([patent.pk])[patent.pk]
    assert [status_of(record, day) for day in days] == [status_on(patent, day) for day in days]
