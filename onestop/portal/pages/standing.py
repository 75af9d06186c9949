"""Figures by group, each beside last year's, the peers' and the nation's."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from onestop.indicators.definitions import Kind, by_code, definitions, in_language
from onestop.indicators.results import Number
from onestop.indicators.standings import Standing, standings
from onestop.indicators.store import remembered
from onestop.portal.pages.indicator_addresses import indicator_href
from onestop.portal.pages.types_pictures import StandingGroup, StandingLine
from onestop.reference import regions


def standing_groups(region: str, as_of: date) -> tuple[StandingGroup, ...]:
    """Every indicator; those that the data cannot tell say which data is missing."""
    return remembered(f"standings.{region}.{as_of}", lambda: _groups(region, as_of), regions.above(region))


def standing_lines(region: str, as_of: date, codes: Iterable[str]) -> dict[str, StandingLine]:
    """The chosen ones, by code."""
    wanted = tuple(codes)
    name = f"standings.{region}.{as_of}.{hash(wanted)}"
    return remembered(name, lambda: _lines(region, as_of, wanted), regions.above(region))


def _groups(region: str, as_of: date) -> tuple[StandingGroup, ...]:
    lines = _lines(region, as_of, [each.code for each in definitions()])
    return tuple(
        StandingGroup(code, label, tuple(lines[each.code] for each in definitions() if each.group == code))
        for code, label in group_labels().items()
    )


def _lines(region: str, as_of: date, codes: Iterable[str]) -> dict[str, StandingLine]:
    found = standings(region, as_of, [by_code()[code] for code in codes])
    return {each.definition.code: _line(each) for each in found}


def group_labels() -> dict[str, str]:
    return {
        "creation": _("创造"),
        "high_value": _("高价值发明专利"),
        "industries": _("战略性新兴产业"),
        "companies": _("企业培育"),
        "operation": _("运用"),
        "protection": _("保护"),
        "service": _("服务"),
    }


def _line(found: Standing) -> StandingLine:
    definition, value = found.definition, found.cell.value
    return StandingLine(
        code=definition.code,
        name=in_language(definition.name),
        value=None if value is None else float(value),
        display=printed(value, definition.decimals),
        unit=in_language(definition.unit),
        missing=found.cell.missing,
        before=printed(found.before, definition.decimals),
        change=_change(found),
        is_up=None if not found.points else found.points > 0,
        place=found.place,
        of=found.of,
        nation=_("%(ratio).2f 倍") % {"ratio": found.nation.ratio} if found.nation else "",
        nation_note=_nation(found),
        target=printed(found.target.value, definition.decimals) if found.target else "",
        definition=in_language(definition.definition),
        source=in_language(definition.source),
        since=found.scope.since,
        as_of=found.scope.until,
        href="" if value is None else indicator_href(definition.code, found.scope.region, found.scope.until),
    )


def printed(value: Number | None, decimals: int = 0) -> str:
    """A dash where there is no value."""
    return "—" if value is None else f"{float(value):,.{decimals}f}"


def _change(found: Standing) -> str:
    """Of a share in percentage points: a tenth more of a share is not ten per cent more."""
    if found.definition.kind == Kind.RATIO:
        return "" if found.points is None else _("%(change)+.1f 个百分点") % {"change": found.points}
    return "" if found.percent is None else f"{found.percent:+.1f}%"


def _nation(found: Standing) -> str:
    if found.nation is None:
        return ""
    certainty = {"high": _("原文核实"), "medium": _("转述"), "low": _("推得")}
    return _("全国 %(value)s（%(day)s，%(source)s，%(certainty)s）") % {
        "value": printed(found.nation.value, found.definition.decimals),
        "day": found.nation.as_of.isoformat(),
        "source": found.nation.source,
        "certainty": certainty.get(found.nation.certainty, found.nation.certainty),
    }
