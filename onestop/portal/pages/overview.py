"""The picture of a district, or of all data."""

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from onestop.indicators.store import remembered
from onestop.portal.pages.addresses import filter_href, overview_href
from onestop.portal.pages.charts import FIELDS, Counts, field_chart
from onestop.portal.pages.figures import newest_day, region_figures
from onestop.portal.pages.labels import region_label
from onestop.portal.pages.maps import DEFAULT, map_href, map_picture
from onestop.portal.pages.parameters import read_day, read_region
from onestop.portal.pages.pictures import Painter
from onestop.portal.pages.site import holdings, notice
from onestop.portal.pages.standing import standing_groups
from onestop.portal.pages.types import Chart, Option
from onestop.portal.pages.types_pictures import OverviewPage, PictureGroup
from onestop.reference import regions

_SCOPES = 40
_YEARS = 10
_TRENDS = ("patents_granted", "valid_inventions", "high_value_inventions")
_RANKS = ("valid_inventions", "high_value_per_10000")
_FLOWS = ("assignment", "licence")


def overview_page(region: str = "", day: str = "") -> OverviewPage:
    """Of one region (GB/T 2260 code), or of all data; `day` (2023-12-31) is that of the key figures."""
    on = read_day(day) if day else newest_day()
    name = read_region(region)
    counts = region_counts(region)
    as_of, above = holdings().as_of, regions.above(region)
    return OverviewPage(
        title=_("%(region)s专利总览") % {"region": name} if region else _("专利总览"),
        notice=notice(),
        region=region,
        region_name=name,
        scopes=_scopes(region),
        days=_days(region, on, counts),
        total=counts.total,
        figures=region_figures(region, on),
        charts=region_charts(counts, region, as_of, FIELDS),
        groups=standing_groups(region, on) if counts.total else (),
        sections=_sections(region, on) if counts.total else (),
        map=map_picture(above, DEFAULT, on, here=region) if counts.total else None,
        map_href=map_href(above, day=on.isoformat()),
        screen_href=screen_href(region, on),
        search_href=filter_href(*counts.scope),
        as_of=as_of,
    )


def _sections(region: str, on: date) -> tuple[PictureGroup, ...]:
    return remembered(f"sections.{region}.{on}", lambda: _drawn(region, on), regions.above(region))


def _drawn(region: str, on: date) -> tuple[PictureGroup, ...]:
    """A picture of which nothing can be told is left out, and a section without pictures."""
    painter = Painter(region, on, lambda code: overview_href(region, day=on.isoformat(), csv=code))
    groups = (
        PictureGroup("trends", _("趋势"), tuple(painter.trend(code) for code in _TRENDS)),
        PictureGroup("ranks", _("排名"), tuple(painter.ranking(code) for code in _RANKS)),
        PictureGroup(
            "lives", _("年龄与到期"), (painter.ages(), painter.endings_by_month(), painter.endings_by_year())
        ),
        PictureGroup("technology", _("技术"), (painter.technology(),)),
        PictureGroup("flows", _("流向"), tuple(painter.flows(kind) for kind in _FLOWS)),
    )
    told = (replace(each, pictures=tuple(one for one in each.pictures if one.rows)) for each in groups)
    return tuple(each for each in told if each.pictures)


def screen_href(region: str, on: date) -> str:
    return f"{reverse('portal:screen')}?{urlencode({'region': region, 'day': on.isoformat()})}"


def region_counts(region: str) -> Counts:
    return Counts(*((("region", region),) if region else ()))


def region_charts(
    counts: Counts, region: str, as_of: date | None, fields: tuple[str, ...]
) -> tuple[Chart, ...]:
    return tuple(
        field_chart(counts, field, as_of, lambda code: overview_href(region, csv=code)) for field in fields
    )


def home_region() -> str:
    """The platform's own district if there are records of it; else the pages show all data."""
    return settings.HOME_REGION if Counts(("region", settings.HOME_REGION), fields=()).total else ""


def _days(region: str, on: date, counts: Counts) -> tuple[Option, ...]:
    """The ends of the years that the legal data cover, newest first, and the chosen day."""
    newest = newest_day()
    first = min((int(each.value) for each in counts.facets["filed_year"]), default=newest.year)
    years = range(newest.year, max(first, newest.year - _YEARS), -1)
    days = sorted({date(year, 12, 31) for year in years} | {newest, on}, reverse=True)
    return tuple(
        Option(text := each.isoformat(), text, overview_href(region, day=text), each == on) for each in days
    )


def _scopes(region: str) -> tuple[Option, ...]:
    """All data, and each region there are records of."""
    found = {each.value for each in Counts(fields=("region",), size=_SCOPES).facets["region"]}
    codes = sorted(found | ({region} if region else set()))
    everything = Option("", _("全部数据"), overview_href(), not region)
    return (
        everything,
        *(Option(code, region_label(code), overview_href(code), code == region) for code in codes),
    )
