"""Grants and published applications of the USPTO with their full texts (XML since 2004), also thousands in a file."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from django.utils.translation import gettext_lazy

from onestop.ingest.sources import exchange
from onestop.ingest.sources.base import RawRow, Source, Subject, Table
from onestop.ingest.sources.document import COLUMNS, NAMES, RawDocument, RawNumber
from onestop.ingest.sources.xmlfile import Element, attribute, first, name_of, part, records

_RECORDS = ("us-patent-grant", "us-patent-application")
_ROOT = re.compile(rb"<us-patent-(?:grant|application)[\s>]")
_PARENTS = ("division", "continuation", "continuationinpart")
"""Earlier applications of the same applicant that DOCDB lists among the priorities."""


def _recognises(head: bytes) -> bool:
    return bool(_ROOT.search(head.replace(b"\0", b"")))


def _open(path: Path, mapping: Mapping[str, str]) -> Table:
    """Values stand where the format says: there is nothing to map."""
    return Table(
        "uspto_xml",
        COLUMNS,
        NAMES,
        partial(_rows, path),
        subject=Subject.DOCUMENT,
        inspect=partial(exchange.counted, path, _RECORDS),
    )


def _rows(path: Path) -> Iterator[RawRow]:
    for line, element in enumerate(records(path, _RECORDS), 1):
        document = _document(element)
        yield RawRow(line, document.summary(), content=document)


def _document(element: Element) -> RawDocument:
    book = first(element, "usbibliographicdatagrant", "usbibliographicdataapplication")
    book = element if book is None else book
    language = attribute(element, "lang")
    texts = (
        *exchange.claims(exchange.children(element, "claims"), language),
        *exchange.descriptions(exchange.children(element, "description"), language),
    )
    return RawDocument(
        element.tag.rpartition("}")[2],
        publication=exchange.numbers(exchange.children(book, "publicationreference")),
        application=_original(exchange.numbers(exchange.children(book, "applicationreference"))),
        priorities=(*map(_original, exchange.priorities(book)), *_earlier(book)),
        titles=exchange.titles(exchange.children(book, "inventiontitle"), language),
        abstracts=exchange.titles(exchange.children(element, "abstract"), language),
        applicants=_applicants(book),
        inventors=_inventors(book),
        ipc=exchange.ipc(book),
        cpc=_cpc(book),
        citations=exchange.citations(book),
        texts=texts,
    )


def _original(numbers: tuple[RawNumber, ...]) -> tuple[RawNumber, ...]:
    """As the offices print them, not as DOCDB does."""
    return tuple(replace(each, form="original") for each in numbers)


def _earlier(book: Element) -> Iterator[tuple[RawNumber, ...]]:
    related = exchange.below(book, "usrelateddocuments")
    for each in (child for one in related for child in one.iterchildren("*")):
        name = name_of(each.tag)
        if name == "usprovisionalapplication":
            yield _original(exchange.numbers([each]))
        elif name in _PARENTS:
            yield _original(exchange.numbers(exchange.below(each, "relation", "parentdoc")))


def _parties(book: Element, *paths: tuple[str, ...]) -> list[Element]:
    return [each for path in paths for each in exchange.below(book, *path)]


def _applicants(book: Element) -> tuple[str, ...]:
    """The assignee where there is one: before 2012 only the inventors could apply."""
    assignees = _parties(book, ("assignees", "assignee"))
    applicants = _parties(
        book, ("usparties", "usapplicants", "usapplicant"), ("parties", "applicants", "applicant")
    )
    return tuple(filter(None, map(_name, assignees or applicants)))


def _inventors(book: Element) -> tuple[str, ...]:
    """Before 2012 among the applicants."""
    named = _parties(book, ("usparties", "inventors", "inventor"), ("parties", "inventors", "inventor"))
    applying = [
        each
        for each in _parties(book, ("parties", "applicants", "applicant"))
        if attribute(each, "apptype") == "applicant-inventor"
    ]
    return tuple(filter(None, map(_name, named or applying)))


def _name(party: Element) -> str:
    """An organisation, or: last name, first name."""
    person = (part(party, "lastname"), part(party, "firstname"))
    return part(party, "orgname", "name") or ", ".join(filter(None, person))


def _cpc(book: Element) -> tuple[str, ...]:
    paths = (("maincpc", "classificationcpc"), ("furthercpc", "classificationcpc"))
    groups = exchange.below(book, "classificationscpc")
    found = (each for one in groups for path in paths for each in exchange.below(one, *path))
    return tuple(dict.fromkeys(filter(None, map(exchange.symbol_of, found))))


SOURCE = Source(
    "uspto_xml",
    gettext_lazy("美国专利商标局的全文 XML（us-patent-grant 或 us-patent-application，2004 年起）"),
    _recognises,
    _open,
)
