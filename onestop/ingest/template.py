"""An empty workbook for a list, made from its column set: what is typed into it is recognised when it comes back."""

from typing import IO

import xlsxwriter
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.ingest.sources.spreadsheet.sets import ColumnSet, column_sets

_WIDTH = 18


def list_names() -> tuple[str, ...]:
    return tuple(each.name for each in column_sets())


def write_template(name: str, stream: IO[bytes]) -> None:
    """Two sheets: the list with its header, and what each column is."""
    found = next((each for each in column_sets() if each.name == name), None)
    if found is None:
        raise UserError(
            "template.unknown",
            _("没有名单“%(name)s”的模板。") % {"name": name},
            _("可以是：%(names)s。") % {"names": "、".join(list_names())},
        )
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet(found.label)
        sheet.write_row(0, 0, _headers(found), bold)
        sheet.set_column(0, len(_headers(found)) - 1, _WIDTH)
        sheet.freeze_panes(1, 0)
        _explain(found, book.add_worksheet(_("说明")), bold)


def _explain(found: ColumnSet, sheet: xlsxwriter.worksheet.Worksheet, bold: object) -> None:
    """In whole sentences, so that nothing on this sheet can be taken for a header."""
    needed = {field for fields in found.required.values() for field in fields}
    sheet.write(0, 0, _("“%(label)s”各列的说明") % {"label": found.label}, bold)
    for row, field in enumerate(_fields(found), 1):
        first, *others = map(str, found.columns[field]["headers"])
        text = _("“%(first)s”列，也可以写成：%(others)s") if others else _("“%(first)s”列")
        shown = text % {"first": first, "others": "、".join(others)}
        sheet.write(row, 0, shown + _("（这类列至少要有一个）") if field in needed else shown)
    sheet.set_column(0, 0, _WIDTH * 6)


def _fields(found: ColumnSet) -> list[str]:
    return [
        field
        for field, entry in found.columns.items()
        if entry["headers"] and not entry.get("unread") and entry.get("in_template", True)
    ]


def _headers(found: ColumnSet) -> list[str]:
    return [str(found.columns[field]["headers"][0]) for field in _fields(found)]
