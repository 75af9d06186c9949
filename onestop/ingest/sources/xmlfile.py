"""XML read record by record: entities and network off, every record bounded, memory flat however long the file.

Names are compared without what differs between WIPO ST.36, ST.96 and the office's own mixture of both: prefix,
case, hyphens and a leading cn-. `business:PublicationReference` and `cn-publication-reference` are one name.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _
from lxml import etree

from onestop.core.errors import UserError

Element = Any  # of lxml: its stubs know neither wildcards nor entities
MAX_RECORD = 32_000_000
"""Bytes from one record to the next. The longest real documents, sequence listings apart, are a tenth of this."""
_HEAD = 1 << 16
# Files cut out of larger ones use the offices' prefixes without declaring them.
_PREFIXES = {
    "business": "http://www.sipo.gov.cn/XMLSchema/business",
    "base": "http://www.sipo.gov.cn/XMLSchema/base",
    "exch": "http://www.epo.org/exchange",
    "ops": "http://ops.epo.org",
    "ftxt": "http://www.epo.org/fulltext",
}
_DOCTYPE = rb"<!DOCTYPE[^\[>]{0,2000}(?:\[\s{0,100}\]\s{0,100})?>"
_PROLOG = rb"\s*(?:<\?.{0,2000}?\?>\s*|<!--.{0,20000}?-->\s*|" + _DOCTYPE + rb"\s*){0,20}"
_DECLARATION = b"<?xml "
_CHUNK = 1 << 16
_LOOK_EVERY = 1_000
_UNDECLARED: Any = etree.XPath("(descendant-or-self::*[contains(name(), ':') and not(namespace-uri())])[1]")
_ROOT = re.compile(rb"\A(?:\xef\xbb\xbf)?" + _PROLOG + rb"<([A-Za-z_][\w.:-]*)", re.DOTALL)
_NO_RECORDS = (b"sequence-cwu",)
"""Roots of what stands between the documents of a weekly file: sequence listings, longer than any record may be."""
_CUT_OUT = b"exchange-document"
"""The root of a DOCDB document without the file around it, and so without the document type that names entities."""


def records(path: Path, names: tuple[str, ...]) -> Iterator[Element]:
    """The elements of these local names, each whole; it is emptied when the next is asked for.

    A file may hold many XML documents, one after the other, each with its own declaration.
    Raises UserError where the file is no XML, ends early, declares entities or has a record without end.
    """
    with path.open("rb") as stream:
        try:
            for document in _documents(stream):
                source = _Bounded(document)
                if source.root not in _NO_RECORDS:
                    yield from _parsed(source, names)
        except etree.LxmlError as error:
            raise broken(error) from error
        except (LookupError, UnicodeError) as error:  # an encoding that nobody knows
            raise broken(error) from error


def _parsed(source: "_Bounded", names: tuple[str, ...]) -> Iterator[Element]:
    outermost: Element = None
    number = 0
    for event, element in etree.iterparse(
        source,
        events=("start", "end"),
        tag=tuple(f"{{*}}{name}" for name in names),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    ):
        if outermost is None:
            _refuse_entities(element)
            outermost = element
        elif event == "end" and element is outermost:
            source.since_record = 0
            if number % _LOOK_EVERY == 0:
                refuse_undeclared(element)
            number += 1
            yield element
            _forget(element)
            outermost = None


def _documents(stream: IO[bytes]) -> Iterator["_Document"]:
    """What is left unread of one is passed over before the next comes."""
    rest = b""
    while True:
        document = _Document(stream, rest)
        yield document
        while document.read(_CHUNK):
            pass
        rest = document.rest
        if not rest:
            return


class _Document:
    """The file up to the next XML declaration; `rest` begins with that."""

    def __init__(self, stream: IO[bytes], rest: bytes) -> None:
        self.stream = stream
        self.rest = rest
        self.own = len(_DECLARATION)
        """Bytes in which a declaration is the document's own."""
        self.is_over = False

    def read(self, size: int) -> bytes:
        while not self.is_over and len(self.rest) < size + len(_DECLARATION):
            more = self.stream.read(_CHUNK)
            self.rest += more
            if not more:
                break
        end = self.rest.find(_DECLARATION, self.own)
        found = self.rest[: min(size, len(self.rest) if end < 0 else end)]
        self.is_over = not found
        self.rest = self.rest[len(found) :]
        self.own = max(0, self.own - len(found))
        return found


class _Bounded:
    """Counts what was read since the last record, and declares the offices' prefixes where the file forgot to."""

    def __init__(self, stream: _Document) -> None:
        self.stream = stream
        head = stream.read(_HEAD)
        root = _ROOT.match(head)
        self.root = root[1] if root else b""
        self.start = BytesIO(declaring(head))
        self.since_record = 0

    def read(self, size: int = -1) -> bytes:
        found = self.start.read(size) or self.stream.read(size)
        self.since_record += len(found)
        if self.since_record > MAX_RECORD:
            raise too_long()
        return found


def declaring(head: bytes) -> bytes:
    """With the prefixes declared that the document forgot, and a document type where it was cut out of its own."""
    root = _ROOT.match(head)
    if root is None:
        return head
    missing = b"".join(
        f' xmlns:{prefix}="{address}"'.encode()
        for prefix, address in _PREFIXES.items()
        if f"xmlns:{prefix}=".encode() not in head
    )
    place = root.start(1) - 1
    is_cut_out = root[1].rpartition(b":")[2] == _CUT_OUT and b"<!DOCTYPE" not in head[:place]
    doctype = b'<!DOCTYPE %b SYSTEM "docdb-entities.dtd">' % root[1] if is_cut_out else b""
    return head[:place] + doctype + head[place : root.end()] + missing + head[root.end() :]


def _refuse_entities(element: Element) -> None:
    subset = element.getroottree().docinfo.internalDTD
    if subset is not None and next(subset.iterentities(), None) is not None:
        raise UserError(
            "ingest.entities",
            _("XML 自己定义了实体，可能是恶意文件，没有读取。"),
            _("专利数据不需要自定义实体。请向提供者核实。"),
        )


def refuse_undeclared(element: Element) -> None:
    """The parser says so only at the end, and keeps a note of each until then: memory would grow with the file."""
    if found := _UNDECLARED(element):
        raise broken(ValueError(_("前缀没有声明：%s") % found[0].tag[:100]))


def _forget(element: Element) -> None:
    """Empty it, and drop all before it, and before what it stands in, from the tree."""
    element.clear()
    for each in (element, *element.iterancestors()):
        parent = each.getparent()
        while parent is not None and parent[0] is not each:
            del parent[0]


def too_long() -> UserError:
    return UserError(
        "ingest.record_too_long",
        _("XML 中有一条记录超过 %s MB 还没有结束。") % (MAX_RECORD // 1_000_000),
        _("这不像专利数据，或缺少结束标记。请向提供者核实，重新取得文件。"),
    )


def broken(error: Exception) -> UserError:
    return UserError(
        "ingest.broken_xml",
        _("XML 有错误：%s。") % str(error)[:200],
        _("文件可能没有传完或已损坏。请重新下载，或请提供者重新导出。"),
    )


@lru_cache(maxsize=10_000)
def name_of(tag: str) -> str:
    """publicationreference of {…}PublicationReference, base:PublicationReference, cn-publication-reference."""
    local = tag.rpartition("}")[2].rpartition(":")[2].lower()
    return local.removeprefix("cn-").replace("-", "").replace("_", "")


def descendants(element: Element, skip: frozenset[str] = frozenset()) -> Iterator[tuple[str, Element]]:
    """(name, element) in the order of the document, without the elements called `skip` and all in them."""
    levels = [element.iterchildren("*")]
    while levels:
        for child in levels[-1]:
            name = name_of(child.tag)
            if name in skip:
                continue
            yield name, child
            if len(child):
                levels.append(child.iterchildren("*"))
                break
        else:
            levels.pop()


def first(element: Element, *names: str) -> Element | None:
    """The first descendant of the first of these names that there is."""
    found: dict[str, Element] = {}
    for each in element.iterdescendants("*"):
        name = name_of(each.tag)
        if name == names[0]:
            return each
        if name in names:
            found.setdefault(name, each)
    return next((found[name] for name in names if name in found), None)


def part(element: Element, *names: str) -> str:
    """The text of the first such descendant, or of such an attribute: some writers use one, some the other."""
    found = first(element, *names)
    if found is not None and (text := text_of(found)):
        return text
    attributes: dict[str, str] = {}
    for each in element.iter("*"):
        for key, value in each.attrib.items():
            attributes.setdefault(name_of(key), value.strip())
    return next((attributes[name] for name in names if attributes.get(name)), "")


def attribute(element: Element, name: str) -> str:
    return next((value.strip() for key, value in element.attrib.items() if name_of(key) == name), "")


def text_of(element: Element) -> str:
    """All text inside, on one line. Entities of an external DTD (&deg;) are read as HTML names them."""
    return " ".join("".join(map(_without_entity, element.itertext())).split())


def _without_entity(piece: str) -> str:
    """DOCDB writes &SACUTE; for what HTML calls &Sacute;. One that nobody knows stays as it is."""
    if not (piece.startswith("&") and piece.endswith(";")):
        return piece
    names = (piece, piece[:2] + piece[2:].lower())
    return next((found for name in names if (found := unescape(name)) != name), piece)
