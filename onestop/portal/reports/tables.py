"""The table behind a picture, as the page has it."""

from django.utils.translation import gettext as _

from onestop.portal.pages.types_pictures import MapPicture, Matrix, Picture
from onestop.portal.reports.content import Amount, Cell, Column, Table
from onestop.portal.reports.drawing import caveat, printed

MOST_COLUMNS = 12
"""More are not legible across a sheet of A4."""


def of_picture(picture: Picture) -> Table:
    if not isinstance(picture, Matrix):
        return Table(
            (Column(picture.label_name, 4), Column(picture.unit, 2, True)),
            tuple((_name(row.label, row.is_incomplete), _amount(row.value)) for row in picture.rows),
        )
    if picture.kind == "flows" or len(picture.columns) > MOST_COLUMNS:
        return _pairs(picture)
    columns = (Column(picture.label_name, 4), *(Column(each, 2, True) for each in picture.columns))
    rows: list[tuple[Cell, ...]] = [
        (row.label, *(_amount(cell.value) for cell in row.cells)) for row in picture.rows
    ]
    return Table(columns, tuple(rows))


def _pairs(picture: Matrix) -> Table:
    """Of many columns those fields alone that hold something, one a line."""
    found: list[tuple[Cell, ...]] = [
        (row.label, name, _amount(cell.value))
        for row in picture.rows
        for name, cell in zip(picture.columns, row.cells, strict=True)
        if cell.value
    ]
    columns = (Column(picture.label_name, 3), Column(_("项目"), 3), Column(picture.unit, 2, True))
    return Table(columns, tuple(found))


def caption(picture: Picture) -> str:
    return f"{picture.title}{_('（')}{picture.unit}{_('）')}"


def note(picture: Picture) -> str:
    """Of which day it is, what is counted, and what the light columns mean."""
    day = _("截至 %(day)s") % {"day": picture.as_of.isoformat()} if picture.as_of else ""
    return " · ".join(filter(None, (day, picture.note, caveat(picture))))


def map_note(found: MapPicture) -> str:
    """What a map must say of itself: its unit, and its review number or that it shows no border."""
    if not found.review_number:
        return f"{found.unit} · {_('示意方格，不表示边界；尚未装入地图')}"
    told = (found.unit, f"{_('审图号：')}{found.review_number}", found.source)
    return " · ".join(filter(None, told))


def _name(label: str, is_incomplete: bool) -> str:
    return f"{label}{_('（未全部公布）')}" if is_incomplete else label


def _amount(value: float | None) -> Amount:
    return Amount("—" if value is None else printed(value), value)
