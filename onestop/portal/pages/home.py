"""The front page."""

from django.utils.translation import gettext as _

from onestop.indicators.queries import default_as_of
from onestop.portal.pages.addresses import query_href
from onestop.portal.pages.figures import region_figures
from onestop.portal.pages.overview import home_region, region_charts, region_counts
from onestop.portal.pages.search import search_examples
from onestop.portal.pages.site import district_name, holdings, notice
from onestop.portal.pages.types import HomePage, Link

_CHARTS = ("filed_year", "kind")


def home_page() -> HomePage:
    held, region = holdings(), home_region()
    return HomePage(
        title=_("%(district)s知识产权公共服务平台") % {"district": district_name()},
        notice=notice(),
        district=district_name(),
        examples=tuple(Link(text, query_href(text)) for text in search_examples()),
        figures=region_figures(region, default_as_of()),
        charts=region_charts(region_counts(region), region, held.as_of, _CHARTS),
        total=held.total,
    )
