"""A file broken as a whole gets a clear message at once and leaves the database as it was."""

import os
import random
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from onestop.core.errors import UserError
from onestop.ingest.models import IngestRun, RowReport, RunState
from onestop.ingest.services import ingest
from onestop.ingest.tests import make
from onestop.records.models import Patent, SourceFile
from onestop.search.models import IndexJob

GIB = 1 << 30
HEAD = make.csv_bytes([make.HEADER, *make.rows(30)])
Maker = Callable[[Path], None]


def empty(path: Path) -> None:
    path.touch()


def only_headers(path: Path) -> None:
    path.write_bytes(make.csv_bytes([make.HEADER]))


def only_blank_rows(path: Path) -> None:
    path.write_bytes(make.csv_bytes([make.HEADER, *[[""] * 6] * 9]))


def no_number_column(path: Path) -> None:
    path.write_bytes(make.csv_bytes([["编号", "专利名称", "申请人"], ["1", "一种装置", "甲"]]))


def no_title_column(path: Path) -> None:
    path.write_bytes(make.csv_bytes([["申请号", "申请人"], [make.number(1), "甲"]]))


def cut_xlsx(path: Path) -> None:
    make.xlsx_file(path.parent, [make.HEADER, *make.rows(50)], path.name)
    os.truncate(path, path.stat().st_size * 2 // 3)


def damaged_xlsx(path: Path) -> None:
    make.xlsx_file(path.parent, [make.HEADER, *make.rows(50)], path.name)
    content = bytearray(path.read_bytes())
    middle = content.index(b"xl/worksheets/sheet1.xml") + 100
    content[middle : middle + 40] = bytes(40)
    path.write_bytes(content)


def other_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")


def picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + random.Random(1).randbytes(5000))


def locked_xlsx(path: Path) -> None:
    """An xlsx with a password is an OLE container with the stream EncryptedPackage ([MS-OFFCRYPTO] 2.3.4)."""
    path.write_bytes(
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1016) + "EncryptedPackage".encode("utf-16-le") + bytes(900)
    )


def damaged_xls(path: Path) -> None:
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + random.Random(2).randbytes(20_000))


def zip_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _each in range(200):
                part.write(b" " * 1_000_000)


def far_cell(path: Path) -> None:
    """Five kilobytes; as a full rectangle, 17 thousand million cells."""
    book = Workbook()
    book.worksheets[0].append(make.HEADER)
    book.worksheets[0]["XFD1048576"] = "x"
    book.save(path)


def entities_in_xlsx(path: Path) -> None:
    make.xlsx_file(path.parent, [make.HEADER, *make.rows(5)], "plain.xlsx")
    with zipfile.ZipFile(path.parent / "plain.xlsx") as plain, zipfile.ZipFile(path, "w") as archive:
        for part in plain.infolist():
            text = plain.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                text = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + text
            archive.writestr(part.filename, text)


def two_tables(path: Path) -> None:
    book = Workbook()
    for sheet in (book.worksheets[0], book.create_sheet("实用新型")):
        for row in [make.HEADER, *make.rows(2)]:
            sheet.append(row)
    book.save(path)


def command_in_csv(path: Path) -> None:
    path.write_bytes(
        make.csv_bytes(
            [make.HEADER, *make.rows(20), ["=cmd|'/C calc'!A0", make.number(99), "甲", "", "", ""]]
        )
    )


def command_in_xlsx(path: Path) -> None:
    make.xlsx_file(
        path.parent, [make.HEADER, *make.rows(20), ["=cmd|'/C calc'!A0", make.number(99)]], path.name
    )


def command_after_a_sign(path: Path) -> None:
    path.write_bytes(
        make.csv_bytes(
            [make.HEADER, *make.rows(2), ["一种装置", make.number(9), "@SUM(1+1)*cmd|' /C calc'!A0"]]
        )
    )


def wrong_byte(path: Path) -> None:
    path.write_bytes(HEAD.replace("第9号".encode(), b"\xb5\xda9\xba\xc5"))


def wrong_byte_far_down(path: Path) -> None:
    path.write_bytes(make.csv_bytes([make.HEADER, *make.rows(9000)]) + b"\xff\xfe broken\n")


def open_quote(path: Path) -> None:
    path.write_bytes(HEAD.replace("一种第20号".encode(), '"一种第20号'.encode()))


def huge_cell(path: Path) -> None:
    path.write_bytes(HEAD + "长".encode() * 10_000_000 + b"," + make.number(99).encode() + b"\n")


def nul_bytes(path: Path) -> None:
    path.write_bytes(bytes(100_000))


def two_gigabytes_of_nothing(path: Path) -> None:
    path.touch()
    os.truncate(path, 2 * GIB)


def two_gigabytes_behind_a_header(path: Path) -> None:
    path.write_bytes(HEAD)
    os.truncate(path, 2 * GIB)


def two_gigabytes_of_text_behind_a_header(path: Path) -> None:
    """Mostly a hole in the file, but nobody reads as far."""
    path.write_bytes(HEAD + b"garbage,more garbage,1,2,3,4\n" * 25_000)
    os.truncate(path, 2 * GIB)


def numbers_in_another_column(path: Path) -> None:
    path.write_bytes(
        make.csv_bytes([["申请号", "专利名称", "编号"], *[["1", "甲", make.number(n)] for n in range(1500)]])
    )


def two_gigabytes_of_zip(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04")
    os.truncate(path, 2 * GIB)


def web_page(path: Path) -> None:
    path.write_text("<html><table><tr><td>申请号</td></tr></table></html>", encoding="utf-8")


def other_json(path: Path) -> None:
    path.write_text('{"appNumber": "1"}\n', encoding="utf-8")


def mostly_broken_json(path: Path) -> None:
    path.write_text(
        f'{{"申请号": "{make.number(1)}", "title": "甲"}}\n' + '{"申请号": "20\n' * 9, encoding="utf-8"
    )


CASES: list[tuple[str, Maker, str, str]] = [
    ("a.csv", empty, "ingest.empty_file", "0 字节"),
    ("a.csv", only_headers, "ingest.no_rows", "只有表头"),
    ("a.csv", only_blank_rows, "ingest.no_rows", "9 行都是空白"),
    ("a.csv", no_number_column, "ingest.no_number_column", "编号、专利名称、申请人"),
    ("a.csv", no_title_column, "ingest.no_title_column", "title: 你的列名"),
    ("a.xlsx", cut_xlsx, "ingest.broken_workbook", "重新下载"),
    ("a.xlsx", damaged_xlsx, "ingest.broken_workbook", "重新下载"),
    ("a.xlsx", other_zip, "ingest.unknown_file", "Word"),
    ("a.xlsx", picture, "ingest.unknown_file", "xlsx、xls 工作簿"),
    ("a.xlsx", locked_xlsx, "ingest.password", "去掉密码"),
    ("a.xls", damaged_xls, "ingest.broken_workbook", "重新下载"),
    ("a.xlsx", zip_bomb, "ingest.zip_bomb", "解压后有 200 MB"),
    ("a.xlsx", far_cell, "ingest.sheet_too_large", "第 1048576 行"),
    ("a.xlsx", entities_in_xlsx, "ingest.broken_workbook", "DOCTYPE"),
    ("a.xlsx", two_tables, "ingest.several_tables", "Sheet、实用新型"),
    ("a.csv", command_in_csv, "ingest.command_formula", "第 22 行“专利名称”列"),
    ("a.xlsx", command_in_xlsx, "ingest.command_formula", "第 22 行“专利名称”列"),
    ("a.csv", command_after_a_sign, "ingest.command_formula", "第 4 行"),
    ("a.csv", wrong_byte, "ingest.wrong_encoding", "第 10 行附近"),
    ("a.csv", wrong_byte_far_down, "ingest.wrong_encoding", "UTF-8"),
    ("a.csv", open_quote, "ingest.broken_csv", "从第 21 行起"),
    ("a.csv", huge_cell, "ingest.line_too_long", "第 32 行"),
    ("a.csv", nul_bytes, "ingest.unknown_file", "00 00 00"),
    ("a.csv", two_gigabytes_of_nothing, "ingest.unknown_file", "00 00 00"),
    ("a.csv", two_gigabytes_behind_a_header, "ingest.unknown_file", ""),
    ("a.csv", two_gigabytes_of_text_behind_a_header, "ingest.hardly_a_number", "20000 行中有 19970 行"),
    ("a.csv", numbers_in_another_column, "ingest.hardly_a_number", "号码列（申请号）"),
    ("a.xlsx", two_gigabytes_of_zip, "ingest.broken_workbook", ""),
    ("a.xls", web_page, "ingest.markup", "另存为 xlsx"),
    ("a.json", other_json, "ingest.unknown_json", "转换成 CSV"),
    ("a.jsonl", mostly_broken_json, "ingest.mostly_broken", "10 行中有 9 行"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "write", "code", "says"), CASES, ids=lambda each: getattr(each, "__name__", None)
)
def test_refused(tmp_path: Path, name: str, write: Maker, code: str, says: str) -> None:
    path = tmp_path / name
    write(path)
    tracemalloc.start()
    with pytest.raises(UserError) as caught:
        ingest(path)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    error = caught.value
    assert (error.code, says in error.message + error.hint) == (code, True), error.as_dict()
    assert error.hint
    assert peak < 60_000_000
    assert_untouched(error)


def assert_untouched(error: UserError) -> None:
    """Nothing but the run that says why it failed."""
    assert not any(model.objects.exists() for model in (Patent, SourceFile, RowReport, IndexJob))
    run = IngestRun.objects.get()
    assert (run.state, run.error, run.file) == (RunState.FAILED, error.as_dict(), None)


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["", "missing.xlsx"])
def test_a_folder_or_a_missing_file(tmp_path: Path, place: str) -> None:
    with pytest.raises(UserError, match="打不开文件") as caught:
        ingest(tmp_path / place)
    assert caught.value.code == "ingest.unreadable"
    assert not Patent.objects.exists()
