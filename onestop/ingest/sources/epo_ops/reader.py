"""Answers of the EPO's Open Patent Services: whatever each carries of which document."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from django.utils.translation import gettext_lazy

from onestop.ingest.sources import exchange
from onestop.ingest.sources.base import RawRow, Source, Subject, Table
from onestop.ingest.sources.document import COLUMNS, NAMES, RawDocument
from onestop.ingest.sources.epo_ops.legal import event
from onestop.ingest.sources.xmlfile import Element, attribute, first, name_of, records

_ROOT = re.compile(rb"<(?:[\w.-]+:)?world-patent-data[\s>]")
_RECORDS = ("exchange-document", "fulltext-document", "family-member", "publication-reference")
_LISTS = ("searchresult", "inquiryresult")


def _recognises(head: bytes) -> bool:
    return bool(_ROOT.search(head.replace(b"\0", b"")))


def _open(path: Path, mapping: Mapping[str, str]) -> Table:
    """Values stand where the format says: there is nothing to map."""
    return Table("epo_ops", COLUMNS, NAMES, partial(_rows, path), subject=Subject.DOCUMENT)


def _rows(path: Path) -> Iterator[RawRow]:
    line = 0
    for element in records(path, _RECORDS):
        document = _document(element)
        if document is None:
            continue
        line += 1
        yield RawRow(line, document.summary(), content=document)
        for cells in _chinese_events(document):
            line += 1
            yield RawRow(line, cells, subject=Subject.LEGAL_EVENT)


def _document(element: Element) -> RawDocument | None:
    match name_of(element.tag):
        case "exchangedocument":
            return exchange.document(element)
        case "familymember":
            return _member(element)
        case "fulltextdocument":
            return _full_text(element)
        case _:
            parent = element.getparent()
            is_listed = parent is not None and name_of(parent.tag) in _LISTS
            return _reference(element) if is_listed else None  # else the document that was asked for


def _member(element: Element) -> RawDocument:
    """Of a family: numbers, priorities and, where they were asked for, legal events or the bibliography."""
    inner = first(element, "exchangedocument")
    whole = RawDocument("family-member") if inner is None else exchange.document(inner)
    return replace(
        whole,
        publication=exchange.numbers(exchange.children(element, "publicationreference")) or whole.publication,
        application=exchange.numbers(exchange.children(element, "applicationreference")) or whole.application,
        priorities=exchange.priorities(element) or whole.priorities,
        family=attribute(element, "familyid") or whole.family,
        events=tuple(event(each) for each in exchange.children(element, "legal")),
        members=0,
    )


def _full_text(element: Element) -> RawDocument:
    book = first(element, "bibliographicdata")
    texts = (
        *exchange.claims(exchange.children(element, "claims")),
        *exchange.descriptions(exchange.children(element, "description")),
    )
    publication = exchange.numbers(exchange.children(book, "publicationreference"))
    return RawDocument("fulltext-document", publication=publication, texts=texts)


def _reference(element: Element) -> RawDocument:
    return RawDocument(
        "publication-reference",
        publication=exchange.numbers([element]),
        family=attribute(element, "familyid"),
    )


def _chinese_events(document: RawDocument) -> Iterator[Mapping[str, str]]:
    """As rows of their own, that become events of the Chinese patent."""
    application = next((each for each in document.application if each.office == "CN"), None)
    if application and application.kind != "W":
        for each in document.events:
            yield {
                "申请号": f"CN{application.number}",
                "法律状态": each.code,
                "法律状态信息": each.text,
                "法律状态公告日": each.announced,
            }


SOURCE = Source(
    "epo_ops",
    gettext_lazy("欧洲专利局 OPS 的应答 XML（ops:world-patent-data）"),
    _recognises,
    _open,
)
