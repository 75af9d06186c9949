"""Rows of search services' exports that speak of documents of other offices."""

from datetime import date

import pytest

from onestop.ingest.cleaning import Cleaned, clean
from onestop.ingest.sources.base import RawRow, Table
from onestop.records.registers.records import DocumentRecord
from onestop.records.types import PatentRecord

GOOD = {"publication_number": "US 9,999,999 B2", "title": "示范装置", "filed_on": "2015-01-01"}


def cleaned(**changes: str) -> Cleaned:
    cells = GOOD | changes
    table = Table("test", {name: (name,) for name in cells}, tuple(cells), lambda: iter(()))
    return clean(RawRow(1, cells), table, "440704")


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("US 9,999,999 B2", "US9999999B2"),
        ("US-2012/0057518-A1", "US2012057518A1"),
        ("EP 2400812 A1", "EP2400812A1"),
        ("WO2018/161336A1", "WO2018161336A1"),
        ("TWI654321B", "TWI654321B"),
        ("JP2016-059922A", "JP2016059922A"),
    ],
)
def test_documents_of_other_offices(number: str, key: str) -> None:
    record = cleaned(publication_number=number).record
    assert isinstance(record, DocumentRecord)
    assert (record.key, record.filed_on) == (key, date(2015, 1, 1))
    assert record.titles == (("zh", "示范装置"),)


@pytest.mark.parametrize(
    "number", ["CN105334567A", "105334567A", "ZL201510817712.7", "PCT/CN2017/076240", "XX9999999B2"]
)
def test_what_is_no_document_of_another_office(number: str) -> None:
    assert not isinstance(cleaned(publication_number=number).record, DocumentRecord)


def test_a_chinese_application_number_decides() -> None:
    found = cleaned(application_number="CN201510817712.7")
    assert isinstance(found.record, PatentRecord)
    assert [each.code for each in found.findings] == ["publication_number.foreign"]


@pytest.mark.parametrize(
    ("number", "application"),
    [
        ("US14/123,456", "US201514123456"),
        ("US 201514123456 A", "US201514123456"),
        ("EP 10167109 A", "EP10167109"),
        ("CN 2015000001 W", "WO2015CN000001"),
        ("PCT/US2015/012345", "WO2015US012345"),
    ],
)
def test_applications_as_services_print_them(number: str, application: str) -> None:
    found = cleaned(
        application_number=number, priorities="US 201461234567 P;;无", publication_number="US9999999B2"
    )
    assert found.record.application == application
    assert [each.claimed for each in found.record.priorities] == ["US201461234567P"]
    assert [each.code for each in found.findings] == ["document_number.format"]


def test_a_day_that_is_none_is_told_once() -> None:
    found = cleaned(filed_on="2015-02-30")
    assert found.record.filed_on is None
    assert [each.code for each in found.findings] == ["date.impossible"]


def test_google_parts_inventors_by_commas() -> None:
    cells = {"id": "US-9999999-B2", "title": "x", "inventor/author": "Jane Doe, 张示范"}
    columns = {"publication_number": ("id",), "title": ("title",), "inventors": ("inventor/author",)}
    found = clean(RawRow(1, cells), Table("test", columns, tuple(cells), lambda: iter(())), "")
    assert found.record.inventors == ("Jane Doe", "张示范")
