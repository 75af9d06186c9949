"""A query made row by row, and a query taken apart into rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.portal.pages.addresses import search_href
from onestop.portal.pages.asked import parameters_of, read_search
from onestop.portal.pages.site import notice
from onestop.portal.pages.types import Page
from onestop.records.fields import PATENT
from onestop.records.search import understood
from onestop.search.outline import Branch, outline
from onestop.search.rows import MAX_ROWS, NotRows, Row, filled, operators_of, rows_of, text_of

_EMPTY_ROWS = 3
_PARTS = ("join", "field", "op", "value", "until")


@dataclass(frozen=True)
class BuilderField:
    name: str
    label: str
    operators: tuple[str, ...]
    choices: tuple[str, ...]
    """Every word that its value may be, synonyms included; empty where anything goes."""
    example: str


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class BuilderPage(Page):
    text: str
    """The query."""
    parse: str
    tree: Branch | None
    rows: tuple[Row, ...]
    problem: str
    """Why the query cannot be shown as rows, or what is wrong with it; else empty."""
    hint: str
    search_href: str
    """The hits of the query."""
    kept: tuple[tuple[str, str], ...]
    """What else is in the address of the search: filters, sorting, view."""
    joiners: tuple[Choice, ...]
    operators: tuple[Choice, ...]
    fields: tuple[BuilderField, ...]
    most_rows: int


def builder_page(parameters: QueryDict) -> BuilderPage:
    """From `q` the rows, else from the rows (join, field, op, value, until: one of each for a row) the query."""
    asked = replace(read_search(parameters), page=1)
    rows = _read_rows(parameters)
    if rows:
        asked = replace(asked, text=text_of(tuple(filled(rows)), PATENT))
    page = _page(asked.text, search_href(asked), tuple(parameters_of(replace(asked, text=""))))
    try:
        node = understood(asked).node
    except UserError as error:
        return replace(page, rows=tuple(rows), problem=error.message, hint=error.hint)
    page = replace(page, parse=str(node), tree=outline(node) if asked.text else None)
    if rows:
        return replace(page, rows=_changed(rows, parameters))
    try:
        found = rows_of(node, PATENT)
    except NotRows as error:
        hint = _("这部分要用检索式来写：%s") % error
        return replace(page, problem=_("这条检索式不能完整地拆成一行一个条件。"), hint=hint)
    return replace(page, rows=found or (Row(),) * _EMPTY_ROWS)


def _page(text: str, href: str, kept: Sequence[tuple[str, str]]) -> BuilderPage:
    return BuilderPage(
        title=_("条件检索"),
        notice=notice(),
        text=text,
        parse="",
        tree=None,
        rows=(),
        problem="",
        hint="",
        search_href=href,
        kept=tuple(each for each in kept if each[1] and each[0] != "expand"),
        joiners=tuple(Choice(each, label) for each, label in _joiners().items()),
        operators=tuple(Choice(each, label) for each, label in _operators().items()),
        fields=tuple(_fields()),
        most_rows=MAX_ROWS,
    )


def _joiners() -> dict[str, str]:
    return {"AND": _("并且"), "OR": _("或者"), "NOT": _("不含")}


def _operators() -> dict[str, str]:
    return {
        "all": _("含有全部这些词"),
        "any": _("含有任一个"),
        "phrase": _("含有一字不差的这串字"),
        "is": _("就是"),
        "between": _("从…到…"),
    }


def _fields() -> Iterator[BuilderField]:
    yield BuilderField("", _("名称、摘要、申请人或发明人"), operators_of(None), (), "")
    for field in PATENT.fields:
        yield BuilderField(field.name, str(field.label), operators_of(field), field.choices, field.example)


def _read_rows(parameters: QueryDict) -> list[Row]:
    """Lists of different lengths are read as far as the shortest goes."""
    return [Row(*parts) for parts in zip(*map(parameters.getlist, _PARTS), strict=False)][:MAX_ROWS]


def _changed(rows: Sequence[Row], parameters: QueryDict) -> tuple[Row, ...]:
    """One row more, or one less, as its button says."""
    wanted = parameters.get("do", "")
    number = wanted.removeprefix("remove-")
    kept = [row for index, row in enumerate(rows) if str(index) != number]
    more = [Row()] if (wanted == "more" and len(kept) < MAX_ROWS) or not kept else []
    return (*kept, *more)
