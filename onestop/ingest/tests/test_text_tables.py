"""CSV in every encoding and shape that Chinese software writes."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onestop.core.errors import UserError
from onestop.ingest.cleaning import clean
from onestop.ingest.preflight import inspect
from onestop.ingest.sources import open_table
from onestop.ingest.tests import make

ROWS = [
    ("标题", "申请号", "摘要"),
    ("一种“锚索”，装置", make.number(1), "第一行\n第二行"),
    ("镕鑫喆", make.number(2), ""),
]


def write(path: Path, encoding: str, delimiter: str = ",", end: str = "\r\n") -> Path:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(ROWS)
    path.write_bytes(stream.getvalue().encode(encoding))
    return path


def cells(path: Path) -> list[tuple[int, list[str]]]:
    return [(row.line, list(row.cells.values())) for row in open_table(path, {}).rows()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = write(tmp_path / "a.txt", encoding, delimiter)
    assert cells(path) == [(2, list(ROWS[1])), (4, list(ROWS[2]))], "a row of two lines is known by its first"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(tmp_path: Path, end: str) -> None:
    assert len(cells(write(tmp_path / "a.csv", "utf-8", end=end))) == 2


def test_a_gb18030_file_that_is_mostly_ascii(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        make.csv_bytes(
            [["申请号", "名称"], *[[make.number(n), f"Device {n}"] for n in range(500)]], "gb18030"
        )
    )
    assert len(cells(path)) == 500


def test_a_byte_cut_at_the_end_of_the_look_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        make.csv_bytes([["申请号", "名称"], *[[make.number(n), "名" * (n % 7 + 1)] for n in range(20_000)]])
    )
    assert inspect(open_table(path, {})) == 20_000


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    import tracemalloc

    path = make.csv_file(
        tmp_path, ((f"名称{n}", make.number(n), "甲", "", "", "摘" * 300) for n in range(30_000))
    )
    assert path.stat().st_size > 25_000_000
    tracemalloc.start()
    inspect(open_table(path, {}))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000


text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=30)


@settings(max_examples=300, deadline=None)
@given(content=st.lists(st.lists(text, min_size=3, max_size=3), max_size=8))
def test_whatever_the_cells_hold_each_row_is_stored_or_rejected(
    content: list[list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(make.csv_bytes([["申请号", "名称", "申请日"], [make.number(1), "甲", ""], *content]))
    try:
        table = open_table(path, {})
        inspect(table)
    except UserError as error:
        assert error.message
        assert error.hint
        return
    for row in table.rows():
        cleaned = clean(row, table, "")
        assert cleaned.record or cleaned.findings


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"), "申请号,名称\n".encode()]),
)
def test_no_bytes_are_an_accident(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, start: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.bin"
    path.write_bytes(start[:4] + content if start.startswith(b"\xd0") else start + content)
    try:
        inspect(open_table(path, {}))
    except UserError as error:
        assert error.hint
