"""The search page: the query, its hits, and every way on from here as an address."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.portal.pages.addresses import (
    adding_href,
    builder_href,
    export_href,
    landscape_href,
    query_href,
    search_href,
)
from onestop.portal.pages.asked import Asked
from onestop.portal.pages.labels import field_label, value_labels
from onestop.portal.pages.lines import result_line
from onestop.portal.pages.paging import make_paging
from onestop.portal.pages.result_charts import charts
from onestop.portal.pages.result_views import columns, family_count, table, views
from onestop.portal.pages.site import notice
from onestop.portal.pages.synonyms import offer_links, synonym_note
from onestop.portal.pages.types import Link, Option, Paging, ResultLine
from onestop.portal.pages.types_search import (
    ActiveFilter,
    FacetGroup,
    FacetOption,
    FieldHelp,
    SearchError,
    SearchPage,
    Suggestion,
)
from onestop.records.family_search import FamilyResults, search_families
from onestop.records.fields import PATENT
from onestop.records.search import PatentResults, PatentSearch, search_patents
from onestop.search.engine import FacetValue
from onestop.search.errors import QuerySyntaxError
from onestop.search.outline import outline
from onestop.search.rows import within_brackets
from onestop.search.schema import Field, FieldGroup


def search_page(search: Asked) -> SearchPage:
    """Raises UserError for a query that cannot be understood; `failed_search_page` shows it in place."""
    shown = columns(search)
    results, families = _found(search)
    if search.page > results.pages > 0:
        search = replace(search, page=results.pages)
        results, families = _found(search)
    lines = tuple(_lines(results, families))
    return replace(
        _empty_page(search, _title(search.text)),
        parse=results.query,
        tree=outline(results.node),
        set_text=within_brackets(search.text, results.node),
        total=results.total,
        next_cursor=results.next_cursor,
        took_ms=results.took_ms,
        lines=lines,
        facets=tuple(_facets(search, results)),
        sorts=_sorts(search),
        views=views(search),
        columns=shown,
        rows=tuple(table(search, lines)),
        families=family_count(search, families),
        charts=tuple(charts(search, results)),
        paging=_paging(search, results),
        exports=tuple(Link(label, export_href(search, name)) for name, label in _EXPORTS),
        suggestion=_suggestion(results),
        synonyms=synonym_note(search, results),
        offers=() if results.total or results.suggestion else offer_links(search),
    )


def _found(search: Asked) -> tuple[PatentResults, FamilyResults | None]:
    if not search.by_family:
        return search_patents(search), None
    families = search_families(search)
    return families.results, families


def _lines(results: PatentResults, families: FamilyResults | None) -> Iterator[ResultLine]:
    sizes = families.sizes if families else (1,) * len(results.hits)
    for hit, size in zip(results.hits, sizes, strict=True):
        yield replace(result_line(hit, results.query), others_in_family=size - 1)


def failed_search_page(search: Asked, error: UserError) -> SearchPage:
    return replace(_empty_page(search, _("检索式有误")), error=query_error(search, error))


def _empty_page(search: Asked, title: str) -> SearchPage:
    return SearchPage(
        title=title,
        notice=notice(),
        text=search.text,
        parse="",
        tree=None,
        set_text="",
        builder_href=builder_href(search),
        total=0,
        next_cursor="",
        took_ms=0.0,
        lines=(),
        facets=(),
        active=tuple(active_filters(search)),
        clear_href=search_href(replace(search, filters=(), page=1)),
        sort=search.sort,
        sorts=(),
        view=search.view,
        views=(),
        columns=(),
        rows=(),
        families=family_count(search, None),
        charts=(),
        explain_href=search_href(replace(search, explains=not search.explains)),
        explains=search.explains,
        charts_href=search_href(replace(search, has_charts=not search.has_charts)),
        landscape_href=landscape_href(search),
        paging=Paging(1, 0, 0, 0, (), "", ""),
        exports=(),
        suggestion=None,
        synonyms=None,
        offers=(),
        error=None,
        fields=_field_help(get_language()),
    )


_EXPORTS = (
    ("xlsx", "Excel"),
    ("csv", "CSV"),
    ("docx", "Word"),
    ("ris", "RIS"),
    ("bib", "BibTeX"),
    ("json", "JSON"),
)


def _title(text: str) -> str:
    return _("%(text)s 的检索结果") % {"text": text} if text else _("专利检索")


def query_error(search: Asked, error: UserError) -> SearchError:
    column = error.column if isinstance(error, QuerySyntaxError) else 0
    repair = error.repair if isinstance(error, QuerySyntaxError) else ""
    text, at = search.text, max(column - 1, 0)
    return SearchError(
        code=error.code,
        message=error.message,
        hint=error.hint,
        column=column,
        before=text[:at],
        after=text[at:],
        repair=Link(repair, search_href(replace(search, text=repair, page=1))) if repair else None,
    )


def _suggestion(results: PatentResults) -> Suggestion | None:
    if not results.suggestion:
        return None
    return Suggestion(results.suggestion, results.suggestion_reason, query_href(results.suggestion))


def _sorts(search: Asked) -> tuple[Option, ...]:
    names = {
        "relevance": _("相关度"),
        "recent": _("相关且较新"),
        "filed_desc": _("最新申请"),
        "filed_asc": _("最早申请"),
        "granted_desc": _("最新授权"),
        "granted_asc": _("最早授权"),
    }
    return tuple(
        Option(name, names[name], search_href(replace(search, sort=name, page=1)), name == search.sort)
        for name in names
    )


def active_filters(search: Asked) -> Iterator[ActiveFilter]:
    for field, value in search.filters:
        label = value_labels(field, [value])[value]
        yield ActiveFilter(field, field_label(field), value, label, _without(search, field, value))


def _facets(search: Asked, results: PatentResults) -> Iterator[FacetGroup]:
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
    search: Asked, field: str, chosen: list[str], counted: tuple[FacetValue, ...]
) -> Iterator[FacetOption]:
    counts = {each.value: each.count for each in counted}
    rare = [value for value in chosen if value not in counts]
    values = (*rare, *_ordered(field, counts))
    labels, adding = value_labels(field, values), adding_href(search)
    for value in values:
        is_selected = value in chosen
        href = _without(search, field, value) if is_selected else adding(field, value)
        yield FacetOption(value, labels[value], counts.get(value, 0), href, is_selected)


def _ordered(field: str, values: Collection[str]) -> Iterable[str]:
    """Years by themselves, all else as it comes, the commonest first."""
    if field == "filed_year":
        return sorted(values, reverse=True)
    if field == "ends_year":  # this year and those to come, then back from last year
        now = clock.today().year
        return sorted(values, key=lambda year: (int(year) < now, abs(int(year) - now)))
    return values


def _without(search: Asked, field: str, value: str) -> str:
    rest = tuple(each for each in search.filters if each != (field, value))
    return search_href(replace(search, filters=rest, page=1))


def _paging(search: Asked, results: PatentResults) -> Paging:
    return make_paging(
        search.page,
        results.pages,
        search.page_size,
        len(results.hits),
        lambda page: search_href(replace(search, page=page)),
    )


@lru_cache(maxsize=8)
def _field_help(language: str | None) -> tuple[FieldHelp, ...]:
    """The same for every search."""
    searchable: tuple[Field | FieldGroup, ...] = (*PATENT.fields, *PATENT.groups)
    return tuple(
        FieldHelp(each.codes, str(each.label), Link(each.example, query_href(each.example)))
        for each in searchable
    )
