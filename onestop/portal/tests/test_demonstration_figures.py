"""The demonstration district's figures of the end of 2023: counted from the records, each opening that many records."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import DjangoDbBlocker

from onestop.core.errors import UserError
from onestop.demo import services
from onestop.indicators.comparisons import rank
from onestop.indicators.high_value.assess import refresh
from onestop.indicators.models import HighValueReason
from onestop.portal.pages.indicators import evidence_rows, indicator_page, indicator_rows
from onestop.records import services as records
from onestop.records.models import (
    CaseKind,
    CaseSummary,
    EventKind,
    HolderKind,
    HonourKind,
    Level,
    Patent,
    PatentKind,
    SourceFile,
)
from onestop.records.registers.all import store_registers
from onestop.records.registers.records import (
    CaseSummaryRecord,
    HolderRecord,
    HonourRecord,
    InternationalRecord,
    PopulationRecord,
)
from onestop.records.types import EventRecord, PatentRecord
from onestop.records.values.application_number import check_digit

DISTRICT, DAY = "440704", "2023-12-31"
REPORTED = {
    "patents_granted": 3_021,
    "valid_inventions": 1_409,
    "pct_applications": 21,
    "high_value_inventions": 690,
    "high_tech_companies": 712,
    "national_demonstration": 1,
    "national_advantage": 7,
    "provincial_municipal_titles": 77,
    "enforcement_cases": 13,
    "police_transfers": 8,
    "malicious_filings": 2,
    "judicial_confirmations": 8,
}


@pytest.fixture(scope="module")
def _demonstration(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loaded once for the module, as it takes its time."""
    with django_db_blocker.unblock():
        services.load()
        refresh()
        yield
        services.remove()


@pytest.fixture(autouse=True)
def _use(_demonstration: None, db: None) -> None:
    caches["process"].clear()


def value(code: str) -> float | None:
    return indicator_page(code, DISTRICT, DAY).figure.value


@pytest.mark.parametrize(("code", "count"), REPORTED.items())
def test_the_figure_and_the_records_that_it_opens(code: str, count: int) -> None:
    page = indicator_page(code, DISTRICT, DAY)
    assert page.figure.value == count == page.total
    rows = list(evidence_rows(code, DISTRICT, DAY, "records"))[1:]
    assert len(rows) == count == len(set(rows))
    assert all(reasons for _number, _name, reasons in rows)


def test_growth_and_rank_and_the_nation() -> None:
    page = indicator_page("high_value_per_10000", DISTRICT, DAY)
    assert page.figure.display == "18.28"
    assert page.figure.denominator == 377_460
    assert page.figure.growth == "+18.56%"
    assert (page.place, len(page.peers)) == (1, 7)
    assert all(each.display != "0.00" for each in page.peers)
    assert page.nation
    assert (page.nation.display, f"{page.nation.ratio:.2f}") == ("11.80", "1.55")
    assert indicator_page("high_value_inventions", DISTRICT, "2022-12-31").total == 582
    assert indicator_page("high_value_inventions", DISTRICT, DAY).figure.growth == "+18.56%"


@pytest.mark.parametrize(
    ("code", "count"),
    [
        *REPORTED.items(),
        ("high_value_per_10000", 690),
        ("enforcement_amount", 13),
        ("trademark_labels", 13),
    ],
)
def test_a_click_opens_exactly_those_records(client: Client, code: str, count: int) -> None:
    """From the list of figures to the page that shows the first, and to the file that has all."""
    listed = client.get("/api/v1/indicators", {"region": DISTRICT, "day": DAY}).json()
    rows = [row for group in listed["groups"] for row in group["rows"]]
    href = next(row["href"] for row in rows if row["code"] == code)
    twin = client.get(f"/api/v1{href}").json()
    assert (twin["total"], len(twin["lines"])) == (count, min(count, 50))
    found = client.get(f"{href}&format=csv")
    lines = b"".join(found.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert len(lines) == len(set(lines)) == count + 1


def test_all_pages_of_the_records(client: Client) -> None:
    twin = client.get(f"/api/v1/indicators/high_value_inventions?region={DISTRICT}&day={DAY}").json()
    hrefs = [line["href"] for line in twin["lines"]]
    while twin["next_href"]:
        twin = client.get(f"/api/v1{twin['next_href'].removeprefix('/api/v1')}").json()
        hrefs += [line["href"] for line in twin["lines"]]
    assert len(hrefs) == len(set(hrefs)) == 690


def test_sums_of_case_work() -> None:
    assert value("enforcement_amount") == 4_600_000
    assert (value("trademark_labels") or 0) > 382_000
    confirmed = CaseSummary.objects.filter(confirmed_on__year=2023)
    days = [
        (each.confirmed_on - each.closed_on).days
        for each in confirmed
        if each.confirmed_on and each.closed_on
    ]
    assert len(days) == 8
    assert max(days) <= 30


def test_entries_and_exits_make_the_difference() -> None:
    for code in ("valid_inventions", "high_value_inventions", "high_tech_companies"):
        page, before = indicator_page(code, DISTRICT, DAY), indicator_page(code, DISTRICT, "2022-12-31")
        assert page.change
        assert page.total - before.total == page.change.entries - page.change.exits
        for shown, count in (("entries", page.change.entries), ("exits", page.change.exits)):
            rows = list(evidence_rows(code, DISTRICT, DAY, shown))[1:]
            assert len(rows) == count
            assert all(reasons for _number, _name, reasons in rows)


def a_patent() -> PatentRecord:
    body = "202229000001"
    return PatentRecord(
        PatentKind.UTILITY_MODEL,
        "一种虚构的灯",
        body + check_digit(body),
        filed_on=date(2022, 6, 1),
        region=DISTRICT,
        events=(EventRecord(EventKind.GRANT, date(2023, 5, 2)),),
        legal_data_to=date(2026, 6, 30),
    )


def a_lapse(invention: Patent) -> PatentRecord:
    assert invention.application_number
    events = (EventRecord(EventKind.FEE_LAPSE, date(2023, 6, 1)),)
    return PatentRecord(PatentKind.INVENTION, invention.title, invention.application_number, events=events)


def a_title(kind: HonourKind, level: Level) -> HonourRecord:
    holder = HolderRecord("虚构新来的照明有限公司", HolderKind.COMPANY)
    return HonourRecord(kind, level, holder, valid_from=date(2023, 3, 1), region=DISTRICT)


def a_case(kind: CaseKind) -> CaseSummaryRecord:
    opened, later = date(2023, 4, 3), date(2023, 6, 5)
    return CaseSummaryRecord(
        kind,
        "虚构〔2023〕999号",
        DISTRICT,
        opened_on=opened,
        closed_on=later,
        handed_over_on=later,
        confirmed_on=later,
        amount=Decimal(70_000),
        labels=250,
    )


ENFORCEMENT = a_case(CaseKind.ENFORCEMENT)
PCT = InternationalRecord("PCT/CN2023/999999", "一种虚构的灯", "虚构甲", date(2023, 7, 3), DISTRICT)


@pytest.mark.parametrize(
    ("record", "changes"),
    [
        (a_patent(), {"patents_granted": 1}),
        (PCT, {"pct_applications": 1}),
        (a_title(HonourKind.HIGH_TECH, Level.NATIONAL), {"high_tech_companies": 1}),
        (a_title(HonourKind.DEMONSTRATION, Level.NATIONAL), {"national_demonstration": 1}),
        (a_title(HonourKind.ADVANTAGE, Level.NATIONAL), {"national_advantage": 1}),
        (a_title(HonourKind.ADVANTAGE, Level.MUNICIPAL), {"provincial_municipal_titles": 1}),
        (
            ENFORCEMENT,
            {
                "enforcement_cases": 1,
                "police_transfers": 1,
                "enforcement_amount": 70_000,
                "trademark_labels": 250,
            },
        ),
        (a_case(CaseKind.MALICIOUS_FILING), {"malicious_filings": 1}),
        (a_case(CaseKind.MEDIATION), {"judicial_confirmations": 1}),
    ],
)
def test_a_record_more_changes_its_figures_and_no_other(
    record: PatentRecord | HonourRecord | CaseSummaryRecord | InternationalRecord, changes: dict[str, int]
) -> None:
    codes = (*REPORTED, "enforcement_amount", "trademark_labels")
    before = {code: value(code) or 0 for code in codes}
    bring(record)
    assert {code: value(code) for code in codes} == {
        code: before[code] + changes.get(code, 0) for code in codes
    }


def test_a_lapse_changes_what_counts_it() -> None:
    """And the share of the population, the growth and the entries with it."""
    codes = ("valid_inventions", "high_value_inventions")
    before = {code: value(code) or 0 for code in codes}
    standing = {"kind": "invention", "region": DISTRICT, "ends_on__gt": "2024-06-30"}
    reasons = HighValueReason.objects.filter(since__lte="2020-01-01")
    invention = Patent.objects.filter(
        **standing, granted_on__lte="2022-05-31", pk__in=reasons.values("patent")
    ).first()
    assert invention
    bring(a_lapse(invention))
    assert {code: value(code) for code in codes} == {code: before[code] - 1 for code in codes}
    page = indicator_page("high_value_per_10000", DISTRICT, DAY)
    assert page.figure.display == f"{689 / 37.746:.2f}"
    assert page.figure.growth == f"{(689 / 582 - 1) * 100:+.2f}%"
    change = indicator_page("high_value_inventions", DISTRICT, DAY).change
    assert change
    assert 582 + change.entries - change.exits == 689


def test_another_population_changes_what_is_counted_per_head() -> None:
    bring(PopulationRecord(DISTRICT, 2023, 400_000))
    assert indicator_page("high_value_per_10000", DISTRICT, DAY).figure.display == "17.25"


def bring(record: Any) -> None:
    file = SourceFile.objects.create(digest="more", name="more", size=1)
    if isinstance(record, PatentRecord):
        records.store([(1, record)], file)
    else:
        store_registers([(1, record)], file)
    refresh()


def test_pages_and_twins(client: Client) -> None:
    where = {"region": DISTRICT, "day": DAY}
    assert "690" in client.get("/indicators", where).content.decode()
    page = client.get("/indicators/high_value_inventions", where).content.decode()
    assert "690" in page
    assert "示意" in page
    twin: dict[str, Any] = client.get("/api/v1/indicators/high_value_inventions", where).json()
    assert (twin["total"], len(twin["lines"])) == (690, 50)
    second = client.get(twin["next_href"])
    assert second.status_code == 200
    for shown in ("records", "entries", "exits"):
        assert client.get("/indicators/valid_inventions", {**where, "show": shown}).status_code == 200
    found = client.get("/indicators/valid_inventions", {**where, "format": "csv"})
    assert len(b"".join(found.streaming_content).splitlines()) == 1_410  # type: ignore[attr-defined]


def test_every_page_answers(client: Client) -> None:
    for row in indicator_rows(DISTRICT, date(2023, 12, 31)):
        assert client.get(row.href).status_code == 200, row.code


def test_wrong_addresses(client: Client) -> None:
    assert client.get("/indicators/nothing").status_code == 404
    assert client.get("/indicators", {"region": "999999"}).status_code == 404
    assert client.get("/indicators", {"day": "yesterday"}).status_code == 400
    with pytest.raises(UserError):
        indicator_page("valid_inventions", DISTRICT, DAY, peers="999999")


def test_chosen_peers() -> None:
    found = rank("valid_inventions", DISTRICT, date(2023, 12, 31), 1_409, ("440703", DISTRICT))
    assert found
    assert (found.place, found.of) == (1, 2)
