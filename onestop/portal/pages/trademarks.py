"""The search page of trademarks: the query, its hits, and every way on from here as an address."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.portal.pages.addresses import applicant_href, picture_href, trademark_href
from onestop.portal.pages.labels import region_label
from onestop.portal.pages.paging import make_paging
from onestop.portal.pages.site import notice
from onestop.portal.pages.trademark import tone
from onestop.portal.pages.trademark_addresses import trademark_query_href, trademarks_href
from onestop.portal.pages.types import Link, MarkedLink, Option, Paging
from onestop.portal.pages.types_search import ActiveFilter, FacetGroup, FacetOption, FieldHelp, SearchError
from onestop.portal.pages.types_trademark import TrademarkLine, TrademarkListPage
from onestop.records.mark_images import pictures_of
from onestop.records.models import MarkKind, MarkUse
from onestop.records.trademark_fields import TRADEMARK
from onestop.records.trademark_search import (
    SORTS,
    TrademarkHit,
    TrademarkResults,
    TrademarkSearch,
    search_trademarks,
)
from onestop.records.trademark_status import TrademarkStatus
from onestop.records.values import trademark_number
from onestop.search.engine import FacetValue
from onestop.search.errors import QuerySyntaxError

_IN_ORDER = {"nice_class": False, "filed_year": True}
"""Facets whose values have an order of their own; whether the highest comes first."""


def trademarks_page(search: TrademarkSearch) -> TrademarkListPage:
    """Raises UserError for a query that cannot be understood; `failed_trademarks_page` shows it in place."""
    results = search_trademarks(search)
    if search.page > results.pages > 0:
        search = replace(search, page=results.pages)
        results = search_trademarks(search)
    return replace(
        _empty(search, _("%(text)s 的商标") % {"text": search.text} if search.text else _("商标检索")),
        parse=results.query,
        total=results.total,
        took_ms=results.took_ms,
        lines=trademark_lines(results.hits),
        facets=tuple(_facets(search, results)),
        sorts=_sorts(search),
        paging=_paging(search, results),
    )


def failed_trademarks_page(search: TrademarkSearch, error: UserError) -> TrademarkListPage:
    return replace(_empty(search, _("检索式有误")), error=_error(search, error))


def trademark_lines(hits: Sequence[TrademarkHit]) -> tuple[TrademarkLine, ...]:
    """With their pictures, in one query."""
    digests = pictures_of({(hit.office, hit.number) for hit in hits})
    return tuple(_line(hit, digests.get((hit.office, hit.number), "")) for hit in hits)


def _line(hit: TrademarkHit, picture: str) -> TrademarkLine:
    status = TrademarkStatus(hit.status)
    names = ("".join(piece.text for piece in each) for each in hit.applicants)
    return TrademarkLine(
        office=hit.office,
        number=hit.number,
        nice_class=hit.nice_class,
        mark=hit.mark,
        kind_label=str(MarkKind(hit.kind).label) if hit.kind != MarkKind.UNKNOWN else "",
        applicants=tuple(
            MarkedLink(pieces, applicant_href(name))
            for pieces, name in zip(hit.applicants, names, strict=True)
        ),
        groups=hit.groups,
        goods=hit.goods,
        goods_total=hit.goods_total,
        filed_on=hit.filed_on,
        registered_on=hit.registered_on,
        term_to=hit.term_to,
        status=status.value,
        status_label=str(status.label),
        tone=tone(status),
        href=f"{trademark_href(hit.office, hit.number)}#class-{hit.nice_class}",
        picture_href=picture_href(picture),
        is_demonstration=hit.is_demonstration,
    )


def _empty(search: TrademarkSearch, title: str) -> TrademarkListPage:
    return TrademarkListPage(
        title=title,
        notice=notice(),
        text=search.text,
        parse="",
        total=0,
        took_ms=0.0,
        lines=(),
        facets=(),
        active=tuple(_active(search)),
        clear_href=trademarks_href(replace(search, filters=(), page=1)),
        sort=search.sort,
        sorts=(),
        paging=Paging(1, 0, 0, 0, (), "", ""),
        error=None,
        fields=tuple(_field_help()),
    )


def _error(search: TrademarkSearch, error: UserError) -> SearchError:
    column = error.column if isinstance(error, QuerySyntaxError) else 0
    repair = error.repair if isinstance(error, QuerySyntaxError) else ""
    at = max(column - 1, 0)
    return SearchError(
        code=error.code,
        message=error.message,
        hint=error.hint,
        column=column,
        before=search.text[:at],
        after=search.text[at:],
        repair=Link(repair, trademark_query_href(repair)) if repair else None,
    )


def _sorts(search: TrademarkSearch) -> tuple[Option, ...]:
    names = {
        "relevance": _("相关度"),
        "filed_desc": _("最新申请"),
        "filed_asc": _("最早申请"),
        "registered_desc": _("最新注册"),
        "term_asc": _("最早到期"),
    }
    return tuple(
        Option(name, names[name], trademarks_href(replace(search, sort=name, page=1)), name == search.sort)
        for name in SORTS
    )


def _active(search: TrademarkSearch) -> Iterator[ActiveFilter]:
    for field, value in search.filters:
        rest = tuple(each for each in search.filters if each != (field, value))
        href = trademarks_href(replace(search, filters=rest, page=1))
        yield ActiveFilter(field, _label(field), value, _value_label(field, value), href)


def _facets(search: TrademarkSearch, results: TrademarkResults) -> Iterator[FacetGroup]:
    for field in search.facets:
        chosen = [value for name, value in search.filters if name == field]
        counted = _counted_without_own_filter(search, field) if chosen else results.facets.get(field, ())
        options = tuple(_options(search, field, chosen, counted))
        if len(options) > 1 or chosen:
            yield FacetGroup(field, _label(field), options, bool(chosen))


def _counted_without_own_filter(search: TrademarkSearch, field: str) -> tuple[FacetValue, ...]:
    """Values of one field are alternatives, so each shows what choosing it would add."""
    others = tuple(each for each in search.filters if each[0] != field)
    return search_trademarks(replace(search, filters=others, facets=(field,), page=1, page_size=0)).facets[
        field
    ]


def _options(
    search: TrademarkSearch, field: str, chosen: list[str], counted: tuple[FacetValue, ...]
) -> Iterator[FacetOption]:
    counts = {each.value: each.count for each in counted}
    values = [*(value for value in chosen if value not in counts), *counts]
    if field in _IN_ORDER:
        values.sort(key=lambda value: int(value) if value.isdigit() else 0, reverse=_IN_ORDER[field])
    for value in values:
        is_selected = value in chosen
        rest = tuple(each for each in search.filters if each != (field, value))
        filters = rest if is_selected else (*search.filters, (field, value))
        href = trademarks_href(replace(search, filters=filters, page=1))
        yield FacetOption(value, _value_label(field, value), counts.get(value, 0), href, is_selected)


def _label(field: str) -> str:
    return str(TRADEMARK.by_name[field].label)


def _value_label(field: str, value: str) -> str:
    choices: dict[str, dict[str, str]] = {
        "status": {each.value: str(each.label) for each in TrademarkStatus},
        "kind": {each.value: str(each.label) for each in MarkKind},
        "use": {each.value: str(each.label) for each in MarkUse},
    }
    if field == "nice_class":
        return _("第 %s 类") % value
    if field == "region":
        return region_label(value)
    return choices.get(field, {}).get(value, value)


def _paging(search: TrademarkSearch, results: TrademarkResults) -> Paging:
    return make_paging(
        search.page,
        results.pages,
        search.page_size,
        len(results.hits),
        lambda page: trademarks_href(replace(search, page=page)),
    )


def _field_help() -> Iterator[FieldHelp]:
    for field in TRADEMARK.fields:
        yield FieldHelp(
            field.codes, str(field.label), Link(field.example, trademark_query_href(field.example))
        )


def display_number(office: str, number: str) -> str:
    return trademark_number.display(number) if office == "CN" else f"{office} {number}"
