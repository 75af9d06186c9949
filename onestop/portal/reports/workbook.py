"""A report as a workbook: a sheet for each table, with the program's own charts, so that people can go on from there."""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from onestop.portal.pages.types_pictures import MapPicture, Matrix, Picture
from onestop.portal.reports import tables
from onestop.portal.reports.content import (
    Amount,
    Block,
    Cell,
    Column,
    Drawn,
    MapDrawn,
    Report,
    Table,
    headings,
    shown,
)
from onestop.portal.reports.drawing import COLOURS

_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
_LONGEST_CELL = 32_767
_WIDTH_OF_ONE = 9
_CHARTS = {"columns": {"type": "column"}, "bars": {"type": "bar"}, "parts": {"type": "doughnut"}}
_MATRICES = {"stacked": {"type": "column", "subtype": "stacked"}, "pyramid": {"type": "bar"}}
"""Heat and flows are shaded cells: no chart of a workbook shows them."""


def xlsx(report: Report) -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": report.title})
        writer = _Writer(book)
        writer.cover(report)
        for heading, blocks in headings(report):
            for place, block in enumerate(blocks):
                number = f"{heading.number}-{place + 1}" if place else heading.number
                writer.block(f"{number} {heading.title}", block)
    return file.getvalue()


class _Writer:
    def __init__(self, book: Any) -> None:
        self.book, self.names = book, set[str]()
        self.bold = book.add_format({"bold": True, "bottom": 1})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.red = book.add_format({"bold": True, "font_color": "#a1261d"})
        self.plain = book.add_format({"num_format": "#,##0"})
        self.exact = book.add_format({"num_format": "#,##0.00"})

    def cover(self, report: Report) -> None:
        sheet = self._sheet(_("说明"))
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 1, 90)
        sheet.write_string(0, 0, report.title, self.bold)
        if report.notice:
            sheet.write_string(1, 0, report.notice, self.red)
        for row, fact in enumerate(report.facts, 2):
            sheet.write_string(row, 0, fact.name)
            sheet.write_string(row, 1, fact.text[:_LONGEST_CELL])

    def block(self, name: str, block: Block) -> None:
        match block:
            case Table():
                self._table(self._sheet(name), block)
            case Drawn(picture):
                sheet = self._sheet(name)
                table = Table(*_numbers_of(picture), note=tables.note(picture))
                self._table(sheet, table)
                self._chart(sheet, picture, table)
            case MapDrawn(found):
                self._table(self._sheet(name), _areas(found))

    def _sheet(self, wanted: str) -> Any:
        """Names of sheets are short, differ from each other and lack some signs."""
        clean = _NOT_IN_A_NAME.sub(" ", wanted).strip()
        name, number = clean[:_LONGEST_NAME], 1
        while name.lower() in self.names:
            number += 1
            end = f" {number}"
            name = clean[: _LONGEST_NAME - len(end)] + end
        self.names.add(name.lower())
        return self.book.add_worksheet(name)

    def _table(self, sheet: Any, table: Table) -> None:
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(table.columns):
            sheet.set_column(at, at, max(column.width * _WIDTH_OF_ONE, len(column.name) * 2 + 2))
            sheet.write_string(0, at, column.name, self.bold)
        for place, row in enumerate(table.rows, 1):
            for at, cell in enumerate(row):
                self._cell(sheet, place, at, cell)
        if table.note:
            sheet.write_string(len(table.rows) + 2, 0, table.note[:_LONGEST_CELL])

    def _cell(self, sheet: Any, place: int, at: int, cell: Cell) -> None:
        """Every text is written as text: never a formula or a link."""
        if isinstance(cell, Amount) and cell.value is not None:
            form = self.plain if float(cell.value).is_integer() else self.exact
            sheet.write_number(place, at, cell.value, form)
        elif text := shown(cell):
            sheet.write_string(place, at, text[:_LONGEST_CELL], self.wrapped)

    def _chart(self, sheet: Any, picture: Picture, table: Table) -> None:
        last, count = len(table.rows), len(table.columns)
        kind = _MATRICES.get(picture.kind) if isinstance(picture, Matrix) else _CHARTS[picture.kind]
        if kind is None:
            colours = {"type": "2_color_scale", "min_color": "#e9eef0", "max_color": COLOURS[0]}
            sheet.conditional_format(1, 1, last, count - 1, colours)
            return
        chart = self.book.add_chart(kind)
        for at in range(1, count):
            chart.add_series(_series(sheet, at, last, kind, table))
        chart.set_title({"name": tables.caption(picture), "name_font": {"size": 12}})
        if kind["type"] == "bar":
            chart.set_y_axis({"reverse": True})
        if count == 2 and kind["type"] != "doughnut":
            chart.set_legend({"none": True})
        chart.set_size({"width": 760, "height": max(360, 22 * last if kind["type"] == "bar" else 0)})
        sheet.insert_chart(1, count + 1, chart, {"description": picture.title})


def _series(sheet: Any, at: int, last: int, kind: dict[str, str], table: Table) -> dict[str, Any]:
    name = sheet.get_name()
    found: dict[str, Any] = {
        "name": [name, 0, at],
        "categories": [name, 1, 0, last, 0],
        "values": [name, 1, at, last, at],
    }
    if kind["type"] == "doughnut":
        return {**found, "data_labels": {"percentage": True}}
    return {**found, "fill": {"color": COLOURS[(at - 1) % len(COLOURS)]}, "gap": 60}


def _numbers_of(picture: Picture) -> tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]]:
    """The whole grid, as charts need it; paper has only what holds something."""
    if not isinstance(picture, Matrix):
        table = tables.of_picture(picture)
        return table.columns, table.rows
    columns = (Column(picture.label_name, 3), *(Column(each, 1, True) for each in picture.columns))
    return columns, tuple((row.label, *_amounts([each.value for each in row.cells])) for row in picture.rows)


def _amounts(values: Sequence[float | None]) -> tuple[Amount, ...]:
    return tuple(Amount("", value) for value in values)


def _areas(found: MapPicture) -> Table:
    columns = (Column(_("地区"), 2), Column(f"{found.title}{_('（')}{found.unit}{_('）')}", 2, True))
    rows = tuple((each.name, Amount(each.display, each.value)) for each in found.areas)
    return Table(columns, rows, tables.map_note(found))
