"""The addresses of the portal. All state of a page is in its address."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from urllib.parse import quote_plus, urlencode

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language

from onestop.portal.pages.asked import parameters_of
from onestop.records.search import PatentSearch

_MARK = "~"
"""Around an equals sign nobody can type it: that of a text is written as %3D."""


def _path(name: str) -> str:
    """Of a page without arguments; asked for a hundred times by a page of results."""
    return _known_path(name, get_language(), get_script_prefix())


@lru_cache(maxsize=500)
def _known_path(name: str, language: str | None, prefix: str) -> str:
    """The language and the prefix are part of every address."""
    return reverse(f"portal:{name}")


def patent_href(number: str) -> str:
    return reverse("portal:patent", args=[number])


def document_href(number: str) -> str:
    return reverse("portal:document", args=[number])


def related_href(href: str, kind: str, levels: int, section: str) -> str:
    """The page at `href` with this family and these levels of citations, at one of its sections."""
    asked = [("family", kind if kind != "simple" else ""), ("levels", str(levels) if levels > 1 else "")]
    return f"{_with_query(href, asked)}#{section}"


MAX_SEARCHED = 500
"""Characters of a query that an address still carries along."""


def marked_href(href: str, searched: str) -> str:
    """The page at `href` with the words of this query marked in its texts."""
    return _with_query(href, [("q", searched)]) if len(searched) <= MAX_SEARCHED else href


def applicant_href(name: str) -> str:
    return reverse("portal:applicant", args=[name])


def holder_href(number: int) -> str:
    return reverse("portal:holder", args=[number])


def holder_csv_href(number: int, chart: str) -> str:
    return _with_query(holder_href(number), [("csv", chart)])


def applicant_csv_href(name: str, chart: str) -> str:
    return _with_query(applicant_href(name), [("csv", chart)])


def international_href(region: str, since: date, until: date, page: int = 1) -> str:
    days = [("since", since.isoformat()), ("until", until.isoformat())]
    return _with_query(
        _path("international"), [("region", region), *days, ("page", str(page) if page > 1 else "")]
    )


def register_href(name: str, region: str = "", kind: str = "", after: str = "") -> str:
    path = reverse("portal:register", args=[name])
    return _with_query(path, [("region", region), ("kind", kind), ("after", after)])


def number_href(text: str) -> str:
    return f"{reverse('portal:number')}?{urlencode({'text': text})}"


def similar_href(number: str = "") -> str:
    return _with_query(_path("similar"), [("number", number)])


def trademark_href(office: str, number: str) -> str:
    return reverse("portal:trademark", args=[office, number])


def picture_href(digest: str) -> str:
    return reverse("portal:mark_picture", args=[digest]) if digest else ""


def overview_href(region: str = "", **more: str) -> str:
    return _with_query(_path("overview"), [("region", region), *more.items()])


def search_href(search: PatentSearch) -> str:
    return _with_query(_path("search"), parameters_of(search))


def adding_href(search: PatentSearch) -> Callable[[str, str], str]:
    """The search with one more filter, first page, for many filters: what they share is written once."""
    marked = search_href(replace(search, filters=(*search.filters, (_MARK, _MARK)), page=1))
    before, after = marked.split(f"{_MARK}={_MARK}")
    return lambda field, value: f"{before}{field}={quote_plus(value)}{after}"


def filter_href(*filters: tuple[str, str], text: str = "") -> str:
    """The search of all patents with these facet values."""
    return search_href(PatentSearch(text=text, filters=filters))


def query_href(text: str) -> str:
    return search_href(PatentSearch(text=text))


def synonyms_href(search: PatentSearch) -> str:
    """What synonyms would bring to this search."""
    return _with_query(reverse("portal:synonyms"), parameters_of(replace(search, page=1)))


def builder_href(search: PatentSearch) -> str:
    """The query as rows of a form; how hits are shown is kept."""
    return _with_query(_path("builder"), parameters_of(replace(search, page=1)))


def landscape_href(search: PatentSearch, topic: str = "", size: str = "", csv: str = "") -> str:
    """The map of what the hits are about, with this topic chosen."""
    asked = [*parameters_of(replace(search, page=1)), ("topics", size), ("topic", topic), ("csv", csv)]
    return _with_query(_path("landscape"), asked)


def chart_csv_href(search: PatentSearch, chart: str) -> str:
    return _with_query(_path("search"), [*parameters_of(replace(search, page=1)), ("csv", chart)])


def export_href(search: PatentSearch, format_: str) -> str:
    return _with_query(_path("export"), [("format", format_), *parameters_of(replace(search, page=1))])


def _with_query(path: str, parameters: Iterable[tuple[str, str]]) -> str:
    query = urlencode([(name, value) for name, value in parameters if value])
    return f"{path}?{query}" if query else path
