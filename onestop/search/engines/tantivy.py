"""The engine in the process: a tantivy index in a folder, one writer, any number of readers.

Index fields made of one declared field `f`:
text: `f` characters, `f__2` pairs (see tokens.py), in a long text without their places; keyword: `f` raw; date, number: `f` as a whole number;
facet of a text field: `f__raw`; sort key of a date or number: `f__sort` = value * 2**32 + key, unique, so that
pages never overlap.
"""

import json
import re
import time
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query

from onestop.search import together, tokens
from onestop.search.content import NUMERIC, as_json, content, facet_field
from onestop.search.engine import KEY, FacetValue, Hit, Prepared, SearchRequest, SearchResponse
from onestop.search.engines.tantivy_walk import walk
from onestop.search.errors import TooBroad
from onestop.search.fading import OLDEST, Fading
from onestop.search.parcels import parcels
from onestop.search.places import Place, keyword_expression, places
from onestop.search.query import (
    And,
    AnyOf,
    Everything,
    Exact,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Range,
    Together,
    Weighted,
    WithSynonyms,
    Words,
)
from onestop.search.schema import Document, DocumentType, Field, FieldType

FORMAT = 4
"""Grows with what `_schema` makes of the fields: an index of another format is made anew."""
_WRITER_MEMORY = 200_000_000
_MAX = 2**63 - 1
_KEYS_AT_ONCE = 20_000
_RANKED_FIRST = 2_000
_RANKED_AT_MOST = 10_000
"""Hits whose recency is looked up one by one."""
_LOOKED_AT = 1_000_000
"""Long texts times distances that one condition of proximity may ask for: two seconds."""
# Stands between two values of a text: what follows is further away than any proximity reaches.
_FAR = {
    "text": tokens.END,
    "tokens": [{"offset_from": 0, "offset_to": 2, "position": 200, "text": tokens.END, "position_length": 1}],
}


class TantivyEngine:
    def __init__(self, document_type: DocumentType, path: Path | None = None) -> None:
        """`path`: an existing folder; None keeps the index in memory (tests)."""
        self.document_type = document_type
        self.schema = _schema(document_type)
        self.index = tantivy.Index(self.schema, path=str(path) if path else None)
        self.index.register_tokenizer(
            "split", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        )
        self.index.config_reader(reload_policy="commit")
        self._is_committed = True

    def search(self, request: SearchRequest) -> SearchResponse:
        started = time.perf_counter()
        searcher = self.index.searcher()
        with _limits():
            query = self.compile(request.query)
            if request.after is not None:
                return self._walk(searcher, query, request, started)
            total, hits = self._hits(searcher, query, request)
            facets = self._facets(searcher, query, request) if request.facets else {}
        return SearchResponse(total, hits, facets, (time.perf_counter() - started) * 1000)

    def _walk(self, searcher: Any, query: Query, request: SearchRequest, started: float) -> SearchResponse:
        found = list(walk(self.schema, searcher, query, request))
        hits = tuple(_hit(searcher.doc(address), 0.0) for _place, address in found[: request.limit])
        more = found[request.limit - 1][0] if len(found) > request.limit else None
        facets = self._facets(searcher, query, request) if request.facets else {}
        total = searcher.search(query, limit=1).count
        return SearchResponse(total, hits, facets, (time.perf_counter() - started) * 1000, more)

    def _hits(self, searcher: Any, query: Query, request: SearchRequest) -> tuple[int, tuple[Hit, ...]]:
        if not request.limit:
            return searcher.search(query, limit=1).count, ()
        order = {}
        if request.sort.field:
            direction = tantivy.Order.Desc if request.sort.descending else tantivy.Order.Asc
            name = KEY if request.sort.field == KEY else f"{request.sort.field}__sort"
            order = {"order_by_field": name, "order": direction}
        elif request.sort.fading:
            return self._recent(searcher, query, request, request.sort.fading)
        result = searcher.search(query, limit=request.limit, offset=request.offset, **order)
        by_score = not order
        return result.count, tuple(
            _hit(searcher.doc(address), score if by_score else 0.0) for score, address in result.hits
        )

    def _recent(
        self, searcher: Any, query: Query, request: SearchRequest, fading: Fading
    ) -> tuple[int, tuple[Hit, ...]]:
        """The best by relevance, then more of them, until none that is left can stand before those wanted: no factor is
        above 1. Where too many score alike, the index is asked step by step."""
        wanted = request.offset + request.limit
        size = max(_RANKED_FIRST, 4 * wanted)
        while size <= _RANKED_AT_MOST:
            result = searcher.search(query, limit=size)
            faded = _faded(searcher, result.hits, fading)
            if len(result.hits) < size or faded[wanted - 1][0] > result.hits[-1][0]:
                shown = faded[request.offset : wanted]
                return result.count, tuple(_hit(searcher.doc(address), score) for score, address in shown)
            size *= 5
        scored = _ALL if isinstance(request.query, Everything) else query
        result = searcher.search(self._fading(scored, fading), limit=request.limit, offset=request.offset)
        return result.count, tuple(_hit(searcher.doc(address), score) for score, address in result.hits)

    def _fading(self, query: Query, fading: Fading) -> Query:
        """The query once for each step: a score cannot be multiplied by a field here."""
        steps = list(fading.steps())
        parts = [_times(query, self._after(fading, step.after, step.until), step.factor) for step in steps]
        newer = self._after(fading, steps[-1].after, None)
        rest = Query.boolean_query([(Occur.Must, query), (Occur.MustNot, newer)])
        parts.append(Query.boost_query(rest, OLDEST))
        return Query.boolean_query([(Occur.Should, part) for part in parts])

    def _after(self, fading: Fading, after: int, until: int | None) -> Query:
        last = _MAX if until is None else until
        return Query.range_query(
            self.schema, fading.field, tantivy.FieldType.Unsigned, after + 1, last, include_upper=True
        )

    def _facets(
        self, searcher: Any, query: Query, request: SearchRequest
    ) -> dict[str, tuple[FacetValue, ...]]:
        wanted = {
            name: {
                "terms": {
                    "field": facet_field(self.document_type.by_name[name]),
                    "size": request.facet_size,
                    "segment_size": 1_000_000,  # every value of each segment: counts are exact, not estimates
                    "order": {"_count": "desc"},
                }
            }
            for name in request.facets
        }
        found = searcher.aggregate(query, wanted)
        return {name: tuple(_facet_value(b) for b in found[name]["buckets"]) for name in request.facets}

    def keys(self, query: Node) -> Iterator[int]:
        with _limits():
            compiled = self.compile(query)
        return (key for key, _ in self._by_key(compiled))

    def versions(self) -> Iterator[tuple[int, int]]:
        self.index.reload()
        return self._by_key(Query.all_query())

    def _by_key(self, query: Query) -> Iterator[tuple[int, int]]:
        """(key, version) of all hits, ascending, a slice at a time: flat memory on any index."""
        searcher = self.index.searcher()
        last = -1
        while True:
            after = Query.range_query(
                self.schema, "key", tantivy.FieldType.Unsigned, last + 1, _MAX, include_upper=True
            )
            both = Query.boolean_query([(Occur.Must, query), (Occur.Must, after)])
            with _limits():
                hits = searcher.search(
                    both, limit=_KEYS_AT_ONCE, count=False, order_by_field="key", order=tantivy.Order.Asc
                ).hits
            if not hits:
                return
            versions = searcher.fast_field_values("version", [address for _, address in hits])
            yield from zip((key for key, _ in hits), versions, strict=True)
            last = hits[-1][0]

    @cached_property
    def _writer(self) -> Any:
        return self.index.writer(_WRITER_MEMORY, num_threads=1)

    @cached_property
    def _highest(self) -> int:
        """Of all keys, those not yet committed included: there is nothing to replace above it."""
        self.index.reload()
        found = self.index.searcher().search(
            Query.all_query(), limit=1, count=False, order_by_field="key", order=tantivy.Order.Desc
        )
        return int(found.hits[0][0]) if found.hits else -1

    def write(self, documents: Iterable[Document], delete: Sequence[int] = ()) -> None:
        self._forget(delete)
        made = ((each.key, each.version, self.prepare(each.values, each.payload)) for each in documents)
        for parcel in parcels(made):
            self.add(parcel)
        self.commit()

    def add(self, documents: Sequence[tuple[int, int, Prepared]], delete: Sequence[int] = ()) -> None:
        self._is_committed = False
        self._forget([*delete, *(key for key, _version, _prepared in documents if key <= self._highest)])
        for key, version, prepared in documents:
            sorts = "".join(f'"{name}__sort":{(value << 32) + key},' for name, value in prepared.sorts)
            self._writer.add_json(f'{{"key":{key},"version":{version},{sorts}{prepared.rest}')
        self._highest = max([self._highest, *(key for key, _version, _prepared in documents)])

    def commit(self) -> None:
        self._writer.commit()
        self._is_committed = True
        self.index.reload()

    def _forget(self, keys: Sequence[int]) -> None:
        """By query: deleting by term does not find whole numbers (the binding makes a signed term of them)."""
        if keys:
            self._writer.delete_documents_by_query(Query.term_set_query(self.schema, "key", list(keys)))

    def count(self) -> int:
        """How many documents there are."""
        self.index.reload()
        found: int = self.index.searcher().num_docs
        return found

    def close(self) -> None:
        """Let the writer go, so that another process may write. What is not committed is as if it never was."""
        self.__dict__.pop("_highest", None)
        if writer := self.__dict__.pop("_writer", None):
            if not self._is_committed:
                writer.rollback()
            writer.wait_merging_threads()

    def prepare(self, values: Mapping[str, tuple[Any, ...]], payload: Mapping[str, Any]) -> Prepared:
        return prepare(self.document_type, values, payload)

    def compile(self, node: Node, context: tuple[Node, ...] = ()) -> Query:  # noqa: C901 - one case a node
        """`context`: what else must hold of a hit, so that fewer texts need to be read (`Together`)."""
        match node:
            case Everything():
                return Query.all_query()
            case And(children):
                return self._all_of(children, context)
            case Or(children):
                return Query.boolean_query([(Occur.Should, self.compile(each, context)) for each in children])
            case Not():
                return self._all_of((node,), context)
            case Words(fields, text):
                return self._words(fields, text)
            case Phrase(fields, text):
                return self._side_by_side(fields, text)
            case Pattern(fields):
                return _any([self._pattern(field, node) for field in fields])
            case Near():
                return self._near(node)
            case Together():
                return self._together(node, context)
            case Weighted(Everything(), weight):
                return Query.boost_query(_ALL, weight)
            case Weighted(child, weight):
                return Query.boost_query(self.compile(child, context), weight)
            case WithSynonyms(child):
                return self.compile(child, context)
            case Exact(field, value):
                return self._exact(field, value)
            case AnyOf(field, values):
                return Query.term_set_query(self.schema, field.name, list(values))
            case Range(field, low, high):
                return Query.range_query(
                    self.schema,
                    field.name,
                    tantivy.FieldType.Unsigned,
                    1 if low is None else low,
                    _MAX if high is None else high,
                )

    def _all_of(self, children: tuple[Node, ...], context: tuple[Node, ...]) -> Query:
        beside = (*context, *(each for each in children if not together.is_in(each)))
        clauses = [
            (Occur.MustNot, self.compile(child.child))
            if isinstance(child, Not)
            else (Occur.Must, self.compile(child, beside))
            for child in children
        ]
        if all(occur == Occur.MustNot for occur, _ in clauses):
            clauses.append((Occur.Must, _ALL))
        return Query.boolean_query(clauses)

    def _words(self, fields: tuple[Field, ...], text: str) -> Query:
        """Every word somewhere; documents with the words side by side rank higher."""
        words = tokens.words(text)
        if not words:
            return Query.empty_query()
        clauses = [(Occur.Must, self._side_by_side(fields, word)) for word in words]
        if len(words) > 1:
            clauses.append((Occur.Should, self._side_by_side(fields, text)))
        return Query.boolean_query(clauses)

    def _side_by_side(self, fields: tuple[Field, ...], text: str) -> Query:
        characters = tokens.sequence(text)
        return _any([self._sequence(field, characters) for field in fields])

    def _sequence(self, field: Field, characters: list[str]) -> Query:
        """These characters side by side in a field, by the cheapest index that is exact."""
        if not characters:
            return Query.empty_query()
        name, terms = field.name, characters
        if len(characters) > 1 and tokens.is_chinese(characters):
            name, terms = f"{field.name}__2", tokens.pairs("".join(characters))
        if field.long and name != field.name and len(terms) > 1:
            query = self._sequence_with_pairs(field, characters, terms)
        elif len(terms) == 1:
            query = Query.term_query(self.schema, name, terms[0])
        else:
            query = Query.phrase_query(self.schema, name, list(terms))
        return _weighed(query, field)

    def _sequence_with_pairs(self, field: Field, characters: list[str], pairs: list[str]) -> Query:
        """Only of documents that have all pairs the characters are looked at by place."""
        having = (Query.term_query(self.schema, f"{field.name}__2", pair) for pair in dict.fromkeys(pairs))
        return Query.boolean_query(
            [
                (Occur.Must, Query.phrase_query(self.schema, field.name, list(characters))),
                *((Occur.Must, Query.const_score_query(each, 0.0)) for each in having),
            ]
        )

    def _pattern(self, field: Field, node: Pattern) -> Query:
        if field.type != FieldType.TEXT:
            return Query.regex_query(self.schema, field.name, keyword_expression(node.text))
        return _weighed(self._any_place(field, places(node)), field)

    def _near(self, node: Near) -> Query:
        """Both sides are looked up first: of the documents with both, few remain to be looked at by place."""
        alternatives = places(node)
        sides = [(Occur.Must, self.compile(node.left)), (Occur.Must, self.compile(node.right))]
        if any(field.long for field in node.fields):
            self._require_few(sides, len(alternatives))
        at_their_places = [_weighed(self._any_place(field, alternatives), field) for field in node.fields]
        return Query.boolean_query([*sides, (Occur.Must, _any(at_their_places))])

    def _require_few(self, sides: list[tuple[Occur, Query]], alternatives: int) -> None:
        """Of long texts only so many can be looked at by place. Raises UserError."""
        searcher: Any = self.index.searcher()
        count = searcher.search(Query.boolean_query(sides), limit=1).count
        if count * alternatives > _LOOKED_AT:
            raise together.too_many(count, _LOOKED_AT // alternatives)

    def _any_place(self, field: Field, alternatives: list[Place]) -> Query:
        queries = [self._place(field.name, place) for place in alternatives]
        return (
            queries[0]
            if len(queries) == 1
            else Query.boolean_query([(Occur.Should, query) for query in queries])
        )

    def _place(self, name: str, place: Place) -> Query:
        if not any(term.is_pattern for term, _ in place):
            if len(place) == 1:
                return Query.term_query(self.schema, name, place[0][0].text)
            words: list[Any] = [(offset, term.text) for term, offset in place]
            return Query.phrase_query(self.schema, name, words)
        if len(place) == 1:
            return _flat(Query.regex_query(self.schema, name, place[0][0].text))
        words = [(offset, term.text if term.is_pattern else re.escape(term.text)) for term, offset in place]
        return _flat(Query.regex_phrase_query(self.schema, name, words))

    def _together(self, node: Together, context: tuple[Node, ...]) -> Query:
        """The texts of all that has both terms are read: no index knows where a sentence ends."""
        both = self._all_of((node.left, node.right), ())
        candidates = Query.boolean_query(
            [(Occur.Must, both), *((Occur.Must, self._all_of((each,), ())) for each in context)]
        )
        searcher: Any = self.index.searcher()
        found = searcher.search(candidates, limit=together.readable(node))
        together.require_readable(found.count, node)
        keys = together.holding(node, self.document_type, self._payloads(searcher, node, found.hits))
        if not keys:
            return Query.empty_query()
        exactly = Query.const_score_query(Query.term_set_query(self.schema, "key", keys), 0.0)
        return Query.boolean_query([(Occur.Must, both), (Occur.Must, exactly)])

    def _payloads(
        self, searcher: Any, node: Together, hits: Sequence[tuple[float, Any]]
    ) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Read only where they hold one of the texts."""
        addresses = [address for _score, address in hits]
        if all(field.long for field in node.fields):
            return ((key, {}) for key in searcher.fast_field_values(KEY, addresses) if key is not None)
        read = (_hit(searcher.doc(address), 0.0) for address in addresses)
        return ((each.key, each.payload) for each in read)

    def _exact(self, field: Field, value: str) -> Query:
        said = int(value) if field.type in NUMERIC else value
        return _flat(Query.term_query(self.schema, facet_field(field), said))


@contextmanager
def _limits() -> Iterator[None]:
    """What a query may not do is said in our words."""
    try:
        yield
    except ValueError as error:
        if "max expansions" in str(error) or "exceeds size limit" in str(error):
            raise TooBroad from error
        raise


def _schema(document_type: DocumentType) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", stored=True, indexed=True, fast=True)
    builder.add_unsigned_field("version", fast=True)
    builder.add_bytes_field("payload", stored=True)
    for field in document_type.fields:
        if field.type == FieldType.TEXT:
            builder.add_text_field(field.name, tokenizer_name="split")
            builder.add_text_field(
                f"{field.name}__2", tokenizer_name="split", index_option="freq" if field.long else "position"
            )
            if field.facet:
                builder.add_text_field(
                    f"{field.name}__raw", tokenizer_name="raw", fast=True, index_option="basic"
                )
        elif field.type == FieldType.KEYWORD:
            builder.add_text_field(field.name, tokenizer_name="raw", fast=field.facet, index_option="basic")
        else:
            builder.add_unsigned_field(field.name, indexed=True, fast=True)
            builder.add_unsigned_field(f"{field.name}__sort", fast=True)
    return builder.build()


def prepare(
    document_type: DocumentType, values: Mapping[str, tuple[Any, ...]], payload: Mapping[str, Any]
) -> Prepared:
    """As JSON, which the engine takes whole: much faster than a call for each value of each field."""
    made: dict[str, Any] = {"payload": b64encode(as_json(dict(payload)).encode()).decode()}
    made |= content(document_type, values, _parted)
    sorts = [
        (field.name, values[field.name][0])
        for field in document_type.fields
        if field.type in NUMERIC and values.get(field.name)
    ]
    return Prepared(tuple(sorts), as_json(made)[1:])


def _parted(values: list[str]) -> list[Any]:
    found: list[Any] = []
    for value in values[:-1]:
        found += (value, _FAR)
    return [*found, f"{values[-1]} {tokens.END}" if values else tokens.END]


def _any(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.disjunction_max_query(queries, 0.1)


def _faded(searcher: Any, hits: Sequence[tuple[float, Any]], fading: Fading) -> list[tuple[float, Any]]:
    """In their new order; equal ones as they stand in the index, as the engine orders them."""
    days = searcher.fast_field_values(fading.field, [address for _, address in hits])
    factors = fading.factors(days)
    scored = [(score * factor, address) for (score, address), factor in zip(hits, factors, strict=True)]
    return sorted(scored, key=lambda each: (-each[0], each[1].segment_ord, each[1].doc))


def _times(query: Query, condition: Query, factor: float) -> Query:
    """What also meets the condition, which itself counts nothing."""
    silent = Query.const_score_query(condition, 0.0)
    return Query.boost_query(Query.boolean_query([(Occur.Must, query), (Occur.Must, silent)]), factor)


def _flat(query: Query) -> Query:
    """Counts 1 in the ranking, as every condition that is no text does: how rare a class is says nothing."""
    return Query.const_score_query(query, 1.0)


_ALL = _flat(Query.all_query())
"""The plain query for all is faster, but beside others the engine forgets what it counts."""


def _weighed(query: Query, field: Field) -> Query:
    return Query.boost_query(query, field.weight) if field.weight != 1 else query


def _hit(document: tantivy.Document, score: float) -> Hit:
    return Hit(document["key"][0], score, json.loads(document["payload"][0]))


def _facet_value(bucket: dict[str, Any]) -> FacetValue:
    key = bucket["key"]
    return FacetValue(key if isinstance(key, str) else str(int(key)), bucket["doc_count"])
