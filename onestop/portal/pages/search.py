"""The search page: the query, its hits, and every way on from here as an address."""

from collections.abc import Iterator
from dataclasses import replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.portal.pages.addresses import DEFAULT_SIZE, DEFAULT_SORT, export_href, query_href, search_href
from onestop.portal.pages.labels import field_label, value_labels
from onestop.portal.pages.lines import result_line
from onestop.portal.pages.paging import make_paging
from onestop.portal.pages.site import notice
from onestop.portal.pages.types import (
    ActiveFilter,
    FacetGroup,
    FacetOption,
    FieldHelp,
    Link,
    Option,
    Paging,
    SearchError,
    SearchPage,
    Suggestion,
)
from onestop.records.fields import PATENT
from onestop.records.search import MAX_PAGE_SIZE, SORTS, PatentResults, PatentSearch, search_patents
from onestop.search.engine import FacetValue
from onestop.search.errors import QuerySyntaxError

FACET_SIZE = 30


def read_search(parameters: QueryDict) -> PatentSearch:
    """The search an address asks for: q, sort, page, size and a parameter for each facet field (repeatable)."""
    filters = [(name, value) for name in PatentSearch.facets for value in parameters.getlist(name) if value]
    return PatentSearch(
        text=parameters.get("q", "").strip(),
        filters=tuple(dict.fromkeys(filters)),
        sort=parameters.get("sort") or DEFAULT_SORT,
        page=_whole(parameters.get("page"), 1),
        page_size=min(_whole(parameters.get("size"), DEFAULT_SIZE), MAX_PAGE_SIZE),
        facet_size=FACET_SIZE,
    )


def _whole(text: str | None, default: int) -> int:
    """A page or size that makes no sense is no reason to refuse an answer."""
    return max(int(text), 1) if text and text.isascii() and text.isdigit() and len(text) < 9 else default


def search_page(search: PatentSearch) -> SearchPage:
    """Raises UserError for a query that cannot be understood; `failed_search_page` shows it in place."""
    results = search_patents(search)
    if search.page > results.pages > 0:
        search = replace(search, page=results.pages)
        results = search_patents(search)
    return SearchPage(
        title=_title(search.text),
        notice=notice(),
        text=search.text,
        parse=results.query,
        total=results.total,
        took_ms=results.took_ms,
        lines=tuple(result_line(hit) for hit in results.hits),
        facets=tuple(_facets(search, results)),
        active=tuple(_active(search)),
        clear_href=search_href(replace(search, filters=(), page=1)),
        sort=search.sort,
        sorts=_sorts(search),
        paging=_paging(search, results),
        exports=tuple(Link(label, export_href(search, name)) for name, label in _EXPORTS),
        suggestion=_suggestion(results),
        error=None,
        fields=_field_help(),
    )


def failed_search_page(search: PatentSearch, error: UserError) -> SearchPage:
    return SearchPage(
        title=_("检索式有误"),
        notice=notice(),
        text=search.text,
        parse="",
        total=0,
        took_ms=0.0,
        lines=(),
        facets=(),
        active=tuple(_active(search)),
        clear_href=search_href(replace(search, filters=(), page=1)),
        sort=search.sort,
        sorts=(),
        paging=Paging(1, 0, 0, 0, (), "", ""),
        exports=(),
        suggestion=None,
        error=_error(search.text, error),
        fields=_field_help(),
    )


_EXPORTS = (("xlsx", "Excel"), ("csv", "CSV"), ("ris", "RIS"))


def _title(text: str) -> str:
    return _("%(text)s 的检索结果") % {"text": text} if text else _("专利检索")


def _error(text: str, error: UserError) -> SearchError:
    column = error.column if isinstance(error, QuerySyntaxError) else 0
    repair = error.repair if isinstance(error, QuerySyntaxError) else ""
    at = max(column - 1, 0)
    return SearchError(
        code=error.code,
        message=error.message,
        hint=error.hint,
        column=column,
        before=text[:at],
        after=text[at:],
        repair=Link(repair, query_href(repair)) if repair else None,
    )


def _suggestion(results: PatentResults) -> Suggestion | None:
    if not results.suggestion:
        return None
    return Suggestion(results.suggestion, results.suggestion_reason, query_href(results.suggestion))


def _sorts(search: PatentSearch) -> tuple[Option, ...]:
    names = {
        "relevance": _("相关度"),
        "filed_desc": _("最新申请"),
        "filed_asc": _("最早申请"),
        "granted_desc": _("最新授权"),
        "granted_asc": _("最早授权"),
    }
    return tuple(
        Option(name, names[name], search_href(replace(search, sort=name, page=1)), name == search.sort)
        for name in SORTS
    )


def _active(search: PatentSearch) -> Iterator[ActiveFilter]:
    for field, value in search.filters:
        rest = tuple(each for each in search.filters if each != (field, value))
        href = search_href(replace(search, filters=rest, page=1))
        yield ActiveFilter(field, field_label(field), value, value_labels(field, [value])[value], href)


def _facets(search: PatentSearch, results: PatentResults) -> Iterator[FacetGroup]:
    for field in search.facets:
        chosen = [value for name, value in search.filters if name == field]
        counted = _counted_without_own_filter(search, field) if chosen else results.facets.get(field, ())
        if options := tuple(_options(search, field, chosen, counted)):
            yield FacetGroup(field, field_label(field), options, bool(chosen))


def _counted_without_own_filter(search: PatentSearch, field: str) -> tuple[FacetValue, ...]:
    """Values of one field are alternatives, so each shows what choosing it would add."""
    others = tuple(each for each in search.filters if each[0] != field)
    return search_patents(replace(search, filters=others, facets=(field,), page=1, page_size=0)).facets[field]


def _options(
    search: PatentSearch, field: str, chosen: list[str], counted: tuple[FacetValue, ...]
) -> Iterator[FacetOption]:
    counts = {each.value: each.count for each in counted}
    rare = [value for value in chosen if value not in counts]
    values = (*rare, *(sorted(counts, reverse=True) if field == "filed_year" else counts))
    labels = value_labels(field, values)
    for value in values:
        is_selected = value in chosen
        filters = (
            tuple(each for each in search.filters if each != (field, value))
            if is_selected
            else (*search.filters, (field, value))
        )
        href = search_href(replace(search, filters=filters, page=1))
        yield FacetOption(value, labels[value], counts.get(value, 0), href, is_selected)


def _paging(search: PatentSearch, results: PatentResults) -> Paging:
    return make_paging(
        search.page,
        results.pages,
        search.page_size,
        len(results.hits),
        lambda page: search_href(replace(search, page=page)),
    )


def _field_help() -> tuple[FieldHelp, ...]:
    return tuple(
        FieldHelp(field.codes, str(field.label), Link(field.example, query_href(field.example)))
        for field in PATENT.fields
    )
