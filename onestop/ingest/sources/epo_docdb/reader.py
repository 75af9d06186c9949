"""Exchange documents of the EPO's DOCDB: weekly and back files, and single documents cut out of them."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from django.utils.translation import gettext_lazy

from onestop.ingest.sources import exchange
from onestop.ingest.sources.base import RawRow, Source, Subject, Table
from onestop.ingest.sources.document import COLUMNS, NAMES
from onestop.ingest.sources.xmlpieces import Lost, counted, sound_records

_RECORDS = ("exchange-document",)
_ROOT = re.compile(rb"<(?:[\w.-]+:)?exchange-document[\s>]")
_OPS = re.compile(rb"<(?:[\w.-]+:)?world-patent-data[\s>]")


def _recognises(head: bytes) -> bool:
    head = head.replace(b"\0", b"")
    return bool(_ROOT.search(head)) and not _OPS.search(head)


def _open(path: Path, mapping: Mapping[str, str]) -> Table:
    """Values stand where the format says: there is nothing to map."""
    return Table(
        "epo_docdb",
        COLUMNS,
        NAMES,
        partial(_rows, path),
        subject=Subject.DOCUMENT,
        inspect=partial(counted, path, _RECORDS),
    )


def _rows(path: Path) -> Iterator[RawRow]:
    for line, found in enumerate(sound_records(path, _RECORDS), 1):
        if isinstance(found, Lost):
            yield found.row(line)
        else:
            document = exchange.document(found)
            yield RawRow(line, document.summary(), content=document)


SOURCE = Source(
    "epo_docdb",
    gettext_lazy("欧洲专利局 DOCDB 的 XML（exchange-document）"),
    _recognises,
    _open,
)
