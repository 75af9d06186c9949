import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path

import pytest

from onestop.demo import generator
from onestop.demo.datafiles import data_file, fields
from onestop.demo.lives import gazette_day
from onestop.law.terms import term_end
from onestop.records.models import EventKind, PatentKind
from onestop.records.registers.records import InternationalRecord
from onestop.records.types import EventRecord, PatentRecord
from onestop.records.values import application_number, ipc, locarno, publication_number

LAST_DAY = date(2026, 6, 30)
NEW_YEARS_EVE = date(2023, 12, 31)
ENDS = {EventKind.FEE_LAPSE, EventKind.DOUBLE_PATENT_ABANDONMENT, EventKind.EXPIRY}
CLOSES = {EventKind.REJECTION, EventKind.WITHDRAWAL}
Every = list[PatentRecord]


def event(record: PatentRecord, *kinds: EventKind) -> EventRecord | None:
    return next((each for each in record.events if each.kind in kinds), None)


def granted_on(record: PatentRecord) -> date | None:
    grant = event(record, EventKind.GRANT)
    return grant.effective_on if grant else None


def ends_on(record: PatentRecord) -> date:
    """First day without the right; with a term of twenty years written out here on purpose."""
    end = min((e.effective_on for e in record.events if e.kind in ENDS), default=date.max)
    assert record.filed_on
    return min(end, record.filed_on.replace(year=record.filed_on.year + 20, day=min(record.filed_on.day, 28)))


def days(record: PatentRecord) -> Iterator[date]:
    for value in (record.filed_on, *(p.published_on for p in record.publications)):
        assert value
        yield value
    for each in record.events:
        yield each.effective_on
        if each.announced_on:
            yield each.announced_on


def test_the_same_seed_makes_the_same_district(every: Every) -> None:
    again = list(islice(generator.records(), 2_000))
    assert again == every[:2_000]
    assert next(iter(generator.records(2))) != every[0]


def test_it_is_the_same_on_every_machine(every: Every) -> None:
    """Changes with every change of vocabulary, shape or code: then put the new digest here."""
    said = "".join(f"{r.application_number}{r.title}{r.abstract}{r.applicants}{[*days(r)]}" for r in every)
    assert sha256(said.encode()).hexdigest()[:16] == "e02f69a6eebe0da3"


def test_it_is_large_enough(every: Every) -> None:
    assert len(every) == generator.total()
    assert len(every) >= 5_000
    assert Counter(record.kind for record in every).keys() == set(PatentKind)
    assert len({name for record in every for name in record.applicants}) >= 200


# The district's figures of the end of 2023, counted here without the help of any code of the platform.


def test_patents_granted_in_2023(every: Every) -> None:
    granted = [record for record in every if (day := granted_on(record)) and day.year == 2023]
    assert len(granted) == 3_021
    assert {record.kind for record in granted} == set(PatentKind)


def test_inventions_in_force_at_the_end_of_2023(every: Every) -> None:
    in_force = 0
    for record in every:
        if record.kind != "invention":
            continue
        granted = granted_on(record)
        if granted and granted <= NEW_YEARS_EVE and not ends_on(record) <= NEW_YEARS_EVE:
            in_force += 1
    assert in_force == 1_409


def test_international_applications_of_2023(international: list[InternationalRecord]) -> None:
    assert sum(application.filed_on.year == 2023 for application in international) == 21


def test_ages_of_inventions_in_force_vary(every: Every) -> None:
    """High-value inventions are partly those kept for more than ten years."""
    filed = [
        record.filed_on
        for record in every
        if record.kind == "invention"
        and (day := granted_on(record))
        and record.filed_on
        and day <= NEW_YEARS_EVE < ends_on(record)
    ]
    over_ten = sum(day < date(2013, 12, 31) for day in filed)
    assert 0.05 < over_ten / len(filed) < 0.3
    assert len({day.year for day in filed}) > 15


def test_numbers_are_valid_and_given_once(every: Every) -> None:
    applications = [record.application_number for record in every]
    publications = [publication.number for record in every for publication in record.publications]
    assert len(set(applications)) == len(applications)
    assert len(set(publications)) == len(publications)
    for number in applications:
        assert application_number.clean(number) == number
    for number in publications:
        assert publication_number.clean(number) == number


def test_numbers_are_nobody_elses(every: Every) -> None:
    """The office has never given serials this high."""
    assert all(record.application_number[5] == "9" for record in every)
    assert all(publication.number[3] == "9" for record in every for publication in record.publications)


def test_numbers_agree_with_kind_and_dates(every: Every) -> None:
    for record in every:
        assert application_number.kind_of(record.application_number) == record.kind
        assert record.filed_on
        assert application_number.filing_year(record.application_number) == record.filed_on.year
        assert all(publication_number.kind_of(each.number) == record.kind for each in record.publications)


def test_a_serial_belongs_to_one_patent(every: Every) -> None:
    owners = [
        {publication_number.serial(publication.number) for publication in record.publications}
        for record in every
    ]
    assert len(set().union(*owners)) == sum(map(len, owners))


def test_kind_codes_change_in_april_2010(every: Every) -> None:
    grants = {p.number[-1]: p.published_on for record in every for p in record.publications}
    assert set(grants) == set("ABCUYSD")
    for record in every:
        for publication in record.publications:
            assert publication.published_on
            if publication.number[-1] != "A":
                assert (publication.number[-1] in "BUS") == (publication.published_on >= date(2010, 4, 7))


def test_classes_are_valid(every: Every) -> None:
    symbols = {symbol for record in every for symbol in record.ipc}
    assert len(symbols) > 300
    assert [symbol for symbol in symbols if ipc.clean(symbol) != symbol] == []
    designs = {symbol for record in every for symbol in record.locarno}
    assert [symbol for symbol in designs if locarno.clean(symbol) != symbol] == []
    for record in every:
        assert bool(record.locarno) == (record.kind == "design") != bool(record.ipc)
        assert len(set(record.ipc)) == len(record.ipc)


def test_dates_follow_each_other(every: Every) -> None:
    order = [
        {EventKind.PUBLICATION},
        {EventKind.EXAMINATION},
        {EventKind.GRANT, *CLOSES},
        ENDS,
    ]
    for record in every:
        assert record.filed_on
        steps = [each.effective_on for kinds in order for each in record.events if each.kind in kinds]
        assert len(steps) == len(record.events)
        assert [record.filed_on, *steps] == sorted({record.filed_on, *steps}), record
        assert all(
            each.announced_on is None or each.announced_on >= each.effective_on for each in record.events
        )


def test_nothing_happens_after_the_last_day(every: Every) -> None:
    latest = max(day for record in every for day in days(record))
    assert LAST_DAY - timedelta(7) <= latest <= LAST_DAY
    assert {record.legal_data_to for record in every} == {LAST_DAY}


def test_only_inventions_are_published_before_the_grant(every: Every) -> None:
    for record in every:
        codes = [publication.number[-1] for publication in record.publications]
        assert ("A" in codes) == (record.kind == "invention")
        assert (len(codes) == 2) == bool(record.kind == "invention" and granted_on(record))
        assert bool(record.patentees) == bool(granted_on(record))


def test_a_lapse_reaches_back_to_the_day_the_fee_was_due(every: Every) -> None:
    lapses = [(record, each) for record in every if (each := event(record, EventKind.FEE_LAPSE))]
    assert len(lapses) > 1_000
    for record, lapse in lapses:
        assert record.filed_on
        assert lapse.announced_on
        years = lapse.effective_on.year - record.filed_on.year
        assert (lapse.effective_on - record.filed_on).days // 365 == years
        assert lapse.announced_on - lapse.effective_on > timedelta(183)


def test_expiry_is_at_the_end_of_the_term(every: Every) -> None:
    expired = [(record, each) for record in every if (each := event(record, EventKind.EXPIRY))]
    assert {record.kind for record, _ in expired} >= {PatentKind.UTILITY_MODEL, PatentKind.DESIGN}
    for record, expiry in expired:
        assert record.filed_on
        assert expiry.effective_on == term_end(record.kind, record.filed_on)
    for record in every:
        assert record.filed_on
        end = term_end(record.kind, record.filed_on)
        assert end
        assert end > LAST_DAY or event(record, *ENDS, *CLOSES)


def test_twins_are_given_up_when_the_invention_is_granted(every: Every) -> None:
    inventions = {
        (record.title, record.applicants, record.filed_on): record
        for record in every
        if record.kind == "invention"
    }
    given_up = [
        (record, each) for record in every if (each := event(record, EventKind.DOUBLE_PATENT_ABANDONMENT))
    ]
    assert len(given_up) > 30
    for record, abandonment in given_up:
        assert record.kind == "utility_model"
        invention = inventions[record.title, record.applicants, record.filed_on]
        assert granted_on(invention) == abandonment.effective_on


def test_every_outcome_occurs(every: Every) -> None:
    kinds = Counter(each.kind for record in every for each in record.events)
    assert set(kinds) == {EventKind.PUBLICATION, EventKind.EXAMINATION, EventKind.GRANT} | ENDS | CLOSES
    pending = [record for record in every if not granted_on(record) and not event(record, *CLOSES)]
    assert len(pending) > 100


def test_filings_grow_and_do_not_end_abruptly(every: Every) -> None:
    by_year = Counter(record.filed_on.year for record in every if record.filed_on)
    assert set(by_year) == set(range(2005, 2027))
    for year in range(2005, 2021):
        assert by_year[year + 3] > by_year[year]
    assert by_year[2024] > 1_000


def test_titles_seldom_repeat(every: Every) -> None:
    titles = Counter((record.kind, record.title) for record in every)
    assert len(titles) / len(every) > 0.97
    assert max(titles.values()) <= 5


def test_texts_are_complete(every: Every) -> None:
    for record in every:
        assert not re.search(r"[{}\s]|None", record.title + record.abstract), record
        assert record.title in record.abstract
        assert 4 <= len(record.title) <= 60
        assert 40 <= len(record.abstract) <= 400
        # Art. 2 Patent Law.
        assert record.kind == "invention" or not record.title.endswith(("方法", "工艺"))


def test_holders_are_concentrated_but_not_too_much(every: Every) -> None:
    holders = Counter(name for record in every for name in record.applicants)
    ten = sum(number for _, number in holders.most_common(10)) / len(every)
    assert 0.15 < ten < 0.35
    assert holders.most_common(1)[0][1] < 0.06 * len(every)
    shared = sum(len(record.applicants) > 1 for record in every) / len(every)
    assert 0.03 < shared < 0.15


def test_parties_are_named_once_and_live_in_the_district(every: Every) -> None:
    for record in every:
        assert record.region == "440704"
        assert re.match("广东省江门市江海区(江南|外海|礼乐)街道", record.address)
        assert record.inventors
        for names in (record.applicants, record.inventors, record.agents):
            assert len(set(names)) == len(names)
        assert bool(record.agents) == bool(record.agencies)


def test_international_applications(every: Every, international: list[InternationalRecord]) -> None:
    numbers = [application.number for application in international]
    assert len(set(numbers)) == len(numbers)
    filed = {
        (record.title, record.applicants[0]): record.filed_on
        for record in every
        if record.kind == "invention"
    }
    for application in international:
        assert re.fullmatch(rf"PCT/CN{application.filed_on.year}/9\d{{5}}", application.number)
        assert application.region == "440704"
        assert application.filed_on <= LAST_DAY
        priority = filed[application.title, application.applicant]
        assert priority
        assert timedelta(0) < application.filed_on - priority <= timedelta(365)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2016, 2, 16), date(2016, 2, 17)),  # a Wednesday, as for CN105334567A
        (date(2019, 3, 12), date(2019, 3, 12)),  # a Tuesday, as for CN109462287A
        (date(2019, 3, 13), date(2019, 3, 15)),
    ],
)
def test_gazette_day(day: date, expected: date) -> None:
    assert gazette_day(day) == expected


def test_vocabulary_has_no_repetitions() -> None:
    for name, field in fields().items():
        for words in (field.parts, field.uses, field.extra, field.companies, field.ingredients):
            assert len(set(words)) == len(words), name
        assert len(field.parts) >= 5
        assert all(len(aim) == 3 for aim in field.aims + field.mixture_aims)


@pytest.mark.shared
def test_no_brand_is_a_real_company(shared: Path) -> None:
    real = (shared / "patents_cn/epub/company_names.txt").read_text(encoding="utf-8")
    words = data_file("names.yaml")
    brands = [head + tail for head in words["brand_heads"] for tail in words["brand_tails"]]
    assert len(brands) > 300
    assert [brand for brand in brands if brand in real] == []
