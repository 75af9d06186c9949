"""Trademarks in WIPO ST.96: everything about a mark stands inside its element."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from django.utils.translation import gettext_lazy

from onestop.ingest.sources.base import RawRow, Source, Subject, Table
from onestop.ingest.sources.trademark_xml import COLUMNS, IGNORED, NAMES, cells_of, classes_of, rows_of
from onestop.ingest.sources.xmlfile import records

_ROOT = re.compile(rb"<(?:[\w.-]+:)?Trademark(?:Transaction|Bag)?[\s>]")


def _recognises(head: bytes) -> bool:
    return b"ST96" in head and bool(_ROOT.search(head))


def _open(path: Path, mapping: Mapping[str, str]) -> Table:
    columns = COLUMNS | {field: (name,) for field, name in mapping.items()}
    return Table("trademark_st96", columns, NAMES, partial(_rows, path), IGNORED, subject=Subject.TRADEMARK)


def _rows(path: Path) -> Iterator[RawRow]:
    line = 1
    for mark in records(path, ("Trademark",)):
        for row in rows_of(cells_of(mark), classes_of(mark), line):
            line += 1
            yield row


SOURCE = Source("trademark_st96", gettext_lazy("WIPO ST.96 商标 XML（Trademark）"), _recognises, _open)
