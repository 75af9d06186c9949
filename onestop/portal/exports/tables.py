"""A workbook with a cover, and a table of values."""

import csv
from collections.abc import Iterator
from datetime import date
from tempfile import TemporaryFile

import xlsxwriter
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _

from onestop.portal.exports.base import COLUMNS, Export, cover, file_name, headings, lines, stream, values
from onestop.records.values.cells import escape

LONGEST_CELL = 32_767  # of a workbook, by its format


def workbook(export: Export) -> HttpResponseBase:
    file = TemporaryFile()  # noqa: SIM115 (the response closes it)
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as workbook:
        _write_cover(workbook, export)
        _write_hits(workbook, export)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=file_name(export, "xlsx"))


def _write_cover(workbook: xlsxwriter.Workbook, export: Export) -> None:
    sheet = workbook.add_worksheet(_("说明"))
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90)
    bold = workbook.add_format({"bold": True})
    for row, (name, text) in enumerate(cover(export)):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, text[:LONGEST_CELL])


def _write_hits(workbook: xlsxwriter.Workbook, export: Export) -> None:
    """Every text is written as text: never a formula, a number or a link."""
    sheet = workbook.add_worksheet(_("专利"))
    sheet.freeze_panes(1, 0)
    bold = workbook.add_format({"bold": True})
    day = workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    for column, (heading, width, _value) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, str(heading), bold)
    every = (line for some in lines(export) for line in some)
    for row, line in enumerate(every, start=1):
        for column, value in enumerate(values(line)):
            if isinstance(value, date):
                sheet.write_datetime(row, column, value, day)
            elif value:
                sheet.write_string(row, column, value[:LONGEST_CELL])


def table(export: Export) -> HttpResponseBase:
    return stream(export, "csv", "text/csv", _csv_parts(export))


def _csv_parts(export: Export) -> Iterator[str]:
    """With a byte order mark: Excel takes a CSV without one for the local code page."""
    writer = csv.writer(_Echo())
    with translation.override(export.language):
        head: str = writer.writerow(headings())
    yield "\ufeff" + head
    for some in lines(export):
        with translation.override(export.language):
            rows = [[escape("" if value is None else str(value)) for value in values(line)] for line in some]
        yield "".join(map(writer.writerow, rows))


class _Echo:
    """Hands back what the CSV writer writes."""

    def write(self, text: str) -> str:
        return text
