"""The addresses of the portal. All state of a page is in its address."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from onestop.portal.pages.asked import parameters_of
from onestop.records.search import PatentSearch


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
        reverse("portal:international"), [("region", region), *days, ("page", str(page) if page > 1 else "")]
    )


def register_href(name: str, region: str = "", kind: str = "", after: str = "") -> str:
    path = reverse("portal:register", args=[name])
    return _with_query(path, [("region", region), ("kind", kind), ("after", after)])


def number_href(text: str) -> str:
    return f"{reverse('portal:number')}?{urlencode({'text': text})}"


def similar_href(number: str = "") -> str:
    return _with_query(reverse("portal:similar"), [("number", number)])


def trademark_href(office: str, number: str) -> str:
    return reverse("portal:trademark", args=[office, number])


def overview_href(region: str = "", **more: str) -> str:
    return _with_query(reverse("portal:overview"), [("region", region), *more.items()])


def search_href(search: PatentSearch) -> str:
    return _with_query(reverse("portal:search"), parameters_of(search))


def filter_href(*filters: tuple[str, str], text: str = "") -> str:
    """The search of all patents with these facet values."""
    return search_href(PatentSearch(text=text, filters=filters))


def query_href(text: str) -> str:
    return search_href(PatentSearch(text=text))


def builder_href(search: PatentSearch) -> str:
    """The query as rows of a form; how hits are shown is kept."""
    return _with_query(reverse("portal:builder"), parameters_of(replace(search, page=1)))


def landscape_href(search: PatentSearch, topic: str = "", size: str = "", csv: str = "") -> str:
    """The map of what the hits are about, with this topic chosen."""
    asked = [*parameters_of(replace(search, page=1)), ("topics", size), ("topic", topic), ("csv", csv)]
    return _with_query(reverse("portal:landscape"), asked)


def chart_csv_href(search: PatentSearch, chart: str) -> str:
    return _with_query(reverse("portal:search"), [*parameters_of(replace(search, page=1)), ("csv", chart)])


def export_href(search: PatentSearch, format_: str) -> str:
    return _with_query(
        reverse("portal:export"), [("format", format_), *parameters_of(replace(search, page=1))]
    )


def _with_query(path: str, parameters: Iterable[tuple[str, str]]) -> str:
    query = urlencode([(name, value) for name, value in parameters if value])
    return f"{path}?{query}" if query else path
