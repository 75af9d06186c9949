"""What a workbook shows and what it hides."""

import datetime
import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook

from onestop.core.errors import UserError
from onestop.ingest.cleaning import clean
from onestop.ingest.sources import open_table
from onestop.ingest.sources.spreadsheet import survey as look
from onestop.ingest.sources.spreadsheet import xls_process
from onestop.ingest.sources.spreadsheet.survey import survey
from onestop.ingest.sources.spreadsheet.xls_process import cell_text
from onestop.ingest.tests import make


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("CN1 ", "CN1 "),
        (2015108177127.0, "2015108177127"),
        (201510817712.7, "201510817712.7"),
        (1e20, "1e+20"),
        (3, "3"),
        (True, "True"),
        (datetime.datetime(2015, 11, 23), "2015-11-23"),  # noqa: DTZ001 a cell has no zone
        (datetime.datetime(2015, 11, 23, 8, 30), "2015-11-23 08:30:00"),  # noqa: DTZ001
        (datetime.date(2015, 11, 23), "2015-11-23"),
    ],
)
def test_cell_text(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_a_table_that_does_not_begin_in_the_corner(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(3, 2, make.HEADER)
        sheet.write_row(5, 2, make.rows(1)[0])
    table = open_table(path, {})
    rows = list(table.rows())
    assert [(row.line, row.is_blank) for row in rows] == [(5, True), (6, False)]
    assert rows[1].cells["申请号"] == make.number(1)


def test_cells_that_the_reader_shows_as_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, make.HEADER)
        sheet.write_row(1, 0, make.rows(1)[0])
        sheet.write_formula(1, 2, "=A1&A2", None, "算出的名字")
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 5, '=IF(1,"","x")', None, "")
        sheet.write_formula(3, 1, "=B2", None, "")
    cells = {row.line: row.cells for row in open_table(path, {}).rows()}
    assert (cells[2]["申请人"], cells[2]["申请日"]) == ("算出的名字", "#DIV/0!")
    assert sorted(cells) == [2, 3, 4]


def test_an_uncomputed_formula_is_reported_and_not_read_as_empty(tmp_path: Path) -> None:
    """openpyxl, like many programs that write workbooks, computes nothing."""
    book = Workbook()
    book.worksheets[0].append(make.HEADER)
    name, number, *_rest = make.rows(1)[0]
    book.worksheets[0].append([name, number, "=B2&B3"])
    book.worksheets[0].append([name, '=HYPERLINK("http://example.org","%s")' % make.number(7)])  # noqa: UP031
    book.save(tmp_path / "a.xlsx")
    table = open_table(tmp_path / "a.xlsx", {})
    found = [clean(row, table, "") for row in table.rows()]
    assert [each.code for row in found for each in row.findings] == ["cell.formula", "cell.text_formula"]
    assert found[1].record
    assert found[1].record.application_number == make.number(7)[2:].replace(".", "")


def test_an_xls_whose_sectors_run_in_a_circle(tmp_path: Path) -> None:
    """Its reader goes round until the memory is full; that ends the process that reads, not this one."""
    content = bytearray((Path(look.__file__).parent / "samples" / "simple.xls").read_bytes())
    (directory,) = struct.unpack_from("<I", content, 0x30)  # [MS-CFB] 2.2: first sector of the directory …
    (table,) = struct.unpack_from("<I", content, 0x4C)  # … and of the table that says which follows which
    struct.pack_into("<I", content, 512 * (1 + table) + 4 * directory, directory)
    path = tmp_path / "circle.xls"
    path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        open_table(path, {})
    assert caught.value.code == "ingest.broken_workbook"


def test_an_xls_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xls_process, "SECONDS", 0.001)
    with pytest.raises(UserError) as caught:
        open_table(Path(look.__file__).parent / "samples" / "simple.xls", {})
    assert caught.value.code == "ingest.broken_workbook"


def test_other_sheets_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("说明").write(0, 0, "导出说明")
        book.add_worksheet("空")
        sheet = book.add_worksheet("数据")
        sheet.write_row(0, 0, make.HEADER)
        sheet.write_row(1, 0, make.rows(1)[0])
    table = open_table(path, {})
    assert [row.line for row in table.rows()] == [2]
    assert table.ignored == ("工作表“说明”",)


def test_too_many_cells_without_a_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look, "MAX_SPECIAL", 10)
    path = make.xlsx_file(tmp_path, [make.HEADER, *[["=A1"] * 6] * 5])
    with pytest.raises(UserError) as caught:
        survey(path)
    assert caught.value.code == "ingest.formulas_not_computed"


def test_parts_of_one_name(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("xl/workbook.xml", "<b/>")
    with pytest.raises(UserError, match="重名"):
        survey(path)


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_the_survey_reads_any_xml_prefix(tmp_path: Path, prefix: str) -> None:
    """A workbook may put its elements under a prefix; a bomb would."""
    namespace = f'xmlns{":x" if prefix else ""}="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'<{prefix}workbook {namespace} xmlns:r="{relations}"><{prefix}sheets>'
            f'<{prefix}sheet name="S" r:id="r1"/></{prefix}sheets></{prefix}workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels", '<R><Relationship Id="r1" Target="/xl/worksheets/s.xml"/></R>'
        )
        archive.writestr(
            "xl/worksheets/s.xml",
            f"<{prefix}worksheet {namespace}><{prefix}sheetData><{prefix}row r='7'><{prefix}c><{prefix}v>1</{prefix}v>"
            f"</{prefix}c><{prefix}c r='C9'><{prefix}f>1+1</{prefix}f></{prefix}c></{prefix}row></{prefix}sheetData>"
            f"</{prefix}worksheet>",
        )
    found = survey(path)["S"]
    assert (found.last_row, found.last_column, found.special) == (8, 2, {(8, 2): "=1+1"})


@pytest.mark.parametrize(
    ("sample", "name"),
    [("cnipa_search.xlsx", "export.xls"), ("simple.xls", "export.xlsx"), ("simple.xls", "export")],
)
def test_the_content_counts_and_not_the_suffix(sample: str, name: str, tmp_path: Path) -> None:
    source = Path(look.__file__).parent / "samples" / sample
    wrong = tmp_path / name
    wrong.write_bytes(source.read_bytes())
    assert [row.cells for row in open_table(wrong, {}).rows()] == [
        row.cells for row in open_table(source, {}).rows()
    ]
