"""What the databases among the peers store beside their index, and what they answer with."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from benchmarks.search.texts import FACETS
from onestop.search.schema import Document

ROWS_AT_ONCE = 5_000
FACET_SIZE = 30
"""Values of a facet, as the product's API answers."""


@dataclass(frozen=True)
class Answer:
    total: int
    hits: list[str]
    """Ten documents in full, as JSON."""
    facets: dict[str, list[tuple[str, int]]]

    def body(self) -> bytes:
        facets = json.dumps(self.facets, ensure_ascii=False)
        return f'{{"total": {self.total}, "hits": [{", ".join(self.hits)}], "facets": {facets}}}'.encode()


def payload(document: Document) -> str:
    return json.dumps(document.payload, ensure_ascii=False)


def facet_rows(document: Document) -> Iterator[tuple[int, str, str]]:
    for field in FACETS:
        for value in dict.fromkeys(document.values.get(field, ())):
            yield document.key, field, str(value)


def counted(rows: Iterable[tuple[str, str, int]], fields: Iterable[str]) -> dict[str, list[tuple[str, int]]]:
    """Of (field, value, count), the commonest first, the commonest of each field."""
    found: dict[str, list[tuple[str, int]]] = {field: [] for field in fields}
    for field, value, count in rows:
        if len(found[field]) < FACET_SIZE:
            found[field].append((value, count))
    return found
