"""Published applications as JSON lines, keyed by the labels of the official gazette's result page."""

from collections.abc import Iterator, Mapping
from functools import partial
from io import StringIO
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext_lazy

from onestop.ingest.sources.base import HEAD_SIZE, RawRow, Source, Table
from onestop.ingest.sources.jsonfile import cell_of, parse_object
from onestop.ingest.sources.textfile import candidates, decode_head, lines

COLUMNS = {
    "application_publication": ("申请公布号",),
    "application_published_on": ("申请公布日",),
    "application_number": ("申请号",),
    "filed_on": ("申请日",),
    "applicants": ("申请人",),
    "inventors": ("发明人",),
    "address": ("地址",),
    "classes": ("分类号",),
    "agencies": ("专利代理机构",),
    "agents": ("代理人",),
    "title": ("title", "tile"),  # most rows have the misspelt key
    "abstract": ("abstract", "摘要"),
    "priorities": ("优先权", "本国优先权"),
    "pct_application": ("PCT申请数据",),
    "pct_publication": ("PCT公布数据",),
    "national_phase_on": ("PCT进入国家阶段日",),
}
_NAMES = tuple(name for names in COLUMNS.values() for name in names)
_LOOK_AT = 20


def _recognises(head: bytes) -> bool:
    return _encoding(head) != ""


def _encoding(head: bytes) -> str:
    """The encoding in which one of the first lines is such an object; empty if none."""
    for encoding in candidates(head):
        for line in islice(StringIO(decode_head(head, encoding)), _LOOK_AT):
            found = parse_object(line)
            if found is not None and {"申请号", "申请公布号"} & found.keys():
                return encoding
    return ""


def _open(path: Path, mapping: Mapping[str, str]) -> Table:
    with path.open("rb") as stream:
        encoding = _encoding(stream.read(HEAD_SIZE))
    columns = COLUMNS | {field: (key,) for field, key in mapping.items()}
    used = {name for names in columns.values() for name in names}
    first = islice(_rows(path, encoding), 1000)
    ignored = dict.fromkeys(name for row in first for name in row.cells if name and name not in used)
    return Table(
        "gazette_json",
        columns,
        (*_NAMES, *ignored),
        partial(_rows, path, encoding),
        tuple(ignored),
        frozenset({"cut_abstracts"}),
    )


def _rows(path: Path, encoding: str) -> Iterator[RawRow]:
    for number, line in enumerate(lines(path, encoding), 1):
        if not line.strip():
            yield RawRow(number, {})
            continue
        found = parse_object(line)
        if found is None:
            yield RawRow(number, {"": line.rstrip("\r\n")[:10_000]}, "not_json")
        else:
            yield RawRow(number, {key.replace("\0", ""): cell_of(value) for key, value in found.items()})


SOURCE = Source(
    "gazette_json",
    gettext_lazy("每行一个 JSON 对象，带“申请号”或“申请公布号”等公报字段（JSON lines）"),
    _recognises,
    _open,
)
