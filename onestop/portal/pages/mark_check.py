"""The report of a pre-check: what may stand in the way of a wanted mark, with reasons, and what was not looked at."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.law import mark_grounds as law
from onestop.portal.pages.mark_pictures import picture_results, read_classes
from onestop.portal.pages.site import notice, remembered
from onestop.portal.pages.trademark_addresses import check_href
from onestop.portal.pages.trademarks import trademark_lines
from onestop.portal.pages.types_search import SearchError
from onestop.portal.pages.types_trademark import (
    CheckCandidate,
    CheckFigure,
    CheckGroup,
    CheckReason,
    GroundHint,
    MarkCheckPage,
    TrademarkLine,
)
from onestop.records.mark_check import Candidate, Check, Nearness, Risk, check, read_wanted
from onestop.records.mark_images import held
from onestop.records.marks.compare import Reason
from onestop.records.marks.datafiles import data_file
from onestop.records.trademark_register import register_state


def mark_check_page(
    mark: str = "", classes: str = "", groups: str = "", goods: str = "", picture: bytes | None = None
) -> MarkCheckPage:
    """Words, a picture, or both; without either, the empty form. Raises UserError; `failed_mark_check_page` shows it
    in the form."""
    if picture is not None:
        page = mark_check_page(mark, classes, groups, goods)
        return replace(page, pictures=picture_results(picture, read_classes(classes)))
    if not mark.strip():
        return _form(mark, classes, groups, goods)
    wanted = read_wanted(mark, classes, groups, goods)
    found = check(wanted)
    asked = _form(
        wanted.mark, " ".join(map(str, wanted.classes)), " ".join(wanted.groups), "；".join(wanted.goods)
    )
    return replace(
        asked,
        title=_("“%s”的商标预查") % wanted.mark,
        href=check_href(wanted),
        is_asked=True,
        took_ms=found.took_ms,
        compared=found.compared,
        is_cut=found.is_cut,
        results=tuple(_groups(found)),
        hints=tuple(_hints(found)),
    )


def failed_mark_check_page(
    error: UserError, mark: str, classes: str, groups: str, goods: str
) -> MarkCheckPage:
    shown = SearchError(error.code, error.message, error.hint, 0, "", "", None)
    return replace(_form(mark, classes, groups, goods), error=shown)


def _form(mark: str, classes: str, groups: str, goods: str) -> MarkCheckPage:
    return MarkCheckPage(
        title=_("商标预查"),
        notice=notice(),
        mark=mark,
        classes=classes,
        groups=groups,
        goods=goods,
        typed=(("mark", mark), ("classes", classes), ("groups", groups), ("goods", goods)),
        href="",
        is_asked=False,
        took_ms=0.0,
        compared=0,
        is_cut=False,
        results=(),
        hints=(),
        pictures=None,
        law=law.version(clock.today()),
        unchecked=tuple(_unchecked()),
        register=remembered("trademark_register", lambda: tuple(_register())),
        error=None,
    )


def _groups(found: Check) -> Iterator[CheckGroup]:
    texts = {
        Risk.HIGH: (_("很可能有冲突"), _("文字相同或几乎相同，商品相同或类似。请先看这些。")),
        Risk.MEDIUM: (_("可能有冲突"), _("读音、字形或组成相近，要结合商品和整体外观判断。")),
        Risk.LOW: (_("值得留意"), _("相似之处较少，或商品相距较远。")),
        Risk.ENDED: (_("已失效的商标"), _("现在不构成障碍；刚失效的可能仍有一年的限制。")),
    }
    most: int = data_file("check.yaml")["shown"]
    for degree, (label, explanation) in texts.items():
        some = [each for each in found.candidates if each.risk is degree]
        if some:
            lines = trademark_lines([each.hit for each in some[:most]])
            shown = tuple(map(_candidate, some, lines))
            yield CheckGroup(degree.name.lower(), label, explanation, len(some), shown)


def _candidate(found: Candidate, line: TrademarkLine) -> CheckCandidate:
    return CheckCandidate(
        line=line,
        score=found.comparison.score,
        reasons=tuple(map(_reason, found.comparison.reasons)),
        nearness=found.nearness.value,
        nearness_label="" if found.nearness is Nearness.ANY else str(found.nearness.label),
        shared_groups=found.shared_groups,
        remark=_("至 %(day)s 前，相同或近似的申请不予核准（%(cites)s）。")
        % {"day": found.bar.until, "cites": found.bar.cites}
        if found.bar
        else "",
    )


def _reason(reason: Reason) -> CheckReason:
    return CheckReason(reason.ground.value, str(reason.ground.label), reason.score, reason.shared)


def _hints(found: Check) -> Iterator[GroundHint]:
    for each in found.touched:
        ground = each.ground
        yield GroundHint(ground.code, ground.label, each.words, ground.cites, ground.text, ground.note)


def _unchecked() -> Iterator[str]:
    yield _("图样只与本站装入了图样的商标比较，按轮廓和颜色；图形的含义、声音的近似没有比较。")
    yield _("未导入本站的商标，包括刚提交、尚未公布的申请。")
    yield _("驰名商标的跨类保护，在先的字号、著作权、姓名权等其他权利。")
    yield _("区分表里跨类别的类似商品关系；只按所填的类别、类似群和同名商品查找。")
    yield from law.unchecked(clock.today())


def _register() -> Iterator[CheckFigure]:
    state = register_state()
    yield CheckFigure(_("本站收录的中国商标"), _("%s 件（一号一类计一件）") % f"{state.total:,}")
    yield CheckFigure(_("数据截至"), str(state.data_to or _("不明")))
    yield CheckFigure(_("最近一次导入"), str(state.imported_on or _("没有导入过")))
    yield CheckFigure(_("最新的申请日"), str(state.newest_filing or _("不明")))
    yield CheckFigure(_("没有文字、不能比较的"), _("%s 件") % f"{state.without_words:,}")
    yield CheckFigure(_("有图样的号码"), _("%s 个") % f"{held():,}")
    yield CheckFigure(_("没有商品和类似群的"), _("%s 件") % f"{state.without_goods:,}")
    if state.demonstration:
        yield CheckFigure(_("其中虚构的演示数据"), _("%s 件") % f"{state.demonstration:,}")
