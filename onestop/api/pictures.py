"""The JSON twins of maps, the big screen, industries and places."""

from django.http import HttpRequest
from ninja import Router

from onestop.api.answers import answers as _answers
from onestop.portal.pages.industry import IndustryListPage, IndustryPage, industry_list_page, industry_page
from onestop.portal.pages.maps import map_page
from onestop.portal.pages.place import PlaceListPage, PlacePage, place_list_page, place_page
from onestop.portal.pages.screen import ScreenPage, screen_page
from onestop.portal.pages.types_pictures import MapPage

router = Router()


@router.get(
    "/map", response=_answers(MapPage, 400, 404), summary="A figure on the map of what lies below a region"
)
def area_map(request: HttpRequest, region: str = "", code: str = "", day: str = "") -> MapPage:
    """`region` is a GB/T 2260 code, empty is the country; `code` is an indicator. Shapes are paths of a picture."""
    return map_page(region, code, day)


@router.get("/screen", response=_answers(ScreenPage, 400, 404), summary="What the big screen shows")
def screen(request: HttpRequest, region: str | None = None, day: str = "", theme: str = "dark") -> ScreenPage:
    """Without `region` that of the platform's own district, with an empty one of all data."""
    return screen_page(region, day, theme)


@router.get(
    "/industries", response=_answers(IndustryListPage, 400, 404), summary="Strategic emerging industries"
)
def industries(request: HttpRequest, region: str | None = None, day: str = "") -> IndustryListPage:
    """How many inventions in force a region has in each industry, by the loaded reference table."""
    return industry_list_page(region, day)


@router.get(
    "/industries/{code}", response=_answers(IndustryPage, 400, 404), summary="One industry and its gaps"
)
def industry(request: HttpRequest, code: str, region: str | None = None, day: str = "") -> IndustryPage:
    """`code` as in the reference table: `1.6`."""
    return industry_page(code, region, day)


@router.get(
    "/places", response=_answers(PlaceListPage, 400), summary="Parks, streets and towns of the district"
)
def places(request: HttpRequest, day: str = "") -> PlaceListPage:
    """Parks are those of the district's own list."""
    return place_list_page(day)


@router.get("/places/{code}", response=_answers(PlacePage, 400, 404), summary="A street, town or park")
def place(request: HttpRequest, code: str, day: str = "") -> PlacePage:
    """`code` has nine digits: `440704004`; a park has the code that the district gave it."""
    return place_page(code, day)
