"""A monthly bulletin as a report: docx and PDF of what its page says."""

from django.utils import translation
from django.utils.translation import gettext as _

from onestop.accounts.models import User
from onestop.core import clock
from onestop.core.errors import UserError
from onestop.indicators.bulletins import services
from onestop.indicators.bulletins.content import Content
from onestop.indicators.bulletins.month import Month
from onestop.indicators.models import Bulletin
from onestop.portal.pages.bulletins import body_of
from onestop.portal.pages.site import notice
from onestop.portal.pages.types import Chart, ChartRow, Page
from onestop.portal.pages.types_bulletins import (
    BulletinBody,
    BulletinFigure,
    ComingGroup,
    NamedLine,
    RevisedLine,
    RightGroup,
)
from onestop.portal.reports import parts
from onestop.portal.reports.content import Amount, Block, Chapter, Column, Drawn, Fact, Report, Section, Table
from onestop.portal.reports.pdf import pdf
from onestop.portal.reports.word import docx

_HOLDERS = 20


def make(region: str, month: Month, person: User | None = None) -> tuple[Bulletin, bool]:
    """(the month's bulletin, whether it is new): where the newest issue says the very same, there is no other.

    In Chinese, whatever language is spoken where it is made: it is a paper of the district.
    """
    with translation.override("zh-hans"):
        content = services.compose(region, month)
        if standing := services.standing(region, month, content):
            return standing, False
        report = bulletin_report(content)
        return services.store(content, docx(report), _pdf_or_nothing(report), person), True


def _pdf_or_nothing(report: Report) -> bytes:
    """A machine without Pango still makes the bulletin, and its page says that there is no PDF."""
    try:
        return pdf(report)
    except UserError:
        return b""


def bulletin_report(content: Content) -> Report:
    body = body_of(content)
    title = _("%(region)s知识产权月报（%(month)s）") % {"region": body.region_name, "month": body.month}
    return parts.report(
        Page(title=title, notice=notice()),
        body.region_name,
        body.as_of,
        (
            Chapter(
                _("主要数据"),
                sections=tuple(Section(each.label, (_figures(each.figures),)) for each in body.groups),
            ),
            Chapter(_("进入与退出"), sections=tuple(_coming(each) for each in body.changes)),
            Chapter(_("本月新授权"), _rights(body.granted, _("授权公告日"))),
            Chapter(_("%(month)s 到期的专利") % {"month": body.next_month}, _ending(body)),
            Chapter(_("对上期的更正"), (_revised(body.revised),) if body.revised else ()),
            parts.definitions(figure.code for group in body.groups for figure in group.figures),
            parts.sources(),
        ),
        f"bulletin-{body.region}",
        (
            Fact(_("月份"), body.month),
            Fact(_("生成时间"), clock.now().astimezone().strftime("%Y-%m-%d %H:%M")),
            Fact(_("内容摘要值"), body.digest),
        ),
    )


def _figures(figures: tuple[BulletinFigure, ...]) -> Table:
    columns = (
        Column(_("指标"), 5),
        Column(_("本月或月末"), 4, True),
        Column(_("单位"), 2),
        Column(_("比上月"), 3, True),
        Column(_("上年同月"), 4, True),
        Column(_("同比"), 3, True),
        Column(_("本年累计"), 4, True),
        Column(_("累计同比"), 3, True),
    )
    rows = tuple(
        (
            each.name,
            parts.amount(each.value, each.display),
            each.unit,
            each.before_change,
            each.year_before,
            each.year_change,
            each.so_far,
            each.so_far_change,
        )
        for each in figures
    )
    lacking = "\n".join(f"{each.name}{_('：')}{each.missing}" for each in figures if each.missing)
    return Table(columns, rows, lacking)


def _coming(found: ComingGroup) -> Section:
    numbers = _("新计入 %(entries)s，不再计入 %(exits)s。") % {"entries": found.entries, "exits": found.exits}
    tables = (
        *_named(_("新计入"), found.came, found.entries),
        *_named(_("不再计入"), found.went, found.exits),
    )
    return Section(found.name, (numbers, *tables))


def _named(title: str, lines: tuple[NamedLine, ...], total: int) -> tuple[Block, ...]:
    columns = (Column(_("号码"), 3), Column(_("名称"), 6), Column(_("理由"), 5))
    rows = tuple((each.number, each.name, each.reason) for each in lines)
    return (f"{title}{_('：')}", Table(columns, rows, _left_out(total - len(rows)))) if rows else ()


def _left_out(count: int) -> str:
    return _("另有 %(count)s 件。") % {"count": f"{count:,}"} if count > 0 else ""


def _rights(found: RightGroup, day: str) -> tuple[Block, ...]:
    total = _("共 %(total)s 件。") % {"total": f"{found.total:,}"}
    if not found.total:
        return (total,)
    columns = (
        Column(_("号码"), 4),
        Column(_("名称"), 6),
        Column(_("种类"), 2),
        Column(day, 3),
        Column(_("权利人"), 5),
    )
    rows = tuple((each.number, each.title, each.kind_label, each.day, each.holder) for each in found.lines)
    return (
        total,
        Drawn(_by_holder(found)),
        _holders(found),
        Table(columns, rows, _left_out(found.total - len(rows))),
    )


def _ending(body: BulletinBody) -> tuple[Block, ...]:
    note = _("现有法律状态下期限届满的；今后不缴年费的会更早终止")
    return (*_rights(body.ending, _("到期日")), note)


def _by_holder(found: RightGroup) -> Chart:
    shown = found.holders[:_HOLDERS]
    return Chart(
        code="holders",
        title=_("主要权利人"),
        kind="bars",
        label_name=_("权利人"),
        unit=_("件"),
        rows=tuple(ChartRow(each.name, each.inventions + each.others, "") for each in shown),
        note=_("前 %(shown)s 位") % {"shown": len(shown)},
        as_of=None,
        csv_href="",
    )


def _holders(found: RightGroup) -> Table:
    columns = (Column(_("权利人"), 6), Column(_("发明"), 2, True), Column(_("其他"), 2, True))
    return Table(
        columns, tuple((each.name, _count(each.inventions), _count(each.others)) for each in found.holders)
    )


def _count(number: int) -> Amount:
    return Amount(f"{number:,}", number)


def _revised(lines: tuple[RevisedLine, ...]) -> Table:
    columns = (Column(_("指标"), 5), Column(_("上期公布"), 3, True), Column(_("现在"), 3, True))
    return Table(columns, tuple((each.name, each.then, each.now) for each in lines))
