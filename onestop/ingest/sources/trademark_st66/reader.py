"""Trademarks in WIPO ST.66. Applicants may stand inside the mark or, as the USPTO does, behind it."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from django.utils.translation import gettext_lazy

from onestop.ingest.sources.base import RawRow, Source, Subject, Table
from onestop.ingest.sources.trademark_xml import (
    COLUMNS,
    IGNORED,
    NAMES,
    cells_of,
    classes_of,
    owner_cells,
    rows_of,
)
from onestop.ingest.sources.xmlfile import Element, name_of, records

_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?:TradeMark|TradeMarkTransactionBody)[\s>]")


def _recognises(head: bytes) -> bool:
    return b"standards/XMLSchema/trademarks" in head and bool(_ROOT.search(head))


def _open(path: Path, mapping: Mapping[str, str]) -> Table:
    columns = COLUMNS | {name: (column,) for name, column in mapping.items()}
    return Table("trademark_st66", columns, NAMES, partial(_rows, path), IGNORED, subject=Subject.TRADEMARK)


def _rows(path: Path) -> Iterator[RawRow]:
    line = 1
    for cells, classes in _marks(path):
        for row in rows_of(cells, classes, line):
            line += 1
            yield row


def _marks(path: Path) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """Where a transaction holds several marks, nothing says whose the applicants behind them are."""
    waiting: tuple[dict[str, str], dict[str, str]] | None = None
    here: Element = None
    is_alone = True
    for element in records(path, ("TradeMark", "ApplicantDetails")):
        transaction = _transaction(element)
        if name_of(element.tag) == "trademark":
            if waiting:
                yield waiting
            is_alone = transaction is not here
            waiting, here = (cells_of(element), classes_of(element)), transaction
        elif waiting and is_alone and transaction is here and not waiting[0]["applicants"]:
            waiting[0].update(owner_cells(element.iterchildren("*")))
    if waiting:
        yield waiting


def _transaction(element: Element) -> Element:
    return next((each for each in element.iterancestors() if name_of(each.tag) == "transactiondata"), None)


SOURCE = Source("trademark_st66", gettext_lazy("WIPO ST.66 商标 XML（TradeMark）"), _recognises, _open)
