"""XML of which a part is broken: each record is read by itself, so that a broken one costs only itself.

The file is read as one document as long as it is sound. Where that ends, the rest is cut at the start tags of the
records, and every piece is a document of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _
from lxml import etree

from onestop.core.errors import UserError
from onestop.ingest.sources.base import RawRow
from onestop.ingest.sources.xmlfile import (
    MAX_RECORD,
    Element,
    broken,
    declaring,
    records,
    refuse_undeclared,
    too_long,
)

_CHUNK = 1 << 16
_LONGEST_TAG = 100
_MENDABLE = frozenset({"ingest.broken_xml", "ingest.record_too_long"})
_TAG = re.compile(rb"<([\w:.-]+)")
_DECLARATION = re.compile(rb"""<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([\w.-]{1,40})["']""")
_BETWEEN = re.compile(
    rb"(?:\s++|</[\w:.-]++\s*+>|<[\w:.-]++(?:\s[^<>]*+)?>|<![A-Z][^>]*+>|(?><\?.*?\?>)|(?><!--.*?-->))*+\Z",
    re.DOTALL,
)
"""What may stand between two records: ends of what is around them, and how the next document begins."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A part of a file that can't be read."""

    place: int
    """Bytes before it."""
    error: UserError

    def row(self, line: int) -> RawRow:
        return RawRow(line, {"": _("从文件的第 %s 个字节起") % (self.place + 1)}, refusal=self.error)


def sound_records(path: Path, names: tuple[str, ...]) -> Iterator[Element | Lost]:
    """The records, and in its place what can't be read. Raises UserError where the file declares entities."""
    read = 0
    try:
        for element in records(path, names):
            yield element
            read += 1
    except UserError as error:
        if error.code not in _MENDABLE:
            raise
        yield from _rest(path, names, read, error)


def counted(path: Path, names: tuple[str, ...]) -> int:
    """The look at a whole file before anything is stored. Raises UserError where half of it can't be read."""
    found: list[UserError] = []
    rows = 0
    for each in sound_records(path, names):
        rows += 1
        if isinstance(each, Lost):
            found.append(each.error)
    if found and len(found) * 2 >= rows:
        raise found[0]
    if not rows:
        raise UserError(
            "ingest.no_rows", _("文件里没有一篇文献。"), _("请确认下载的是数据文件，而不是说明或样式文件。")
        )
    return rows


def _rest(path: Path, names: tuple[str, ...], read: int, error: UserError) -> Iterator[Element | Lost]:
    """What comes after so many records. Where every piece is sound, what was wrong stood around them."""
    encoding, place, is_told = b"UTF-8", 0, False
    with path.open("rb") as stream:
        # What stands before the first record is a piece, too.
        for number, (place, piece) in enumerate(_pieces(stream, names)):
            if found := _DECLARATION.search(piece):
                encoding = found[1]
            for each in _read(place, piece, encoding) if number > read else ():
                is_told |= isinstance(each, Lost)
                yield each
    if not is_told:
        yield Lost(place, error)


def _pieces(stream: IO[bytes], names: tuple[str, ...]) -> Iterator[tuple[int, bytes]]:
    """(place, bytes) from one start tag to the next; of what is longer than any record only the beginning."""
    start = re.compile(rb"<(?:[\w.-]+:)?(?:%b)[\s>]" % b"|".join(name.encode() for name in names))
    place, left_out, looked, piece = 0, 0, 0, bytearray()
    while more := stream.read(_CHUNK):
        piece += more
        while found := start.search(piece, looked):
            yield place, bytes(piece[: found.start()])
            place, left_out, looked = place + left_out + found.start(), 0, 1
            del piece[: found.start()]
        looked = max(1, len(piece) - _LONGEST_TAG)
        if (over := looked - MAX_RECORD) > 0:
            del piece[MAX_RECORD:looked]
            left_out += over
            looked -= over
    yield place, bytes(piece)


def _read(place: int, piece: bytes, encoding: bytes) -> Iterator[Element | Lost]:
    end = _end(piece)
    if len(piece) > MAX_RECORD:
        yield Lost(place, too_long())
    elif not end:
        yield Lost(place, broken(ValueError(_("文献没有结束标记"))))
    else:
        yield _parsed(place, piece[:end], encoding)
        if not _BETWEEN.match(piece, end):
            yield Lost(place + end, broken(ValueError(_("两篇文献之间有读不懂的内容"))))


def _end(piece: bytes) -> int:
    """Behind the last end tag that is its own; 0 where there is none."""
    tag = _TAG.match(piece)
    ends = re.finditer(rb"</%b\s*>" % re.escape(tag[1]), piece) if tag else ()
    return max((each.end() for each in ends), default=0)


def _parsed(place: int, piece: bytes, encoding: bytes) -> Element | Lost:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        element = etree.fromstring(
            b'<?xml version="1.0" encoding="%b"?>' % encoding + declaring(piece), parser
        )
        refuse_undeclared(element)
    except (etree.LxmlError, LookupError, UnicodeError) as error:
        return Lost(place, broken(error))
    except UserError as error:
        return Lost(place, error)
    return element
