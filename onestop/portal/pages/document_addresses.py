"""The address of the search in documents of other offices. All state of the page is in it."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from onestop.portal.pages.parameters import whole
from onestop.records.document_search import MAX_PAGE_SIZE, DocumentSearch

DEFAULT = DocumentSearch()


def read_document_search(parameters: QueryDict) -> DocumentSearch:
    """q, sort, page, size and a parameter for each facet field (repeatable)."""
    filters = [(name, value) for name in DEFAULT.facets for value in parameters.getlist(name) if value]
    return DocumentSearch(
        text=parameters.get("q", "").replace("\0", "").strip(),
        filters=tuple(dict.fromkeys(filters)),
        sort=parameters.get("sort") or DEFAULT.sort,
        page=whole(parameters.get("page"), 1),
        page_size=min(whole(parameters.get("size"), DEFAULT.page_size), MAX_PAGE_SIZE),
    )


def documents_href(search: DocumentSearch) -> str:
    query = urlencode([(name, value) for name, value in _parameters(search) if value])
    path = reverse("portal:documents")
    return f"{path}?{query}" if query else path


def _parameters(search: DocumentSearch) -> Iterator[tuple[str, str]]:
    yield "q", search.text
    yield from search.filters
    yield "sort", search.sort if search.sort != DEFAULT.sort else ""
    yield "size", str(search.page_size) if search.page_size != DEFAULT.page_size else ""
    yield "page", str(search.page) if search.page > 1 else ""
