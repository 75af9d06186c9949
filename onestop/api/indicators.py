"""The JSON twins of the pages of indicators."""

from django.http import HttpRequest
from ninja import Query, Router

from onestop.api.answers import answers
from onestop.portal.pages.comparison import ComparisonPage, comparison_page
from onestop.portal.pages.indicators import indicator_page, indicators_page
from onestop.portal.pages.types_indicators import IndicatorListPage, IndicatorPage

router = Router()


@router.get("/indicators", response=answers(IndicatorListPage, 400, 404), summary="All figures of a region")
def indicators(request: HttpRequest, region: str = "", day: str = "") -> IndicatorListPage:
    """`region` is a GB/T 2260 code, empty is all data; `day` is an ISO date, empty is the last closed year's end."""
    return indicators_page(region, day)


@router.get(
    "/comparison",
    response=answers(ComparisonPage, 400, 404),
    summary="Figures of a region beside last year's, its peers', the nation's and its targets",
)
def comparison(
    request: HttpRequest,
    region: str = "",
    day: str = "",
    code: Query[list[str]] = [],  # noqa: B006
) -> ComparisonPage:
    """For the yearly assessment of protection and the joint meeting: all figures in one answer, or those of each
    `code`. The records behind each are at `/indicators/{code}` with the same `region` and `day`."""
    return comparison_page(region, day, tuple(code))


@router.get(
    "/indicators/{code}", response=answers(IndicatorPage, 400, 404), summary="One figure with its records"
)
def indicator(
    request: HttpRequest,
    code: str,
    region: str = "",
    day: str = "",
    show: str = "records",
    after: str = "",
    peers: str = "",
) -> IndicatorPage:
    """`show` is `records`, or `entries` or `exits` since the year before; `after` comes from `next_href`; `peers`
    are regions to rank it among, separated by commas."""
    return indicator_page(code, region, day, show, after, peers)
