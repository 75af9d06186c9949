"""The JSON twins of the monthly bulletins; drafts are for pages alone."""

from django.http import HttpRequest
from ninja import Router

from onestop.api.answers import answers
from onestop.portal.pages.bulletins import bulletin_list_page, bulletin_page
from onestop.portal.pages.types_bulletins import BulletinListPage, BulletinPage

router = Router()


@router.get("/bulletins", response=answers(BulletinListPage), summary="Monthly bulletins that were published")
def bulletins(request: HttpRequest) -> BulletinListPage:
    """Newest first; a corrected month has several issues, each with its digest."""
    return bulletin_list_page()


@router.get("/bulletins/{month}", response=answers(BulletinPage, 400, 404), summary="One monthly bulletin")
def bulletin(request: HttpRequest, month: str, issue: str = "") -> BulletinPage:
    """`month` as `2023-12`; the newest issue published, or the one asked for. It says what was known when it was
    made, and in `earlier` what earlier issues said otherwise."""
    return bulletin_page(month, issue)
