"""Patents of Taiwan as a graph of CSV files (`node/*.csv`, `relationship/*.csv`), as a folder or a zip of it."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop.core.errors import UserError
from onestop.ingest.packages.archive import ZIP
from onestop.ingest.sources.base import HEAD_SIZE, RawRow, Source, Subject, Table
from onestop.ingest.sources.document import RawDocument
from onestop.ingest.sources.taiwan_graph.joining import EDGES, MAX_VALUES, Graph, Joined

OFFICE = "TW"
NAMES = ("uuid", "title", "applicant", "inventor", "ipc")
_UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PARTS = "|".join(("node/patent", *(f"relationship/{each}" for each in EDGES)))
_ANY_PART = re.compile(rb"(?:^|/|\x00)(?:node|relationship)/[a-z_]{2,40}\.csv")
_FIRST_LINE = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:title,uuid|uuid,title|uuid,applicant|uuid,inventor|ipc,uuid|keyword|code)\r?(?:\n|\Z)"
)


def _recognises(head: bytes) -> bool:
    return is_graph(head) or bool(_FIRST_LINE.match(head))


def is_graph(head: bytes) -> bool:
    """By the first name in the zip: a graph has nothing beside its two folders."""
    return head.startswith(ZIP) and bool(_ANY_PART.search(b"\0" + head[30:400]))


def is_graph_file(path: Path) -> bool:
    with path.open("rb") as stream:
        return is_graph(stream.read(HEAD_SIZE))


def is_graph_folder(path: Path) -> bool:
    return (path / "node" / "patent.csv").is_file() and (path / "relationship").is_dir()


def _open(path: Path, mapping: Mapping[str, str]) -> Table:
    """`mapping` is not used: the files of a graph have the names of their columns from their program."""
    if not is_graph_file(path):
        raise UserError(
            "ingest.graph_part",
            _("这是图数据（node 与 relationship 文件夹）中的一个文件，单独看不出哪些内容属于同一件专利。"),
            _("请导入整个文件夹：onestop ingest 文件夹，或把它打成一个 zip 再导入。"),
        )
    graph = Graph(path)
    missing = [
        each for each in _PARTS.split("|") if not any(name.endswith(f"{each}.csv") for name in graph.files)
    ]
    if missing:
        raise UserError(
            "ingest.graph_incomplete",
            _("图数据里缺少：%s。") % "、".join(f"{each}.csv" for each in missing),
            _("请确认文件夹完整，再重新导入。"),
        )
    used = re.compile(rf"(?:{_PARTS})\.csv\Z")
    ignored = tuple(sorted(name for name in graph.files if not used.search(name)))
    return Table("taiwan_graph", {}, NAMES, partial(_rows, graph), ignored, subject=Subject.DOCUMENT)


def _rows(graph: Graph) -> Iterator[RawRow]:
    line = 0
    for joined in graph.patents():
        line += 1
        yield _row(line, joined)
    for file, place, cells in graph.odd():
        line += 1
        yield RawRow(line, {"": cells}, refusal=_odd(file, place))


def _row(line: int, joined: Joined) -> RawRow:
    cells = {"uuid": joined.uuid, "title": joined.title}
    cells |= {kind: ";".join(values) for kind, values in joined.values.items() if values}
    refusal = _refusal(joined)
    return RawRow(line, cells, refusal=refusal, content=None if refusal else _document(joined))


def _document(joined: Joined) -> RawDocument:
    """The graph has no number of the office: its own identifier stands in, so that it can be found again."""
    return RawDocument(
        record="node/patent.csv",
        stand_in=f"{OFFICE}:{joined.uuid}",
        titles=(("zh", joined.title),),
        applicants=tuple(joined.values["applicant"]),
        inventors=tuple(joined.values["inventor"]),
        ipc=tuple(joined.values["ipc"]),
    )


def _odd(file: str, place: int) -> UserError:
    return UserError(
        "graph.odd_line",
        _("%(file)s 第 %(line)s 行的列数与表头不符。") % {"file": file, "line": place},
        _("请与提供者核实，改正后重新导入整个文件夹。"),
    )


def _refusal(joined: Joined) -> UserError | None:
    if not _UUID.fullmatch(joined.uuid):
        code, message = "graph.no_uuid", _("“%s”不是 uuid，无法标识这件专利。") % joined.uuid[:40]
    elif not joined.is_known:
        code, message = "graph.no_node", _("只有关系指向 %s，patent.csv 里没有它。") % joined.uuid
    elif not joined.is_first:
        code, message = "graph.twice", _("patent.csv 里 %s 出现了不止一次，只取第一次。") % joined.uuid
    elif sum(map(len, joined.values.values())) > MAX_VALUES:
        code, message = "graph.too_many", _("与 %s 相连的姓名和分类过多，不像一件专利。") % joined.uuid
    elif not joined.title:
        code, message = "graph.no_title", _("%s 没有名称。") % joined.uuid
    else:
        return None
    return UserError(code, message, _("请与提供者核实，改正后重新导入整个文件夹。"))


SOURCE = Source(
    "taiwan_graph",
    gettext_lazy("台湾专利的图数据（含 node 与 relationship 的文件夹，或它的 zip）"),
    _recognises,
    _open,
)
