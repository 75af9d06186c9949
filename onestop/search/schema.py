"""How a kind of document is declared to the search: its fields, their codes and how typed values are cleaned.

`search` knows no model: the package that owns a model declares its `DocumentType` (in its own `search.py`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

Value = str | date | int
Texts = Mapping[str, Sequence[str]]
"""Long texts of one document by field: its claims, its paragraphs."""
ReadTexts = Callable[[Sequence[int], Sequence[str]], Iterable[tuple[int, Texts]]]
"""The texts of these documents in these fields, a few at a time; documents without any are left out."""


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
    long: bool = False
    """Tens of thousands of characters: in no payload, but read where they are kept (`DocumentType.read_texts`);
    their pairs are indexed without places (ADR 0016)."""
    is_claims: bool = False
    """Each value is one claim."""
    readable: int = 50_000
    """Documents whose text in this field one condition on sentences may read: under a second."""
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
class FieldGroup:
    """A code that stands for several fields: FT for title, abstract, claims and description."""

    codes: tuple[str, ...]
    label: str | Promise
    fields: tuple[str, ...]
    example: str


def _no_texts(keys: Sequence[int], fields: Sequence[str]) -> Iterable[tuple[int, Texts]]:
    return ()


@dataclass(frozen=True)
class DocumentType:
    """A kind of document: patents, later trademarks, typical cases, services."""

    name: str
    fields: tuple[Field, ...]
    recognise: Callable[[str], "tuple[Field, str] | None"] = lambda text: None
    """A whole query that is a number in some format: its field and canonical value."""
    groups: tuple[FieldGroup, ...] = ()
    read_texts: ReadTexts = _no_texts
    """Of the fields that are `long`."""
    by_code: Mapping[str, tuple[Field, ...]] = field(init=False)
    """What a code stands for: one field, or those of a group."""
    by_name: Mapping[str, Field] = field(init=False)

    def __post_init__(self) -> None:
        by_name = {each.name: each for each in self.fields}
        codes: dict[str, tuple[Field, ...]] = {
            code.upper(): (each,) for each in self.fields for code in each.codes
        }
        for group in self.groups:
            codes |= dict.fromkeys(map(str.upper, group.codes), tuple(by_name[name] for name in group.fields))
        object.__setattr__(self, "by_code", codes)
        object.__setattr__(self, "by_name", by_name)


@dataclass(frozen=True)
class Document:
    """What the index stores of one record."""

    key: int
    version: int
    values: Mapping[str, tuple[Value, ...]]
    payload: Mapping[str, Any]
    """Everything a result page shows of it, so that a page of hits needs no database."""
