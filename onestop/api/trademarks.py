"""The JSON twins of the pages of trademarks."""

from django.http import HttpRequest
from ninja import Router

from onestop.api.answers import answers
from onestop.portal import pages

router = Router()


@router.get("/trademarks", response=answers(pages.TrademarkListPage, 400), summary="Find trademarks")
def trademarks(request: HttpRequest, q: str = "", after: str = "") -> pages.TrademarkListPage:
    """`q` is a number, or a part of the mark or of an applicant's name; `after` comes from `next_href`."""
    return pages.trademarks_page(q, after)


@router.get(
    "/trademarks/{office}/{path:number}",
    response=answers(pages.TrademarkPage, 400, 404),
    summary="One trademark number in all its classes",
)
def trademark(request: HttpRequest, office: str, number: str, day: str = "") -> pages.TrademarkPage:
    """`office` is a WIPO ST.3 code such as `CN`; `day`, an ISO date, asks for the status of that day."""
    return pages.trademark_page(office, number, day)
