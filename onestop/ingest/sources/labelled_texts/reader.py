"""Training corpora for classification as CSV: publication number, title with abstract in one text, CPC labels."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop.core.errors import UserError
from onestop.ingest.sources.base import RawRow, Source, Table
from onestop.ingest.sources.spreadsheet.delimited import open_delimited
from onestop.ingest.sources.spreadsheet.sets import SUBJECT

COLUMNS = {
    "publication_number": ("publication_number",),
    "title": ("title",),
    "abstract": ("abstract",),
    "cpc": ("labels",),
}
IGNORED = ("keywords", "n_labels")
_AS_TABLE = {SUBJECT: "patent", "publication_number": "publication_number", "title": "text", "cpc": "labels"}
_HEADER = re.compile(rb'\A(?:\xef\xbb\xbf)?"?publication_number"?[,;\t]"?text"?[,;\t]"?labels"?[,;\t\r\n]')
_LABELS = re.compile(rb'\A(?:\xef\xbb\xbf)?\s*\[\s*"[A-HY][0-9]{2}[A-Z][0-9]{1,4}/[0-9]{2,6}"\s*[,\]]')
_LINES = re.compile(
    r"\s*Title:(?P<title>.*?)\n\s*Keywords:(?P<keywords>.*?)\n\s*Abstract:(?P<abstract>.*)", re.DOTALL
)
_PIECES = ("title", "keywords", "abstract")


def _recognises(head: bytes) -> bool:
    return bool(_HEADER.match(head) or _LABELS.match(head))


def _open(path: Path, mapping: Mapping[str, str]) -> Table:
    with path.open("rb") as stream:
        if _LABELS.match(stream.read(200)):
            raise _only_labels()
    table = open_delimited(path, _AS_TABLE)

    def rows() -> Iterator[RawRow]:
        return map(_apart, table.rows())

    columns = COLUMNS | {field: (name,) for field, name in mapping.items()}
    names = ("publication_number", *_PIECES, *table.names[2:])
    return Table("labelled_texts", columns, names, rows, IGNORED)


def _apart(row: RawRow) -> RawRow:
    """A row of the file with its text taken apart. The rows behind the last one are blank, by the ten thousand."""
    if row.is_blank or row.problem:
        return row
    cells = dict(row.cells)
    pieces = _pieces(cells.get("text", ""))
    if pieces is None:
        return replace(row, refusal=_unknown_layout())
    del cells["text"]
    return replace(row, cells=cells | pieces)


def _pieces(text: str) -> dict[str, str] | None:
    if found := _LINES.fullmatch(text):
        return {name: piece.strip() for name, piece in found.groupdict().items()}
    parts = text.split("[SEP]")
    if len(parts) != len(_PIECES):
        return None
    return dict(zip(_PIECES, map(str.strip, parts), strict=True))


def _unknown_layout() -> UserError:
    return UserError(
        "labelled_texts.layout",
        _("text 列既不是“Title: … Keywords: … Abstract: …”，也不是用 [SEP] 隔开的三段。"),
        _("请改成其中一种写法，或把名称和摘要分成两列，按普通表格导入。"),
    )


def _only_labels() -> UserError:
    return UserError(
        "ingest.label_list",
        _("这是一份 CPC 分类号清单（训练用的标签），里面没有专利。"),
        _("它不需要导入；与它配套的 CSV（publication_number、text、labels）才有专利。"),
    )


SOURCE = Source(
    "labelled_texts",
    gettext_lazy("带 CPC 标签的专利文本集（CSV：publication_number、text、labels）"),
    _recognises,
    _open,
)
