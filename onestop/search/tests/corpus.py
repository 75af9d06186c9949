"""A small corpus and a slow, plain reading of queries over it: what every engine must agree with."""

from collections.abc import Mapping
from typing import Any

from onestop.core.text import fold
from onestop.search import tokens
from onestop.search.query import And, Everything, Exact, Node, Not, Or, Phrase, Prefix, Range, Words
from onestop.search.schema import Document, DocumentType, Field, FieldType

TITLE = Field("title", FieldType.TEXT, ("TI", "名称"), "名称", 3.0, free_text=True)
ABSTRACT = Field("abstract", FieldType.TEXT, ("AB", "摘要"), "摘要", free_text=True)
APPLICANT = Field("applicant", FieldType.TEXT, ("PA", "申请人"), "申请人", 2.0, free_text=True, facet=True)
IPC = Field("ipc", FieldType.KEYWORD, ("IPC", "分类号"), "分类号", facet=True)
FILED = Field("filed_on", FieldType.DATE, ("AD", "申请日"), "申请日", bounds=lambda text: _bounds(text))
YEAR = Field(
    "filed_year", FieldType.NUMBER, ("ADY",), "申请年", facet=True, bounds=lambda text: (int(text), int(text))
)
TYPE = DocumentType("sample", (TITLE, ABSTRACT, APPLICANT, IPC, FILED, YEAR))


def _bounds(text: str) -> tuple[int, int]:
    return int(text.ljust(8, "0")), int(text.ljust(8, "9"))


_ROWS: list[tuple[str, str, tuple[str, ...], tuple[str, ...], int]] = [
    (
        "一种恒阻延长锚索",
        "锚索支护，适用于煤矿巷道。LED灯照明。",
        ("甲矿业(江海)有限公司",),
        ("E21D", "E"),
        20151123,
    ),
    (
        "锚杆与锚索联合支护装置",
        "支护，锚索与锚杆。",
        ("乙大学", "甲矿业(江海)有限公司"),
        ("E21D", "E"),
        20120301,
    ),
    ("LED驱动电源", "一种LED 驱动电源，功率5.5W。", ("丙照明厂",), ("H05B", "H"), 20200715),
    ("灯", "一盏灯", ("丙照明厂",), ("F21V", "F"), 20200101),
    ("臺燈的調光裝置", "傳統中文的文本：調光器。", ("臺灣丁公司",), ("F21V", "F"), 20100606),
    ("ＬＥＤ燈具", "全角字母", (), ("F21V", "F"), 20100607),
    ("索锚", "顺序相反的字。锚。索。", ("戊",), ("B63B", "B"), 0),
    (
        "Controller for LEDs",
        "A led-controller, ledger and LED2835 chip",
        ("Acme Co., Ltd.",),
        ("H05B", "H"),
        20190909,
    ),
]


def documents(version: int = 1) -> list[Document]:
    return [_document(key, version, *row) for key, row in enumerate(_ROWS, 1)]


def _document(
    key: int,
    version: int,
    title: str,
    abstract: str,
    applicants: tuple[str, ...],
    ipc: tuple[str, ...],
    day: int,
) -> Document:
    values: dict[str, tuple[Any, ...]] = {
        "title": (title,),
        "abstract": (abstract,),
        "applicant": applicants,
        "ipc": ipc,
        "filed_on": (day,) if day else (),
        "filed_year": (day // 10_000,) if day else (),
    }
    return Document(key, version, values, {"key": key, "title": title})


def matches(node: Node, values: Mapping[str, tuple[Any, ...]]) -> bool:
    """What a query means, without any index."""
    match node:
        case Everything():
            return True
        case And(children):
            return all(matches(child, values) for child in children)
        case Or(children):
            return any(matches(child, values) for child in children)
        case Not(child):
            return not matches(child, values)
        case Words(fields, text):
            wanted = tokens.words(text)
            return bool(wanted) and all(_contains(fields, tokens.sequence(word), values) for word in wanted)
        case Phrase(fields, text):
            return _contains(fields, tokens.sequence(text), values)
        case Prefix(fields, stem):
            return any(_starts(value, field, stem) for field in fields for value in values[field.name])
        case Exact(field, value):
            return value in map(str, values[field.name])
        case Range(field, low, high):
            return any((low or 0) <= day <= (high or 10**9) for day in values[field.name])


def _contains(fields: tuple[Field, ...], wanted: list[str], values: Mapping[str, tuple[Any, ...]]) -> bool:
    texts = [tokens.characters(value) for field in fields for value in values[field.name]]
    return bool(wanted) and any(
        text[start : start + len(wanted)] == wanted for text in texts for start in range(len(text))
    )


def _starts(value: str, field: Field, stem: str) -> bool:
    if field.type == FieldType.KEYWORD:
        return value.startswith(stem)
    return any(token.startswith(fold(stem)) for token in tokens.characters(value))
