"""What every search engine can do. One contract suite (`tests/contract.py`) holds for all of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from onestop.core.travel import Travels
from onestop.search.fading import Fading
from onestop.search.query import Node
from onestop.search.schema import Document

KEY = "key"
"""As a field to sort by: the order of the records."""
Place = tuple[int, ...]
"""Where a hit stands in an order, for the engine that said it alone."""


@dataclass(frozen=True)
class Sort:
    """By relevance (`field` empty), by a date or number field, or by KEY; equal ones by key, so that pages never
    overlap."""

    field: str = ""
    descending: bool = True
    fading: Fading | None = None
    """By relevance, what is older counting less."""


@dataclass(frozen=True)
class SearchRequest:
    query: Node
    limit: int = 10
    offset: int = 0
    sort: Sort = Sort()
    facets: tuple[str, ...] = ()
    """Names of the fields whose values are counted over all hits."""
    facet_size: int = 10
    after: Place | None = None
    """Instead of `offset`, with a sort that is not by relevance: the hits after this place; () begins."""


@dataclass(frozen=True)
class Hit:
    key: int
    score: float
    payload: Mapping[str, Any]


@dataclass(frozen=True)
class FacetValue:
    value: str
    count: int


@dataclass(frozen=True)
class SearchResponse:
    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    took_ms: float = 0.0
    next: Place | None = None
    """Place of the last hit, of a request with `after`; None where there are no more."""


@dataclass(frozen=True, slots=True)
class Prepared(Travels):
    """A document made ready for the engine, all but its key: another process can do that before the key is known."""

    sorts: tuple[tuple[str, int], ...]
    """(field, value) of what it can be sorted by."""
    rest: str


class Engine(Protocol):
    def search(self, request: SearchRequest) -> SearchResponse: ...

    def keys(self, query: Node) -> Iterator[int]:
        """Keys of all hits, ascending."""

    def versions(self) -> Iterator[tuple[int, int]]:
        """(key, version) of every document, ascending by key."""

    def write(self, documents: Iterable[Document], delete: Sequence[int] = ()) -> None:
        """Replace these documents and remove those, durably, visible to later searches."""

    def prepare(self, values: Mapping[str, tuple[Any, ...]], payload: Mapping[str, Any]) -> Prepared: ...

    def add(self, documents: Sequence[tuple[int, int, Prepared]], delete: Sequence[int] = ()) -> None:
        """Replace these (key, version, document) and remove those; durable and visible after `commit`."""

    def commit(self) -> None: ...

    def count(self) -> int:
        """How many documents there are."""

    def close(self) -> None:
        """Let others write. What was not committed is as if it never was."""
