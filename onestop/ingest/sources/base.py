"""What every source looks like: it recognises a file by its content and reads it row by row.

A source knows the shape of a file and nothing of patents; cleaning is the same for all that speak of the same
subject (`onestop.ingest.cleaning`).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.utils.functional import Promise

from onestop.core.errors import UserError
from onestop.core.travel import Travels


class Subject(StrEnum):
    """What a row speaks of, and so how it is cleaned."""

    PATENT = "patent"
    LEGAL_EVENT = "legal_event"
    DOCUMENT = "document"
    DELIVERY = "delivery"
    TRADEMARK = "trademark"
    HOLDER = "holder"
    HONOUR = "honour"
    TRANSACTION = "transaction"
    AWARD = "award"
    INTERNATIONAL = "international"
    POPULATION = "population"
    GEOGRAPHICAL_INDICATION = "geographical_indication"
    LAYOUT = "layout"
    PROVIDER = "provider"
    CASE = "case"
    FEE = "fee"


HEAD_SIZE = 1 << 18
"""Bytes from the start of a file by which a source recognises it."""

FIELDS = (
    "application_number",
    "publication_number",
    "application_publication",
    "grant_publication",
    "title",
    "abstract",
    "kind",
    "filed_on",
    "published_on",
    "application_published_on",
    "granted_on",
    "applicants",
    "patentees",
    "inventors",
    "agencies",
    "agents",
    "main_class",
    "classes",
    "locarno",
    "address",
    "cpc",
    "priorities",
    "citations",
    "pct_application",
    "pct_publication",
    "national_phase_on",
    "legal_data_to",
    "legal_status",
)
NUMBER_FIELDS = ("application_number", "publication_number", "application_publication", "grant_publication")


@dataclass(frozen=True, slots=True)
class Member(Travels):
    """A file inside a package."""

    path: str
    size: int
    digest: str
    first_line: int
    """Its first row among all rows of the package."""
    rows: int
    table: "Table | None"
    error: UserError | None
    """Why nothing of it can be used; then it stands as one row."""


@dataclass(frozen=True, slots=True)
class RawRow(Travels):
    """One row as it stands in the file. `line` counts from 1 and grows from row to row."""

    line: int
    cells: Mapping[str, str]
    """By the column's own name."""
    problem: str = ""
    """Code (`onestop.ingest.findings`) of why the row could not be read at all."""
    remark: str = ""
    """Codes of what is doubtful about the row, each with its place behind a blank; between them semicolons."""
    member: Member | None = None
    """In a package: the file that it stands in."""
    place: int = 0
    """In a package: its line in that file."""
    refusal: UserError | None = None
    """The row stands for a whole file that can't be used."""
    subject: Subject | None = None
    """Where the rows of one file speak of different things; else the table's."""
    content: object = None
    """What a reader of XML or JSON made of it, where lists in lists don't fit into cells."""

    @property
    def is_blank(self) -> bool:
        return (
            not self.problem and not self.refusal and not any(value.strip() for value in self.cells.values())
        )


@dataclass(frozen=True)
class Table:
    """An opened file. `rows` starts from the top each time it is called; memory does not grow with the file."""

    source: str
    columns: Mapping[str, tuple[str, ...]]
    """Field -> the file's columns for it; the first that is not empty counts."""
    names: tuple[str, ...]
    """The file's columns in order, as far as they are known before reading."""
    rows: Callable[[], Iterator[RawRow]]
    ignored: tuple[str, ...] = ()
    """Columns and sheets that nothing is taken from."""
    marks: frozenset[str] = field(default_factory=frozenset)
    """Known weaknesses of the source that the cleaning looks for: `cut_abstracts`."""
    subject: Subject = Subject.PATENT
    title: str = ""
    """What stands above the table, with the names of its sheet and file, folded: a list names its year and level there."""
    says: Mapping[str, str] = field(default_factory=dict)
    """Field -> text that holds for every row that has no column of its own for it."""
    inspect: Callable[[], int] | None = None
    """Its own way of looking at all of it before anything is stored (`onestop.ingest.preflight`)."""
    rows_after: Callable[[int], Iterator[RawRow]] | None = None
    """Where it can be done without reading all before: the rows after a line, if each row is a line."""

    def __getstate__(self) -> dict[str, Any]:
        """What another process learns of it: its rows stay with the one that reads them."""
        return self.__dict__ | {"rows": _read_elsewhere, "inspect": None, "rows_after": None}


def _read_elsewhere() -> Iterator[RawRow]:
    raise RuntimeError("another process reads the rows of this table")


@dataclass(frozen=True)
class Source:
    name: str
    looks_for: str | Promise
    """Said to a user whose file no source recognised."""
    recognises: Callable[[bytes], bool]
    """By the first HEAD_SIZE bytes."""
    open: Callable[[Path, Mapping[str, str]], Table]
    """The file and the user's own mapping (field -> header). Raises UserError for a file broken as a whole."""
