"""The JSON twin of the search in documents of other offices."""

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from pydantic import ConfigDict

from onestop.api.answers import answers
from onestop.portal.pages.document_addresses import DEFAULT, read_document_search
from onestop.portal.pages.documents import documents_page
from onestop.portal.pages.types_documents import DocumentListPage
from onestop.records.document_search import MAX_PAGE_SIZE, SORTS
from onestop.search.parser import MAX_LENGTH

MAX_PAGE = 1_000_000
router = Router()


class DocumentSearchParameters(Schema):
    """Only checks: `read_document_search` then reads the address, as it does for the page."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    q: str = Field("", max_length=MAX_LENGTH, examples=["LED driver", "CLM=(controller CL driver) AND CC=US"])
    """The query, in the query language of the search page; empty finds everything."""
    sort: str = Field(DEFAULT.sort, json_schema_extra={"enum": list(SORTS)})
    """Order of the hits."""
    page: int = Field(1, ge=1, le=MAX_PAGE)
    """Page of hits, from 1. Beyond the last page (`paging.pages`) the last one is answered."""
    size: int = Field(DEFAULT.page_size, ge=1, le=MAX_PAGE_SIZE)
    """Hits on a page."""
    office: list[str] = []
    """Only these offices, by WIPO ST.3 code. Like every filter below it may be repeated: values of one filter are
    alternatives, and all filters must hold."""
    published_year: list[str] = []
    """Only these years of publication."""
    ipc_section: list[str] = []
    """Only these sections of the IPC, A to H."""
    ipc_subclass: list[str] = []
    """Only these subclasses of the IPC."""
    applicant: list[str] = []
    """Only these applicants, by whole name."""


@router.get(
    "/documents",
    response=answers(DocumentListPage, 400, 422),
    summary="Search the documents of other offices",
)
def documents(request: HttpRequest, parameters: Query[DocumentSearchParameters]) -> DocumentListPage:
    """Hits with the matches marked, counts by office, year, class and applicant."""
    return documents_page(read_document_search(request.GET))
