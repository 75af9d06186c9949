"""The same hits as a list, a table or cards, and one line for each family: all of it in the address."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop.core.errors import UserError
from onestop.portal.pages.addresses import search_href
from onestop.portal.pages.asked import CARDS, LIST, TABLE, Asked
from onestop.portal.pages.types import Option, ResultLine
from onestop.portal.pages.types_search import Cell, Column, FamilyCount, TableRow
from onestop.records.family_search import MAX_HITS, FamilyResults
from onestop.search.highlight import Piece


def _plain(text: str) -> Cell:
    return Cell((Piece(text, False),) if text else (), "", is_short=len(text) < 20)


def _applicants(line: ResultLine) -> Cell:
    pieces = [piece for each in line.applicants for piece in (Piece("；", False), *each.pieces)]
    return Cell(tuple(pieces[1:]), "")


_COLUMNS: dict[str, tuple[object, Callable[[ResultLine], Cell]]] = {
    "number": (gettext_lazy("申请号"), lambda line: _plain(line.display_number)),
    "publication": (
        gettext_lazy("公开（公告）号"),
        lambda line: _plain(" ".join(line.publication_numbers)),
    ),
    "title": (gettext_lazy("名称"), lambda line: Cell(line.title, line.href)),
    "kind": (gettext_lazy("专利类型"), lambda line: _plain(line.kind_label)),
    "applicants": (gettext_lazy("申请人（专利权人）"), _applicants),
    "filed_on": (gettext_lazy("申请日"), lambda line: _plain(line.filed_on)),
    "granted_on": (gettext_lazy("授权公告日"), lambda line: _plain(line.granted_on)),
    "status": (gettext_lazy("法律状态"), lambda line: _plain(line.status_label)),
    "main_class": (gettext_lazy("主分类号"), lambda line: _plain(line.main_class)),
    "region": (gettext_lazy("地区"), lambda line: _plain(line.region_label)),
}


def views(search: Asked) -> tuple[Option, ...]:
    names = {LIST: _("列表"), TABLE: _("表格"), CARDS: _("卡片")}
    return tuple(
        Option(view, label, search_href(replace(search, view=view)), view == search.view)
        for view, label in names.items()
    )


def columns(search: Asked) -> tuple[Column, ...]:
    """Those chosen first, in their order."""
    if unknown := [name for name in search.columns if name not in _COLUMNS]:
        raise UserError(
            "search.unknown_column",
            _("表格没有“%s”这一列") % unknown[0][:40],
            _("可用的值：%s") % "、".join(_COLUMNS),
        )
    names = dict.fromkeys((*search.columns, *_COLUMNS))
    return tuple(Column(name, str(_COLUMNS[name][0]), name in search.columns) for name in names)


def table(search: Asked, lines: Sequence[ResultLine]) -> Iterator[TableRow]:
    if search.view == TABLE:
        for line in lines:
            cells = tuple(_COLUMNS[name][1](line) for name in search.columns)
            yield TableRow(line.number, line.others_in_family, cells)


def family_count(search: Asked, found: FamilyResults | None) -> FamilyCount:
    return FamilyCount(
        is_on=search.by_family,
        switch_href=search_href(replace(search, by_family=not search.by_family, page=1)),
        families=found.families if found else None,
        alone=found.alone if found else 0,
        limit=MAX_HITS,
    )
