"""Every figure is the number of records that its own evidence search finds, or it has no value and says why."""

from datetime import date, timedelta
from random import Random

import pytest
from django.db import transaction
from django.utils import translation

from onestop.indicators.definitions import by_code, definitions
from onestop.indicators.queries import default_as_of, key_figures
from onestop.records.models import EventKind, InternationalApplication, PatentKind, SourceFile
from onestop.records.search import PatentSearch, search_patents
from onestop.records.services import store
from onestop.records.types import EventRecord, PatentRecord
from onestop.records.values import application_number
from onestop.search import services

pytestmark = pytest.mark.django_db
END_OF_2023 = date(2023, 12, 31)
ENDS = [
    EventKind.FEE_LAPSE,
    EventKind.ABANDONMENT,
    EventKind.DOUBLE_PATENT_ABANDONMENT,
    EventKind.INVALIDATION,
]


def _random_register(seed: int) -> list[PatentRecord]:
    chance = Random(seed)
    return [_random_patent(chance, serial) for serial in range(1, 121)]


def _random_patent(chance: Random, serial: int) -> PatentRecord:
    kind = chance.choice(list(PatentKind))
    filed = date(2003, 11, 1) + timedelta(chance.randrange(7_500))
    type_digit = {"invention": 1, "utility_model": 2, "design": 3}[kind]
    events = []
    if chance.random() < 0.8:
        granted = filed + timedelta(chance.randrange(1, 1_500))
        events.append(EventRecord(EventKind.GRANT, granted))
        if chance.random() < 0.4:
            ends = chance.choice(ENDS)
            events.append(EventRecord(ends, granted + timedelta(chance.randrange(3_000))))
        if chance.random() < 0.3:
            events.append(EventRecord(EventKind.RESTORATION, granted + timedelta(chance.randrange(4_000))))
        if chance.random() < 0.2:
            events.append(EventRecord(EventKind.PARTIAL_INVALIDATION, granted + timedelta(300)))
        if chance.random() < 0.3:
            longer = filed + timedelta(7_305 + chance.randrange(900))
            events.append(EventRecord(EventKind.TERM_ADJUSTMENT, granted, term_ends_on=longer))
    return PatentRecord(
        kind=kind,
        title=f"第{serial}件",
        application_number=application_number.clean(f"{filed.year}{type_digit}{serial:07d}"),
        filed_on=filed,
        region=chance.choice(["440704", "440703", "440300", ""]),
        events=tuple(events),
        legal_data_to=date(2026, 1, 1),
    )


def _load(records: list[PatentRecord]) -> None:
    file = SourceFile.objects.create(digest="a" * 64, name="a", size=1)
    with transaction.atomic():
        store(list(enumerate(records, 1)), file)
    services.catch_up()


def _by_hand(records: list[PatentRecord], region: str, day: date) -> dict[str, int]:
    """A second implementation: plain loops over the records, no shared code."""
    granted = in_force = 0
    for record in records:
        if not record.region.startswith(region):
            continue
        days = {event.kind: event.effective_on for event in record.events}
        grant = days.pop(EventKind.GRANT, None)
        if grant and date(day.year, 1, 1) <= grant <= day:
            granted += 1
        if record.kind != "invention" or grant is None or grant > day or not record.filed_on:
            continue
        if days.get(EventKind.FEE_LAPSE, date.max) <= days.get(EventKind.RESTORATION, date.min):
            del days[EventKind.FEE_LAPSE]
        over = EventKind.INVALIDATION in days or any(days.get(kind, date.max) <= day for kind in ENDS)
        try:
            expiry = record.filed_on.replace(year=record.filed_on.year + 20)
        except ValueError:
            expiry = date(record.filed_on.year + 20, 2, 28)
        longer = [event.term_ends_on for event in record.events if event.term_ends_on]
        in_force += not over and max([expiry, *longer]) > day
    return {"patents_granted": granted, "valid_inventions": in_force}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("region", "stem"), [("440704", "440704"), ("440700", "4407"), ("440000", "44"), ("", "")]
)
def test_figures_agree_with_plain_loops_and_with_their_evidence(seed: int, region: str, stem: str) -> None:
    records = _random_register(seed)
    _load(records)
    for day in (END_OF_2023, date(2015, 6, 30), date(2025, 12, 31)):
        figures = {figure.code: figure for figure in key_figures(region, day)}
        by_hand = _by_hand(records, stem, day)
        assert {code: figures[code].value for code in by_hand} == by_hand
        for code in by_hand:
            assert search_patents(PatentSearch(figures[code].evidence_query)).total == by_hand[code]


def test_a_figure_that_can_not_be_told_says_which_data_it_would_take() -> None:
    _load([PatentRecord(kind=PatentKind.INVENTION, title="一", application_number="2015108177127")])
    for figure in key_figures("", END_OF_2023):
        assert figure.value is None
        assert figure.missing


def test_pct_applications_of_the_year() -> None:
    for number, day, region in [
        (1, "2023-01-01", "440704"),
        (2, "2023-12-31", "440704"),
        (3, "2022-12-31", "440704"),
    ]:
        InternationalApplication.objects.create(
            key=str(number),
            number=f"PCT/CN2023/00000{number}",
            title="t",
            applicant="甲",
            filed_on=day,
            region=region,
        )
    figure = next(each for each in key_figures("440704", END_OF_2023) if each.code == "pct_applications")
    assert figure.value == 2


def test_one_changed_record_changes_the_figure() -> None:
    record = PatentRecord(
        kind=PatentKind.INVENTION,
        title="一",
        application_number="2015108177127",
        filed_on=date(2015, 11, 23),
        events=(EventRecord(EventKind.GRANT, date(2023, 5, 1)),),
        legal_data_to=date(2026, 1, 1),
    )
    _load([record])
    assert key_figures("", END_OF_2023)[1].value == 1
    lapse = PatentRecord(
        kind=PatentKind.INVENTION,
        title="一",
        application_number="2015108177127",
        events=(EventRecord(EventKind.FEE_LAPSE, date(2023, 11, 23)),),
    )
    store([(1, lapse)], SourceFile.objects.get())
    assert key_figures("", END_OF_2023)[1].value == 0


def test_the_day_offered_is_the_last_year_end_that_the_data_cover() -> None:
    _load(
        [
            PatentRecord(
                kind=PatentKind.DESIGN,
                title="一",
                application_number="2009300000012",
                legal_data_to=date(2025, 6, 30),
            )
        ]
    )
    assert default_as_of() == date(2024, 12, 31)


def test_definitions_have_both_languages_and_a_source() -> None:
    assert len(by_code()) == len(definitions())
    for definition in definitions():
        for texts in (definition.name, definition.definition, definition.source):
            assert all(texts[language] for language in ("zh", "en"))
    with translation.override("en"):
        assert key_figures("", END_OF_2023)[0].name == "Patents granted"
