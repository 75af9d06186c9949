"""A small corpus and a slow, plain reading of queries over it: what every engine must agree with."""

import re
from collections.abc import Iterator, Mapping, Sequence
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
from onestop.search.schema import Document, DocumentType, Field, FieldGroup, FieldType, Texts

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
CLAIMS = Field(
    "claims", FieldType.TEXT, ("CLM", "权利要求"), "权利要求", 0.3, prose=True, long=True, is_claims=True
)
DESCRIPTION = Field("description", FieldType.TEXT, ("DESC", "说明书"), "说明书", 0.1, prose=True, long=True)
TYPE = DocumentType(
    "sample",
    (TITLE, ABSTRACT, APPLICANT, IPC, FILED, YEAR, CLAIMS, DESCRIPTION),
    groups=(FieldGroup(("FT", "全文"), "全文", ("title", "abstract", "claims", "description"), "FT=锚索"),),
    read_texts=lambda keys, names: _read_texts(keys, names),
)


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


# Claims and paragraphs of the description, by key: the others have none.
_LONG: dict[int, tuple[tuple[str, ...], tuple[str, ...]]] = {
    1: (
        (
            "1.一种恒阻延长锚索，其特征在于，包括钢绞线。",
            "2.根据权利要求1所述的锚索，其特征在于，\n所述支护板套在钢绞线上；\n所述托盘压在支护板上。",
        ),
        ("技术领域", "本发明涉及煤矿巷道的支护。锚索穿过托盘。", "[0003] 钢绞线的直径为15.2mm"),
    ),
    3: (("1.LED驱动电源，其特征在于，功率为5.5W。", "2.如权利要求1所述的電源，包括調光器。"), ()),
    6: ((), ("燈具說明：調光器调节 LED 燈珠的亮度", "灯")),
    8: (
        (
            "1. A controller for LEDs, comprising a driver.",
            "2. The controller of claim 1, wherein the chip dims.",
        ),
        ("The LED driver is dimmed by a TRIAC. It has a heat-sink.",),
    ),
}


def documents(version: int = 1) -> list[Document]:
    return [_document(key, version, *row) for key, row in enumerate(_ROWS, 1)]


def table_documents() -> list[Document]:
    """Those, and more from a fixed seed: several values of a field, several sentences, paragraphs, nothing at all."""
    rng = Random(7)
    rows = [_random_row(rng) for _ in range(112)]
    return documents() + [_document(key, 1, *row) for key, row in enumerate(rows, len(_ROWS) + 1)]


def _add_long_texts() -> None:
    """To two of three of the random ones, from a seed of their own."""
    rng = Random(11)
    for key in range(len(_ROWS) + 1, len(_ROWS) + 113):
        if key % 3:
            claims = tuple(_random_claim(rng, number) for number in range(1, rng.randint(1, 5)))
            paragraphs = tuple(_random_paragraph(rng) for _ in range(rng.randint(0, 6)))
            _LONG[key] = (claims, paragraphs)


def _random_claim(rng: Random, number: int) -> str:
    parts = rng.sample(_SAID, rng.randint(1, 3))
    joint = rng.choice(["，", "；\n", "\n"])
    return f"{number}.一种{rng.choice(_THINGS)}，其特征在于，{joint.join(parts)}。"


def _random_paragraph(rng: Random) -> str:
    return "".join(each + rng.choice("。；，\n") for each in rng.sample(_SAID, rng.randint(1, 4)))


def _read_texts(keys: Sequence[int], names: Sequence[str]) -> Iterator[tuple[int, Texts]]:
    for key in keys:
        if key in _LONG:
            yield key, {name: each for name, each in _long(key).items() if name in names}


def _long(key: int) -> dict[str, tuple[str, ...]]:
    claims, paragraphs = _LONG.get(key, ((), ()))
    return {"claims": claims, "description": paragraphs}


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
        **_long(key),
    }
    return Document(key, version, values, {"key": key, "title": title, "abstract": abstract})


_add_long_texts()


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
                for part in _parts(value, unit)
            )
        case Weighted(child) | WithSynonyms(child):
            return matches(child, values)
        case AnyOf(field, wanted):
            return any(str(value) in wanted for value in values[field.name])
        case Exact(field, value):
            return value in map(str, values[field.name])
        case Range(field, low, high):
            return any((low or 0) <= day <= (high or 10**9) for day in values[field.name])


def _parts(value: str, unit: Unit) -> list[str]:
    match unit:
        case Unit.SENTENCE:
            return re.split("[。！？!?;；]|[.] |\n", value)
        case Unit.PARAGRAPH:
            return value.split("\n")
        case Unit.CLAIM:
            return [value]


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
