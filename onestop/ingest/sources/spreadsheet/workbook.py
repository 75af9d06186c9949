"""xlsx and xls, read by calamine after a look inside."""

import mmap
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice, repeat
from pathlib import Path

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from onestop.core.errors import UserError
from onestop.ingest.sources.base import RawRow, Subject, Table
from onestop.ingest.sources.spreadsheet.delimited import MAX_CELL, cells_of, table_of
from onestop.ingest.sources.spreadsheet.header import HEADER_WITHIN, Header, best_header, require
from onestop.ingest.sources.spreadsheet.suffix import under_suffix
from onestop.ingest.sources.spreadsheet.survey import SheetSurvey, broken_workbook, survey
from onestop.ingest.sources.spreadsheet.xls_process import (
    BrokenError,
    LockedError,
    Range,
    cell_text,
    sheets_of,
)

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_XLS = 200_000_000
_MOST_MERGED = 100_000


@dataclass(frozen=True)
class _Sheet:
    rows: Callable[[], Iterator[list[str]]]
    """From A1 on, as text."""
    merged: Mapping[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    """Row -> (column, last row) of cells that are merged downwards from there."""


Sheets = Mapping[str, _Sheet]
"""By name; only sheets that hold anything."""
_GROUPS = frozenset(("region", "kind", "level", "category", "year", "batch", "grade", "sort"))
"""Fields of lists that one cell may say of several rows."""


def open_workbook(path: Path, mapping: Mapping[str, str]) -> Table:
    sheets = _sheets(path)
    headers = {
        name: best_header(list(islice(sheet.rows(), HEADER_WITHIN)), mapping, f"{name}\n{path.stem}")
        for name, sheet in sheets.items()
    }
    if not headers:
        raise UserError("ingest.no_rows", _("工作簿里没有任何内容。"), _("请确认导出时选中了数据。"))
    name = _choose(headers)
    require(headers[name], mapping)
    ignored = [*headers[name].ignored, *(_("工作表“%s”") % other for other in sheets if other != name)]

    def rows() -> Iterator[RawRow]:
        return _data_rows(sheets[name], headers[name])

    return table_of(headers[name], rows, tuple(ignored))


def _sheets(path: Path) -> Sheets:
    with path.open("rb") as stream:
        is_zip = stream.read(4) == ZIP
    try:
        return _xlsx_sheets(path) if is_zip else _xls_sheets(path)
    except (PasswordError, LockedError) as error:
        raise _locked() from error
    except (CalamineError, BrokenError, LookupError, ValueError, OSError) as error:
        raise broken_workbook(str(error)) from error


def _xlsx_sheets(path: Path) -> Sheets:
    surveys = survey(path)
    with under_suffix(path, ".xlsx", ".xlsm", ".xlsb", ".ods") as named:
        book = CalamineWorkbook.from_path(str(named))
    names = [each.name for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    sheets = {name: book.get_sheet_by_name(name) for name in names}
    return {
        name: _Sheet(partial(_xlsx_rows, sheet, surveys[name]), _merged(sheet.merged_cell_ranges or ()))
        for name, sheet in sheets.items()
        if sheet.height
    }


def _merged(ranges: Iterable[Range]) -> Mapping[int, tuple[tuple[int, int], ...]]:
    found: dict[int, tuple[tuple[int, int], ...]] = defaultdict(tuple)
    for (top, left), (bottom, _right) in islice(ranges, _MOST_MERGED):
        if bottom > top:
            found[top] += ((left, bottom),)
    return dict(found)


def _xls_sheets(path: Path) -> Sheets:
    if path.stat().st_size > MAX_XLS:
        raise BrokenError(_("xls 文件超过 %s MB") % (MAX_XLS // 1_000_000))
    if _holds(path, "EncryptedPackage"):
        raise LockedError
    with under_suffix(path, ".xls", ".xla") as named:
        sheets = sheets_of(named)
    return {
        name: _Sheet(rows.__iter__, _merged(merged))
        for name, (rows, merged) in sheets.items()
        if any(map(any, rows))
    }


def _holds(path: Path, stream_name: str) -> bool:
    """Whether an OLE container names this stream: an xlsx with a password is such a container ([MS-OFFCRYPTO])."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(stream_name.encode("utf-16-le")) >= 0


def _locked() -> UserError:
    return UserError(
        "ingest.password",
        _("工作簿设有打开密码，无法读取。"),
        _("请用表格软件打开，去掉密码后另存，再导入。"),
    )


def _choose(headers: Mapping[str, Header]) -> str:
    """The one sheet with data. Two would share row numbers, and leaving one out would lose its rows."""
    usable = [name for name, header in headers.items() if header.is_usable]
    if len(usable) > 1:
        raise UserError(
            "ingest.several_tables",
            _("工作簿里有 %(count)s 个工作表都是数据表：%(names)s。")
            % {"count": len(usable), "names": "、".join(usable)},
            _("请把每个工作表另存为单独的文件，分别导入。"),
        )
    if usable:
        return usable[0]
    return max(headers, key=lambda name: len(headers[name].columns))


def _data_rows(sheet: _Sheet, header: Header) -> Iterator[RawRow]:
    filling = _Filling(sheet, header)
    for index, row in enumerate(sheet.rows()):
        if index > header.row:
            problem = "cell_too_long" if any(len(cell) > MAX_CELL for cell in row) else ""
            remark = filling.fill(index, row)
            yield RawRow(index + 1, {} if problem else cells_of(header.names, row), problem, remark)


class _Filling:
    """Of cells merged downwards only the first has the text. In a list the other rows mean it as well, where it says
    to which group they belong; an amount or a holder of several rows may be that of all of them together."""

    def __init__(self, sheet: _Sheet, header: Header) -> None:
        groups = _GROUPS | (set(header.set.told_by) & {"name"})
        named = {name for field, names in header.columns.items() if field in groups for name in names}
        used = {name for names in header.columns.values() for name in names}
        is_list = header.set.subject != Subject.PATENT
        self.columns = {place for place, name in enumerate(header.names) if is_list and name in named}
        self.used = {place for place, name in enumerate(header.names) if name in used}
        self.merged = sheet.merged
        self.held: dict[int, tuple[int, int, str]] = {}

    def fill(self, index: int, row: list[str]) -> str:
        """The remarks: of cells that were filled, and of those that were not and stay empty."""
        told = [self._take(index, row, column) for column in self.held] if any(map(str.strip, row)) else []
        for column, last in self.merged.get(index, ()):
            if column in self.used and column < len(row):
                self.held[column] = (index, last, row[column])
        return ";".join(dict.fromkeys(filter(None, told)))

    def _take(self, index: int, row: list[str], column: int) -> str:
        first, last, text = self.held[column]
        if index > last or column >= len(row) or not text.strip() or row[column].strip():
            return ""
        if column not in self.columns:
            letter = _letters(column)
            return f"merged_left {letter}{first + 1}:{letter}{last + 1}"
        row[column] = text
        return "merged_cells"


def _letters(column: int) -> str:
    """A, …, Z, AA, …"""
    letters = ""
    while column >= 0:
        letters = chr(ord("A") + column % 26) + letters
        column = column // 26 - 1
    return letters


def _xlsx_rows(sheet: CalamineSheet, found: SheetSurvey) -> Iterator[list[str]]:
    """The reader itself starts at the first column used, and shows errors and uncomputed formulas as empty."""
    special: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for (row, column), text in found.special.items():
        special[row].append((column, text))
    left = [""] * (sheet.start[1] if sheet.start else 0)
    height = max(sheet.end[0] if sheet.end else -1, max(special, default=-1)) + 1
    for index, values in zip(range(height), chain(sheet.iter_rows(), repeat([])), strict=False):
        cells = left + [cell_text(value) for value in values]
        for column, text in special.get(index, ()):
            cells += [""] * (column + 1 - len(cells))
            cells[column] = text
        yield cells
