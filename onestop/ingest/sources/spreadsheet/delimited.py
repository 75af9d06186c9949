"""CSV and its relatives: comma, tab, semicolon or bar; UTF-8, UTF-16 or GB18030."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.ingest.sources.base import HEAD_SIZE, RawRow, Table
from onestop.ingest.sources.spreadsheet.header import (
    HEADER_WITHIN,
    Header,
    best_header,
    column_letter,
    require,
)
from onestop.ingest.sources.textfile import candidates, decode_head, lines, nearly, wrong_encoding

MAX_CELL = 1_000_000
_DELIMITERS = ",\t;|"

# The module's own limit (131,072) is shorter than the claims of a long patent.
csv.field_size_limit(MAX_CELL)


def open_delimited(path: Path, mapping: Mapping[str, str]) -> Table:
    with path.open("rb") as stream:
        head = stream.read(HEAD_SIZE)
    shape = _shape(head, mapping, path.stem)
    if shape is None or not shape[2].is_usable:
        _explain_encoding(head, mapping, path.stem)
    if shape is None:
        raise _broken(1, "")
    encoding, delimiter, header = shape
    require(header, mapping)

    def rows() -> Iterator[RawRow]:
        return _data_rows(path, encoding, delimiter, header)

    return table_of(header, rows, header.ignored)


def table_of(header: Header, rows: Callable[[], Iterator[RawRow]], ignored: tuple[str, ...]) -> Table:
    return Table(
        "spreadsheet",
        header.columns,
        header.names,
        rows,
        ignored,
        subject=header.set.subject,
        title=header.title,
        says=header.says,
    )


def _shape(head: bytes, mapping: Mapping[str, str], title: str) -> tuple[str, str, Header] | None:
    """Encoding, delimiter and header: the combination in which most columns are understood."""
    texts = ((encoding, decode_head(head, encoding)) for encoding in candidates(head))
    found = [
        (encoding, delimiter, header)
        for encoding, text in texts
        for delimiter in _delimiters(text)
        if (header := _header(text, delimiter, mapping, title))
    ]
    return max(
        found,
        key=lambda shape: (*shape[2].fit, len(shape[2].names) > 1),
        default=None,
    )


def _delimiters(text: str) -> list[str]:
    """Those that stand in it, and one that does not: with any of these every row is a single cell."""
    absent = next((each for each in _DELIMITERS if each not in text), "")
    return [each for each in _DELIMITERS if each in text or each == absent]


def _explain_encoding(head: bytes, mapping: Mapping[str, str], title: str) -> None:
    """A header that appears when wrong bytes are overlooked: then they are what is wrong, not the header."""
    for encoding, text in nearly(head).items():
        if any(
            (header := _header(text, each, mapping, title)) and header.is_usable for each in _delimiters(text)
        ):
            raise wrong_encoding(text.partition("\ufffd")[0].count("\n") + 1, encoding)


def _header(text: str, delimiter: str, mapping: Mapping[str, str], title: str) -> Header | None:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = list(islice(reader, HEADER_WITHIN))
    except csv.Error:
        return None
    return best_header(rows, mapping, title) if any(rows) else None


def _data_rows(path: Path, encoding: str, delimiter: str, header: Header) -> Iterator[RawRow]:
    reader = csv.reader(lines(path, encoding), delimiter=delimiter, strict=True)
    line = 1
    try:
        for index, row in enumerate(reader):
            if index > header.row:
                yield _raw_row(line, header.names, row)
            line = reader.line_num + 1
    except csv.Error as error:
        raise _broken(line, str(error)) from error


def _raw_row(line: int, names: tuple[str, ...], row: list[str]) -> RawRow:
    """A separator that was not quoted shifts the cells behind it: then no column can be trusted."""
    cells = cells_of(names, row)
    problem = "too_many_cells" if len(cells) > len(names) else ""
    remark = "too_few_cells" if len(row) < len(names) and any(map(str.strip, row)) else ""
    return RawRow(line, cells, problem, remark)


def cells_of(names: tuple[str, ...], row: list[str]) -> dict[str, str]:
    """The row's cells by column; a cell beyond the header is kept under its column letter."""
    cells = dict(zip(names, row, strict=False))
    for index in range(len(names), len(row)):
        if row[index].strip():
            cells[f"[{column_letter(index)}]"] = row[index]
    return cells


def _broken(line: int, reason: str) -> UserError:
    return UserError(
        "ingest.broken_csv",
        _("从第 %(line)s 行起不能拆成列：引号没有成对，或一个单元格超过 %(limit)s 个字符。（%(reason)s）")
        % {"line": line, "limit": f"{MAX_CELL:,}", "reason": reason},
        _("请用表格软件打开该文件检查这一行，再另存为“CSV UTF-8”或 xlsx。"),
    )
