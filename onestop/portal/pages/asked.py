"""What the address of a search asks for: the query, and how its hits are to be shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict

from onestop.records.search import MAX_PAGE_SIZE, PatentSearch

DEFAULT_SORT = "relevance"
NO_SYNONYMS = PatentSearch.expand
DEFAULT_SIZE = 20
FACET_SIZE = 30
VIEWS = LIST, TABLE, CARDS = ("list", "table", "cards")
DEFAULT_COLUMNS = ("number", "title", "applicants", "filed_on", "status", "main_class")


@dataclass(frozen=True)
class Asked(PatentSearch):
    view: str = LIST
    columns: tuple[str, ...] = DEFAULT_COLUMNS
    """Of the table."""
    by_family: bool = False
    """One line for each simple family."""
    has_charts: bool = False


def read_search(parameters: QueryDict) -> Asked:
    """q, set, expand, without, sort, page, size, view, column, families, and a parameter for each facet field (repeatable)."""
    filters = [(name, value) for name in PatentSearch.facets for value in parameters.getlist(name) if value]
    view = parameters.get("view", "")
    return Asked(
        text=parameters.get("q", "").strip(),
        filters=tuple(dict.fromkeys(filters)),
        sort=parameters.get("sort") or DEFAULT_SORT,
        page=_whole(parameters.get("page"), 1),
        page_size=min(_whole(parameters.get("size"), DEFAULT_SIZE), MAX_PAGE_SIZE),
        facet_size=FACET_SIZE,
        explains=bool(parameters.get("explain")),
        cursor=parameters.get("cursor", ""),
        sets=tuple(each for each in parameters.getlist("set") if each),
        expand=parameters.get("expand") or NO_SYNONYMS,
        without=tuple(dict.fromkeys(each for each in parameters.getlist("without") if each)),
        view=view if view in VIEWS else LIST,
        columns=tuple(dict.fromkeys(parameters.getlist("column"))) or DEFAULT_COLUMNS,
        by_family=bool(parameters.get("families")),
        has_charts=bool(parameters.get("charts")),
    )


def _whole(text: str | None, default: int) -> int:
    """A page or size that makes no sense is no reason to refuse an answer."""
    return max(int(text), 1) if text and text.isascii() and text.isdigit() and len(text) < 9 else default


def parameters_of(search: PatentSearch) -> Iterator[tuple[str, str]]:
    """The address again: what `read_search` reads."""
    yield "q", search.text
    yield from (("set", each) for each in search.sets)
    yield from search.filters
    if search.expand != NO_SYNONYMS:
        yield "expand", search.expand
    yield from (("without", each) for each in search.without)
    if search.sort != DEFAULT_SORT:
        yield "sort", search.sort
    if search.page_size != DEFAULT_SIZE:
        yield "size", str(search.page_size)
    if isinstance(search, Asked):
        yield from _shown(search)
    if search.page > 1:
        yield "page", str(search.page)


def _shown(search: Asked) -> Iterator[tuple[str, str]]:
    if search.view != LIST:
        yield "view", search.view
    if search.columns != DEFAULT_COLUMNS:
        yield from (("column", name) for name in search.columns)
    if search.by_family:
        yield "families", "1"
    if search.explains:
        yield "explain", "1"
    if search.has_charts:
        yield "charts", "1"
