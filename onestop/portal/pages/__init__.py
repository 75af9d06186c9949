"""The pages, one function each: what the HTML views render and the API serves as JSON.

Every function raises `UserError` for what the visitor can put right, `NotFound` for what does not exist.
"""

from django.http import QueryDict

from onestop.core.errors import UserError
from onestop.portal.pages.types import (
    ApplicantPage,
    Chart,
    ChartRow,
    DataPage,
    HomePage,
    NumberPage,
    OverviewPage,
    Page,
    PatentPage,
    SearchPage,
)
from onestop.records.search import PatentSearch

__all__ = [
    "ApplicantPage",
    "Chart",
    "ChartRow",
    "DataPage",
    "HomePage",
    "NotFound",
    "NumberPage",
    "OverviewPage",
    "Page",
    "PatentPage",
    "SearchPage",
    "applicant_page",
    "data_page",
    "home_page",
    "number_page",
    "overview_page",
    "patent_page",
    "read_search",
    "search_page",
]


class NotFound(UserError):
    """No such record: answered with 404."""


def home_page() -> HomePage:
    raise NotImplementedError


def read_search(parameters: QueryDict) -> PatentSearch:
    """The search an address asks for: q, sort, page, size and one parameter per facet field (repeatable)."""
    raise NotImplementedError


def search_page(search: PatentSearch) -> SearchPage:
    raise NotImplementedError


def patent_page(number: str) -> PatentPage:
    raise NotImplementedError


def applicant_page(name: str) -> ApplicantPage:
    raise NotImplementedError


def overview_page(region: str = "") -> OverviewPage:
    raise NotImplementedError


def number_page(text: str) -> NumberPage:
    raise NotImplementedError


def data_page() -> DataPage:
    raise NotImplementedError
