"""The front page."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onestop.portal.pages.addresses import query_href
from onestop.portal.pages.figures import home_figures, newest_day
from onestop.portal.pages.overview import home_region, region_charts, region_counts
from onestop.portal.pages.site import district_name, holdings, notice
from onestop.portal.pages.types import HomePage, Link
from onestop.records.fields import PATENT
from onestop.records.search import PatentSearch, search_patents

_CHARTS = ("filed_year", "kind")


def home_page() -> HomePage:
    held, region = holdings(), home_region()
    counts = region_counts(region)
    return HomePage(
        title=_("%(district)s知识产权公共服务平台") % {"district": district_name()},
        notice=notice(),
        district=district_name(),
        examples=_examples(),
        figures=home_figures(region, newest_day(), counts) if held.total else (),
        charts=region_charts(counts, region, held.as_of, _CHARTS),
        total=held.total,
    )


def _examples() -> tuple[Link, ...]:
    """A word, and an applicant and a number that are here: every way to search, none in vain."""
    found = search_patents(PatentSearch(sort="filed_desc", page_size=1, facets=("applicant",), facet_size=1))
    latin, chinese = PATENT.by_name["applicant"].codes[:2]
    code = latin if (get_language() or "").startswith("en") else chinese
    texts = ["锂电池"]
    texts += [f"{code}={each.value}" for each in found.facets["applicant"]]
    texts += [hit.display_number for hit in found.hits]
    return tuple(Link(text, query_href(text)) for text in texts)
