"""How a trademark becomes a search document, and the one way to search trademarks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.law.terms import add_years
from onestop.records.filters import filtered
from onestop.records.marks import sounds
from onestop.records.marks.forms import LONGEST_READ, form
from onestop.records.marks.keys import keys as route_keys
from onestop.records.models import Trademark
from onestop.records.trademark_fields import TRADEMARK
from onestop.records.trademark_status import facts_of, periods, status_on, term_last_day
from onestop.reference import regions
from onestop.search import index
from onestop.search.engine import FacetValue, Hit, SearchRequest, Sort
from onestop.search.highlight import Piece, mark, marked_places
from onestop.search.parser import parse
from onestop.search.query import Everything, Node
from onestop.search.schema import Document, Value

SORTS = {
    "relevance": Sort(),
    "filed_desc": Sort("filed_on"),
    "filed_asc": Sort("filed_on", descending=False),
    "registered_desc": Sort("registered_on"),
    "term_asc": Sort("term_to", descending=False),
}
MAX_PAGE_SIZE = 100
MAX_GOODS_KEPT = 60


@dataclass(frozen=True)
class TrademarkSearch:
    """What a visitor asks: the query text as typed, chosen facet values, sorting, page."""

    text: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    """(facet field name, value): values of one field are alternatives, fields must all hold."""
    sort: str = "relevance"
    page: int = 1
    page_size: int = 20
    facets: tuple[str, ...] = (
        "nice_class",
        "status",
        "filed_year",
        "kind",
        "applicant",
        "region",
        "use",
        "office",
    )
    facet_size: int = 45


@dataclass(frozen=True)
class TrademarkHit:
    """One line of a result list: a number in one class. Marked texts are cut into pieces."""

    key: int
    office: str
    number: str
    nice_class: int
    mark: tuple[Piece, ...]
    kind: str
    status: str
    status_since: str
    """ISO date or empty."""
    applicants: tuple[tuple[Piece, ...], ...]
    groups: tuple[str, ...]
    """Similar groups of its goods."""
    goods: tuple[str, ...]
    """The first of them."""
    goods_total: int
    filed_on: str
    registered_on: str
    term_to: str
    region: str
    is_demonstration: bool
    score: float

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.mark)


@dataclass(frozen=True)
class TrademarkResults:
    search: TrademarkSearch
    query: str
    """The parse, shown back."""
    total: int
    hits: tuple[TrademarkHit, ...]
    facets: dict[str, tuple[FacetValue, ...]]
    pages: int
    took_ms: float


def search_trademarks(search: TrademarkSearch) -> TrademarkResults:
    """Raises UserError (`search.syntax` with the column in the message and a repair as the hint)."""
    node = parse(search.text, TRADEMARK)
    response = index.engine(TRADEMARK.name).search(
        SearchRequest(
            query=filtered(node, search.filters, TRADEMARK),
            limit=min(search.page_size, MAX_PAGE_SIZE),
            offset=(search.page - 1) * search.page_size,
            sort=_sort(search.sort),
            facets=search.facets,
            facet_size=search.facet_size,
        )
    )
    return TrademarkResults(
        search=search,
        query=str(node),
        total=response.total,
        hits=tuple(hits(response.hits, node)),
        facets=dict(response.facets),
        pages=ceil(response.total / search.page_size) if search.page_size else 0,
        took_ms=response.took_ms,
    )


def hits(found: Iterable[Hit], node: Node) -> Iterator[TrademarkHit]:
    wanted = marked_places(node)
    for hit in found:
        stored = hit.payload
        yield TrademarkHit(
            key=hit.key,
            office=stored["office"],
            number=stored["number"],
            nice_class=stored["nice_class"],
            mark=mark(stored["mark"], wanted.get("mark", ())),
            kind=stored["kind"],
            status=stored["status"],
            status_since=stored["status_since"],
            applicants=tuple(mark(each, wanted.get("applicant", ())) for each in stored["applicants"]),
            groups=tuple(stored["groups"]),
            goods=tuple(stored["goods"]),
            goods_total=stored["goods_total"],
            filed_on=stored["filed_on"],
            registered_on=stored["registered_on"],
            term_to=stored["term_to"],
            region=stored["region"],
            is_demonstration=stored["is_demonstration"],
            score=hit.score,
        )


def hits_of(keys: Sequence[int]) -> Iterator[TrademarkHit]:
    """These entries as hits, from the records themselves."""
    documents = TrademarkDocuments().load(keys)
    return hits((Hit(each.key, 0.0, each.payload) for each in documents), Everything())


def _sort(name: str) -> Sort:
    if name not in SORTS:
        raise UserError(
            "search.unknown_sort", _("不能按“%s”排序") % name, _("可用的值：%s") % "、".join(SORTS)
        )
    return SORTS[name]


class TrademarkDocuments:
    """The trademarks, as the search sees them (`search.registry.DocumentSource`)."""

    document_type = TRADEMARK

    def load(self, keys: Sequence[int]) -> Iterable[Document]:
        today = clock.today()
        rows = Trademark.objects.filter(pk__in=keys).order_by("pk").prefetch_related("events")
        return (document(each, today) for each in rows)

    def versions(self) -> Iterator[tuple[int, int]]:
        return Trademark.objects.order_by("pk").values_list("pk", "version").iterator(chunk_size=10_000)

    def changed_by_time(self, after: date, until: date) -> Iterator[int]:
        """Periods of opposition, terms and periods of grace that end, and days after which nothing is known."""
        rows = Trademark.objects.filter(office="CN").filter(_may_change(after, until)).distinct()
        for each in rows.prefetch_related("events").iterator(chunk_size=1_000):
            if any(after < period.since <= until for period in periods(facts_of(each))):
                yield each.pk


_LONGEST_TERMS = 6
"""Ten-year terms after the registration; the oldest Chinese mark in force is in its seventh."""
_GRACE = timedelta(230)
"""Longer than the period of grace with the longest holidays behind it."""
_OPPOSITION = timedelta(50), timedelta(130)


def _may_change(after: date, until: date) -> Q:
    """A superset, by what the database can compare: `periods` then says which."""
    day = timedelta(1)
    now = (after - day, until)
    found = Q(filed_on__range=now) | Q(status_as_of__range=now) | Q(events__effective_on__range=now)
    found |= Q(preliminary_on__range=now)
    found |= Q(preliminary_on__range=(after - _OPPOSITION[1], until - _OPPOSITION[0]))
    for terms in range(_LONGEST_TERMS + 1):
        span = (add_years(after, -10 * terms) - _GRACE, add_years(until, -10 * terms) + day)
        found |= Q(registered_on__range=span) | Q(term_from__range=span) | Q(term_to__range=span)
    return found


def document(trademark: Trademark, today: date) -> Document:
    status = status_on(trademark, today)
    term_to = term_last_day(facts_of(trademark)) if trademark.office == "CN" else trademark.term_to
    payload: dict[str, Any] = {
        "office": trademark.office,
        "number": trademark.number,
        "nice_class": trademark.nice_class,
        "mark": trademark.mark,
        "kind": trademark.mark_kind,
        "status": status.status.value,
        "status_since": status.since.isoformat() if status.since else "",
        "applicants": trademark.applicants,
        "groups": _groups(trademark),
        "goods": _goods(trademark)[:MAX_GOODS_KEPT],
        "goods_total": len(_goods(trademark)),
        "filed_on": _iso(trademark.filed_on),
        "registered_on": _iso(trademark.registered_on),
        "term_to": _iso(term_to),
        "region": trademark.region,
        "is_demonstration": trademark.is_demonstration,
    }
    return Document(
        trademark.pk, trademark.version, _values(trademark, status.status.value, term_to), payload
    )


def _values(trademark: Trademark, status: str, term_to: date | None) -> dict[str, tuple[Value, ...]]:
    filed_on = trademark.filed_on
    return {
        "mark": (trademark.mark,) if trademark.mark else (),
        "pinyin": tuple(_pinyin(trademark.mark)),
        "applicant": tuple(filter(None, (*trademark.applicants, trademark.applicant_foreign))),
        "agent": (trademark.agent,) if trademark.agent else (),
        "address": (trademark.address,) if trademark.address else (),
        "number": tuple(filter(None, dict.fromkeys((trademark.number, trademark.registration_number)))),
        "nice_class": (trademark.nice_class,),
        "group": tuple(_groups(trademark)),
        "goods": tuple(_goods(trademark)),
        "kind": (trademark.mark_kind,),
        "use": (trademark.mark_use,),
        "status": (status,),
        "region": _with_regions_above(trademark.region),
        "office": (trademark.office,),
        "filed_on": _day(filed_on),
        "preliminary_on": _day(trademark.preliminary_on),
        "registered_on": _day(trademark.registered_on),
        "term_to": _day(term_to),
        "filed_year": (filed_on.year,) if filed_on else (),
        "route": route_keys(trademark.mark),
    }


def _pinyin(text: str) -> Iterator[str]:
    """Every reading with its syllables apart, and as one word."""
    for sequence in sounds.sequences(form(text).all_chinese[:LONGEST_READ]):
        yield " ".join(sequence)
        yield "".join(sequence)


def _groups(trademark: Trademark) -> list[str]:
    return sorted({each["group"] for each in trademark.goods if each["group"]})


def _goods(trademark: Trademark) -> list[str]:
    return [each["name"] for each in trademark.goods if each["name"]]


def _with_regions_above(code: str) -> tuple[str, ...]:
    if code not in regions.regions():
        return (code,) if code else ()
    return (code, *(each.code for each in regions.ancestors(code)))


def _day(day: date | None) -> tuple[int, ...]:
    return (day.year * 10_000 + day.month * 100 + day.day,) if day else ()


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
