"""Key figures: those of a region come from the indicators, those of an applicant are counted here."""

from datetime import date

from django.utils.translation import gettext as _

from onestop.indicators.queries import Figure as Indicator
from onestop.indicators.queries import key_figures
from onestop.portal.pages.addresses import filter_href, international_href, query_href
from onestop.portal.pages.charts import Counts
from onestop.portal.pages.types import Figure


def region_figures(region: str, as_of: date) -> tuple[Figure, ...]:
    return tuple(_from_indicator(each) for each in key_figures(region, as_of))


def _from_indicator(found: Indicator) -> Figure:
    return Figure(
        code=found.code,
        name=found.name,
        value=found.value,
        display="—" if found.value is None else f"{found.value:,}",
        missing=found.missing,
        unit=found.unit,
        since=found.since,
        as_of=found.as_of,
        definition=found.definition,
        source=found.source,
        href=_evidence(found),
    )


def _evidence(found: Indicator) -> str:
    if found.value is None:
        return ""
    if found.evidence_query:
        return query_href(found.evidence_query)
    return international_href(found.region, found.since, found.as_of)


def applicant_figures(counts: Counts, as_of: date) -> tuple[Figure, ...]:
    wanted = (
        ("patents", _("全部专利"), (), counts.total),
        ("inventions", _("发明"), (("kind", "invention"),), counts.of("kind", "invention")),
        ("in_force", _("有效专利"), (("status", "in_force"),), counts.of("status", "in_force")),
    )
    return tuple(
        Figure(
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
        for code, name, more, value in wanted
    )
