"""The JSON twins of the pages of trademarks."""

from django.http import HttpRequest
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile

from onestop.api.answers import answers
from onestop.api.trademark_parameters import MarkCheckParameters, TrademarkSearchParameters
from onestop.portal import pages
from onestop.portal.pages.mark_check import mark_check_page
from onestop.portal.pages.mark_pictures import mark_pictures_page
from onestop.portal.pages.trademark_addresses import read_trademark_search
from onestop.portal.pages.trademarks import trademarks_page
from onestop.portal.pages.types_mark_pictures import MarkPicturesPage
from onestop.portal.pages.types_trademark import MarkCheckPage
from onestop.records.marks.pictures import MAX_BYTES

router = Router()


@router.get("/trademarks", response=answers(pages.TrademarkListPage, 400, 422), summary="Search trademarks")
def trademarks(request: HttpRequest, parameters: Query[TrademarkSearchParameters]) -> pages.TrademarkListPage:
    """Hits with the matches marked, counts by facet, and the query as it was understood."""
    return trademarks_page(read_trademark_search(request.GET))


@router.get(
    "/trademarks/check",
    response=answers(MarkCheckPage, 400, 422),
    summary="What may stand in the way of a wanted mark",
)
def mark_check(request: HttpRequest, parameters: Query[MarkCheckParameters]) -> MarkCheckPage:
    """Marks of the register by degree of risk, each with a score and its reasons, and the absolute grounds that the
    words touch. A hint and no legal opinion; `register` says how fresh the data are, `unchecked` what is left out."""
    return mark_check_page(**parameters.model_dump())


@router.post(
    "/trademarks/by-picture",
    response=answers(MarkPicturesPage, 400, 422),
    summary="Marks that look like a picture",
)
def mark_pictures(
    request: HttpRequest, picture: File[UploadedFile], classes: Form[str] = ""
) -> MarkPicturesPage:
    """`picture` is a file of one of the `formats`, at most `max_mb` large; it is compared and not kept. `classes` of
    the Nice classification, empty is all. Scores order the answer and are no legal opinion."""
    return mark_pictures_page(picture.read(MAX_BYTES + 1), classes)


@router.get(
    "/trademarks/{office}/{path:number}",
    response=answers(pages.TrademarkPage, 400, 404),
    summary="One trademark number in all its classes",
)
def trademark(request: HttpRequest, office: str, number: str, day: str = "") -> pages.TrademarkPage:
    """`office` is a WIPO ST.3 code such as `CN`; `day`, an ISO date, asks for the status of that day."""
    return pages.trademark_page(office, number, day)
