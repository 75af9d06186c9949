"""Hits after a place in the order, as fast for the last as for the first: pages that begin in the middle of an index.

A place is (sort key,) of the last hit seen, or (-1, key) among the hits without the field, which come last.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import tantivy
from tantivy import Occur, Query

from onestop.search.engine import KEY, Place, SearchRequest

_MAX = 2**63 - 1
_UNDATED = -1


def walk(
    schema: tantivy.Schema, searcher: Any, query: Query, request: SearchRequest
) -> Iterator[tuple[Place, Any]]:
    """(place, address) of the next hits, one more than asked for where there are more."""
    steps = _steps(schema, searcher, query, request)
    return islice(steps, request.limit + 1)


def _steps(
    schema: tantivy.Schema, searcher: Any, query: Query, request: SearchRequest
) -> Iterator[tuple[Place, Any]]:
    after, limit = request.after or (), request.limit + 1
    descending = request.sort.descending
    if request.sort.field == KEY:
        inside = _and(query, _beyond(schema, KEY, after, descending))
        yield from (
            ((value,), address) for value, address in _ordered(searcher, inside, KEY, descending, limit)
        )
        return
    name = f"{request.sort.field}__sort"
    if after[:1] != (_UNDATED,):
        inside = _and(query, _beyond(schema, name, after, descending))
        for value, address in _ordered(searcher, inside, name, descending, limit):
            yield (value,), address
        after = ()
    rest = _and(query, _beyond(schema, KEY, after[1:], False), without=Query.exists_query(name))
    yield from (((_UNDATED, key), address) for key, address in _ordered(searcher, rest, KEY, False, limit))


def _and(query: Query, other: Query, without: Query | None = None) -> Query:
    excluded = [(Occur.MustNot, without)] if without else []
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, other), *excluded])


def _beyond(schema: tantivy.Schema, name: str, after: tuple[int, ...], descending: bool) -> Query:
    last = after[0] if after else None
    low, high = (0, _MAX) if last is None else (0, last - 1) if descending else (last + 1, _MAX)
    if high < low:
        return Query.empty_query()
    return Query.range_query(schema, name, tantivy.FieldType.Unsigned, low, high, include_upper=True)


def _ordered(searcher: Any, query: Query, name: str, descending: bool, limit: int) -> Any:
    order = tantivy.Order.Desc if descending else tantivy.Order.Asc
    return searcher.search(query, limit=limit, count=False, order_by_field=name, order=order).hits
