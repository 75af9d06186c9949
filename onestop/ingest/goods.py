"""Goods and services as registers print them: 0901-计算机;0902-计算器, 计算机(0901), JSON lists of names and groups."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from onestop.records.registers.records import GoodsItem
from onestop.records.values import nice

MAX_NAME = 2_000
_GROUPS = r"[0-9]{4}(?:\s*[,，、/]\s*[0-9]{4})*"
_BEFORE = re.compile(rf"\s*[\[【(（]?({_GROUPS})[\])）】]?\s*(?:类似群|群组?)?\s*[-－—:：.．\s]\s*(?=\S)")
_BEHIND = re.compile(rf"\s*(?:[(（\[【]\s*({_GROUPS})\s*[)）\]】]|[-－—:：]\s*({_GROUPS}))\s*\Z")
_DIGITS = re.compile("[0-9]{4}")
_BRACKETED = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_STRONG = re.compile(r"[;；|｜\r\n]")
_WEAK = re.compile("[,，、。]")
_HAS_CJK = re.compile("[\u4e00-\u9fff]")
_UNSTORABLE = re.compile("[\u0000-\u0008\u000e-\u001f\u007f\ud800-\udfff]")
_NAME_KEYS = ("name", "goods", "product", "productname", "goodsname", "名称", "商品", "商品名称", "商品/服务")
_GROUP_KEYS = ("group", "groupcode", "similargroup", "code", "类似群", "类似群组", "群组")


def parse(text: str) -> tuple[GoodsItem, ...]:
    """Every item in its order, each once; a group that a list begins with holds for the names that follow it."""
    listed = json_list(text)
    items = _from_list(listed) if listed is not None else _from_text(text)
    return tuple(dict.fromkeys(item for item in items if item.name or item.group))


def with_groups(items: tuple[GoodsItem, ...], groups: tuple[str, ...]) -> tuple[GoodsItem, ...]:
    """Groups named apart from the goods: a single one is theirs; of several, those not yet named stand alone."""
    if len(groups) == 1:
        items = tuple(GoodsItem(item.name, item.group or groups[0]) for item in items)
    known = {item.group for item in items}
    return items + tuple(GoodsItem("", group) for group in groups if group not in known)


def json_list(text: str) -> list[Any] | None:
    """What a cell holds as a JSON list; None if it holds something else."""
    if not text.lstrip().startswith("["):
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, list) else None


def _from_list(listed: list[Any]) -> Iterator[GoodsItem]:
    for each in listed:
        if isinstance(each, dict):
            yield from _from_mapping({str(key).lower(): value for key, value in each.items()})
        elif isinstance(each, str | int):
            yield from _from_text(str(each))


def _from_mapping(entry: Mapping[str, Any]) -> Iterator[GoodsItem]:
    name = _clean(str(next((entry[key] for key in _NAME_KEYS if entry.get(key)), "")))
    groups = _groups(str(next((entry[key] for key in _GROUP_KEYS if entry.get(key)), "")))
    if groups:
        yield from (GoodsItem(name, group) for group in groups)
    else:
        yield from _item(name)


def _from_text(text: str) -> Iterator[GoodsItem]:
    for piece in _STRONG.split(text):
        yield from _from_piece(piece)


def _from_piece(piece: str) -> Iterator[GoodsItem]:
    """0901: 计算机、计算器 names the group once; behind a name it is of that name alone."""
    lead = _BEFORE.match(piece)
    groups = _groups(lead[1]) if lead else ()
    rest = piece[lead.end() :] if lead and groups else piece
    for name in _names(rest):
        if groups:
            yield from (GoodsItem(_clean(name), group) for group in groups)
        else:
            yield from _item(name)


def _names(text: str) -> Iterator[str]:
    """Parted at commas only between Chinese names, and not within brackets: Computer programs, downloadable."""
    if not _HAS_CJK.search(text):
        yield text
        return
    masked = _BRACKETED.sub(lambda match: "(" + "〇" * (len(match[0]) - 2) + ")", text)
    start = 0
    for separator in _WEAK.finditer(masked):
        yield text[start : separator.start()]
        start = separator.end()
    yield text[start:]


def _item(text: str) -> Iterator[GoodsItem]:
    behind = _BEHIND.search(text)
    groups = _groups(behind[1] or behind[2]) if behind else ()
    if behind and groups:
        yield from (GoodsItem(_clean(text[: behind.start()]), group) for group in groups)
    elif nice.is_group(text.strip()):
        yield GoodsItem("", nice.clean_group(text.strip()))
    else:
        yield GoodsItem(_clean(text))


def _groups(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in _DIGITS.findall(text) if nice.is_group(each)))


def _clean(name: str) -> str:
    return one_line(name).strip(";；,，、。 ")[:MAX_NAME]


def one_line(text: str) -> str:
    """Escapes inside JSON can hold what no database stores: NUL, half a character."""
    return " ".join(_UNSTORABLE.sub("", text).split())
