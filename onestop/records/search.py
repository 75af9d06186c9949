"""How a patent becomes a search document, and the one way to search patents."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.law.terms import add_years
from onestop.law.terms import rules as term_rules
from onestop.records.explain import Explainer, Match, Standing
from onestop.records.fields import PATENT
from onestop.records.full_texts import aligned, patent_texts, said_texts
from onestop.records.holders.kinds import kind_of
from onestop.records.models import Patent
from onestop.records.numbers import identify
from onestop.records.passages import FoundPassage as FoundPassage
from onestop.records.passages import passages, searched_texts
from onestop.records.queries import records_of
from onestop.records.status import Dates, status_of
from onestop.records.types import PatentRecord
from onestop.records.values import application_number, ipc, locarno, publication_number
from onestop.records.widening import widened
from onestop.reference import regions
from onestop.search import index
from onestop.search.engine import KEY, FacetValue, Hit, Place, Prepared, SearchRequest, SearchResponse, Sort
from onestop.search.fading import Fading
from onestop.search.highlight import Piece, mark, marked_places, snippet
from onestop.search.parser import parse
from onestop.search.query import And, Exact, Node, Or
from onestop.search.schema import Document, Texts, Value
from onestop.search.synonyms import Expansion, Reach

RECENT = "recent"
SORTS = {
    "relevance": Sort(),
    RECENT: Sort(),
    "filed_desc": Sort("filed_on"),
    "filed_asc": Sort("filed_on", descending=False),
    "granted_desc": Sort("granted_on"),
    "granted_asc": Sort("granted_on", descending=False),
    "record": Sort(KEY, descending=False),
}
MAX_PAGE_SIZE = 100
MAX_SETS = 50
_CURSOR_NUMBER = re.compile(r"-?[0-9]{1,19}")


@dataclass(frozen=True)
class PatentHit:
    """One line of a result list. Marked texts are cut into pieces; `"".join(p.text for p in title)` is the title."""

    key: int
    number: str
    """For the address /patents/<number>: canonical application number, or publication number where unknown."""
    display_number: str
    """CN201510817712.7"""
    publication_numbers: tuple[str, ...]
    kind: str
    """PatentKind value."""
    status: str
    """LegalStatus value: in_force, pending, ended, unknown."""
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    applicants: tuple[tuple[Piece, ...], ...]
    filed_on: str
    """ISO date or empty."""
    granted_on: str
    main_class: str
    region: str
    is_demonstration: bool
    score: float
    passages: tuple[FoundPassage, ...] = ()
    """Of the claims and the description, where they were searched."""
    matches: tuple[Match, ...] = ()
    """Where the words stand; only where asked for."""
    standing: Standing | None = None
    """What the place in a list by relevance comes from; only where asked for."""


@dataclass(frozen=True)
class PatentSearch:
    """What a visitor asks: the query text as typed, chosen facet values, sorting, page."""

    text: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    """(facet field name, value): values of one field are alternatives, fields must all hold."""
    sort: str = "relevance"
    """relevance, recent (by relevance, what was published long ago counting less), filed_desc, filed_asc,
    granted_desc, granted_asc."""
    page: int = 1
    page_size: int = 20
    facets: tuple[str, ...] = (
        "kind",
        "status",
        "filed_year",
        "ends_year",
        "owner_kind",
        "ipc_section",
        "ipc_subclass",
        "applicant",
        "region",
    )
    facet_size: int = 10
    explains: bool = False
    """Each hit with its matches."""
    cursor: str = ""
    """Instead of a page: `*` begins a walk to the last hit, each answer's `next_cursor` goes on. Not by relevance."""
    sets: tuple[str, ...] = ()
    """Earlier queries by number, `1:锚索`, for a text such as `#1 AND 支护`."""
    expand: str = Reach.OFF.value
    """off, synonyms, both (between Chinese and English too)."""
    without: tuple[str, ...] = ()
    """Synonyms that are not to be added, and typed words that are to stay as they are."""


@dataclass(frozen=True)
class Understood:
    node: Node
    """What was typed."""
    expansion: Expansion
    """The same with its synonyms: what is searched."""


@dataclass(frozen=True)
class PatentResults:
    search: PatentSearch
    node: Node
    """What was typed, as it was understood."""
    expansion: Expansion
    query: str
    """The same, shown back: `(TI="锚索" AND AD=[20100101 TO 20151231])`."""
    total: int
    hits: tuple[PatentHit, ...]
    facets: dict[str, tuple[FacetValue, ...]]
    pages: int
    took_ms: float
    next_cursor: str
    """Of a walk; empty after the last hit."""
    suggestion: str
    """A repaired query to try instead ("did you mean"), e.g. for a wrong check digit; else empty."""
    suggestion_reason: str


def search_patents(search: PatentSearch) -> PatentResults:
    """Raises UserError (`search.syntax` with the column in the message and a repair as the hint)."""
    found = understood(search)
    first = (search.page - 1) * search.page_size
    response = ask(search, found, first, min(search.page_size, MAX_PAGE_SIZE))
    return results_of(search, found, response, response.hits)


def ask(search: PatentSearch, found: Understood, offset: int, limit: int) -> SearchResponse:
    return index.engine(PATENT.name).search(
        SearchRequest(
            query=_filtered(found.expansion.node, search.filters),
            limit=limit,
            offset=offset,
            sort=_sort(search.sort),
            facets=search.facets,
            facet_size=search.facet_size,
            after=_place(search),
        )
    )


def results_of(
    search: PatentSearch, found: Understood, response: SearchResponse, hits: Sequence[Hit]
) -> PatentResults:
    """With these hits, which are on the page asked for."""
    suggestion, reason = ("", "") if response.total else _suggest(search.text)
    return PatentResults(
        search=search,
        query=str(found.node),
        node=found.node,
        expansion=found.expansion,
        total=response.total,
        hits=tuple(_hits(hits, found.expansion, search)),
        facets=dict(response.facets),
        pages=ceil(response.total / search.page_size) if search.page_size else 0,
        took_ms=response.took_ms,
        next_cursor=_cursor(search, response.next),
        suggestion=suggestion,
        suggestion_reason=reason,
    )


def count_each(search: PatentSearch, conditions: Sequence[Node]) -> list[int]:
    """How many hits also meet each of these."""
    hits = _filtered(understood(search).expansion.node, search.filters)
    engine = index.engine(PATENT.name)
    return [engine.search(SearchRequest(And((hits, each)), limit=0)).total for each in conditions]


def first_keys(search: PatentSearch, limit: int) -> tuple[int, list[int]]:
    """How many hits there are, and the primary keys of the first `limit` in the order shown."""
    response = index.engine(PATENT.name).search(
        SearchRequest(
            query=_filtered(understood(search).expansion.node, search.filters),
            limit=limit,
            sort=_sort(search.sort),
        )
    )
    return response.total, [hit.key for hit in response.hits]


def totals(search: PatentSearch, nodes: Sequence[Node]) -> list[int]:
    """How many hits each of these has, with the filters of the search."""
    engine = index.engine(PATENT.name)
    return [engine.search(SearchRequest(_filtered(each, search.filters), limit=0)).total for each in nodes]


def understood(search: PatentSearch) -> Understood:
    """Without the filters. Raises UserError."""
    node = parsed(search)
    return Understood(node, widened(node, search.expand, search.without))


def parsed(search: PatentSearch) -> Node:
    """What was typed, to be searched without a dictionary."""
    if len(search.sets) > MAX_SETS:
        raise UserError("search.too_many_sets", _("检索历史一次最多带 %d 条") % MAX_SETS)
    return parse(search.text, PATENT, dict(map(_set, search.sets)))


def _set(text: str) -> tuple[int, str]:
    number, colon, query = text.partition(":")
    if not (colon and number.isascii() and number.isdigit() and len(number) < 5):
        raise UserError(
            "search.wrong_set", _("“%s”不是带编号的检索式") % text[:40], _("写成“编号:检索式”，例如 1:锚索")
        )
    return int(number), query


def _cursor(search: PatentSearch, place: Place | None) -> str:
    return ".".join((search.sort, *map(str, place))) if place else ""


def _place(search: PatentSearch) -> Place | None:
    """A cursor belongs to its order; with another one it would leave hits out."""
    if not search.cursor:
        return None
    sort, *numbers = search.cursor.split(".")
    if not _sort(search.sort).field:
        raise UserError(
            "search.cursor_needs_order",
            _("按相关度排序时不能用游标翻页"),
            _("请加上 sort=record（按入库次序）、filed_desc 等"),
        )
    if search.cursor == "*":
        return ()
    if sort != search.sort or not 0 < len(numbers) < 4 or not all(map(_CURSOR_NUMBER.fullmatch, numbers)):
        raise UserError(
            "search.wrong_cursor",
            _("游标不对"),
            _("请原样使用上一页的 next_cursor，排序也要相同；从头开始写 *"),
        )
    return tuple(map(int, numbers))


def _filtered(node: Node, filters: tuple[tuple[str, str], ...]) -> Node:
    chosen: dict[str, list[Node]] = {}
    for name, value in filters:
        field = PATENT.by_name.get(name)
        if field is None or not field.facet or (field.bounds and not re.fullmatch("[0-9]{1,9}", value)):
            raise UserError(
                "search.unknown_filter", _("没有筛选条件“%s”") % f"{name}={value}", _("请重新选择筛选条件")
            )
        chosen.setdefault(name, []).append(Exact(field, value))
    parts = [each[0] if len(each) == 1 else Or(tuple(each)) for each in chosen.values()]
    return And((node, *parts)) if parts else node


def _sort(name: str) -> Sort:
    if name not in SORTS:
        raise UserError(
            "search.unknown_sort", _("不能按“%s”排序") % name, _("可用的值：%s") % "、".join(SORTS)
        )
    return replace(SORTS[name], fading=fading()) if name == RECENT else SORTS[name]


def fading() -> Fading:
    return Fading("published_on", clock.today())


def _suggest(text: str) -> tuple[str, str]:
    """For a text that is meant as a number and can be repaired to one."""
    if sum(character.isdigit() for character in text) < 7:
        return "", ""
    found = identify(text)
    return (found.suggestion, found.message) if found.suggestion and not found.valid else ("", "")


def _hits(hits: Iterable[Hit], found: Expansion, search: PatentSearch) -> Iterator[PatentHit]:
    wanted = marked_places(found.node)
    explainer = Explainer(found, fading() if search.sort == RECENT else None) if search.explains else None
    hits = list(hits)
    long = searched_texts(PATENT, [hit.key for hit in hits], wanted)
    for hit in hits:
        stored = hit.payload
        texts = long.get(hit.key, {})
        yield PatentHit(
            key=hit.key,
            number=stored["number"],
            display_number=stored["display_number"],
            publication_numbers=tuple(stored["publication_numbers"]),
            kind=stored["kind"],
            status=stored["status"],
            title=mark(stored["title"], wanted.get("title", ())),
            snippet=snippet(stored["abstract"], wanted.get("abstract", ())),
            applicants=tuple(mark(name, wanted.get("applicant", ())) for name in stored["applicants"]),
            filed_on=stored["filed_on"],
            granted_on=stored["granted_on"],
            main_class=stored["main_class"],
            region=stored["region"],
            is_demonstration=stored["is_demonstration"],
            score=hit.score,
            passages=tuple(passages(texts, wanted)),
            matches=tuple(explainer.matches({**stored, **texts})) if explainer else (),
            standing=explainer.standing(hit) if explainer and hit.score else None,
        )


class PatentDocuments:
    """The patents, as the search sees them (`search.registry.DocumentSource`)."""

    document_type = PATENT

    def load(self, keys: Sequence[int]) -> Iterable[Document]:
        records = records_of(keys)
        today = clock.today()
        rows = Patent.objects.filter(pk__in=keys).order_by("pk")
        texts = patent_texts({key: _numbers(records[key]) for key in sorted(records)})
        for patent, mine in aligned(rows, texts):
            if record := records.get(patent.pk):
                yield document(patent, record, today, mine)

    def versions(self) -> Iterator[tuple[int, int]]:
        return Patent.objects.order_by("pk").values_list("pk", "version").iterator(chunk_size=10_000)

    def changed_by_time(self, after: date, until: date) -> Iterator[int]:
        """Rights that ended, and applications without legal data whose longest possible term is over."""
        yield from Patent.objects.filter(ends_on__gt=after, ends_on__lte=until).values_list("pk", flat=True)
        for rule in term_rules():
            yield from Patent.objects.filter(
                kind=rule.kind,
                granted_on=None,
                filed_on__gt=add_years(after, -rule.years),
                filed_on__lte=add_years(until, -rule.years),
            ).values_list("pk", flat=True)


def _numbers(record: PatentRecord) -> list[str]:
    return [each.number for each in record.publications]


def document(
    patent: Patent, record: PatentRecord, today: date, texts: Mapping[str, Sequence[str]] = {}
) -> Document:
    values, payload = _content(record, patent, today, is_demonstration=patent.is_demonstration)
    return Document(patent.pk, patent.version, values | _long(texts), payload)


def prepared(record: PatentRecord, dates: Dates, today: date, *, is_demonstration: bool) -> Prepared:
    """What the index takes of a new patent, without reading it back."""
    values, payload = _content(record, dates, today, is_demonstration=is_demonstration)
    return index.prepare(PATENT, values | _long(said_texts(record.texts)), payload)


def _content(
    record: PatentRecord, dates: Dates | Patent, today: date, *, is_demonstration: bool
) -> tuple[dict[str, tuple[Value, ...]], dict[str, Any]]:
    status = status_of(record, today).status.value
    payload = _payload(dates, record, number_of(record), status)
    return _values(dates, record, status), payload | {"is_demonstration": is_demonstration}


def _long(texts: Texts) -> dict[str, tuple[Value, ...]]:
    return {name: tuple(text) for name, text in texts.items()}


def number_of(record: PatentRecord) -> str:
    """The number in the patent's address: application number, else the serial of its publication."""
    return record.application_number or publication_number.serial(record.publications[0].number)


def display_number(number: str) -> str:
    return number if number.startswith("CN") else application_number.display(number)


def _values(dates: Dates | Patent, record: PatentRecord, status: str) -> dict[str, tuple[Value, ...]]:
    published = {p.number for p in record.publications} | {
        publication_number.serial(p.number) for p in record.publications
    }
    numbers: dict[str, tuple[Value, ...]] = {
        "application_number": (record.application_number,) if record.application_number else (),
        "publication_number": tuple(sorted(published)),
    }
    if not record.title:  # known only from events: found by its number, in no list
        return numbers
    return numbers | {
        "title": (record.title,),
        "abstract": (record.abstract,),
        "applicant": tuple(dict.fromkeys(record.applicants + record.patentees)),
        "inventor": record.inventors,
        "agency": record.agencies,
        "agent": record.agents,
        "address": (record.address,),
        "ipc": levels(record.ipc, ipc.ancestors),
        "main_ipc": levels(record.ipc[:1], ipc.ancestors),
        "locarno": levels(record.locarno, locarno.ancestors),
        "cpc": levels(record.cpc, ipc.ancestors),
        "ipc_section": tuple(dict.fromkeys(symbol[0] for symbol in record.ipc)),
        "ipc_subclass": tuple(dict.fromkeys(symbol[:4] for symbol in record.ipc if len(symbol) >= 4)),
        "kind": (record.kind.value,),
        "status": (status,),
        "region": _with_regions_above(record.region),
        "filed_on": day_number(record.filed_on),
        "published_on": day_number(dates.published_on),
        "granted_on": day_number(dates.granted_on),
        "ends_on": day_number(dates.ends_on),
        "filed_year": (record.filed_on.year,) if record.filed_on else (),
        "ends_year": (dates.ends_on.year,) if dates.ends_on else (),
        "owner_kind": tuple(
            dict.fromkeys(kind_of(name).value for name in record.patentees or record.applicants)
        ),
    }


def _payload(dates: Dates | Patent, record: PatentRecord, number: str, status: str) -> dict[str, Any]:
    return {
        "number": number,
        "display_number": display_number(number),
        "publication_numbers": [p.number for p in record.publications],
        "kind": record.kind.value,
        "status": status,
        "title": record.title,
        "abstract": record.abstract,
        "applicants": list(dict.fromkeys(record.patentees or record.applicants)),
        "filed_on": record.filed_on.isoformat() if record.filed_on else "",
        "published_on": dates.published_on.isoformat() if dates.published_on else "",
        "granted_on": dates.granted_on.isoformat() if dates.granted_on else "",
        "main_class": (record.ipc or record.locarno or ("",))[0],
        "region": record.region,
    }


def levels(symbols: Sequence[str], ancestors: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    """Every symbol with the classes it lies in, so that E21D finds E21D20/02."""
    return tuple(dict.fromkeys(level for symbol in symbols for level in ancestors(symbol)))


def _with_regions_above(code: str) -> tuple[str, ...]:
    if code not in regions.regions():
        return (code,) if code else ()
    return (code, *(each.code for each in regions.ancestors(code)))


def day_number(day: date | None) -> tuple[int, ...]:
    return (day.year * 10_000 + day.month * 100 + day.day,) if day else ()
