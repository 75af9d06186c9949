"""What the rows of all lists have in common: sums and notes to be passed over, holders, regions, numbers of rights."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.ingest.findings import of_error, rejected
from onestop.ingest.lists.words import keys, words
from onestop.ingest.models import RowOutcome
from onestop.ingest.row import Row
from onestop.ingest.sources.spreadsheet.sets import key
from onestop.records.registers.records import HolderRecord
from onestop.records.values import names, uscc
from onestop.records.values.errors import accepts
from onestop.reference import regions
from onestop.reference.addresses import region_named_in, region_of_address

T = TypeVar("T")
_SEPARATOR = re.compile(r"[、；;,，|/／\n\r\t]|和|及|与")
_GAP = re.compile(r"(?<=[0-9Xx])\s+(?=(?:CN|ZL|[0-9]{4}))")
"""Between two numbers, or within one: ZL 2010 2 0100278.3."""
_AND_MORE = re.compile(r"等\s*[0-9一二三四五六七八九十百]*\s*[件项个]?(?:专利|商标)?\s*$")
COUNTRY = "100000"


def refuse_other_rows(row: Row) -> None:
    """A sum, a note below the table or the header again: no entry, but said, as every row that is not taken."""
    cells = [text for text in map(str.strip, row.raw.cells.values()) if text]
    if any(key(text) in keys("totals") for text in cells[:3]):
        raise rejected("row.total", _("这是合计行，不是名单里的一条。"), _("合计由平台自己计算，不必导入。"))
    if cells and all(text.strip() == name for name, text in row.raw.cells.items() if text.strip()):
        raise rejected("row.header_again", _("这一行是又一次出现的表头。"), _("不必处理。"))
    if len(cells) == 1 and _note().match(cells[0]):
        raise rejected("row.note", _("这一行是表下的说明，不是名单里的一条。"), _("不必处理。"))


@cache
def _note() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(words()['notes'])})\s*[0-9]*\s*[:：]")


def required(row: Row, *fields: str) -> str:
    """The first of the fields that has a text; a row without is rejected."""
    if text := next(filter(None, map(row.text, fields)), ""):
        return text
    raise rejected(
        f"row.no_{fields[0]}",
        _("这一行没有“%(label)s”。") % {"label": _label(row, fields[0])},
        _("请补上后重新导入；已导入的行不会重复。"),
        *(name for field in fields for name in row.columns.get(field, ())),
    )


def _label(row: Row, field: str) -> str:
    return next((name for name in row.columns.get(field, ())), field)


def name_of(row: Row, *fields: str) -> str:
    """A name that the row can't do without."""
    text = required(row, *fields)
    field = next(each for each in fields if row.text(each))
    return demanded(row, lambda: names.clean(text), field)


def demanded(row: Row, clean: Callable[[], T], *fields: str) -> T:
    """A value without which the row is rejected."""
    try:
        return clean()
    except UserError as error:
        columns = [name for field in fields for name in row.column(field)]
        raise rejected(error.code, error.message, error.hint, *columns) from error


def short(row: Row, model: type[Model], column: str, *fields: str) -> str:
    """The text of the first field that has one, if it fits into the model's column."""
    field = next(filter(row.text, fields or (column,)), "")
    limit: Any = model._meta.get_field(column)
    return row.value(field, lambda text: _within(text, limit.max_length), "") if field else ""


def fitting(row: Row, model: type[Model], column: str, *fields: str) -> str:
    """The same of a text that the row can't do without."""
    text = required(row, *(fields or (column,)))
    limit: Any = model._meta.get_field(column)
    return demanded(row, lambda: _within(text, limit.max_length), *(fields or (column,)))


def _within(text: str, limit: int) -> str:
    if len(text) > limit:
        raise UserError(
            "cell.too_long",
            _("“%(text)s…”长达 %(count)s 个字符，最多 %(limit)s 个。")
            % {"text": text[:20], "count": len(text), "limit": limit},
            _("多半是其他列的内容，请核对。"),
        )
    return text


def holder_of(row: Row, region: str) -> HolderRecord:
    """A wrong code is dropped with a finding; the name still counts."""
    return HolderRecord(
        name=name_of(row, "name"),
        uscc=row.value("uscc", uscc.clean, ""),
        region=region,
        address=row.value("address", lambda text: _within(text, names.MAX_LENGTH), ""),
        former_names=row.names("former_names"),
    )


def region_of(row: Row, default: str) -> str:
    """By the column of regions, else by the address, else what the user said of the whole file."""
    if row.text("region"):
        return row.value("region", lambda text: region_code(text, default), "") or default
    return region_of_address(row.text("address")) or default


def region_code(text: str, near: str = "") -> str:
    """江海区, 440704, 广东省江门市江海区, 高新区, 全国. Of several regions with one name the one in or around `near`."""
    folded = key(text)
    if folded in regions.regions() or folded == COUNTRY:
        return folded
    if folded in ("全国", "中国"):
        return COUNTRY
    found = [each.code for each in regions.find(text)]
    if len(found) > 1 and near:
        found = [code for code in found if _is_near(code, near)]
    code = found[0] if len(found) == 1 else region_named_in(text, near) or region_of_address(text)
    if not code:
        raise UserError(
            "region.unknown",
            _("看不出“%(text)s”是哪个行政区划。") % {"text": text[:40]},
            _("请写全称（广东省江门市江海区）或六位代码（440704）；同名地区可以用 --region 说明在哪里。"),
        )
    return code


def _is_near(code: str, near: str) -> bool:
    scope = {near, *(each.code for each in regions.ancestors(near))} if near in regions.regions() else {near}
    around = {code, *(each.code for each in regions.ancestors(code))}
    return near in around or bool({each for each in scope if not each.endswith("0000")} & around)


def joined_names(row: Row, field: str) -> str:
    """Several stand side by side in one cell: 甲公司;乙公司."""
    return row.value(field, lambda text: names.clean(";".join(names.split(text))), "")


def numbers_of(row: Row, field: str, clean: Callable[[str], str]) -> tuple[str, ...]:
    """Every number that a cell names. A wrong one is dropped with a finding, the others stay."""
    found: dict[str, None] = {}
    for text in _pieces(row, field, clean):
        try:
            found[clean(text)] = None
        except UserError as error:
            row.findings.append(of_error(RowOutcome.DROPPED, error, *row.column(field)))
    return tuple(found)


def _pieces(row: Row, field: str, clean: Callable[[str], str]) -> Iterator[str]:
    """A gap parts two numbers only where what it parts is not one number."""
    for piece in _parts(row, field):
        yield from [piece] if accepts(clean, piece) else map(str.strip, _GAP.split(piece))


def _parts(row: Row, field: str) -> Iterator[str]:
    text = row.text(field)
    if shorter := _AND_MORE.sub("", text):
        if shorter != text:
            message = _("单元格写着“等”：号码没有列全，只取了列出的。")
            row.add(RowOutcome.NOTED, "rights.and_more", message, _("请补全号码。"), *row.column(field))
        yield from (piece for piece in map(str.strip, _SEPARATOR.split(shorter)) if piece)


def year_in(text: str) -> int | None:
    """2022年度 -> 2022, as long as it names one year."""
    found = {int(each) for each in re.findall(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])", text)}
    return found.pop() if len(found) == 1 else None


def title_lines(row: Row) -> list[str]:
    """What stands above the table, the nearest first, then the names of sheet and file."""
    return row.title.split("\n")
