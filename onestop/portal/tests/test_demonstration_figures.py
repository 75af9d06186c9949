"""The demonstration district's figures of the end of 2023: counted from the records, each opening that many records."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import DjangoDbBlocker

from onestop.core.errors import UserError
from onestop.demo import services
from onestop.indicators.comparisons import rank
from onestop.indicators.high_value.assess import refresh
from onestop.portal.pages.indicators import evidence_rows, indicator_page, indicator_rows
from onestop.records import services as records
from onestop.records.models import CaseSummary, EventKind, Patent, PatentKind, SourceFile
from onestop.records.types import EventRecord, PatentRecord

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


def test_a_changed_record_changes_the_figure() -> None:
    before = value("valid_inventions")
    patent = Patent.objects.filter(
        kind="invention", region=DISTRICT, ends_on__gt="2024-06-30", granted_on__lte="2023-05-31"
    ).first()
    assert patent
    assert patent.application_number
    lapse = PatentRecord(
        PatentKind.INVENTION,
        patent.title,
        patent.application_number,
        events=(EventRecord(EventKind.FEE_LAPSE, date(2023, 6, 1)),),
    )
    file = SourceFile.objects.create(digest="lapse", name="lapse", size=1)
    records.store([(1, lapse)], file)
    assert before is not None
    assert value("valid_inventions") == before - 1


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
