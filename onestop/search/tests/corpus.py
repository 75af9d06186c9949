"""A small corpus and a slow, plain reading of queries over it: what every engine must agree with."""

import re
from collections.abc import Mapping
from random import Random
from typing import Any

from onestop.core.errors import UserError
from onestop.core.text import fold
from onestop.search import tokens
from onestop.search.query import (
    And,
    AnyOf,
    Everything,
    Exact,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Range,
    Together,
    Unit,
    Weighted,
    WithSynonyms,
    Words,
)
from onestop.search.schema import Document, DocumentType, Field, FieldType

TITLE = Field("title", FieldType.TEXT, ("TI", "名称"), "名称", 3.0, free_text=True, prose=True)
ABSTRACT = Field("abstract", FieldType.TEXT, ("AB", "摘要"), "摘要", free_text=True, prose=True)
APPLICANT = Field("applicant", FieldType.TEXT, ("PA", "申请人"), "申请人", 2.0, free_text=True, facet=True)
IPC = Field("ipc", FieldType.KEYWORD, ("IPC", "分类号"), "分类号", facet=True)
FILED = Field("filed_on", FieldType.DATE, ("AD", "申请日"), "申请日", bounds=lambda text: _bounds(text))
YEAR = Field(
    "filed_year",
    FieldType.NUMBER,
    ("ADY",),
    "申请年",
    facet=True,
    bounds=lambda text: (_bounds(text)[0] // 10_000,) * 2,
)
TYPE = DocumentType("sample", (TITLE, ABSTRACT, APPLICANT, IPC, FILED, YEAR))


def _bounds(text: str) -> tuple[int, int]:
    if not re.fullmatch("[0-9]{4,8}", text):
        raise UserError("sample.day", f"no day: {text}")
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


def table_documents() -> list[Document]:
    """Those, and more from a fixed seed: several values of a field, several sentences, paragraphs, nothing at all."""
    rng = Random(7)
    rows = [_random_row(rng) for _ in range(112)]
    return documents() + [_document(key, 1, *row) for key, row in enumerate(rows, len(_ROWS) + 1)]


_THINGS = [
    "锚索",
    "锚杆",
    "支护装置",
    "LED灯",
    "驱动电源",
    "调光器",
    "水泵",
    "电机转子",
    "密封圈",
    "石墨烯电极",
    "PET薄膜",
    "5G天线",
    "电池管理系统",
]
_KINDS = ["一种", "新型", "可调节的", "高强度", "双层", "inflatable", "防水"]
_SAID = (
    "所述锚索与支护板连接",
    "LED灯珠安装在散热器上",
    "驱动电源的功率为5.5W",
    "电机转子设有密封圈",
    "C1-C6烷基的含量为10%",
    "the led driver is mounted on a heat-sink",
    "支护装置包括锚杆、锚索和托盘",
    "本发明公开了一种水泵",
    "石墨烯电极涂覆PET薄膜",
    "控制器根据温度调节电流",
    "锚，索分别固定",
    "臺燈的調光器可以調節亮度",
)
_HOLDERS = [
    "甲矿业有限公司",
    "乙大学",
    "丙照明厂",
    "丁电机股份有限公司",
    "张三",
    "李四",
    "Acme_Co.,Ltd.",
    "戊(江海)科技",
]
_CLASSES = ["E21D", "E21B", "H05B", "H01M", "F21V", "F04B", "G06F", "A61K", "B32B"]


def _random_row(rng: Random) -> tuple[str, str, tuple[str, ...], tuple[str, ...], int]:
    title = "".join(rng.sample(_KINDS, rng.randint(0, 2)) + rng.sample(_THINGS, rng.randint(1, 3)))
    sentences = [
        "，".join(rng.sample(_SAID, rng.randint(1, 2))) + rng.choice("。；\n")
        for _ in range(rng.randint(0, 4))
    ]
    symbols = rng.sample(_CLASSES, rng.randint(0, 3))
    classes = tuple(dict.fromkeys(level for symbol in symbols for level in (symbol, symbol[0])))
    day = rng.choice(
        [0, *([rng.randint(2005, 2024) * 10_000 + rng.randint(1, 12) * 100 + rng.randint(1, 28)] * 9)]
    )
    holders = tuple(name.replace("_", " ") for name in rng.sample(_HOLDERS, rng.randint(0, 3)))
    return title, "".join(sentences), holders, classes, day


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
    return Document(key, version, values, {"key": key, "title": title, "abstract": abstract})


def matches(node: Node, values: Mapping[str, tuple[Any, ...]]) -> bool:  # noqa: C901 - one case a node
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
        case Pattern(fields, text):
            return any(_truncated(value, field, text) for field in fields for value in values[field.name])
        case Near(fields):
            return any(
                _ends(node, tokens.characters(value), start)
                for field in fields
                for value in values[field.name]
                for start in range(len(tokens.characters(value)))
            )
        case Together(fields, left, right, unit):
            return any(
                all(matches(side, _only(fields, part)) for side in (left, right))
                for field in fields
                for value in values[field.name]
                for part in (
                    re.split("[。！？!?;；]|[.] |\n", value) if unit == Unit.SENTENCE else value.split("\n")
                )
            )
        case Weighted(child) | WithSynonyms(child):
            return matches(child, values)
        case AnyOf(field, wanted):
            return any(str(value) in wanted for value in values[field.name])
        case Exact(field, value):
            return value in map(str, values[field.name])
        case Range(field, low, high):
            return any((low or 0) <= day <= (high or 10**9) for day in values[field.name])


def _contains(fields: tuple[Field, ...], wanted: list[str], values: Mapping[str, tuple[Any, ...]]) -> bool:
    texts = [tokens.characters(value) for field in fields for value in values[field.name]]
    return bool(wanted) and any(
        text[start : start + len(wanted)] == wanted for text in texts for start in range(len(text))
    )


def _only(fields: tuple[Field, ...], part: str) -> dict[str, tuple[str, ...]]:
    return {field.name: (part,) for field in fields}


def _truncated(value: str, field: Field, text: str) -> bool:
    if field.type == FieldType.KEYWORD:
        return fnmatch(value, text)
    found = tokens.characters(value)
    return any(_ends(Pattern((), text), found, start) for start in range(len(found)))


def _ends(node: Node, found: list[str], start: int) -> set[int]:
    """The places after which the node ends when it begins at `start`: read off the text, step by step."""
    match node:
        case Phrase(_, text):
            wanted = tokens.sequence(text)
            return {start + len(wanted)} if wanted and found[start : start + len(wanted)] == wanted else set()
        case Pattern(_, text):
            return _pattern_ends(_units(fold(text)), found, {start})
        case Or(children):
            return {end for child in children for end in _ends(child, found, start)}
        case Weighted(child) | WithSynonyms(child):
            return _ends(child, found, start)
        case Near(_, left, right, most, is_ordered):
            orders = [(left, right)] if is_ordered else [(left, right), (right, left)]
            return {
                end
                for first, second in orders
                for middle in _ends(first, found, start)
                for gap in range(most + 1)
                for end in _ends(second, found, middle + gap)
            }
    raise AssertionError(node)


def _units(text: str) -> list[str]:
    """Latin words with their signs, Chinese characters and signs between them one by one; signs at the ends say nothing."""
    found = re.findall(r"[+*#?]*[a-z0-9][a-z0-9+*#?]*|.", text)
    said = [place for place, unit in enumerate(found) if unit not in "+*#?"]
    return found[said[0] : said[-1] + 1] if said else []


def _pattern_ends(units: list[str], found: list[str], at: set[int]) -> set[int]:
    for unit in units:
        if unit == "#":
            at = {place + 1 for place in at}
        elif unit == "?":
            at = at | {place + 1 for place in at}
        elif unit not in "+*":
            wanted = unit if set("+*#?") & set(unit) else tokens.characters(unit)[0]
            at = {place + 1 for place in at if place < len(found) and fnmatch(found[place], wanted)}
    return {place for place in at if place <= len(found)}


def fnmatch(text: str, pattern: str) -> bool:
    expression = "".join(
        {"+": ".*", "*": ".*", "#": ".", "?": ".?"}.get(each, re.escape(each)) for each in pattern
    )
    return re.fullmatch(expression, text) is not None
