"""Text files of unknown encoding, read line by line with a bound on the line, so that no file fills the memory."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from onestop.core.errors import UserError

MAX_LINE = 4_000_000
"""Characters. The longest real rows (with full claims) are a tenth of this."""

_CONTROL = [chr(code) for code in range(32) if chr(code) not in "\t\r\n"]
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def candidates(head: bytes) -> list[str]:
    """The encodings this start of a file can be in, the likeliest first; none for a binary file.

    GB18030 accepts almost any bytes, so only Big5 (as Windows has it: cp950) comes after it, and whoever reads must still find what they look for.
    """
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return [encoding]
    wide = ["utf-16-le", "utf-16-be"] if b"\0" in head else []
    return [encoding for encoding in ("utf-8", *wide, "gb18030", "cp950") if decode_head(head, encoding)]


def decode_head(head: bytes, encoding: str) -> str:
    """The start of the file as text, without a character cut in two at its end; empty if not this encoding."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return ""
    return "" if _is_binary(text) else text


def nearly(head: bytes) -> dict[str, str]:
    """Encoding -> text with the wrong bytes marked, where they are less than one in a hundred characters."""
    texts = {encoding: head.decode(encoding, errors="replace") for encoding in ("utf-8", "gb18030", "cp950")}
    return {
        encoding: text
        for encoding, text in texts.items()
        if text.count("\ufffd") * 100 < len(text) and not _is_binary(text)
    }


def lines(path: Path, encoding: str) -> Iterator[str]:
    """The lines with their ends. Raises UserError at bytes that are not text and at a line without an end."""
    number = 0
    with path.open(encoding=encoding, newline="") as stream:
        while True:
            try:
                line = stream.readline(MAX_LINE)
            except UnicodeDecodeError as error:
                raise wrong_encoding(number + 1, encoding) from error
            if not line:
                return
            number += 1
            if len(line) == MAX_LINE and line[-1] not in "\r\n":
                raise _too_long(number)
            yield line


def _is_binary(text: str) -> bool:
    """More than one control character in a hundred: no text, whatever the decoder says."""
    return sum(map(text.count, _CONTROL)) * 100 > len(text)


def wrong_encoding(line: int, encoding: str) -> UserError:
    return UserError(
        "ingest.wrong_encoding",
        _("第 %(line)s 行附近的字节不是有效的 %(encoding)s 文字。")
        % {"line": line, "encoding": encoding.upper()},
        _("文件可能损坏，或由不同编码的文件拼接而成。请从原系统重新导出，或另存为“CSV UTF-8”后再导入。"),
    )


def _too_long(line: int) -> UserError:
    return UserError(
        "ingest.line_too_long",
        _("第 %(line)s 行超过 %(limit)s 个字符还没有结束。") % {"line": line, "limit": f"{MAX_LINE:,}"},
        _("这不像专利数据表。请检查文件是否损坏，换行是否丢失。"),
    )
