"""How a kind of document is declared to the search: its fields, their codes and how typed values are cleaned.

`search` knows no model: the package that owns a model declares its `DocumentType` (in its own `search.py`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

Value = str | date | int


class FieldType(StrEnum):
    TEXT = "text"
    """Searched by characters and words, ranked."""
    KEYWORD = "keyword"
    """Matched whole (several values are alternatives: a class with its parent classes, a region with its city)."""
    DATE = "date"
    """Compared and sorted as a day."""
    NUMBER = "number"
    """Compared as a whole number."""


@dataclass(frozen=True)
class Field:
    """One searchable field. `codes`: every way a user may name it, the first is the one printed back."""

    name: str
    type: FieldType
    codes: tuple[str, ...]
    label: str | Promise
    weight: float = 1.0
    """Factor of the ranking, for text."""
    free_text: bool = False
    """Searched by words typed without a field."""
    facet: bool = False
    """Its values are counted beside the results."""
    prose: bool = False
    """Sentences: the text, or the list of texts, stands in the payload under the field's name, to be read again."""
    clean: Callable[[str], str] | None = None
    """Canonical form of a typed keyword; raises UserError with a repair."""
    bounds: Callable[[str], tuple[int, int]] | None = None
    """First and last day (YYYYMMDD) or number that a typed value stands for: 2010 -> 20100101, 20101231."""
    identifies: bool = False
    """A number: several side by side are alternatives, AN=(… …)."""
    choices: tuple[str, ...] = ()
    """Every word that a typed keyword may be, synonyms included, where these are few."""
    example: str = ""
    """A condition on this field as a user would type it, shown in the help: IPC=E21D."""


@dataclass(frozen=True)
class DocumentType:
    """A kind of document: patents, later trademarks, typical cases, services."""

    name: str
    fields: tuple[Field, ...]
    recognise: Callable[[str], "tuple[Field, str] | None"] = lambda text: None
    """A whole query that is a number in some format: its field and canonical value."""
    by_code: Mapping[str, Field] = field(init=False)
    by_name: Mapping[str, Field] = field(init=False)

    def __post_init__(self) -> None:
        codes = {code.upper(): each for each in self.fields for code in each.codes}
        object.__setattr__(self, "by_code", codes)
        object.__setattr__(self, "by_name", {each.name: each for each in self.fields})


@dataclass(frozen=True)
class Document:
    """What the index stores of one record."""

    key: int
    version: int
    values: Mapping[str, tuple[Value, ...]]
    payload: Mapping[str, Any]
    """Everything a result page shows of it, so that a page of hits needs no database."""
