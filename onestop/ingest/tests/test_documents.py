"""Which document a day belongs to, and what it proves."""

from datetime import date

import pytest

from onestop.ingest.cleaning import clean
from onestop.ingest.sources.base import FIELDS, RawRow, Table
from onestop.ingest.tests import make
from onestop.records.models import EventKind

TABLE = Table("test", {field: (field,) for field in FIELDS}, FIELDS, lambda: iter(()))
INVENTION, MODEL, DESIGN = (make.number(1, type_digit=digit) for digit in (1, 2, 3))
EARLY, LATE = "2023-04-04", "2024-05-07"


def said(**cells: str) -> tuple[dict[str, str], dict[str, str], list[str]]:
    """Publications with their days, events with theirs, codes of what was found."""
    row = clean(RawRow(1, {"title": "一种装置", **cells}), TABLE, "")
    assert row.record, row.findings
    return (
        {each.number: str(each.published_on or "") for each in row.record.publications},
        {each.kind.value: str(each.effective_on) for each in row.record.events},
        [finding.code for finding in row.findings],
    )


def test_the_publication_of_an_application() -> None:
    for column in ("published_on", "application_published_on"):
        found = said(application_number=INVENTION, publication_number="CN115900001A", **{column: EARLY})
        assert found == ({"CN115900001A": EARLY}, {"publication": EARLY}, [])


@pytest.mark.parametrize(
    ("number", "document"), [(INVENTION, "CN115900001B"), (MODEL, "CN218700002U"), (DESIGN, "CN307700003S")]
)
def test_the_announcement_of_a_grant(number: str, document: str) -> None:
    found = said(application_number=number, publication_number=document, published_on=LATE)
    assert found == ({document: LATE}, {"grant": LATE}, [])
    assert said(application_number=number, grant_publication=document, granted_on=LATE) == found


def test_a_grant_day_without_a_document() -> None:
    assert said(application_number=INVENTION, granted_on=LATE) == ({}, {"grant": LATE}, [])


def test_both_documents() -> None:
    documents = {"CN115900001A": EARLY, "CN115900001B": LATE}
    events = {"publication": EARLY, "grant": LATE}
    for cells in (
        {"application_publication": "CN115900001A", "application_published_on": EARLY},
        {"publication_number": "CN115900001A", "published_on": EARLY},
    ):
        assert said(**cells, grant_publication="CN115900001B", granted_on=LATE) == (documents, events, [])


def test_the_early_day_is_not_the_day_of_an_invention_grant() -> None:
    found = said(publication_number="CN115900001B", application_published_on=EARLY)
    assert found == ({"CN115900001B": ""}, {}, ["date.unclear_document"])


def test_the_early_day_is_the_day_of_a_utility_model_which_has_only_one() -> None:
    found = said(publication_number="CN218700002U", application_published_on=EARLY)
    assert found == ({"CN218700002U": EARLY}, {"grant": EARLY}, [])


def test_a_day_of_no_document() -> None:
    assert said(application_number=INVENTION, published_on=EARLY) == ({}, {}, ["date.unclear_document"])
    assert said(application_number=MODEL, application_published_on=EARLY) == (
        {},
        {},
        ["date.unclear_document"],
    )
    assert said(application_number=INVENTION, application_published_on=EARLY) == (
        {},
        {"publication": EARLY},
        [],
    )


def test_the_grant_day_wins_over_another_day_of_the_same_document() -> None:
    found = said(publication_number="CN115900001B", published_on=EARLY, granted_on=LATE)
    assert found == ({"CN115900001B": LATE}, {"grant": LATE}, ["date.unclear_document"])


@pytest.mark.parametrize("document", ["CN115900001B8", "CN115900001A9"])
def test_a_correction_proves_nothing(document: str) -> None:
    assert said(publication_number=document, published_on=LATE) == ({document: LATE}, {}, [])


@pytest.mark.parametrize(
    ("document", "day", "is_grant"),
    [
        ("CN1003479B", "1989-03-01", False),
        ("CN85200001U", "1985-09-10", False),
        ("CN1021111C", "1993-06-02", True),
        ("CN2700001Y", "2005-05-18", True),
        ("CN101000001B", "2010-04-14", True),
    ],
)
def test_what_announced_a_grant_changed(document: str, day: str, is_grant: bool) -> None:
    """ZC 0008: B before 1993 was the examined application, U the application of a utility model."""
    _documents, events, _found = said(publication_number=document, published_on=day)
    assert ("grant" in events) == is_grant


@pytest.mark.parametrize(
    ("cells", "document"),
    [
        ({"application_publication": "CN1458558", "published_on": "2003-11-26"}, "CN1458558A"),
        ({"grant_publication": "CN115900001", "granted_on": LATE}, "CN115900001B"),
        ({"grant_publication": "CN100400001", "granted_on": "2008-07-09"}, "CN100400001C"),
        ({"publication_number": "CN218700002", "published_on": LATE}, "CN218700002U"),
        ({"publication_number": "CN2700001", "published_on": "2005-05-18"}, "CN2700001Y"),
        ({"publication_number": "CN3700001", "published_on": "2005-05-18"}, "CN3700001D"),
    ],
)
def test_a_missing_kind_code_that_can_only_be_one(cells: dict[str, str], document: str) -> None:
    documents, _events, found = said(**cells)
    assert (list(documents), found) == ([document], ["publication_number.kind_code_added"])


@pytest.mark.parametrize(
    "cells",
    [
        {"publication_number": "CN115900001", "published_on": EARLY},
        {"grant_publication": "CN115900001"},
        {"publication_number": "CN2000001", "published_on": "1989-01-04"},
    ],
)
def test_a_missing_kind_code_that_could_be_several(cells: dict[str, str]) -> None:
    documents, _events, found = said(**cells)
    assert list(documents) == list(cells.values())[:1]
    assert found == ["publication_number.no_kind_code"]


def test_events_take_effect_on_the_day_of_announcement() -> None:
    row = clean(RawRow(1, {"title": "甲", "application_number": INVENTION, "granted_on": LATE}), TABLE, "")
    assert row.record
    (event,) = row.record.events
    assert (event.kind, event.effective_on, event.announced_on) == (
        EventKind.GRANT,
        date(2024, 5, 7),
        date(2024, 5, 7),
    )
