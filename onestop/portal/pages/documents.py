"""The search page of the documents of other offices: the query, its hits, and every way on as an address."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.portal.pages.addresses import document_href, marked_href, query_href
from onestop.portal.pages.document_addresses import documents_href
from onestop.portal.pages.labels import value_labels
from onestop.portal.pages.lines import passage_label
from onestop.portal.pages.offices import office_name
from onestop.portal.pages.paging import make_paging
from onestop.portal.pages.site import notice
from onestop.portal.pages.types import Link, Option, Paging, PassageLine
from onestop.portal.pages.types_documents import DocumentLine, DocumentListPage
from onestop.portal.pages.types_search import ActiveFilter, FacetGroup, FacetOption, FieldHelp, SearchError
from onestop.records.document_fields import DOCUMENT
from onestop.records.document_search import (
    SORTS,
    DocumentHit,
    DocumentResults,
    DocumentSearch,
    MarkedText,
    search_documents,
)
from onestop.search.errors import QuerySyntaxError
from onestop.search.schema import Field, FieldGroup


def documents_page(search: DocumentSearch) -> DocumentListPage:
    """Raises UserError for a query that cannot be understood; `failed_documents_page` shows it in place."""
    results = search_documents(search)
    if search.page > results.pages > 0:
        search = replace(search, page=results.pages)
        results = search_documents(search)
    return replace(
        _empty(
            search, _("%(text)s 的外局文献") % {"text": search.text} if search.text else _("外局文献检索")
        ),
        parse=results.query,
        total=results.total,
        took_ms=results.took_ms,
        lines=tuple(document_line(hit, results.query) for hit in results.hits),
        facets=tuple(_facets(search, results)),
        sorts=_sorts(search),
        paging=make_paging(
            search.page, results.pages, search.page_size, len(results.hits), _page_href(search)
        ),
    )


def failed_documents_page(search: DocumentSearch, error: UserError) -> DocumentListPage:
    return replace(_empty(search, _("检索式有误")), error=_error(search, error))


def document_line(hit: DocumentHit, searched: str = "") -> DocumentLine:
    href = document_href(hit.number)
    title, abstract = _best(hit.titles), _best(hit.abstracts)
    return DocumentLine(
        number=hit.number,
        href=marked_href(href, searched) if hit.passages else href,
        office=hit.office,
        office_name=office_name(hit.office),
        language=title.language,
        title=title.pieces,
        snippet_language=abstract.language,
        snippet=abstract.pieces,
        applicants=hit.applicants,
        published_on=hit.published_on,
        main_class=hit.main_class,
        passages=tuple(PassageLine(passage_label(each), each.pieces) for each in hit.passages),
        is_demonstration=hit.is_demonstration,
    )


def _best(texts: Sequence[MarkedText]) -> MarkedText:
    """One in which a word was found; of several the visitor's language, then English."""
    order = ["en", "zh"] if get_language() == "en" else ["zh", "en"]

    def rank(text: MarkedText) -> tuple[bool, int]:
        is_marked = any(piece.is_match for piece in text.pieces)
        return not is_marked, order.index(text.language) if text.language in order else len(order)

    return min(texts, key=rank, default=MarkedText("", ()))


def _page_href(search: DocumentSearch) -> Callable[[int], str]:
    return lambda page: documents_href(replace(search, page=page))


def _empty(search: DocumentSearch, title: str) -> DocumentListPage:
    return DocumentListPage(
        title=title,
        notice=notice(),
        text=search.text,
        parse="",
        total=0,
        took_ms=0.0,
        lines=(),
        facets=(),
        active=tuple(_active(search)),
        clear_href=documents_href(replace(search, filters=(), page=1)),
        patents_href=query_href(search.text),
        sort=search.sort,
        sorts=(),
        paging=Paging(1, 0, 0, 0, (), "", ""),
        error=None,
        fields=tuple(_field_help()),
    )


def _error(search: DocumentSearch, error: UserError) -> SearchError:
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
        repair=Link(repair, documents_href(DocumentSearch(repair))) if repair else None,
    )


def _sorts(search: DocumentSearch) -> tuple[Option, ...]:
    names = {
        "relevance": _("相关度"),
        "published_desc": _("最新公布"),
        "published_asc": _("最早公布"),
        "filed_desc": _("最新申请"),
    }
    return tuple(
        Option(name, names[name], documents_href(replace(search, sort=name, page=1)), name == search.sort)
        for name in SORTS
    )


def _active(search: DocumentSearch) -> Iterator[ActiveFilter]:
    for field, value in search.filters:
        yield ActiveFilter(
            field, _label(field), value, _labels(field, [value])[value], _toggled(search, field, value)
        )


def _facets(search: DocumentSearch, results: DocumentResults) -> Iterator[FacetGroup]:
    for field in search.facets:
        chosen = [value for name, value in search.filters if name == field]
        counts = {each.value: each.count for each in results.facets.get(field, ())}
        if chosen:
            counts = _counted_without_own_filter(search, field)
        if options := tuple(_options(search, field, chosen, counts)):
            yield FacetGroup(field, _label(field), options, bool(chosen))


def _counted_without_own_filter(search: DocumentSearch, field: str) -> dict[str, int]:
    """Values of one field are alternatives, so each shows what choosing it would add."""
    others = tuple(each for each in search.filters if each[0] != field)
    asked = replace(search, filters=others, facets=(field,), page=1, page_size=0)
    return {each.value: each.count for each in search_documents(asked).facets[field]}


def _options(
    search: DocumentSearch, field: str, chosen: Sequence[str], counts: dict[str, int]
) -> Iterator[FacetOption]:
    values = [*(value for value in chosen if value not in counts), *counts]
    if field == "published_year":
        values.sort(reverse=True)
    labels = _labels(field, values)
    for value in values:
        href = _toggled(search, field, value)
        yield FacetOption(value, labels[value], counts.get(value, 0), href, value in chosen)


def _toggled(search: DocumentSearch, field: str, value: str) -> str:
    rest = tuple(each for each in search.filters if each != (field, value))
    filters = rest if rest != search.filters else (*rest, (field, value))
    return documents_href(replace(search, filters=filters, page=1))


def _label(field: str) -> str:
    return str(DOCUMENT.by_name[field].label)


def _labels(field: str, values: Sequence[str]) -> dict[str, str]:
    if field == "office":
        return {value: f"{office_name(value)} {value}" for value in values}
    return value_labels(field, values)


def _field_help() -> Iterator[FieldHelp]:
    searchable: tuple[Field | FieldGroup, ...] = (*DOCUMENT.fields, *DOCUMENT.groups)
    for each in searchable:
        link = Link(each.example, documents_href(DocumentSearch(each.example)))
        yield FieldHelp(each.codes, str(each.label), link)
