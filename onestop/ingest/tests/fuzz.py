"""Inputs made from the samples by damaging them, and what must hold of any input whatever.

Either the file is refused with a UserError that says what to do, or every row of it ends as a record that can be
stored or as a rejection with a reason. Nothing else may come out, and nothing may take long.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from types import FrameType
from typing import Any

from django.db import transaction

from onestop.core.errors import UserError
from onestop.ingest import sources
from onestop.ingest.cleaning import Cleaned, clean
from onestop.ingest.models import IngestRun, RowOutcome
from onestop.ingest.packages.package import open_file
from onestop.ingest.preflight import inspect
from onestop.ingest.services import Options, go_through
from onestop.ingest.sources.base import RawRow
from onestop.records.models import (
    Citation,
    Classification,
    DocumentEvent,
    FullText,
    Holder,
    HolderName,
    Honour,
    LegalEvent,
    Party,
    Patent,
    Priority,
    Publication,
    SourceFile,
    TrademarkEvent,
    TransactionRight,
)
from onestop.records.registers.all import REGISTERS
from onestop.records.registers.records import (
    DocumentRecord,
    HolderRecord,
    HonourRecord,
    PopulationSeries,
    TrademarkRecord,
    TransactionRecord,
)
from onestop.records.statement import statement_of
from onestop.records.types import PatentRecord

FOLDER = Path(sources.__file__).parent
SECONDS = 10
"""No damaged sample of some kilobytes may take longer, on however busy a machine."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of a file that is not refused as a whole."""

    source: str
    rows: list[Any]
    """Of each row its record, or the code of why it is rejected; empty for a blank one."""


def attempt(path: Path) -> str:
    """Read it as an import would. The code of the refusal, or empty."""
    found = seen(path)
    return found.code if isinstance(found, UserError) else ""


def rows(path: Path) -> list[RawRow]:
    table = open_file(path, {})
    inspect(table)
    return list(table.rows())


def seen(path: Path) -> Seen | UserError:
    with _limit(SECONDS):
        try:
            table = open_file(path, {})
            expected = inspect(table)
            pairs = [(row, None if row.is_blank else clean(row, table, "")) for row in table.rows()]
        except UserError as error:
            assert error.message, error.code
            return error
    assert len(pairs) == expected, f"{expected} rows were announced, {len(pairs)} came"
    return Seen(table.source, [cleaned and _require_told(cleaned) for _row, cleaned in pairs])


def store(path: Path, expected: int) -> None:
    """As an import does it, and then not: so many rows must have been created, updated, found as they were or rejected."""
    with transaction.atomic():
        file = SourceFile.objects.create(digest=path.name, name=path.name, size=path.stat().st_size)
        run = IngestRun.objects.create(file=file, file_name=path.name)
        table = open_file(path, {})
        inspect(table)
        go_through(run, table, Options())
        run.refresh_from_db()
        told = run.created + run.updated + run.unchanged + run.rejected
        assert run.read == told == expected, f"{expected} rows with content, {run.read} read, {told} told of"
        transaction.set_rollback(True)


def require_nothing_lost(before: Seen, after: Seen, more: int | None, touched: int | None) -> None:
    """After a change that adds so many rows, and lets only so many say something else."""
    if more is not None:
        wanted = len(before.rows) + more
        assert len(after.rows) == wanted, f"{wanted} rows were in it, {len(after.rows)} came"
        if touched is not None:
            assert _different(before.rows, after.rows) <= touched, "other rows say something else"


def _different(before: list[Any], after: list[Any]) -> int:
    """Rows between the first and the last that differ, in the longer of both."""
    start = _alike(before, after)
    return max(len(before), len(after)) - start - _alike(before[start:][::-1], after[start:][::-1])


def _alike(before: list[Any], after: list[Any]) -> int:
    pairs = enumerate(zip(before, after, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(before), len(after)))


def _require_told(cleaned: Cleaned) -> Any:
    """Its record, or the code of why there is none."""
    if cleaned.record is None:
        assert cleaned.findings[0].outcome == RowOutcome.REJECTED, "a row was lost without a word"
        return cleaned.findings[0].code
    _require_storable(cleaned.record)
    if isinstance(cleaned.record, PatentRecord):  # up to which day all is known is said of the whole file
        return replace(cleaned.record, legal_data_to=None)
    return cleaned.record


def _require_storable(record: Any) -> None:
    if isinstance(record, PatentRecord):
        assert record.application_number or record.publications
        statement_of(record)
    elif isinstance(record, HolderRecord):
        assert 0 < len(record.name) <= limit(Holder, "name")
        return
    else:
        assert record.key, "nothing could find the entry again"
    for each in fields(record):
        for text in _texts(getattr(record, each.name)):
            text.encode()
            assert "\0" not in text, "PostgreSQL stores no NUL"
    lengths = _lengths(record) if isinstance(record, PatentRecord) else _lengths_of_entry(record)
    assert all(length <= limit for length, limit in lengths), "longer than its column"


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


def _lengths_of_entry(record: Any) -> Iterator[tuple[int, int]]:
    """Of what goes into columns of the register's table under its own name."""
    if isinstance(record, PopulationSeries):
        assert record.records
        yield from (pair for each in record.records for pair in _lengths_of_entry(each))
        return
    model = REGISTERS[type(record)].model
    yield len(record.key), limit(model, "key")
    for each in fields(record):
        value = getattr(record, each.name)
        if isinstance(value, str) and hasattr(model, each.name) and (most := limit(model, each.name)):
            yield len(value), most
    if isinstance(record, HonourRecord):
        yield len(record.holder.name), limit(Honour, "name")
        yield len(record.holder.address), limit(Holder, "address")
        yield from ((len(each), limit(HolderName, "name")) for each in record.holder.former_names)
    if isinstance(record, TransactionRecord):
        yield from ((len(each), limit(TransactionRight, "number")) for each in record.rights)
    if isinstance(record, TrademarkRecord):
        yield from ((len(each.name), limit(TrademarkEvent, "name")) for each in record.events)
        yield from ((len(each.code), limit(TrademarkEvent, "code")) for each in record.events)
    if isinstance(record, DocumentRecord):
        yield from _lengths_of_edges(record)
        yield from ((len(each.code), limit(DocumentEvent, "code")) for each in record.events)
        yield from ((len(each.country), limit(DocumentEvent, "country")) for each in record.events)


def _lengths_of_edges(record: PatentRecord | DocumentRecord) -> Iterator[tuple[int, int]]:
    yield from ((len(each.claimed), limit(Priority, "claimed")) for each in record.priorities)
    for name in ("cited", "text", "category", "phase"):
        yield from ((len(getattr(each, name)), limit(Citation, name)) for each in record.citations)
    for name in ("document", "language"):
        yield from ((len(getattr(each, name)), limit(FullText, name)) for each in record.texts)


def limit(model: type, field: str) -> int:
    return model._meta.get_field(field).max_length or 0  # type: ignore[attr-defined]


def _lengths(record: PatentRecord) -> Iterator[tuple[int, int]]:
    yield len(record.title), limit(Patent, "title")
    yield len(record.application_number), limit(Patent, "application_number")
    yield len(record.address), limit(Patent, "address")
    yield len(record.pct_application), limit(Patent, "pct_application")
    yield len(record.pct_publication), limit(Patent, "pct_publication")
    yield from _lengths_of_edges(record)
    for name in ("applicants", "patentees", "inventors", "agencies", "agents"):
        yield from ((len(each), limit(Party, "name")) for each in getattr(record, name))
    yield from (
        (len(each), limit(Classification, "symbol")) for each in record.ipc + record.locarno + record.cpc
    )
    yield from ((len(each.number), limit(Publication, "number")) for each in record.publications)
    yield from ((len(each.reference), limit(LegalEvent, "reference")) for each in record.events)


@contextmanager
def _limit(seconds: int) -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"not read within {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
