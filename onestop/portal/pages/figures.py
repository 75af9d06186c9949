"""Key figures: those of a region come from the indicators, those of an applicant are counted here."""

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.indicators.queries import Figure as Indicator
from onestop.indicators.queries import default_as_of, key_figures
from onestop.portal.pages.addresses import filter_href
from onestop.portal.pages.charts import Counts
from onestop.portal.pages.indicator_addresses import indicator_href
from onestop.portal.pages.site import holdings, remembered
from onestop.portal.pages.types import Figure
from onestop.records.models import PatentKind
from onestop.records.status import LegalStatus

_NOT_TOLD = "—"


def newest_day() -> date:
    """For which the indicators are shown unless another day is asked for."""
    return remembered("newest_day", default_as_of)


def region_figures(region: str, as_of: date) -> tuple[Figure, ...]:
    found = remembered(f"figures.{region}.{as_of}", lambda: key_figures(region, as_of))
    return tuple(_from_indicator(each) for each in found)


def _from_indicator(found: Indicator) -> Figure:
    return Figure(
        code=found.code,
        name=found.name,
        value=None if found.value is None else float(found.value),
        display=_NOT_TOLD if found.value is None else f"{found.value:,.{found.decimals}f}",
        missing=found.missing,
        unit=found.unit,
        since=found.since,
        as_of=found.as_of,
        definition=found.definition,
        source=found.source,
        href=indicator_href(found.code, found.region, found.as_of),
    )


def home_figures(region: str, as_of: date, counts: Counts) -> tuple[Figure, ...]:
    """What can be told: the indicators, or how many patents of each kind there are."""
    told = tuple(each for each in region_figures(region, as_of) if each.value is not None)
    kinds = (_count(counts, kind.value, str(kind.label), ("kind", kind.value)) for kind in PatentKind)
    return told or (_count(counts, "patents", _("收录专利")), *kinds)


def applicant_figures(counts: Counts) -> tuple[Figure, ...]:
    return (
        _count(counts, "patents", _("全部专利")),
        _count(counts, "inventions", _("发明"), ("kind", PatentKind.INVENTION.value)),
        _in_force(counts),
    )


def _in_force(counts: Counts) -> Figure:
    """Of some patents the data do not say whether they are in force; a count without them would be too low."""
    figure = _count(counts, "in_force", _("有效专利"), ("status", LegalStatus.IN_FORCE.value))
    unknown = counts.of("status", LegalStatus.UNKNOWN.value)
    if not unknown:
        return figure
    missing = _("%(count)s 件的法律状态未知") % {"count": f"{unknown:,}"}
    return replace(figure, value=None, display=_NOT_TOLD, missing=missing, href="")


def _count(counts: Counts, code: str, name: str, *more: tuple[str, str]) -> Figure:
    value = counts.of(*more[0]) if more else counts.total
    as_of = holdings().as_of or clock.today()
    return Figure(
        code=code,
        name=name,
        value=value,
        display=f"{value:,}",
        missing="",
        unit=_("件"),
        since=as_of,
        as_of=as_of,
        definition="",
        source=_("本站收录的专利"),
        href=filter_href(*counts.scope, *more),
    )
