"""What reports of several dashboards have in common: the cover, figures, standings, definitions."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.indicators.definitions import by_code, in_language
from onestop.portal.pages.site import district_name, holdings
from onestop.portal.pages.types import Figure, Page
from onestop.portal.pages.types_pictures import Picture, StandingGroup, StandingLine
from onestop.portal.reports.content import (
    Amount,
    Block,
    Chapter,
    Column,
    Drawn,
    Fact,
    Report,
    Section,
    Table,
)

NOT_TOLD = "—"


def report(
    page: Page,
    region: str,
    as_of: date | None,
    chapters: Iterable[Chapter | None],
    name: str,
    filters: Sequence[Fact] = (),
) -> Report:
    """Chapters that have nothing to say are left out."""
    day = as_of.isoformat() if as_of else _("未知")
    told = tuple(each for each in chapters if each and (each.blocks or each.sections))
    return Report(page.title, region, day, (*cover(region, day), *filters), page.notice, told, name)


def cover(region: str, day: str) -> tuple[Fact, ...]:
    """Which day in law, which day of knowledge, and how far the data reach."""
    data_to = holdings().as_of
    here = district_name()
    return (
        Fact(_("地区"), region),
        Fact(_("统计日"), day),
        Fact(_("数据掌握日"), _("%(day)s（按这一天已收录的记录计算）") % {"day": clock.today().isoformat()}),
        Fact(_("数据截至"), data_to.isoformat() if data_to else _("未知")),
        Fact(_("来源"), f"{here} {_('知产一站通')}".strip()),
    )


def amount(value: float | None, text: str) -> Amount:
    return Amount(text if value is not None else NOT_TOLD, value)


def key_figures(figures: Sequence[Figure]) -> tuple[Block, ...]:
    if not figures:
        return ()
    columns = (Column(_("指标"), 4), Column(_("数值"), 2, True), Column(_("单位")), Column(_("统计期间"), 4))
    rows = tuple(
        (
            each.name,
            amount(each.value, each.display),
            each.unit,
            each.missing or _span(each.since, each.as_of),
        )
        for each in figures
    )
    return (Table(columns, rows),)


def _span(since: date, until: date) -> str:
    if since == until:
        return _("截至 %(day)s") % {"day": until.isoformat()}
    return _("%(since)s 至 %(day)s") % {"since": since.isoformat(), "day": until.isoformat()}


def pictures(title: str, drawn: Sequence[Picture]) -> Chapter:
    """Each picture is a section of its own, so that the contents page leads to it."""
    return Chapter(title, sections=tuple(Section(each.title, (Drawn(each),)) for each in drawn if each.rows))


def standings(groups: Sequence[StandingGroup], has_targets: bool = False) -> Chapter:
    told = tuple(
        Section(group.label, (_told(lines, has_targets),))
        for group in groups
        if (lines := [each for each in group.lines if each.value is not None])
    )
    lacking = [each for group in groups for each in group.lines if each.value is None]
    more = (Section(_("暂不能计算的指标"), (_lacking(lacking),)),) if lacking else ()
    return Chapter(_("全部指标"), sections=(*told, *more))


def _told(lines: Sequence[StandingLine], has_targets: bool) -> Table:
    columns = [Column(_("指标"), 6), Column(_("数值"), 3, True), Column(_("单位"), 2)]
    columns += [Column(_("上年同日"), 3, True), Column(_("变化"), 3, True), Column(_("名次"), 2, True)]
    columns += [Column(_("目标"), 2, True)] if has_targets else []
    notes = [
        f"{each.name}{_('：')}{_('是全国的')} {each.nation}。{each.nation_note}"
        for each in lines
        if each.nation
    ]
    return Table(tuple(columns), tuple(_standing(each, has_targets) for each in lines), "\n".join(notes))


def _standing(line: StandingLine, has_targets: bool) -> tuple[str | Amount, ...]:
    place = f"{line.place}/{line.of}" if line.place else NOT_TOLD
    row = (
        line.name,
        amount(line.value, line.display),
        line.unit,
        line.before,
        line.change or NOT_TOLD,
        place,
    )
    return (*row, line.target or NOT_TOLD) if has_targets else row


def _lacking(lines: Sequence[StandingLine]) -> Table:
    return Table(
        (Column(_("指标"), 2), Column(_("缺少的数据"), 3)), tuple((each.name, each.missing) for each in lines)
    )


def definitions(codes: Iterable[str]) -> Chapter:
    """Of the indicators that the report uses: what is counted, by which version, after whom."""
    known = [by_code()[code] for code in dict.fromkeys(codes) if code in by_code()]
    columns = (Column(_("指标"), 3), Column(_("版本"), 1), Column(_("口径"), 8), Column(_("依据"), 4))
    rows = tuple(
        (in_language(each.name), str(each.version), in_language(each.definition), in_language(each.source))
        for each in known
    )
    return Chapter(_("指标口径"), (Table(columns, rows),) if rows else ())


def sources(extra: Sequence[str] = ()) -> Chapter:
    return Chapter(
        _("说明"),
        (
            _("法律状态由已收录的法律事件推算，以国家知识产权局专利登记簿为准。"),
            _("每个数都可以在平台的同一页面上点开，看到计入的每一条记录和理由。"),
            *extra,
        ),
    )
