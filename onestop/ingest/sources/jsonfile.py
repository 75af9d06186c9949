"""JSON read object by object, whatever the file's length: one object a line, one array of objects, or a single object."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.ingest.sources.textfile import MAX_LINE, lines, wrong_encoding

_BLOCK = 1 << 16
_DECODER = json.JSONDecoder()
_BETWEEN = " \t\r\n,\ufeff"


def parse_object(text: str) -> dict[str, Any] | None:
    """The object that a text is; None if it is none."""
    try:
        found = json.loads(text)
        if "\\ud" in text.lower():  # half a character in escaped form: no encoding can write it
            json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def cell_of(value: object) -> str:
    """Strings as they are; a list of names as a gazette would print it; anything else as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "; ".join(value)
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def objects(path: Path, encoding: str) -> Iterator[tuple[int, str, dict[str, Any] | None]]:
    """(number, text, object or None where the text is none) of each line or item of the array, or of the whole file."""
    for number, text in enumerate(_pieces(path, encoding), 1):
        stripped = text.strip(_BETWEEN)
        yield number, stripped, parse_object(stripped) if stripped else {}


def _pieces(path: Path, encoding: str) -> Iterable[str]:
    with path.open(encoding=encoding, errors="replace") as stream:
        head = stream.read(MAX_LINE + 1).strip(_BETWEEN)
    if head.startswith("["):
        return _items(path, encoding)
    is_one = len(head) <= MAX_LINE and "\n" in head and parse_object(head) is not None
    return (head,) if is_one else lines(path, encoding)


def _items(path: Path, encoding: str) -> Iterator[str]:
    """The texts of the array's items. What can't be taken apart refuses the file: the rest can't be found."""
    with path.open(encoding=encoding) as stream:
        try:
            yield from _split(iter(lambda: stream.read(_BLOCK), ""))
        except UnicodeDecodeError as error:
            raise wrong_encoding(1, encoding) from error


def _split(blocks: Iterator[str]) -> Iterator[str]:
    waiting = next(blocks, "").lstrip(_BETWEEN).removeprefix("[")
    number, wanted = 1, 0  # a long item is tried again when it has doubled, not with each block
    while not (waiting := waiting.lstrip(_BETWEEN)).startswith("]"):
        end = _end_of_item(waiting) if len(waiting) >= wanted else 0
        if end:
            yield waiting[:end]
            waiting, number, wanted = waiting[end:], number + 1, 0
            continue
        block = next(blocks, "")
        if len(waiting) > MAX_LINE or (not block and len(waiting) >= wanted):
            raise _broken(number)
        wanted = 2 * len(waiting) if block else 0
        waiting += block


def _end_of_item(text: str) -> int:
    try:
        return _DECODER.raw_decode(text)[1] if text else 0
    except (ValueError, RecursionError):
        return 0


def _broken(number: int) -> UserError:
    return UserError(
        "ingest.broken_json",
        _("JSON 从第 %(number)s 项起不完整或有错误。") % {"number": number},
        _("文件可能没有传完或已损坏。请从原系统重新导出；也可以每行一个 JSON 对象。"),
    )
