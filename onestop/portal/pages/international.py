"""PCT applications: the records behind their figure."""

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from onestop.indicators.scope import Scope
from onestop.indicators.sets.patents import international_applications
from onestop.portal.pages.addresses import international_href
from onestop.portal.pages.figures import newest_day
from onestop.portal.pages.paging import make_paging
from onestop.portal.pages.parameters import read_day, read_region
from onestop.portal.pages.site import notice
from onestop.portal.pages.types import InternationalLine, InternationalPage

PAGE_SIZE = 50


def international_page(
    region: str = "", since: str = "", until: str = "", page: int = 1
) -> InternationalPage:
    """The very set that the indicator counts; without days, those of the year that it counts."""
    name = read_region(region)
    last = read_day(until) if until else newest_day()
    scope = Scope(region, read_day(since) if since else last.replace(month=1, day=1), last)
    found = Paginator(international_applications(scope).records.order_by("-filed_on", "number"), PAGE_SIZE)
    shown = found.get_page(page)
    return InternationalPage(
        title=_("PCT 国际申请"),
        notice=notice(),
        region=region,
        region_name=name,
        since=scope.since,
        until=scope.until,
        total=found.count,
        lines=tuple(
            InternationalLine(
                number=each.number,
                title=each.title,
                applicant=each.applicant,
                filed_on=each.filed_on,
                is_demonstration=each.is_demonstration,
            )
            for each in shown
        ),
        paging=make_paging(
            shown.number,
            found.num_pages,
            PAGE_SIZE,
            len(shown),
            lambda number: international_href(region, scope.since, scope.until, number),
        ),
    )
