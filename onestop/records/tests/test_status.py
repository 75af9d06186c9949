"""The legal status, day by day, for each way a patent can go."""

from datetime import date

import pytest

from onestop.records.models import EventKind, Patent, PatentKind
from onestop.records.status import LegalStatus, dates_of, status_on
from onestop.records.types import EventRecord, PatentRecord, PublicationRecord

FILED, PUBLISHED, GRANTED = date(2010, 3, 1), date(2011, 9, 1), date(2013, 5, 1)


def _patent(kind: PatentKind, *events: tuple[EventKind, date], to: date | None = date(2026, 1, 1)) -> Patent:
    record = PatentRecord(
        kind=kind, title="t", filed_on=FILED, events=tuple(EventRecord(*e) for e in events), legal_data_to=to
    )
    dates = dates_of(record)
    return Patent(
        kind=kind,
        filed_on=FILED,
        legal_data_to=to,
        published_on=dates.published_on,
        granted_on=dates.granted_on,
        ends_on=dates.ends_on,
        closed_on=dates.closed_on,
    )


E = EventKind
WAYS = [
    ("pending", [(E.PUBLICATION, PUBLISHED)], {"2012-01-01": "pending"}),
    (
        "granted",
        [(E.GRANT, GRANTED)],
        {"2013-04-30": "pending", "2013-05-01": "in_force", "2030-02-28": "in_force"},
    ),
    ("expired", [(E.GRANT, GRANTED)], {"2030-03-01": "ended"}),
    (
        "lapsed",
        [(E.GRANT, GRANTED), (E.FEE_LAPSE, date(2016, 3, 1))],
        {"2016-02-29": "in_force", "2016-03-01": "ended"},
    ),
    ("waived", [(E.GRANT, GRANTED), (E.ABANDONMENT, date(2015, 1, 1))], {"2015-01-01": "ended"}),
    (
        "void",
        [(E.GRANT, GRANTED), (E.INVALIDATION, date(2018, 1, 1))],
        {"2013-05-01": "ended", "2017-01-01": "ended"},
    ),
    ("rejected", [(E.REJECTION, date(2012, 6, 1))], {"2012-05-31": "pending", "2012-06-01": "ended"}),
    ("withdrawn", [(E.WITHDRAWAL, date(2012, 6, 1))], {"2012-06-01": "ended"}),
]


@pytest.mark.parametrize(("events", "expected"), [way[1:] for way in WAYS], ids=[way[0] for way in WAYS])
def test_status_of_an_invention(events: list[tuple[EventKind, date]], expected: dict[str, str]) -> None:
    patent = _patent(PatentKind.INVENTION, *events)
    assert {day: status_on(patent, date.fromisoformat(day)).status for day in expected} == expected


def test_without_legal_data_nothing_is_claimed() -> None:
    patent = _patent(PatentKind.UTILITY_MODEL, to=None)
    assert status_on(patent, date(2015, 1, 1)).status == LegalStatus.UNKNOWN
    granted = _patent(PatentKind.INVENTION, (E.GRANT, GRANTED), to=None)
    assert status_on(granted, date(2020, 1, 1)).reason == "granted_later_unknown"


def test_the_law_alone_ends_what_no_source_speaks_of() -> None:
    patent = _patent(PatentKind.UTILITY_MODEL, to=None)
    assert status_on(patent, date(2020, 2, 29)).status == LegalStatus.UNKNOWN
    assert status_on(patent, date(2020, 3, 1)).reason == "term_over"


def test_the_grant_publication_is_the_grant() -> None:
    record = PatentRecord(
        kind=PatentKind.INVENTION,
        title="t",
        filed_on=FILED,
        publications=(
            PublicationRecord("CN101234567A", PUBLISHED),
            PublicationRecord("CN101234567B", GRANTED),
        ),
    )
    dates = dates_of(record)
    assert (dates.published_on, dates.granted_on, dates.ends_on) == (PUBLISHED, GRANTED, date(2030, 3, 1))
