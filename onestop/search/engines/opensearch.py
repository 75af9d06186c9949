"""The cluster engine: an index or alias of OpenSearch, with the same hits in the same order as tantivy.

Index fields are those of `content.content`, tokens made by us and only split at spaces by the cluster. The payload
is all that is kept of the source. Answers are whole or not given at all: counts are exact, and a shard that
cannot be asked is an error, never a smaller number.
"""

import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import cached_property
from typing import Any
from zlib import crc32

from opensearchpy import OpenSearch
from opensearchpy.exceptions import TransportError

from onestop.search import together, tokens
from onestop.search.cluster import WRITE_PATIENCE_SECONDS, Address, client, patiently
from onestop.search.content import as_json, content, facet_field
from onestop.search.engine import KEY, FacetValue, Hit, Prepared, SearchRequest, SearchResponse
from onestop.search.engines.opensearch_query import GAP, Compiler, Query, fading
from onestop.search.errors import TooBroad
from onestop.search.parcels import parcels
from onestop.search.query import Node, Together
from onestop.search.schema import Document, DocumentType, Field, FieldType

FORMAT = 2
"""Grows with what `index_body` makes of the fields: an index of another format is made anew."""
WINDOW = 10_000
"""Hits of one request; what lies deeper is reached by the sort values of the last hit."""
_IN_FLIGHT = 4
_WRITE_TIMEOUT = 120
_READ_AT_ONCE = 2_500
_TOO_BROAD = ("maxClauseCount", "too_many_", "too_complex", "too complex")
_FACETS_OF_A_SHARD = 1_000
_FILTER = "timed_out,hits.total.value,hits.hits._score,hits.hits.sort,hits.hits._source,hits.hits.fields,aggregations"


class OpenSearchEngine:
    def __init__(
        self, document_type: DocumentType, index: str, at: Address, *, is_alias: bool = False
    ) -> None:
        """`index`: an index, or an alias of one, which must then exist: the cluster would make an index for it."""
        self.document_type = document_type
        self.is_alias = is_alias
        self.index = index
        self.at = at
        self._flights: deque[tuple[Future[None], set[int]]] = deque()

    @property
    def client(self) -> OpenSearch:
        return client(self.at)

    def search(self, request: SearchRequest) -> SearchResponse:
        started = time.perf_counter()
        query, order = self.compile(request.query), _order(request)
        if request.sort.fading:
            query = fading(query, request.sort.fading)
        if request.after is not None:
            return self._walk(query, order, request, started)
        is_deep = request.offset + request.limit > WINDOW
        window = {"size": 0} if is_deep else {"from": request.offset, "size": request.limit, "sort": order}
        wanted = {name: self._facet(name, request.facet_size) for name in request.facets}
        found = self._ask({"query": query, "track_total_hits": True, "aggs": wanted} | window)
        hits = self._deep(query, order, request.offset, request.limit) if is_deep else _hits(found)
        return SearchResponse(
            found["hits"]["total"]["value"],
            tuple(_hit(each) for each in hits),
            {name: self._exact(name, query, request, found["aggregations"][name]) for name in request.facets},
            (time.perf_counter() - started) * 1000,
        )

    def _walk(
        self, query: Query, order: list[Query], request: SearchRequest, started: float
    ) -> SearchResponse:
        """The hits after a place; one more than asked for tells whether there are more."""
        body = {"query": query, "sort": order, "size": request.limit + 1, "track_total_hits": True}
        body["aggs"] = {name: self._facet(name, request.facet_size) for name in request.facets}
        found = self._ask(body | ({"search_after": list(request.after)} if request.after else {}))
        hits = _hits(found)
        more = tuple(hits[request.limit - 1]["sort"]) if len(hits) > request.limit else None
        return SearchResponse(
            found["hits"]["total"]["value"],
            tuple(_hit(each) for each in hits[: request.limit]),
            {name: self._exact(name, query, request, found["aggregations"][name]) for name in request.facets},
            (time.perf_counter() - started) * 1000,
            more,
        )

    def _ask(self, body: Query) -> Any:
        """Scores by the figures of all shards together; the copies asked are the same for the same query."""
        preference = f"q{crc32(as_json(body['query']).encode())}"
        params = {
            "search_type": "dfs_query_then_fetch",
            "allow_partial_search_results": "false",
            "filter_path": _FILTER,
            "preference": preference,
        }
        with _limits():
            found = patiently(lambda: self.client.search(body=body, index=self.index, params=params))
        if found["timed_out"]:
            raise TooBroad
        return found

    def _deep(self, query: Query, order: list[Query], offset: int, limit: int) -> Iterator[Query]:
        """Hits behind the first WINDOW: those before them are passed over, without their texts."""
        after: list[Any] = []
        for left, is_wanted in ((offset, False), (limit, True)):
            while left:
                page = self._page(query, order, after, min(left, WINDOW), is_wanted)
                if is_wanted:
                    yield from page
                if not page:
                    return
                after, left = page[-1]["sort"], left - len(page)

    def _page(
        self, query: Query, order: list[Query], after: list[Any], size: int, source: bool
    ) -> list[Query]:
        body = {"query": query, "sort": order, "size": size, "_source": source, "track_total_hits": False}
        return _hits(self._ask(body | ({"search_after": after} if after else {})))

    def _facet(self, name: str, size: int, of_a_shard: int = _FACETS_OF_A_SHARD) -> Query:
        return {
            "terms": {
                "field": facet_field(self.document_type.by_name[name]),
                "size": size,
                "shard_size": max(of_a_shard, size),
                "show_term_doc_count_error": True,
            }
        }

    def _exact(self, name: str, query: Query, request: SearchRequest, found: Query) -> tuple[FacetValue, ...]:
        """Each shard tells its commonest values; more are asked for until what was left out cannot matter."""
        of_a_shard = _FACETS_OF_A_SHARD
        while not _is_exact(found):
            of_a_shard *= 16
            facet = self._facet(name, request.facet_size, of_a_shard)
            found = self._ask({"query": query, "size": 0, "aggs": {name: facet}})["aggregations"][name]
        return tuple(FacetValue(str(each["key"]), each["doc_count"]) for each in found["buckets"])

    def keys(self, query: Node) -> Iterator[int]:
        return (key for key, _version in self._by_key(self.compile(query)))

    def versions(self) -> Iterator[tuple[int, int]]:
        self._refresh()
        return self._by_key({"match_all": {}})

    def _by_key(self, query: Query) -> Iterator[tuple[int, int]]:
        """(key, version) of all hits, ascending, a slice at a time."""
        last = -1
        while True:
            found = self._ask(
                {
                    "query": query,
                    "sort": [{"key": "asc"}],
                    "search_after": [last],
                    "size": WINDOW,
                    "track_total_hits": False,
                    "stored_fields": "_none_",
                    "docvalue_fields": ["version"],
                }
            )
            hits = _hits(found)
            yield from ((each["sort"][0], each["fields"]["version"][0]) for each in hits)
            if len(hits) < WINDOW:
                return
            last = hits[-1]["sort"][0]

    def write(self, documents: Iterable[Document], delete: Sequence[int] = ()) -> None:
        self.add((), delete)
        made = ((each.key, each.version, self.prepare(each.values, each.payload)) for each in documents)
        for parcel in parcels(made):
            self.add(parcel)
        self.commit()

    def add(self, documents: Sequence[tuple[int, int, Prepared]], delete: Sequence[int] = ()) -> None:
        """Some requests are under way at once, never two about the same key. They may be seen before the commit,
        which harms nobody: what is given here already is so in the database."""
        keys = {*delete, *(key for key, _version, _prepared in documents)}
        while self._flights and (len(self._flights) >= _IN_FLIGHT or self._is_under_way(keys)):
            self._land()
        lines = [f'{{"delete":{{"_id":"{key}"}}}}\n' for key in delete]
        lines += (
            f'{{"index":{{"_id":"{key}"}}}}\n{{"key":{key},"version":{version},{prepared.rest}\n'
            for key, version, prepared in documents
        )
        if lines:
            self._flights.append((self._pool.submit(self._send, "".join(lines)), keys))

    def _is_under_way(self, keys: set[int]) -> bool:
        return any(not keys.isdisjoint(others) for _flight, others in self._flights)

    def _land(self) -> None:
        flight, _keys = self._flights.popleft()
        flight.result()

    def _send(self, lines: str) -> None:
        """Again and again while a shard moves: the same lines twice do what they do once."""
        patiently(lambda: self._send_once(lines), WRITE_PATIENCE_SECONDS)

    def _send_once(self, lines: str) -> None:
        params = {
            "filter_path": "errors,items.*.error,items.*.status",
            "require_alias": str(self.is_alias).lower(),
        }
        found = self.client.bulk(body=lines, index=self.index, params=params, request_timeout=_WRITE_TIMEOUT)
        if found["errors"]:
            wrong = [each for item in found["items"] for each in item.values() if "error" in each]
            busy = [each for each in wrong if each["status"] in (429, 503)]
            worst = (busy or wrong)[0]
            raise TransportError(worst["status"], worst["error"]["type"], worst["error"])

    def commit(self) -> None:
        while self._flights:
            self._land()
        self._refresh()

    def _refresh(self) -> None:
        patiently(lambda: self.client.indices.refresh(index=self.index, request_timeout=_WRITE_TIMEOUT))

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(_IN_FLIGHT, thread_name_prefix="bulk")

    def count(self) -> int:
        """How many documents there are."""
        self._refresh()
        found: int = patiently(lambda: self.client.count(index=self.index))["count"]
        return found

    def close(self) -> None:
        """What is under way is waited for, so that no older document lands after those of another writer."""
        wait([flight for flight, _keys in self._flights])
        self._flights.clear()
        if pool := self.__dict__.pop("_pool", None):
            pool.shutdown()

    def prepare(self, values: Mapping[str, tuple[Any, ...]], payload: Mapping[str, Any]) -> Prepared:
        return prepare(self.document_type, values, payload)

    def compile(self, node: Node) -> Query:
        return Compiler(self._read_texts).compile(node)

    def _read_texts(self, node: Together, candidates: Query) -> list[int]:
        found = self._ask({"query": candidates, "size": 0, "track_total_hits": True})
        together.require_readable(found["hits"]["total"]["value"], node)
        wanted = [f"payload.{field.name}" for field in node.fields if not field.long]
        hits = self._texts(candidates, wanted)
        payloads = ((each["sort"][0], each.get("_source", {}).get("payload", {})) for each in hits)
        return together.holding(node, self.document_type, payloads)

    def _texts(self, query: Query, names: list[str]) -> Iterator[Query]:
        last = -1
        while True:
            body = {"query": query, "sort": [{"key": "asc"}], "search_after": [last], "size": _READ_AT_ONCE}
            hits = _hits(self._ask(body | {"_source": names or False, "track_total_hits": False}))
            yield from hits
            if len(hits) < _READ_AT_ONCE:
                return
            last = hits[-1]["sort"][0]


@contextmanager
def _limits() -> Iterator[None]:
    """What a query may not do is said in our words."""
    try:
        yield
    except TransportError as error:
        if any(sign in str(error.info) for sign in _TOO_BROAD):
            raise TooBroad from error
        raise


def _hits(found: Query) -> list[Query]:
    hits: list[Query] = found.get("hits", {}).get("hits", [])
    return hits


def _hit(found: Query) -> Hit:
    return Hit(found["sort"][-1], found.get("_score") or 0.0, found["_source"]["payload"])


def _order(request: SearchRequest) -> list[Query]:
    """Equal ones by key, so that pages never overlap."""
    if not request.sort.field:
        return [{"_score": "desc"}, {"key": "asc"}]
    direction = "desc" if request.sort.descending else "asc"
    if request.sort.field == KEY:
        return [{KEY: direction}]
    by_field = {"order": direction, "missing": "_last", "unmapped_type": "long"}
    return [{request.sort.field: by_field}, {"key": direction}]


def _is_exact(found: Query) -> bool:
    """No shown value misses a shard, and none that is not shown could have more."""
    buckets = found["buckets"]
    if any(each["doc_count_error_upper_bound"] for each in buckets):
        return False
    unseen: int = found["doc_count_error_upper_bound"]
    return not unseen or bool(buckets and buckets[-1]["doc_count"] >= unseen)


def prepare(
    document_type: DocumentType, values: Mapping[str, tuple[Any, ...]], payload: Mapping[str, Any]
) -> Prepared:
    made = content(document_type, values, _parted)
    return Prepared((), as_json({"payload": dict(payload), **made})[1:])


def _parted(values: list[str]) -> list[Any]:
    return [f"{value} {tokens.END}" for value in values] or [tokens.END]


def index_body(document_type: DocumentType, at: Address) -> Query:
    """Settings and mappings of a new index, for loading: without copies, and nothing to be seen before it is done."""
    fields = {name: mapping for field in document_type.fields for name, mapping in _mappings(field).items()}
    return {
        "settings": {
            "number_of_shards": at.shards,
            "auto_expand_replicas": "false",
            "number_of_replicas": 0,
            "refresh_interval": "-1",
            "max_regex_length": 10_000,
            "analysis": _ANALYSIS,
        },
        "mappings": {
            "dynamic": False,
            "_source": {"includes": ["payload"]},
            "properties": {
                "key": {"type": "long"},
                "version": {"type": "long", "index": False},
                "payload": {"type": "object", "enabled": False},
                **fields,
            },
        },
    }


def serving(at: Address) -> Query:
    """Settings of an index that is in use."""
    return {"auto_expand_replicas": f"0-{at.replicas}", "refresh_interval": at.refresh}


# Our tokens stand between spaces. A GAP in a query leaves its place free: any token may stand there.
_ANALYSIS = {
    "tokenizer": {"spaces": {"type": "whitespace", "max_token_length": 8_000}},
    "filter": {"gap": {"type": "stop", "stopwords": [GAP]}},
    "analyzer": {
        "split": {"type": "custom", "tokenizer": "spaces"},
        "placed": {"type": "custom", "tokenizer": "spaces", "filter": ["gap"]},
    },
}
_TEXT = {"type": "text", "analyzer": "split", "search_analyzer": "placed", "position_increment_gap": 200}
_COUNTED = {"type": "text", "analyzer": "split", "search_analyzer": "placed", "index_options": "freqs"}
"""Without places: of the pairs of long texts."""
_WHOLE = {"type": "keyword", "ignore_above": 8_000}


def _mappings(field: Field) -> Query:
    if field.type == FieldType.TEXT:
        raw = {f"{field.name}__raw": _WHOLE} if field.facet else {}
        return {field.name: _TEXT, f"{field.name}__2": _COUNTED if field.long else _TEXT, **raw}
    if field.type == FieldType.KEYWORD:
        return {field.name: _WHOLE | {"doc_values": field.facet}}
    return {field.name: {"type": "long"}}
