"""What the search page and the workbench around it say."""

from dataclasses import dataclass

from onestop.portal.pages.types import Chart, Link, Option, Page, Paging, ResultLine
from onestop.portal.pages.types_synonyms import OfferLink, SynonymNote
from onestop.search.highlight import Piece
from onestop.search.outline import Branch


@dataclass(frozen=True)
class FacetOption:
    value: str
    label: str
    count: int
    href: str
    """The search with this value added, or removed if it is selected."""
    is_selected: bool


@dataclass(frozen=True)
class FacetGroup:
    field: str
    label: str
    options: tuple[FacetOption, ...]
    is_active: bool


@dataclass(frozen=True)
class ActiveFilter:
    field: str
    field_label: str
    value: str
    label: str
    remove_href: str


@dataclass(frozen=True)
class SearchError:
    code: str
    message: str
    hint: str
    column: int
    """Where in the query, from 1; 0 where it has no place."""
    before: str
    """The query up to the column."""
    after: str
    repair: Link | None


@dataclass(frozen=True)
class Suggestion:
    text: str
    reason: str
    href: str


@dataclass(frozen=True)
class FieldHelp:
    codes: tuple[str, ...]
    label: str
    example: Link


@dataclass(frozen=True)
class Column:
    name: str
    label: str
    is_selected: bool


@dataclass(frozen=True)
class Cell:
    pieces: tuple[Piece, ...]
    href: str
    is_short: bool = False
    """Stands on one line."""


@dataclass(frozen=True)
class TableRow:
    number: str
    others_in_family: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class FamilyCount:
    is_on: bool
    """One line for each simple family."""
    switch_href: str
    """The same search with or without."""
    families: int | None
    """None where they were not asked for, or are too many hits to be told apart."""
    alone: int
    """Hits of which no source tells priorities or family: each counts as its own."""
    limit: int
    """Hits up to which families are told apart."""


@dataclass(frozen=True, kw_only=True)
class SearchPage(Page):
    text: str
    parse: str
    """How the query was understood."""
    tree: Branch | None
    """The same, step by step."""
    set_text: str
    """The query as it can stand inside another one, for the search history."""
    builder_href: str
    """The query as rows of a form."""
    total: int
    next_cursor: str
    """Of a walk to the last hit (`cursor`); empty after it."""
    took_ms: float
    lines: tuple[ResultLine, ...]
    facets: tuple[FacetGroup, ...]
    active: tuple[ActiveFilter, ...]
    clear_href: str
    """The same query without any filter."""
    sort: str
    sorts: tuple[Option, ...]
    view: str
    """list, table, cards."""
    views: tuple[Option, ...]
    columns: tuple[Column, ...]
    """Of the table, all that can be chosen."""
    rows: tuple[TableRow, ...]
    """The lines as a table; empty in the other views."""
    families: FamilyCount
    charts: tuple[Chart, ...]
    """Of all hits, where asked for; a row's `href` narrows the search to it."""
    explains: bool
    """Each line with its `reasons`."""
    explain_href: str
    charts_href: str
    """The same search with or without charts."""
    landscape_href: str
    """What the hits are about, as a map."""
    paging: Paging
    exports: tuple[Link, ...]
    suggestion: Suggestion | None
    synonyms: SynonymNote | None
    """Where the dictionary knows a word of the query."""
    offers: tuple[OfferLink, ...]
    """Where nothing was found: what does find something."""
    error: SearchError | None
    fields: tuple[FieldHelp, ...]
