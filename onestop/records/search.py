"""How a patent becomes a search document, and the one way to search patents."""

from dataclasses import dataclass

from onestop.search.engine import FacetValue
from onestop.search.highlight import Piece


@dataclass(frozen=True)
class PatentHit:
    """One line of a result list. Marked texts are cut into pieces; `"".join(p.text for p in title)` is the title."""

    key: int
    number: str
    """For the address /patents/<number>: canonical application number, or publication number where unknown."""
    display_number: str
    """CN201510817712.7"""
    publication_numbers: tuple[str, ...]
    kind: str
    """PatentKind value."""
    status: str
    """LegalStatus value: in_force, pending, ended, unknown."""
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    applicants: tuple[tuple[Piece, ...], ...]
    filed_on: str
    """ISO date or empty."""
    granted_on: str
    main_class: str
    region: str
    is_demonstration: bool
    score: float


@dataclass(frozen=True)
class PatentSearch:
    """What a visitor asks: the query text as typed, chosen facet values, sorting, page."""

    text: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    """(facet field name, value): values of one field are alternatives, fields must all hold."""
    sort: str = "relevance"
    """relevance, filed_desc, filed_asc, granted_desc, granted_asc."""
    page: int = 1
    page_size: int = 20
    facets: tuple[str, ...] = ("kind", "status", "filed_year", "ipc_section", "ipc_subclass", "applicant", "region")
    facet_size: int = 10


@dataclass(frozen=True)
class PatentResults:
    search: PatentSearch
    query: str
    """The parse, shown back: `(TI="锚索" AND AD=[20100101 TO 20151231])`."""
    total: int
    hits: tuple[PatentHit, ...]
    facets: dict[str, tuple[FacetValue, ...]]
    pages: int
    took_ms: float
    suggestion: str
    """A repaired query to try instead ("did you mean"), e.g. for a wrong check digit; else empty."""
    suggestion_reason: str


def search_patents(search: PatentSearch) -> PatentResults:
    """Raises UserError (`search.syntax` with the column in the message and a repair as the hint)."""
    raise NotImplementedError
