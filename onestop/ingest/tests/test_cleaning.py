"""One bad value costs that value; a row is rejected only if it names no patent or contradicts itself."""

from datetime import date
from typing import cast

import pytest

from onestop.ingest.cleaning import Cleaned, clean
from onestop.ingest.models import RowOutcome
from onestop.ingest.sources.base import FIELDS, RawRow, Table
from onestop.ingest.tests import make
from onestop.records.types import PatentRecord

TABLE = Table("test", {field: (field,) for field in FIELDS}, FIELDS, lambda: iter(()))
NUMBER = make.number(1)


def cleaned(**cells: str) -> Cleaned:
    return clean(RawRow(1, {"title": "一种装置", "application_number": NUMBER, **cells}), TABLE, "")


def record(**cells: str) -> PatentRecord:
    found = cleaned(**cells)
    assert found.record, found.findings
    return cast(PatentRecord, found.record)


def codes(row: Cleaned) -> list[tuple[str, str]]:
    return [(finding.outcome.value, finding.code) for finding in row.findings]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"application_number": ""}, "row.no_number"),
        ({"application_number": "", "title": ""}, "row.nothing_to_read"),
        ({"application_number": "CN202310000001.1"}, "application_number.check_digit"),
        ({"application_number": "2.0231E+12"}, "application_number.scientific"),
        ({"application_number": "US15/123,456"}, "application_number.format"),
        ({"application_number": "", "publication_number": "XX9999999B2"}, "publication_number.foreign"),
        ({"application_number": "=B2"}, "row.no_number"),
        ({"title": ""}, "row.no_title"),
        ({"title": "　"}, "row.no_title"),
        ({"title": "=B2"}, "row.no_title"),
        ({"title": "长" * 1001}, "row.title_too_long"),
        ({"publication_number": "CN218700002U"}, "row.numbers_disagree"),
    ],
)
def test_rejected(cells: dict[str, str], code: str) -> None:
    row = cleaned(**cells)
    assert row.record is None
    assert codes(row)[0] == ("rejected", code)
    assert row.findings[0].message
    assert row.findings[0].advice


@pytest.mark.parametrize(
    ("cells", "code", "field"),
    [
        ({"filed_on": "2023-02-30"}, "date.impossible", "filed_on"),
        ({"filed_on": "2199-01-01"}, "date.too_late", "filed_on"),
        ({"filed_on": "去年"}, "date.format", "filed_on"),
        ({"address": "路" * 501}, "address.too_long", "address"),
        ({"applicants": "长" * 501}, "name.too_long", "applicants"),
        ({"applicants": "=A1&B1"}, "cell.formula", "applicants"),
        ({"publication_number": "US9999999B2"}, "publication_number.foreign", "publications"),
        ({"classes": "没有"}, "classes.not_a_symbol", "ipc"),
    ],
)
def test_a_wrong_optional_value_is_dropped(cells: dict[str, str], code: str, field: str) -> None:
    row = cleaned(**cells)
    assert row.record
    assert not getattr(row.record, field)
    assert codes(row) == [("dropped", code)]
    assert row.findings[0].columns == tuple(cells)


def test_a_wrong_application_number_beside_a_good_publication_number() -> None:
    row = cleaned(application_number="CN202310000001.1", publication_number="CN115900001A")
    assert row.record
    assert (row.record.application_number, len(row.record.publications)) == ("", 1)
    assert codes(row) == [("dropped", "application_number.check_digit")]


@pytest.mark.parametrize(
    "written", [NUMBER, NUMBER[2:], f"ZL{NUMBER[2:6]} {NUMBER[6:]}", NUMBER.replace(".", "．")]
)
def test_another_spelling_of_a_number_is_no_repair(written: str) -> None:
    row = cleaned(application_number=written)
    assert row.record
    assert (row.record.application_number, row.findings) == (NUMBER[2:].replace(".", ""), ())


@pytest.mark.parametrize("written", [NUMBER[:14], f"{NUMBER[:14]} A", "CN 98123456 A"])
def test_a_missing_check_digit_is_computed_and_said(written: str) -> None:
    row = cleaned(application_number=written)
    assert codes(row) == [("repaired", "application_number.check_digit_added")]


def test_text_in_a_formula_is_taken_out() -> None:
    row = cleaned(application_number=f'="{NUMBER}"')
    assert row.record
    assert codes(row) == [("repaired", "cell.text_formula")]


def test_control_characters_are_removed() -> None:
    row = cleaned(title="一种\0装\x07置\n续行")
    assert row.record
    assert row.record.title == "一种装置 续行"
    assert codes(row) == [("repaired", "cell.control_characters")]


def test_classes_by_kind() -> None:
    assert record(main_class="E21D20/02", classes="E21D 21/00；E21D20/02").ipc == ("E21D20/02", "E21D21/00")
    design = record(application_number=make.number(1, type_digit=3), main_class="26-05")
    assert (design.ipc, design.locarno) == ((), ("26-05",))


def test_names_in_order_and_the_agency_without_its_code() -> None:
    found = record(applicants="乙(江门)有限公司;甲大学", agencies="示范事务所(普通合伙)44999")
    assert (found.applicants, found.agencies) == (
        ("乙（江门）有限公司", "甲大学"),
        ("示范事务所（普通合伙）",),
    )


def test_a_date_as_the_number_that_a_spreadsheet_keeps() -> None:
    row = cleaned(filed_on="44929")
    assert row.record
    assert row.record.filed_on == date(2023, 1, 3)
    assert codes(row) == [("repaired", "date.serial_number")]


def test_the_kind_column_only_confirms() -> None:
    assert codes(cleaned(kind="发明授权")) == []
    assert codes(cleaned(kind="实用新型")) == [("noted", "kind.disagrees")]


def test_an_abstract_without_its_beginning_is_doubted_only_where_the_source_is_known_for_it() -> None:
    cut = Table("test", TABLE.columns, FIELDS, TABLE.rows, marks=frozenset({"cut_abstracts"}))
    for abstract, expected in (
        ("，从而实现张拉。", ["abstract.start_missing"]),
        ("本发明公开了", []),
        ("", []),
    ):
        row = RawRow(1, {"title": "一种装置", "application_number": NUMBER, "abstract": abstract})
        assert [finding.code for finding in clean(row, cut, "").findings] == expected
        assert clean(row, TABLE, "").findings == ()


def test_the_first_column_that_is_not_empty_counts() -> None:
    table = Table("test", {"title": ("title", "tile"), "application_number": ("n",)}, (), TABLE.rows)
    for cells in ({"title": "", "tile": "乙"}, {"title": "乙", "tile": "丙"}, {"tile": "乙"}):
        found = clean(RawRow(1, {"n": NUMBER, **cells}), table, "").record
        assert found
        assert found.title == "乙"


@pytest.mark.parametrize("problem", ["not_json", "cell_too_long", "too_many_cells"])
def test_a_row_that_its_reader_could_not_take_apart(problem: str) -> None:
    row = clean(RawRow(7, {}, problem), TABLE, "")
    assert codes(row) == [("rejected", f"row.{problem}")]
    assert row.findings[0].outcome == RowOutcome.REJECTED
