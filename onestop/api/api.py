"""The JSON twin of each page: the same functions, the same dataclasses, the same parameters."""

from typing import Any

import orjson
from django.http import HttpRequest
from ninja import NinjaAPI, Query
from ninja.operation import Operation
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder

from onestop.api.answers import answers as _answers
from onestop.api.bulletins import router as bulletins
from onestop.api.documents import router as documents
from onestop.api.errors import use_one_shape
from onestop.api.indicators import router as indicators
from onestop.api.parameters import InternationalParameters, SearchParameters
from onestop.api.pictures import router as pictures
from onestop.api.similar import router as similar
from onestop.api.trademarks import router as trademarks
from onestop.portal import pages
from onestop.portal.pages.landscape import landscape_page
from onestop.portal.pages.registers import RegisterPage, register_page
from onestop.portal.pages.types_landscape import LandscapePage

DESCRIPTION = """\
Search and figures of the patents of OneStop IP (知产一站通), for programs. Every address is the JSON twin of a page
of the portal, with the same parameters and the same content; an `href` in an answer is the address of a page.

Texts such as labels and errors follow the header `Accept-Language` (`zh-Hans`, the default, or `en`).
Every answer that is not a success has the form `{code, message, hint}`.
Data of a demonstration carry a `notice`, and `is_demonstration` on the record. Nothing here needs a key."""


class _Renderer(BaseRenderer):
    """JSON in a tenth of the time; what it does not know is written as Django would."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data, NinjaJSONEncoder().default, orjson.OPT_PASSTHROUGH_DATETIME)


class _API(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


api = _API(
    title="知产一站通 OneStop IP",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    renderer=_Renderer(),
)
use_one_shape(api)
api.add_router("", trademarks)
api.add_router("", documents)
api.add_router("", indicators)
api.add_router("", pictures)
api.add_router("", bulletins)
api.add_router("", similar)


@api.get("/", response=_answers(pages.HomePage), summary="Home: key figures and charts of the district")
def home(request: HttpRequest) -> pages.HomePage:
    return pages.home_page()


@api.get("/search", response=_answers(pages.SearchPage, 400, 422), summary="Search patents")
def search(request: HttpRequest, parameters: Query[SearchParameters]) -> pages.SearchPage:
    """Hits with the matches marked, counts by facet, and the query as it was understood."""
    return pages.search_page(pages.read_search(request.GET))


@api.get(
    "/search/builder", response=_answers(pages.BuilderPage, 400), summary="A query as rows, rows as a query"
)
def search_builder(
    request: HttpRequest,
    q: str = "",
    join: Query[list[str]] = [],  # noqa: B006
) -> pages.BuilderPage:
    """`q` is taken apart into rows; or rows are given, each with one `join` (`AND`, `OR`, `NOT`), `field`, `op`
    (`all`, `any`, `phrase`, `is`, `between`), `value` and `until`, and `text` is the query they make. `tree` is how
    the query is understood, step by step. What rows cannot say is told in `problem`."""
    return pages.builder_page(request.GET)


@api.get(
    "/search/landscape",
    response=_answers(LandscapePage, 400, 422),
    summary="What the hits of a search are about",
)
def search_landscape(
    request: HttpRequest, parameters: Query[SearchParameters], topic: str = "", topics: str = ""
) -> LandscapePage:
    """The hits on a plane on which like ones lie near each other, in groups that bear their most telling words: an
    even sample of them where they are many. `topics` is how many groups (2, 4 … 12), `topic` lists one of them. The
    same data give the same map; other data or a newer `model` may number topics anew."""
    return landscape_page(pages.read_search(request.GET), topic, topics)


@api.get("/search/synonyms", response=_answers(pages.SynonymsPage, 400, 422), summary="Synonyms of a query")
def search_synonyms(request: HttpRequest, parameters: Query[SearchParameters]) -> pages.SynonymsPage:
    """Before a search: which words the dictionary would widen by what (`expand`, else `both`), how many hits each brings,
    and how many there are with and without. `without` switches single ones off."""
    return pages.synonyms_page(pages.read_search(request.GET))


@api.get(
    "/compare", response=_answers(pages.ComparePage, 400, 404), summary="Two or three patents side by side"
)
def compare(request: HttpRequest, number: Query[list[str]]) -> pages.ComparePage:
    """`number` twice or three times, in any usual way of writing; what they share is marked."""
    return pages.compare_page(number)


@api.get("/patents/{path:number}", response=_answers(pages.PatentPage, 400, 404), summary="One patent")
def patent(
    request: HttpRequest,
    number: str,
    day: str = "",
    family: str = "",
    levels: str = "",
    known: str = "",
    q: str = "",
) -> pages.PatentPage:
    """By application number (`2015108177127`) or publication number, in any usual way of writing. `day`, an ISO
    date, adds the status of that day, as it was known then (or on the day `known`) and as it is known now. `family` is `simple` (the
    default) or `extended`; `levels`, 1 to 5, is how far citations are followed. The words of the query `q` are marked
    in claims and description."""
    return pages.patent_page(number, day, family, levels, known, q)


@api.get(
    "/documents/{path:number}",
    response=_answers(pages.DocumentPage, 400, 404),
    summary="One document of another office",
)
def document(
    request: HttpRequest, number: str, family: str = "", levels: str = "", q: str = ""
) -> pages.DocumentPage:
    """By its number with kind code (`EP2400812A1`); without, the newest document of that number is answered.
    `family`, `levels` and `q` as for a patent."""
    return pages.document_page(number, family, levels, q)


@api.get("/applicants/{path:name}", response=_answers(pages.ApplicantPage, 404), summary="One applicant")
def applicant(request: HttpRequest, name: str) -> pages.ApplicantPage:
    """By its whole name, as printed."""
    return pages.applicant_page(name)


@api.get("/holders/{number}", response=_answers(pages.HolderPage, 404, 422), summary="One holder of rights")
def holder(request: HttpRequest, number: int) -> pages.HolderPage:
    """With its names, what it holds, its titles, its branches and group. Of one that was merged, its survivor."""
    return pages.holder_page(number)


@api.get("/registers/{name}", response=_answers(RegisterPage, 400, 404), summary="Entries that lists brought")
def register(
    request: HttpRequest, name: str, region: str = "", kind: str = "", after: str = ""
) -> RegisterPage:
    """`name` is `honours`, `transactions`, `awards`, `geographical-indications`, `layouts`, `providers` or
    `populations`. `region` is a GB/T 2260 code, `kind` one of the page's `kinds`, `after` comes from `next_href`.
    Each entry has the rows of the files that told it."""
    return register_page(name, region, kind, after)


@api.get(
    "/overview",
    response=_answers(pages.OverviewPage, 400, 404),
    summary="Figures and charts of a region on a day",
)
def overview(request: HttpRequest, region: str = "", day: str = "") -> pages.OverviewPage:
    """`region` is a GB/T 2260 code, empty is all data; `day` is an ISO date, empty is the last closed year's end."""
    return pages.overview_page(region, day)


@api.get(
    "/international-applications",
    response=_answers(pages.InternationalPage, 400, 422),
    summary="PCT applications of a region",
)
def international_applications(
    request: HttpRequest, parameters: Query[InternationalParameters]
) -> pages.InternationalPage:
    """The very set that the figure counts."""
    return pages.international_page(**parameters.model_dump())


@api.get("/number", response=_answers(pages.NumberPage, 400), summary="Read a number")
def number(request: HttpRequest, text: str = "") -> pages.NumberPage:
    """Which number a text is, whether its check digit is right, and what may have been meant."""
    return pages.number_page(text)


@api.get("/data", response=_answers(pages.DataPage), summary="What the data are and what they lack")
def data(request: HttpRequest) -> pages.DataPage:
    """Sources, dates up to which they are complete, and holes."""
    return pages.data_page()
