"""The parameters, as the addresses of the pages have them: here described and strictly checked."""

from ninja import Field, Schema
from pydantic import ConfigDict

from onestop.portal.pages.asked import (
    DEFAULT_COLUMNS,
    DEFAULT_SIZE,
    DEFAULT_SORT,
    LIST,
    NO_SYNONYMS,
    VIEWS,
)
from onestop.records.search import MAX_PAGE_SIZE, SORTS
from onestop.search.parser import MAX_LENGTH
from onestop.search.synonyms import Reach

MAX_PAGE = 1_000_000


class SearchParameters(Schema):
    """Only checks: `portal.pages.read_search` then reads the address, as it does for the page."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    q: str = Field("", max_length=MAX_LENGTH, examples=["锚索", "申请人=泰安 AND IPC=E21D"])
    """The query, in the query language of the search page; empty finds everything."""
    sort: str = Field(DEFAULT_SORT, json_schema_extra={"enum": list(SORTS)})
    """Order of the hits. `recent` is by relevance, multiplied by the age since publication: a twentieth less for each
    full year, a half from ten years on and where the day is unknown."""
    set: list[str] = []
    """Earlier queries by number, `1:锚索`, for a `q` such as `#1 AND 支护`."""
    expand: str = Field(NO_SYNONYMS, json_schema_extra={"enum": list(Reach)})
    """`synonyms`: words typed without quotes are also looked for by the synonyms of the dictionary; `both`: between
    Chinese and English too. What is found as typed stands first. `~word` in `q` does it for one word (`~~word`)."""
    without: list[str] = []
    """Synonyms not to be added, and typed words to be left as they are."""
    view: str = Field(LIST, json_schema_extra={"enum": list(VIEWS)})
    """How the page shows the hits; `table` also answers `rows`."""
    column: list[str] = list(DEFAULT_COLUMNS)
    """Columns of the table, in this order."""
    cursor: str = Field("", max_length=100, examples=["*"])
    """Instead of `page`: `*` begins a walk through all hits, then the `next_cursor` of each answer goes on until it
    is empty. Costs the same on every page; takes a `sort` other than `relevance`, such as `record`."""
    explain: str = ""
    """`1`: each line with its `reasons`: which words of the query stand in which field, which of them are synonyms, and
    what they count; and `why`, the same in sentences, with recency."""
    charts: str = ""
    """`1`: also `charts` of all hits, by year, status, kind, class, applicant, region and remaining years."""
    families: str = ""
    """`1`: one line for each simple family; `families` then says how many there are."""
    page: int = Field(1, ge=1, le=MAX_PAGE)
    """Page of hits, from 1. Beyond the last page (`paging.pages`) the last one is answered."""
    size: int = Field(DEFAULT_SIZE, ge=1, le=MAX_PAGE_SIZE)
    """Hits on a page."""
    kind: list[str] = []
    """Only these kinds: `invention`, `utility_model`, `design`. Like every filter below it may be repeated:
    values of one filter are alternatives, and all filters must hold."""
    status: list[str] = []
    """Only these legal statuses: `in_force`, `pending`, `ended`, `unknown`."""
    filed_year: list[str] = []
    """Only these years of filing."""
    ends_year: list[str] = []
    """Only rights that ended, or whose term ends, in these years."""
    owner_kind: list[str] = []
    """Only owners of these kinds: `company`, `school`, `institute`, `hospital`, `public_body`, `person`,
    `unknown`, as far as their names tell."""
    ipc_section: list[str] = []
    """Only these IPC sections: `E`."""
    ipc_subclass: list[str] = []
    """Only these IPC subclasses: `E21D`."""
    applicant: list[str] = []
    """Only these applicants, by whole name."""
    region: list[str] = []
    """Only these regions, by GB/T 2260 code; a city includes its districts."""


class InternationalParameters(Schema):
    model_config = ConfigDict(use_attribute_docstrings=True)

    region: str = ""
    """GB/T 2260 code; empty is all."""
    since: str
    """First day of filing (ISO date)."""
    until: str
    """Last day of filing."""
    page: int = Field(1, ge=1, le=MAX_PAGE)
    """Page, from 1. Beyond the last page the last one is answered."""
