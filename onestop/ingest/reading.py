"""The rows of a file as batches ready to be stored.

A small file is read and cleaned where it is stored. A large one is read and cleaned by a
process of its own (`reader_process`), while this one stores the rows before; it ends when this one does.
"""

import pickle
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import dropwhile, islice
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any, Protocol

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.core.travel import Travels
from onestop.ingest.cleaning import Cleaned, clean
from onestop.ingest.packages.package import open_file
from onestop.ingest.preflight import inspect
from onestop.ingest.repeats import Repeats
from onestop.ingest.sources.base import Member, RawRow, Table
from onestop.ingest.sources.document import length_of
from onestop.records.statement import statement_of
from onestop.records.types import PatentRecord

APART_FROM = 4_000_000
"""Bytes from which a file is worth a process: to start it takes about a second."""
ENDING = 5.0
"""Seconds that a process which has said everything is given to end by itself."""
CHARACTERS = 2_000_000
"""Of claims and descriptions in a batch: some hundred patents with all their text."""
AHEAD = 4
"""Batches that may wait to be stored: the memory that a fast reader takes."""


@dataclass(frozen=True, slots=True)
class Batch(Travels):
    done: int
    """Rows gone through in the whole file."""
    line: int
    """Of its last row."""
    blank: int
    members: tuple[Member, ...]
    """Files of a package that begin in it."""
    cleaned: tuple[Cleaned, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be read, in words that travel to another process."""

    path: Path
    mapping: Mapping[str, str]
    region: str
    size: int
    """Rows of a batch."""
    language: str | None = None
    """Of what is said about rows."""


class Reading(Protocol):
    table: Table
    rows: int

    def batches(self, position: int) -> Iterator[Batch]:
        """Of the rows after the line `position`."""


@contextmanager
def reading(path: Path, mapping: Mapping[str, str], region: str, size: int) -> Iterator[Reading]:
    """Goes through the whole file first: raises UserError where it is broken as a whole."""
    wanted = Wanted(path, mapping, region, size, get_language())
    if path.is_file() and path.stat().st_size >= APART_FROM:
        with closing(_Apart(wanted)) as apart:
            apart.open()
            yield apart
    else:
        yield Here(wanted)


class Here:
    """Read in this process."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.table = open_file(wanted.path, wanted.mapping)
        self.rows = inspect(self.table)

    def batches(self, position: int) -> Iterator[Batch]:
        return batches(self.table, self.wanted.region, self.wanted.size, position)


def batches(table: Table, region: str, size: int, position: int = 0) -> Iterator[Batch]:
    repeats = Repeats()
    left = _left(table, position)
    while pairs := list(_some(left, size)):
        rows = [row for _done, row in pairs]
        cleaned = [repeats.noted(clean(row, table, region)) for row in rows if not row.is_blank]
        yield Batch(
            done=pairs[-1][0],
            line=rows[-1].line,
            blank=len(rows) - len(cleaned),
            members=tuple(_beginning(rows)),
            cleaned=tuple(map(_ready, cleaned)),
        )


def _some(left: Iterator[tuple[int, RawRow]], size: int) -> Iterator[tuple[int, RawRow]]:
    """A batch: fewer rows where they are long."""
    characters = 0
    for pair in islice(left, size):
        yield pair
        characters += length_of(pair[1].content)
        if characters > CHARACTERS:
            return


def _left(table: Table, position: int) -> Iterator[tuple[int, RawRow]]:
    """The rows after a line, each with how many rows of the file are gone through with it."""
    if table.rows_after:
        return enumerate(table.rows_after(position), position + 1)
    return dropwhile(lambda pair: pair[1].line <= position, enumerate(table.rows(), 1))


def _beginning(rows: Sequence[RawRow]) -> Iterator[Member]:
    return (row.member for row in rows if row.member and row.member.first_line == row.line)


def _ready(cleaned: Cleaned) -> Cleaned:
    """With all that can be said of it without the database."""
    if not isinstance(cleaned.record, PatentRecord):
        return cleaned
    row = replace(cleaned.row, content=None) if cleaned.row.content else cleaned.row
    return Cleaned(row, statement_of(cleaned.record), cleaned.findings)


class _Apart:
    """Read by another process; a thread takes the batches over as they come, so that the reader need not wait."""

    def __init__(self, wanted: Wanted) -> None:
        command = [sys.executable, "-m", "onestop.ingest.reader_process"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own
        self.wanted = wanted
        self.is_read = False
        self.waiting: Queue[Any] = Queue(AHEAD)
        self.thread = Thread(target=self._fetch, daemon=True)

    def open(self) -> None:
        self._tell(self.wanted)
        self.table, self.rows = self._next()

    def batches(self, position: int) -> Iterator[Batch]:
        self._tell(position)
        self.thread.start()
        while batch := self.waiting.get():
            if isinstance(batch, Exception):
                raise batch
            yield pickle.loads(batch)  # noqa: S301 - from our own process

    def close(self) -> None:
        with self.process:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(ENDING if self.is_read else 0)
            self.process.terminate()
            while self.thread.is_alive():
                with suppress(Empty):
                    self.waiting.get(timeout=0.1)

    def _tell(self, what: object) -> None:
        with suppress(BrokenPipeError):  # it died: said when something is expected of it
            tell(self.process.stdin, what)

    def _fetch(self) -> None:
        try:
            while batch := self._next():
                self.waiting.put(batch)
            self.is_read = True
            self.waiting.put(None)
        except UserError as error:
            self.waiting.put(error)

    def _next(self) -> Any:
        try:
            found = pickle.load(self.process.stdout)  # type: ignore[arg-type]  # noqa: S301 - from our own process
        except (EOFError, pickle.UnpicklingError) as error:
            raise UserError(
                "ingest.reader_ended",
                _("读取文件的进程意外结束（退出码 %(code)s）。") % {"code": self.process.wait()},
                _("多半是内存不足。已导入的行没有丢失；再次导入即从断点继续。"),
            ) from error
        if isinstance(found, UserError):
            raise found
        return found


def tell(stream: Any, what: object) -> None:
    pickle.dump(what, stream, pickle.HIGHEST_PROTOCOL)
    stream.flush()
