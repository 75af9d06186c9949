"""A table of a docx, built row by row: python-docx's own way takes the square of the rows' number in time."""

from typing import Any

from docx.document import Document as Paper
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from onestop.portal.reports.content import Amount, Cell, Column, Table, printable, shown

_LINE_OF_TWIPS = 9070
"""16 cm, in twentieths of a point."""
_HALF_POINTS = "18"


def write_table(paper: Paper, table: Table) -> None:
    made = paper.add_table(rows=0, cols=len(table.columns))
    if "Table Grid" in [style.name for style in paper.styles]:
        made.style = "Table Grid"
    total = sum(column.width for column in table.columns)
    widths = [_LINE_OF_TWIPS * column.width // total for column in table.columns]
    for place, width in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):
        place.set(qn("w:w"), str(width))
    made._tbl.append(_row([column.name for column in table.columns], table.columns, widths, is_head=True))
    for row in table.rows:
        made._tbl.append(_row(row, table.columns, widths))


def _row(cells: Any, columns: tuple[Column, ...], widths: list[int], *, is_head: bool = False) -> Any:
    row = OxmlElement("w:tr")
    about = _under(row, "w:trPr")
    _under(about, "w:cantSplit")
    if is_head:
        _under(about, "w:tblHeader")
    for cell, column, width in zip(cells, columns, widths, strict=True):
        row.append(_cell(cell, column, width, is_head))
    return row


def _cell(cell: Cell, column: Column, width: int, is_head: bool) -> Any:
    place = OxmlElement("w:tc")
    size = _under(_under(place, "w:tcPr"), "w:tcW")
    size.set(qn("w:w"), str(width))
    size.set(qn("w:type"), "dxa")
    paragraph = _under(place, "w:p")
    about = _under(paragraph, "w:pPr")
    space = _under(about, "w:spacing")
    for name, twips in (("before", "40"), ("after", "40"), ("line", "260"), ("lineRule", "atLeast")):
        space.set(qn(f"w:{name}"), twips)
    if column.is_number or isinstance(cell, Amount):
        _under(about, "w:jc").set(qn("w:val"), "right")
    run = _under(paragraph, "w:r")
    look = _under(run, "w:rPr")
    if is_head:
        _under(look, "w:b")
    _under(look, "w:sz").set(qn("w:val"), _HALF_POINTS)
    text = _under(run, "w:t")
    text.set(qn("xml:space"), "preserve")
    text.text = shown(cell) if not is_head else printable(column.name)
    return place


def _under(parent: Any, tag: str) -> Any:
    made = OxmlElement(tag)
    parent.append(made)
    return made
