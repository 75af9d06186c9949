"""Pages of indicators as reports: every figure of a region, and one figure with its records."""

from django.utils.translation import gettext as _

from onestop.indicators.definitions import by_code
from onestop.portal.pages.indicators import line_page, shown_line
from onestop.portal.pages.types_indicators import EvidenceLine, IndicatorListPage, IndicatorPage, IndicatorRow
from onestop.portal.reports import parts
from onestop.portal.reports.content import Chapter, Column, Fact, Report, Section, Table

MOST_RECORDS = 1_000
"""Some forty pages; more are read in the CSV."""


def figure_list_report(page: IndicatorListPage) -> Report:
    rows = [row for group in page.groups for row in group.rows]
    sections = tuple(Section(group.label, (_figures(group.rows),)) for group in page.groups)
    return parts.report(
        page,
        page.region_name or _("全部数据"),
        page.as_of,
        (
            Chapter(_("全部指标"), sections=sections),
            parts.definitions(row.code for row in rows),
            parts.sources(page.notes),
        ),
        "indicators",
    )


def _figures(rows: tuple[IndicatorRow, ...]) -> Table:
    columns = (
        Column(_("指标"), 5),
        Column(_("数值"), 2, True),
        Column(_("单位")),
        Column(_("比上年"), 2, True),
        Column(_("缺少的数据"), 4),
    )
    return Table(
        columns,
        tuple(
            (
                row.name,
                parts.amount(row.value, row.display),
                row.unit,
                row.growth or parts.NOT_TOLD,
                row.missing,
            )
            for row in rows
        ),
    )


def figure_report(page: IndicatorPage) -> Report:
    return parts.report(
        page,
        page.region_name or _("全部数据"),
        page.figure.as_of,
        (
            Chapter(_("数值"), (_facts(page),)),
            Chapter(page.peers_label, (_peers(page),)) if page.peers else None,
            _records(page),
            parts.definitions((page.figure.code,)),
            parts.sources(page.notes),
        ),
        f"indicator-{page.figure.code}",
        (Fact(_("指标"), page.figure.name), Fact(_("列出"), _shown(page.shown))),
    )


def _shown(code: str) -> str:
    return {"records": _("计入的记录"), "entries": _("一年来新计入的"), "exits": _("一年来不再计入的")}[code]


def _facts(page: IndicatorPage) -> Table:
    figure = page.figure
    value = f"{figure.display} {figure.unit}" if figure.value is not None else parts.NOT_TOLD
    rows = [(_("数值"), value)]
    if figure.missing:
        rows.append((_("缺少的数据"), figure.missing))
    if figure.denominator is not None:
        note = f"{figure.denominator:,g} {figure.denominator_note}".strip()
        rows += [(_("分子"), f"{figure.numerator or 0:,g}"), (_("分母"), note)]
    if page.before:
        rows.append((_("上年同日（%(day)s）") % {"day": page.before_on.isoformat()}, page.before))
    if figure.growth:
        rows.append((_("比上年"), figure.growth))
    if page.change:
        rows += [
            (_("一年来新计入的"), f"{page.change.entries:,}"),
            (_("一年来不再计入的"), f"{page.change.exits:,}"),
        ]
    return Table((Column(_("项目"), 3), Column(_("内容"), 6)), (*rows, *_beside(page)))


def _beside(page: IndicatorPage) -> tuple[tuple[str, str], ...]:
    """The nation and the target."""
    found = []
    if nation := page.nation:
        told = f"{nation.display}（{nation.as_of}，{nation.source}，{nation.certainty_label}）"
        found += [(_("全国"), told), (_("与全国之比"), f"{nation.ratio:.2f}")]
    if target := page.target:
        found.append(
            (_("目标（%(year)s 年末）") % {"year": target.year}, f"{target.display}（{target.source}）")
        )
    return tuple(found)


def _peers(page: IndicatorPage) -> Table:
    columns = (Column(_("名次")), Column(_("地区"), 4), Column(_("数值"), 2, True))
    return Table(columns, tuple((str(each.place), each.name, each.display) for each in page.peers))


def _records(page: IndicatorPage) -> Chapter | None:
    """As many as a report can hold; how many more there are is said."""
    figure = page.figure
    if figure.value is None:
        return None
    found = line_page(by_code()[figure.code], page.region, figure.as_of, page.shown, "", MOST_RECORDS)
    if not found.lines:
        return None
    left = _("列出前 %(most)s 条，全部记录见平台页面上的 CSV。") % {"most": f"{MOST_RECORDS:,}"}
    columns = (Column(_("号码"), 3), Column(_("名称"), 6), Column(_("理由"), 5))
    rows = tuple(_line(shown_line(each)) for each in found.lines)
    return Chapter(_shown(page.shown), (Table(columns, rows, "" if found.after is None else left),))


def _line(found: EvidenceLine) -> tuple[str, ...]:
    mark = f"（{_('演示')}）" if found.is_demonstration else ""
    return found.number, found.name + mark, "；".join(found.reasons)
