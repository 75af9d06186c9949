"""What the search page of the documents of other offices says."""

from dataclasses import dataclass

from onestop.portal.pages.types import Option, Page, Paging, PassageLine
from onestop.portal.pages.types_search import ActiveFilter, FacetGroup, FieldHelp, SearchError
from onestop.search.highlight import Piece


@dataclass(frozen=True)
class DocumentLine:
    """One document in a list. Marked texts are cut into pieces, joined they are the text."""

    number: str
    href: str
    office: str
    office_name: str
    language: str
    """Of the title: the visitor's if there is one, but first one in which a word was found."""
    title: tuple[Piece, ...]
    snippet_language: str
    snippet: tuple[Piece, ...]
    applicants: tuple[tuple[Piece, ...], ...]
    published_on: str
    main_class: str
    passages: tuple[PassageLine, ...]
    is_demonstration: bool


@dataclass(frozen=True, kw_only=True)
class DocumentListPage(Page):
    text: str
    parse: str
    """How the query was understood."""
    total: int
    took_ms: float
    lines: tuple[DocumentLine, ...]
    facets: tuple[FacetGroup, ...]
    active: tuple[ActiveFilter, ...]
    clear_href: str
    """The same query without any filter."""
    patents_href: str
    """The same query among the Chinese patents."""
    sort: str
    sorts: tuple[Option, ...]
    paging: Paging
    error: SearchError | None
    fields: tuple[FieldHelp, ...]
