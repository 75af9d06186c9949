"""The dictionary as a table, to be worked on in a spreadsheet and read in again."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext as _

from onestop.accounts.models import User
from onestop.core.errors import UserError
from onestop.thesaurus.entries import KINDS, Entry, parted
from onestop.thesaurus.queries import entries
from onestop.thesaurus.services import save

MAX_BYTES = 4 << 20
MAX_ROWS = 10_000
_COLUMNS = {
    "code": "代码",
    "industry": "行业",
    "zh": "中文词",
    "en": "英文词",
    "abbr": "缩写",
    "tw": "台湾用语",
    "hk": "香港用语",
    "is_on": "启用",
    "note": "备注",
}
_NAMES = {name: column for column, head in _COLUMNS.items() for name in (column, head)}
_OFF = ("0", "否", "停用", "no", "off", "false")
_ON = ("", "1", "是", "启用", "yes", "on", "true")


@dataclass(frozen=True)
class Refused:
    line: int
    message: str


@dataclass(frozen=True)
class Taken:
    added: int
    changed: int
    same: int
    refused: tuple[Refused, ...]


def write(groups: Iterable[Entry], file: IO[str]) -> None:
    """Terms of a cell stand one after the other with ; between them. No term begins as a formula does."""
    rows = csv.writer(file)
    rows.writerow(_COLUMNS.values())
    for each in groups:
        terms = ["; ".join(getattr(each, kind)) for kind in KINDS]
        rows.writerow([each.code, each.industry, *terms, "是" if each.is_on else "否", each.note])


def take(content: bytes, person: User | None) -> Taken:
    """Groups with a known code are changed, others added; a row that cannot be read is told with its line, and the
    others are taken. Groups that the table does not name stay as they are."""
    counts = {"added": 0, "changed": 0, "same": 0}
    refused = []
    known = dict(entries())
    for line, row in _rows(content):
        try:
            entry = _entry(row, known)
            before = known.get(entry.code)
            saved = save(entry, person, known)
        except UserError as error:
            refused.append(Refused(line, f"{error.message}{error.hint}"))
            continue
        counts["added" if before is None else "same" if before.said() == saved.said() else "changed"] += 1
        known[saved.code] = saved
    return Taken(**counts, refused=tuple(refused))


def _rows(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(_text(content), newline=""))
    try:
        head = [_NAMES.get(cell.strip().lower(), "") for cell in next(reader, [])]
        if not {"industry", "zh"} <= set(head):
            raise UserError("terms.columns", _("表头里没有“行业”和“中文词”。"), _("请从“导出”得到的表改起。"))
        for count, cells in enumerate(reader):
            if count >= MAX_ROWS:
                raise UserError("terms.too_many_rows", _("一次最多导入 %d 行。") % MAX_ROWS, _("请分几次。"))
            if any(cell.strip() for cell in cells):
                yield reader.line_num, dict(zip(head, cells, strict=False))
    except csv.Error as error:
        raise UserError("terms.no_csv", _("这不是 CSV 表格：%s") % error) from error


def _text(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise UserError("terms.too_large", _("文件超过 %d MB。") % (MAX_BYTES >> 20), _("请分成几个文件。"))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UserError("terms.encoding", _("看不出文件的编码。"), _("请另存为 UTF-8 的 CSV。"))


def _entry(row: dict[str, str], known: Mapping[str, Entry]) -> Entry:
    said = {name: text.strip() for name, text in row.items()}
    is_on = said.get("is_on", "").lower()
    if is_on not in (*_ON, *_OFF):
        raise UserError("terms.is_on", _("“启用”一栏的“%s”看不懂。") % is_on[:20], _("请写“是”或“否”。"))
    terms: dict[str, Any] = {kind: parted(said.get(kind, "")) for kind in KINDS}
    return Entry(
        _code(said.get("code", ""), known),
        said.get("industry", "") or "other",
        note=said.get("note", ""),
        is_on=is_on not in _OFF,
        **terms,
    )


def _code(text: str, known: Mapping[str, Entry]) -> str:
    """Only what this dictionary made itself; a new group gets its code here."""
    if text and text not in known:
        raise UserError("terms.unknown", _("没有代码是“%s”的词组。") % text[:60], _("新的一组，代码请留空。"))
    return text
