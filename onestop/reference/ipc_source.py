"""Reading the Chinese IPC as `load ipc` takes it: one JSON object a line with code, title, level and parent.

The titles of the known file were cut out of printed pages. What the page left in them is taken out: spaces where
a line ended, edition marks, the dots of the hierarchy, notes, and the guidance heading that follows on the page.
"""

import json
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onestop.reference.ipc import level_of, lineage
from onestop.reference.lines import BadLine


@dataclass(frozen=True, slots=True)
class Entry:
    symbol: str
    title: str
    level: str
    parent: str
    is_title_repaired: bool
    is_parent_repaired: bool


_KEYS = ("code", "title", "level", "parent")


class EntryParser:
    def __init__(self) -> None:
        self.seen: set[str] = set()

    def __call__(self, line: str) -> Entry:
        entry = parse_entry(line)
        if entry.symbol in self.seen:
            raise BadLine(_("%(symbol)s 在文件中出现不止一次") % {"symbol": entry.symbol})
        self.seen.add(entry.symbol)
        return entry


def parse_entry(line: str) -> Entry:
    row = _object(line)
    symbol = row["code"]
    level = level_of(symbol)
    if level is None:
        raise BadLine(_("“%(symbol)s”不是 IPC 分类号") % {"symbol": symbol})
    if row["level"] != level:
        raise BadLine(_("%(symbol)s 的层级应为 %(level)s") % {"symbol": symbol, "level": level})
    if not row["title"].strip():
        raise BadLine(_("%(symbol)s 没有类名") % {"symbol": symbol})
    title = clean_title(symbol, row["title"])
    # The symbol itself says where it belongs; the known file has 47 other parents.
    parent = (*lineage(symbol), "")[1]
    return Entry(symbol, title, level, parent, title != row["title"], parent != row["parent"])


def _object(line: str) -> dict[str, str]:
    try:
        row = json.loads(line)
    except ValueError as problem:
        raise BadLine(_("不是 JSON：%(problem)s") % {"problem": problem}) from problem
    texts = {key: row.get(key) or "" for key in _KEYS} if isinstance(row, dict) else {}
    if not texts.get("code") or not all(isinstance(text, str) for text in texts.values()):
        raise BadLine(_("应为含有文字字段 %(keys)s 的对象") % {"keys": "、".join(_KEYS)})
    return texts


_RUBBISH = re.compile("[\ue000-\uf8ff]|</?[a-z]*/?>?$|^Code:.*")
_DOTS = re.compile(r"^[·•.\s]+|[·•\s]+$")
_LOST_ONE = re.compile(r"(?:^|\s)般(?=[\u3400-\u9fff])")  # 家具的 般零件: the page's 一 was taken for a line
_SYMBOL = re.compile(r"(?<![A-Z0-9])([A-H]\d\d[A-Z])\s*(\d{1,4})\s*/\s*(\d{2,6})(?!\d)")
_NOTE = re.compile(r"\s(?:注意|附注|导引标题)(?:[\s:：].*|$)|\s\S*的附注\s.*|\s\S*引得表.*", re.DOTALL)
_NUMBERS = r"[1-8１-８](?:\s*[,，]\s*(?:[1-8１-８]|20\d\d\.\d\d))*|20\d\d\.\d\d"
_DATES = r"(?:19|20)\d{6}(?:,20\d{6})*"
_EDITION = re.compile(rf"[〔\[]\s*(?:(?:{_NUMBERS})\s*[〕\]](?![-\u3400-\u9fff])|{_DATES}[〕\]]?)")
_IDEOGRAPH = "\u3400-\u9fff"
_CJK = f"\u3000-\u303f{_IDEOGRAPH}\uff00-\uffef“”"
_AFTER_GREEK = re.compile(r"(?<=[α-ω])\s+")
_NEEDLESS_SPACE = re.compile(rf"\s+(?=[{_CJK};,)])|(?<=[{_CJK}(])\s+")


def clean_title(symbol: str, title: str) -> str:
    """The title as it is meant; cleaning it again changes nothing. Empty where only the dots before it are left."""
    text = _RUBBISH.sub("", title).strip().removeprefix(symbol if len(symbol) == 4 else "")
    text = _AFTER_GREEK.sub("", _SYMBOL.sub(r"\1\2/\3", _LOST_ONE.sub("一般", text)))
    text = _without_heading(_NOTE.sub("", text), _SHORTEST_LINE.get(symbol[:1], 66))
    return " ".join(_NEEDLESS_SPACE.sub("", _DOTS.sub("", _without_edition(text))).split())


# The source's pages are 30 Chinese characters wide in section A and 36 to 38 in the others, two columns each. A
# space that comes sooner does not stand for the end of a line but before the next heading on the page:
# 含4个环的 含有碳和卤素的化合物. A symbol is never broken, so a line before it may be shorter.
_SHORTEST_LINE = {"A": 56}
_SYMBOL_COLUMNS = 14
_HEADING = re.compile(rf"(?<=[{_IDEOGRAPH}）)〕”])(?<!例如)(?<![或和与])\s(?=[{_IDEOGRAPH}])")


def _without_heading(text: str, shortest_line: int) -> str:
    start = 0
    for space in re.finditer(r"\s", text):
        columns = _columns(text[start : space.start()])
        if columns + (_SYMBOL_COLUMNS if _SYMBOL.match(text, space.end()) else 0) >= shortest_line:
            start = space.end()
        elif _HEADING.match(text, space.start()):
            return text[: space.start()]
    return text


def _columns(line: str) -> int:
    return sum(2 if ord(character) > 0x2000 else 1 for character in line)


def _without_edition(text: str) -> str:
    """An edition mark ends a title; only a reference in brackets or another part of the title may follow it."""
    mark = _EDITION.search(text)
    if not mark:
        return text
    rest = text[mark.end() :].lstrip()
    return text[: mark.start()] + (_without_edition(rest) if rest.startswith(tuple("（(；，;,")) else "")
