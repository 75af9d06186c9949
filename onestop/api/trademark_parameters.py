"""The parameters of the pages of trademarks, as their addresses have them: here described and strictly checked."""

from ninja import Field, Schema
from pydantic import ConfigDict

from onestop.portal.pages.trademark_addresses import DEFAULT_SIZE, DEFAULT_SORT
from onestop.records.marks.forms import MAX_LENGTH as MAX_MARK_LENGTH
from onestop.records.trademark_search import MAX_PAGE_SIZE, SORTS
from onestop.search.parser import MAX_LENGTH

MAX_PAGE = 1_000_000


class TrademarkSearchParameters(Schema):
    """Only checks: `read_trademark_search` then reads the address, as it does for the page."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    q: str = Field("", max_length=MAX_LENGTH, examples=["望舒", "商标=望舒 AND 类=9"])
    """The query, in the query language of the search page; empty finds everything."""
    sort: str = Field(DEFAULT_SORT, json_schema_extra={"enum": list(SORTS)})
    """Order of the hits."""
    page: int = Field(1, ge=1, le=MAX_PAGE)
    """Page of hits, from 1. Beyond the last page (`paging.pages`) the last one is answered."""
    size: int = Field(DEFAULT_SIZE, ge=1, le=MAX_PAGE_SIZE)
    """Hits on a page."""
    nice_class: list[str] = []
    """Only these classes, 1 to 45. Like every filter below it may be repeated: values of one filter are
    alternatives, and all filters must hold."""
    status: list[str] = []
    """Only these statuses: `registered`, `applied`, `expired` …"""
    filed_year: list[str] = []
    """Only these years of filing."""
    kind: list[str] = []
    """Only these kinds of marks: `word`, `figurative`, `combined` …"""
    applicant: list[str] = []
    """Only these applicants, by whole name."""
    region: list[str] = []
    """Only these regions, by GB/T 2260 code; a city includes its districts."""
    use: list[str] = []
    """Only these: `ordinary`, `collective`, `certification`."""
    office: list[str] = []
    """Only these offices, by WIPO ST.3 code."""


class MarkCheckParameters(Schema):
    model_config = ConfigDict(use_attribute_docstrings=True)

    mark: str = Field("", max_length=MAX_MARK_LENGTH * 2, examples=["望舒"])
    """The words that somebody wants to register."""
    classes: str = Field("", max_length=400, examples=["9 11"])
    """Classes of the Nice classification; empty is all."""
    groups: str = Field("", max_length=2_000, examples=["0901 1101"])
    """Similar groups, which are then near wherever they are listed."""
    goods: str = Field("", max_length=2_000, examples=["充电器；移动电源"])
    """Goods and services by name, which are near in any class."""
