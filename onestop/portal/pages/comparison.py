"""Figures of a region beside last year's, its peers', the nation's and its target, for those who assess it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.indicators.definitions import by_code, definitions
from onestop.portal.pages.figures import newest_day
from onestop.portal.pages.parameters import read_day, read_region
from onestop.portal.pages.site import holdings, notice
from onestop.portal.pages.standing import standing_lines
from onestop.portal.pages.types import NotFound, Page
from onestop.portal.pages.types_pictures import StandingLine


@dataclass(frozen=True, kw_only=True)
class ComparisonPage(Page):
    region: str
    region_name: str
    as_of: date
    known_at: datetime
    """By what was in the records at that moment."""
    data_to: date | None
    """The sources' data are complete up to this day."""
    versions: dict[str, int]
    """Of each indicator's definition."""
    lines: tuple[StandingLine, ...]


def comparison_page(region: str = "", day: str = "", codes: tuple[str, ...] = ()) -> ComparisonPage:
    """Of all indicators, or of those that are named, in the order of the definitions."""
    unknown = next((code for code in codes if code not in by_code()), None)
    if unknown is not None:
        raise NotFound(
            "indicators.unknown",
            _("没有指标“%(code)s”。") % {"code": unknown[:64]},
            _("请从指标一览中选择。"),
        )
    name, on = read_region(region), read_day(day) if day else newest_day()
    wanted = [each.code for each in definitions() if not codes or each.code in codes]
    return ComparisonPage(
        title=_("%(region)s知识产权指标") % {"region": name or _("全部数据")},
        notice=notice(),
        region=region,
        region_name=name,
        as_of=on,
        known_at=clock.now(),
        data_to=holdings().as_of,
        versions={code: by_code()[code].version for code in wanted},
        lines=tuple(standing_lines(region, on, wanted)[code] for code in wanted),
    )
