"""The big screen of a service hall: one look from afar, without anybody's hand."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.indicators.store import remembered
from onestop.portal.pages.addresses import overview_href
from onestop.portal.pages.charts import field_chart
from onestop.portal.pages.figures import newest_day
from onestop.portal.pages.maps import NAMES_FROM_AFAR, map_picture
from onestop.portal.pages.overview import home_region, region_counts
from onestop.portal.pages.parameters import read_day, read_region
from onestop.portal.pages.pictures import Painter
from onestop.portal.pages.site import notice
from onestop.portal.pages.standing import standing_lines
from onestop.portal.pages.types import Chart, Page
from onestop.portal.pages.types_pictures import MapPicture, StandingLine
from onestop.reference import geometry, regions

KEY = (
    "patents_granted",
    "valid_inventions",
    "high_value_inventions",
    "high_value_per_10000",
    "pct_applications",
    "high_tech_companies",
)
PROTECTION = (
    "enforcement_cases",
    "enforcement_amount",
    "trademark_labels",
    "police_transfers",
    "mediations",
    "judicial_confirmations",
    "mediation_days_median",
    "pledge_amount",
)
THEMES = DARK, LIGHT = ("dark", "light")
RANKED = "high_value_per_10000"
_ROWS = 6
_SCALES = {
    False: ((1e8, 1e8, "亿"), (1e5, 1e4, "万")),
    True: ((1e6, 1e6, "m "),),
}
"""(from which value on, divided by what, its word), in Chinese and in English."""


@dataclass(frozen=True, kw_only=True)
class ScreenPage(Page):
    region: str
    region_name: str
    theme: str
    """dark, light."""
    as_of: date
    made_at: datetime
    figures: tuple[StandingLine, ...]
    protection: tuple[StandingLine, ...]
    trend: Chart
    ranking: Chart
    """The region among its peers."""
    rotating: tuple[Chart, ...]
    """Shown in turns in one place."""
    map: MapPicture


def screen_page(region: str | None = None, day: str = "", theme: str = DARK) -> ScreenPage:
    """`region` None is the platform's own district, "" all data; without a day the newest closed year's end."""
    here = home_region() if region is None else region
    read_region(here)
    if theme not in THEMES:
        raise UserError(
            "portal.unknown_theme", _("没有主题“%s”。") % theme[:20], _("可用的值：dark、light。")
        )
    on = read_day(day) if day else newest_day()
    name = f"screen.{here}.{on}.{geometry.version()}"
    return replace(
        remembered(name, lambda: _page(here, on), regions.above(here)), theme=theme, notice=notice()
    )


def _page(region: str, on: date) -> ScreenPage:
    found = standing_lines(region, on, (*KEY, *PROTECTION))
    above = regions.ancestors(region) if region else ()
    painter = Painter(region, on, lambda code: overview_href(region, day=on.isoformat(), csv=code))
    name = f"{above[-1].name if above else ''}{read_region(region)}"
    return ScreenPage(
        title=_("%(region)s知识产权数据") % {"region": name},
        notice="",
        region=region,
        region_name=name,
        theme=DARK,
        as_of=on,
        made_at=clock.now(),
        figures=tuple(short(found[code]) for code in KEY),
        protection=tuple(short(found[code]) for code in PROTECTION),
        trend=painter.trend("valid_inventions"),
        ranking=_ranking(painter),
        rotating=_rotating(region, on),
        map=map_picture(above[-1].code if above else "", "valid_inventions", on, region, NAMES_FROM_AFAR),
    )


def _ranking(painter: Painter) -> Chart:
    """By what is comparable; where no population is loaded, by number."""
    ranked = painter.ranking(RANKED)
    return ranked if len(ranked.rows) > 1 else painter.ranking("valid_inventions")


def _rotating(region: str, on: date) -> tuple[Chart, ...]:
    counts = region_counts(region)
    fields = ("ipc_subclass", "applicant")
    drawn = (field_chart(counts, field, on, lambda code: overview_href(region, csv=code)) for field in fields)
    return tuple(replace(each, rows=each.rows[:_ROWS], note="") for each in drawn)


def short(line: StandingLine) -> StandingLine:
    """460 万元 for 4,600,000 元: read from afar. What the name says already (per 10,000) is not said again."""
    is_english = (get_language() or "").startswith("en")
    unit = "" if is_english and line.unit.startswith("per ") else line.unit
    scale = next((each for each in _SCALES[is_english] if (line.value or 0) >= each[0]), None)
    if line.value is None or scale is None:
        return replace(line, unit=unit)
    _from, factor, word = scale
    text = (
        f"{line.value / factor:.3g}" if is_english else f"{line.value / factor:,.2f}".rstrip("0").rstrip(".")
    )
    return replace(line, display=text, unit=f"{word}{unit}")
