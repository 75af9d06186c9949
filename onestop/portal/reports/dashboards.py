"""Each dashboard's page as a report: the same page object, so that the numbers are the same."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from onestop.portal.pages.holder import HolderPage
from onestop.portal.pages.industry import IndustryListPage, IndustryPage
from onestop.portal.pages.place import PlacePage
from onestop.portal.pages.portrait import Portrait
from onestop.portal.pages.types import Page
from onestop.portal.pages.types_indicators import IndicatorListPage, IndicatorPage
from onestop.portal.pages.types_pictures import MapPage, OverviewPage
from onestop.portal.reports import parts
from onestop.portal.reports.content import (
    Amount,
    Chapter,
    Column,
    Drawn,
    Fact,
    MapDrawn,
    Report,
    Section,
    Table,
)
from onestop.portal.reports.figures import figure_list_report, figure_report


def of_page(page: Page) -> Report:
    return _REPORTS[type(page)](page)


def _overview(page: OverviewPage) -> Report:
    lines = [line for group in page.groups for line in group.lines]
    day = lines[0].as_of if lines else page.as_of
    return parts.report(
        page,
        page.region_name or _("全部数据"),
        day,
        (
            Chapter(_("关键指标"), parts.key_figures(page.figures)),
            Chapter(_("地图"), (MapDrawn(page.map),)) if page.map and page.map.areas else None,
            parts.pictures(_("构成"), page.charts),
            *(parts.pictures(each.label, each.pictures) for each in page.sections),
            parts.standings(page.groups),
            parts.definitions([*(each.code for each in page.figures), *(each.code for each in lines)]),
            parts.sources(),
        ),
        "overview",
        (Fact(_("件数"), _("%(total)s 件专利") % {"total": f"{page.total:,}"}),),
    )


def _map(page: MapPage) -> Report:
    return parts.report(
        page,
        page.region_name,
        page.map.as_of,
        (
            Chapter(_("地图"), (MapDrawn(page.map),)) if page.map.areas else None,
            Chapter(_("数据"), (Drawn(page.chart),)) if page.chart.rows else None,
            parts.definitions((page.map.code,)),
            parts.sources((page.map.note,) if page.map.note else ()),
        ),
        "map",
        (Fact(_("指标"), page.map.title),),
    )


def _industries(page: IndustryListPage) -> Report:
    columns = (Column(_("代码")), Column(_("产业"), 6), Column(_("有效发明专利"), 2, True))
    rows = tuple((each.code, each.name, Amount(f"{each.total:,}", each.total)) for each in page.industries)
    return parts.report(
        page,
        page.region_name,
        page.as_of,
        (Chapter(_("各产业"), (Table(columns, rows),) if rows else ()), parts.sources(_lent(page.is_lent))),
        "industries",
    )


def _lent(is_lent: bool) -> tuple[str, ...]:
    table = _("按《战略性新兴产业分类与国际专利分类参照关系表（2021）》的规则；没有专利的产业也列出。")
    return (_("现用的是演示规则（虚构），不是公布的对照表。"),) if is_lent else (table,)


def _industry(page: IndustryPage) -> Report:
    columns = (
        Column(_("序号")),
        Column(_("环节（关键词）"), 4),
        Column(_("分类号"), 5),
        Column(_("件数"), 1, True),
    )
    rows = tuple(
        (
            str(each.number),
            each.keywords or parts.NOT_TOLD,
            _classes(each),
            Amount(f"{each.total:,}", each.total),
        )
        for each in page.links
    )
    newest = tuple((each.label,) for each in page.newest)
    return parts.report(
        page,
        page.region_name,
        page.as_of,
        (
            parts.pictures(_("图表"), page.charts),
            Chapter(_("产业链环节"), (Table(columns, rows, _("一件专利计入它符合的第一条规则。")),)),
            Chapter(_("最近授权"), (Table((Column(_("名称")),), newest),)) if newest else None,
            parts.sources(_lent(page.is_lent)),
        ),
        f"industry-{page.code}",
        (
            Fact(_("产业"), f"{page.code} {page.name}"),
            Fact(_("件数"), _("%(total)s 件专利") % {"total": f"{page.total:,}"}),
        ),
    )


def _classes(link: Any) -> str:
    left = link.classes_left_out
    return " ".join(link.classes) + (f" {_('等，另 %(count)s 个') % {'count': left}}" if left else "")


def _place(page: PlacePage) -> Report:
    columns = (Column(_("专利类型"), 3), Column(_("收录"), 2, True), Column(_("有效"), 2, True))
    rows = tuple(
        (each.label, Amount(f"{each.total:,}", each.total), Amount(f"{each.in_force:,}", each.in_force))
        for each in page.counts
    )
    note = _("%(count)s 件专利没有地址，不能归入任何街道。") % {"count": f"{page.unplaced:,}"}
    return parts.report(
        page,
        page.name,
        page.as_of,
        (
            Chapter(_("件数"), (Table(columns, rows),)),
            parts.pictures(_("图表"), page.charts),
            parts.sources((note,) if page.unplaced else ()),
        ),
        f"place-{page.code}",
        (Fact(_("检索式"), page.query) if page.query else Fact(_("地址中的词"), page.word),),
    )


def _holder(page: HolderPage) -> Report:
    return parts.report(
        page,
        page.region.label if page.region else _("未知"),
        page.as_of,
        (
            Chapter(_("关键数字"), parts.key_figures(page.figures)),
            parts.pictures(
                _("图表"), (*page.charts, *((page.portrait.peers,) if page.portrait.peers else ()))
            ),
            Chapter(_("资质与称号"), _honours(page)),
            Chapter(_("质押、许可、转让"), _contracts(page.portrait)),
            _names(page),
            parts.sources(),
        ),
        f"holder-{page.number}",
        _about(page),
    )


def _about(page: HolderPage) -> tuple[Fact, ...]:
    portrait, pieces = page.portrait, _("%(total)s 件")
    told = (
        Fact(_("权利人"), page.name),
        Fact(_("统一社会信用代码"), page.uscc),
        Fact(_("地址"), page.address),
        Fact(_("有海外授权同族的发明"), pieces % {"total": f"{portrait.abroad:,}"}),
        Fact(_("有高价值理由的发明"), pieces % {"total": f"{portrait.high_value:,}"}),
        Fact(_("商标"), pieces % {"total": f"{page.trademarks:,}"}),
    )
    return tuple(each for each in told if each.text)


def _honours(page: HolderPage) -> tuple[Table, ...]:
    columns = (Column(_("名称"), 4), Column(_("级别"), 2), Column(_("说明"), 3), Column(_("有效期"), 4))
    rows = tuple(
        (each.label, each.level_label, each.detail, _period(each.valid_from, each.valid_to))
        for each in page.honours
    )
    return (Table(columns, rows),) if rows else ()


def _period(since: date | None, until: date | None) -> str:
    return f"{since or ''} – {until or ''}" if since or until else parts.NOT_TOLD


def _contracts(portrait: Portrait) -> tuple[Table, ...]:
    columns = (
        Column(_("登记日"), 3),
        Column(_("种类"), 2),
        Column(_("对方"), 5),
        Column(_("金额（元）"), 3, True),
        Column(_("权利"), 4),
    )
    rows = tuple(
        (
            str(each.registered_on or parts.NOT_TOLD),
            f"{each.kind_label}（{_('转出') if each.is_giver else _('转入')}）",
            each.other or parts.NOT_TOLD,
            each.amount or parts.NOT_TOLD,
            " ".join(right.label for right in each.rights),
        )
        for each in portrait.contracts
    )
    left = portrait.contracts_total - len(rows)
    note = _("共 %(total)s 项，列出最近的。") % {"total": f"{portrait.contracts_total:,}"} if left > 0 else ""
    return (Table(columns, rows, note),) if rows else ()


def _names(page: HolderPage) -> Chapter:
    columns = (Column(_("名称"), 6), Column(_("种类"), 2))
    known = tuple((each.name, each.kind_label) for each in page.names)
    printed = tuple((each.label,) for each in page.printed)
    sections = (
        Section(_("已知的名称"), (Table(columns, known),)) if known else None,
        Section(_("文献上的写法"), (Table((Column(_("名称")),), printed),)) if printed else None,
    )
    return Chapter(_("名称"), sections=tuple(each for each in sections if each))


_REPORTS: dict[type[Page], Callable[[Any], Report]] = {
    OverviewPage: _overview,
    MapPage: _map,
    IndustryListPage: _industries,
    IndustryPage: _industry,
    PlacePage: _place,
    HolderPage: _holder,
    IndicatorListPage: figure_list_report,
    IndicatorPage: figure_report,
}
