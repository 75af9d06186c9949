"""The Chinese trademark register as JSON: objects keyed as interfaces or pages of the register call the fields.

Tables of the same fields are read by `spreadsheet`; both share the names in its `sets/trademark.yaml`.
"""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy

from onestop.ingest.sources.base import HEAD_SIZE, RawRow, Source, Subject, Table
from onestop.ingest.sources.jsonfile import cell_of, objects
from onestop.ingest.sources.spreadsheet.sets import column_set, key
from onestop.ingest.sources.textfile import candidates, decode_head

_KEY = re.compile(r'"([^"\\]{1,40})"\s*:')
_LOOK_AT = 1_000
_DEEPEST = 3
"""An answer of an interface wraps its list: {"data": {"list": […]}}."""


def _recognises(head: bytes) -> bool:
    return _encoding(head) != ""


def _encoding(head: bytes) -> str:
    """The encoding in which the start is JSON with the keys of a trademark; empty if none."""
    if head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] not in (b"{", b"["):
        return ""
    for encoding in candidates(head):
        if _is_trademark(_KEY.findall(decode_head(head, encoding))):
            return encoding
    return ""


def _is_trademark(names: list[str]) -> bool:
    fitting = column_set("trademark")
    return not fitting.lacks(fitting.fields_of({key(name): name for name in reversed(names)}, {}))


def _open(path: Path, mapping: Mapping[str, str]) -> Table:
    with path.open("rb") as stream:
        encoding = _encoding(stream.read(HEAD_SIZE))
    names = list(dict.fromkeys(name for row in islice(_rows(path, encoding), _LOOK_AT) for name in row.cells))
    found = column_set("trademark").fields_of({key(name): name for name in reversed(names)}, mapping)
    used = set(found.values())
    return Table(
        "trademark_register",
        {field: (name,) for field, name in found.items()},
        tuple(names),
        partial(_rows, path, encoding),
        tuple(name for name in names if name and name not in used),
        subject=Subject.TRADEMARK,
    )


def _rows(path: Path, encoding: str) -> Iterator[RawRow]:
    line = 0
    for _number, text, found in objects(path, encoding):
        if found is None:
            line += 1
            yield RawRow(line, {"": text[:10_000]}, "not_json")
            continue
        for each in _entries(found):
            line += 1
            yield RawRow(line, {str(name).replace("\0", ""): cell_of(value) for name, value in each.items()})


def _entries(found: dict[str, Any], depth: int = 0) -> list[dict[str, Any]]:
    """The object itself, or the objects of the list that it wraps."""
    if _is_trademark(list(found)) or depth == _DEEPEST:
        return [found]
    for value in found.values():
        inner = value if isinstance(value, list) else [value]
        entries = [entry for each in inner if isinstance(each, dict) for entry in _entries(each, depth + 1)]
        if any(_is_trademark(list(each)) for each in entries):
            return entries
    return [found]


SOURCE = Source(
    "trademark_register",
    gettext_lazy("中国商标注册数据的 JSON（带注册号、国际分类、商标名称，如 regno、classid、name）"),
    _recognises,
    _open,
)
