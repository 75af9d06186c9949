"""The addresses of the pages of trademarks, and what they ask for. All state of a page is in its address."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from onestop.portal.pages.parameters import whole
from onestop.records.mark_check import Wanted
from onestop.records.trademark_search import MAX_PAGE_SIZE, TrademarkSearch

DEFAULT_SORT = "relevance"
DEFAULT_SIZE = 20


def read_trademark_search(parameters: QueryDict) -> TrademarkSearch:
    """q, sort, page, size and a parameter for each facet field (repeatable)."""
    filters = [
        (name, value) for name in TrademarkSearch.facets for value in parameters.getlist(name) if value
    ]
    return TrademarkSearch(
        text=parameters.get("q", "").replace("\0", "").strip(),
        filters=tuple(dict.fromkeys(filters)),
        sort=parameters.get("sort") or DEFAULT_SORT,
        page=whole(parameters.get("page"), 1),
        page_size=min(whole(parameters.get("size"), DEFAULT_SIZE), MAX_PAGE_SIZE),
    )


def trademarks_href(search: TrademarkSearch) -> str:
    return _with_query(reverse("portal:trademarks"), _search(search))


def trademark_query_href(text: str) -> str:
    return trademarks_href(TrademarkSearch(text))


def check_href(wanted: Wanted) -> str:
    return _with_query(reverse("portal:mark_check"), _wanted(wanted))


def _search(search: TrademarkSearch) -> Iterator[tuple[str, str]]:
    yield "q", search.text
    yield from search.filters
    if search.sort != DEFAULT_SORT:
        yield "sort", search.sort
    if search.page_size != DEFAULT_SIZE:
        yield "size", str(search.page_size)
    if search.page > 1:
        yield "page", str(search.page)


def _wanted(wanted: Wanted) -> Iterator[tuple[str, str]]:
    yield "mark", wanted.mark
    yield "classes", " ".join(map(str, wanted.classes))
    yield "groups", " ".join(wanted.groups)
    yield "goods", "；".join(wanted.goods)


def _with_query(path: str, parameters: Iterable[tuple[str, str]]) -> str:
    query = urlencode([(name, value) for name, value in parameters if value])
    return f"{path}?{query}" if query else path
