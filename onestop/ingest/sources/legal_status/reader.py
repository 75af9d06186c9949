"""Legal-status records of the office as XML: one event of one application each."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from django.utils.translation import gettext_lazy

from onestop.ingest.sources.base import RawRow, Source, Subject, Table
from onestop.ingest.sources.office_xml import references
from onestop.ingest.sources.xmlfile import Element, descendants, name_of, part, records

COLUMNS = {
    "application_number": ("申请号",),
    "event": ("法律状态",),
    "event_details": ("法律状态信息",),
    "announced_on": ("法律状态公告日",),
    "legal_data_to": ("数据截止日",),
}
_NAMES = tuple(name for names in COLUMNS.values() for name in names)
_DAY = re.compile(r"(?:19|20)[0-9]{6}")
_NO_DIGIT = re.compile("[^0-9]")
_ROOT = re.compile(rb"<(?:[\w.-]+:)?PRSRecord[\s>/]")


def _recognises(head: bytes) -> bool:
    return bool(_ROOT.search(head.replace(b"\0", b"")))


def _open(path: Path, mapping: Mapping[str, str]) -> Table:
    columns = COLUMNS | {field: (name,) for field, name in mapping.items()}
    return Table(
        "legal_status", columns, _NAMES, partial(_rows, path, _newest(path)), subject=Subject.LEGAL_EVENT
    )


def _newest(path: Path) -> str:
    """The newest announcement of the file: of the patents in it, all is known up to that day."""
    texts = (part(element, "prspublicationdate") for element in records(path, ("PRSRecord",)))
    return max(filter(_DAY.fullmatch, (_NO_DIGIT.sub("", text) for text in texts)), default="")


def _rows(path: Path, newest: str) -> Iterator[RawRow]:
    number = 0
    outside = _Outside()
    for element in records(path, ("PRSRecord", "ApplicationReference")):
        if name_of(element.tag) == "applicationreference":
            outside.take(element)
        else:
            number += 1
            cells = {**dict(_cells(element, outside)), "数据截止日": newest}
            yield RawRow(number, {key: text for key, text in cells.items() if text})
            outside.is_over = True


def _cells(record: Element, outside: "_Outside") -> Iterator[tuple[str, str]]:
    own = references.best(each for name, each in descendants(record) if name == "applicationreference")
    yield "申请号", outside.number(record) if own is None else references.application_number(own)
    yield "法律状态", part(record, "prscode")
    yield "法律状态信息", part(record, "prsvalue", "prsinformation", "prsdetails")
    yield "法律状态公告日", part(record, "prspublicationdate")


class _Outside:
    """The application that a document names once for all its records. It never reaches into the next document."""

    def __init__(self) -> None:
        self.scope: Element | None = None
        self.found: list[tuple[int, str]] = []
        self.is_over = False

    def take(self, reference: Element) -> None:
        scope = _scope(reference)
        if self.is_over or scope is not self.scope:
            self.scope, self.found, self.is_over = scope, [], False
        self.found.append((references.rank(reference), references.application_number(reference)))

    def number(self, record: Element) -> str:
        return min(self.found)[1] if self.found and _scope(record) is self.scope else ""


def _scope(element: Element) -> Element:
    """The document around it, or what it stands in."""
    documents = (each for each in element.iterancestors() if name_of(each.tag) == "patentdocumentandrelated")
    return next(documents, element.getparent())


SOURCE = Source(
    "legal_status",
    gettext_lazy("专利局的法律状态 XML（PRSRecord）"),
    _recognises,
    _open,
)
