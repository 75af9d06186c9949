"""The front page."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onestop.portal.pages.addresses import query_href
from onestop.portal.pages.figures import home_figures, newest_day
from onestop.portal.pages.overview import home_region, region_charts, region_counts
from onestop.portal.pages.site import Holdings, district_name, holdings, notice
from onestop.portal.pages.types import Chart, Figure, HomePage, Link
from onestop.records.fields import PATENT
from onestop.records.search import PatentSearch, search_patents
from onestop.search.errors import SearchUnavailable

_CHARTS = ("filed_year", "kind")
_WORD = "锂电池"


def home_page() -> HomePage:
    held = holdings()
    examples, figures, charts = _found(held)
    return HomePage(
        title=_("%(district)s知识产权公共服务平台") % {"district": district_name()},
        notice=notice(),
        district=district_name(),
        examples=examples,
        figures=figures,
        charts=charts,
        total=held.total,
    )


def _found(held: Holdings) -> tuple[tuple[Link, ...], tuple[Figure, ...], tuple[Chart, ...]]:
    """Examples, figures and charts: without a search there are no numbers, rather than wrong ones."""
    try:
        region = home_region()
        counts = region_counts(region)
        figures = home_figures(region, newest_day(), counts) if held.total else ()
        return _examples(), figures, region_charts(counts, region, held.as_of, _CHARTS)
    except SearchUnavailable:
        return (_example(_WORD),), (), ()


def _examples() -> tuple[Link, ...]:
    """A word, and an applicant and a number that are here: every way to search, none in vain."""
    found = search_patents(PatentSearch(sort="filed_desc", page_size=1, facets=("applicant",), facet_size=1))
    latin, chinese = PATENT.by_name["applicant"].codes[:2]
    code = latin if (get_language() or "").startswith("en") else chinese
    texts = [_WORD]
    texts += [f"{code}={each.value}" for each in found.facets["applicant"]]
    texts += [hit.display_number for hit in found.hits]
    return tuple(map(_example, texts))


def _example(text: str) -> Link:
    return Link(text, query_href(text))
