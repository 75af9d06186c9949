"""How a document of another office becomes a search document, and the one way to search them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.records.document_fields import DOCUMENT
from onestop.records.filters import filtered
from onestop.records.full_texts import aligned, texts_of_documents
from onestop.records.models import Document as Entry
from onestop.records.passages import FoundPassage, Wanted, passages_of
from onestop.records.search import day_number, levels
from onestop.records.values import ipc
from onestop.search import index
from onestop.search.engine import FacetValue, Hit, SearchRequest, Sort
from onestop.search.highlight import Piece, mark, marked_places, snippet
from onestop.search.parser import parse
from onestop.search.query import Node
from onestop.search.schema import Document, Texts, Value

SORTS = {
    "relevance": Sort(),
    "published_desc": Sort("published_on"),
    "published_asc": Sort("published_on", descending=False),
    "filed_desc": Sort("filed_on"),
}
MAX_PAGE_SIZE = 100


@dataclass(frozen=True)
class DocumentSearch:
    """What a visitor asks: the query text as typed, chosen facet values, sorting, page."""

    text: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    """(facet field name, value): values of one field are alternatives, fields must all hold."""
    sort: str = "relevance"
    page: int = 1
    page_size: int = 20
    facets: tuple[str, ...] = ("office", "published_year", "ipc_section", "ipc_subclass", "applicant")
    facet_size: int = 30


@dataclass(frozen=True)
class MarkedText:
    language: str
    """ISO 639-1."""
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class DocumentHit:
    """One line of a result list. Marked texts are cut into pieces."""

    key: int
    number: str
    office: str
    kind_code: str
    titles: tuple[MarkedText, ...]
    """Of each language that a source tells."""
    abstracts: tuple[MarkedText, ...]
    """What fits around the first match."""
    applicants: tuple[tuple[Piece, ...], ...]
    published_on: str
    """ISO date or empty."""
    main_class: str
    passages: tuple[FoundPassage, ...]
    is_demonstration: bool
    score: float


@dataclass(frozen=True)
class DocumentResults:
    search: DocumentSearch
    query: str
    """The parse, shown back."""
    total: int
    hits: tuple[DocumentHit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    pages: int
    took_ms: float


def search_documents(search: DocumentSearch) -> DocumentResults:
    """Raises UserError (`search.syntax` with the column in the message and a repair as the hint)."""
    node = parse(search.text, DOCUMENT)
    response = index.engine(DOCUMENT.name).search(
        SearchRequest(
            query=filtered(node, search.filters, DOCUMENT),
            limit=min(search.page_size, MAX_PAGE_SIZE),
            offset=(search.page - 1) * search.page_size,
            sort=_sort(search.sort),
            facets=search.facets,
            facet_size=search.facet_size,
        )
    )
    return DocumentResults(
        search=search,
        query=str(node),
        total=response.total,
        hits=tuple(_hits(response.hits, node)),
        facets=response.facets,
        pages=ceil(response.total / search.page_size) if search.page_size else 0,
        took_ms=response.took_ms,
    )


def _sort(name: str) -> Sort:
    if name not in SORTS:
        raise UserError(
            "search.unknown_sort", _("不能按“%s”排序") % name, _("可用的值：%s") % "、".join(SORTS)
        )
    return SORTS[name]


def _hits(found: Sequence[Hit], node: Node) -> Iterator[DocumentHit]:
    wanted = marked_places(node)
    passages = passages_of(DOCUMENT, [hit.key for hit in found], wanted)
    for hit in found:
        stored = hit.payload
        yield DocumentHit(
            key=hit.key,
            number=stored["number"],
            office=stored["office"],
            kind_code=stored["kind_code"],
            titles=tuple(_marked(stored, "title", wanted, length=1_000)),
            abstracts=tuple(_marked(stored, "abstract", wanted, length=160)),
            applicants=tuple(mark(name, wanted.get("applicant", ())) for name in stored["applicants"]),
            published_on=stored["published_on"],
            main_class=stored["main_class"],
            passages=passages.get(hit.key, ()),
            is_demonstration=stored["is_demonstration"],
            score=hit.score,
        )


def _marked(stored: Mapping[str, Any], field: str, wanted: Wanted, *, length: int) -> Iterator[MarkedText]:
    places = wanted.get(field, ())
    for language, text in zip(stored[f"{field}_languages"], stored[field], strict=True):
        yield MarkedText(language, snippet(text, places, length))


class RegisteredDocuments:
    """The documents of other offices, as the search sees them (`search.registry.DocumentSource`)."""

    document_type = DOCUMENT

    def load(self, keys: Sequence[int]) -> Iterable[Document]:
        rows = Entry.objects.filter(pk__in=keys).order_by("pk")
        return (document(entry, texts) for entry, texts in aligned(rows, texts_of_documents(keys)))

    def versions(self) -> Iterator[tuple[int, int]]:
        return Entry.objects.order_by("pk").values_list("pk", "version").iterator(chunk_size=10_000)

    def changed_by_time(self, after: date, until: date) -> Iterator[int]:
        return iter(())


def document(entry: Entry, texts: Texts) -> Document:
    payload: dict[str, Any] = {
        "number": entry.key,
        "office": entry.office,
        "kind_code": entry.kind_code,
        "title": list(entry.titles.values()),
        "title_languages": list(entry.titles),
        "abstract": list(entry.abstracts.values()),
        "abstract_languages": list(entry.abstracts),
        "applicants": entry.applicants,
        "published_on": entry.published_on.isoformat() if entry.published_on else "",
        "main_class": next(iter((*entry.ipc, *entry.cpc)), ""),
        "is_demonstration": entry.is_demonstration,
    }
    return Document(entry.pk, entry.version, _values(entry, texts), payload)


def _values(entry: Entry, texts: Texts) -> dict[str, tuple[Value, ...]]:
    return {
        "title": tuple(entry.titles.values()),
        "abstract": tuple(entry.abstracts.values()),
        "applicant": tuple(dict.fromkeys(entry.applicants)),
        "inventor": tuple(dict.fromkeys(entry.inventors)),
        "publication_number": tuple(dict.fromkeys((entry.key, entry.serial))),
        "application_number": (entry.application,) if entry.application else (),
        "office": (entry.office,),
        "family": (entry.family,) if entry.family else (),
        "ipc": levels(entry.ipc, ipc.ancestors),
        "cpc": levels(entry.cpc, ipc.ancestors),
        "ipc_section": tuple(dict.fromkeys(symbol[0] for symbol in entry.ipc if symbol)),
        "ipc_subclass": tuple(dict.fromkeys(symbol[:4] for symbol in entry.ipc if len(symbol) >= 4)),
        "filed_on": day_number(entry.filed_on),
        "published_on": day_number(entry.published_on),
        "published_year": (entry.published_on.year,) if entry.published_on else (),
        **{name: tuple(text) for name, text in texts.items()},
    }
