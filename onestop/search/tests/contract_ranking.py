"""What holds for every engine of queries with synonyms and of recency: part of the contract suite."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import isclose
from typing import Any

import pytest

from onestop.search.engine import Engine, Hit, SearchRequest, Sort
from onestop.search.fading import Fading
from onestop.search.parser import parse
from onestop.search.query import Everything
from onestop.search.synonyms import Expansion, Reach, expand, is_as_typed
from onestop.search.tests.corpus import FILED, TYPE, matches, table_documents
from onestop.search.tests.words import WORDS

WIDE_QUERIES = [
    "锚索",
    "台灯",
    "LED",
    "LED 驱动电源",
    "LED驱动电源 散热器",
    "light emitting diode",
    "controller NOT 台灯",
    "~锚索 NOT ~台灯",
    "TI=(~锚索 5W 支护) OR ~~水泵",
    '~"锚索" 支护^3',
    "AB=(~~控制器 S 电流)",
    "控制器 OR 锚杆 支护",
]
TODAY = date(2024, 2, 29)
VALUES: dict[int, Mapping[str, tuple[Any, ...]]] = {each.key: each.values for each in table_documents()}
RECENT = Sort(fading=Fading(FILED.name, TODAY))


def _wide(text: str) -> Expansion:
    found = expand(parse(text, TYPE), WORDS, Reach.BOTH)
    assert found.is_wider, text
    return found


def _hits(engine: Engine, found: Expansion, sort: Sort) -> Sequence[Hit]:
    return engine.search(SearchRequest(found.node, limit=1_000, sort=sort)).hits


@pytest.mark.parametrize("sort", [Sort(), RECENT], ids=["relevance", "recent"])
@pytest.mark.parametrize("text", WIDE_QUERIES)
def test_what_is_found_as_typed_stands_before_what_synonyms_find(
    table: Engine, text: str, sort: Sort
) -> None:
    found = _wide(text)
    hits = _hits(table, found, sort)
    assert {hit.key for hit in hits} == {key for key, each in VALUES.items() if matches(found.node, each)}
    as_typed = [matches(found.typed, VALUES[hit.key]) for hit in hits]
    assert as_typed == sorted(as_typed, reverse=True)
    assert as_typed == [is_as_typed(hit.score) for hit in hits]


def test_synonyms_add_hits(table: Engine) -> None:
    more = [
        table.search(SearchRequest(_wide(text).node, limit=0)).total
        - table.search(SearchRequest(_wide(text).typed, limit=0)).total
        for text in WIDE_QUERIES
    ]
    assert min(more) >= 0
    assert sum(each > 0 for each in more) >= len(more) - 2


@pytest.mark.parametrize("text", ["锚索", "装置", "LED 灯", "AD=2012", "NOT 锚索", "*"])
def test_recency_multiplies_the_score_by_the_age_and_loses_no_hit(table: Engine, text: str) -> None:
    node = parse(text, TYPE)
    plain = table.search(SearchRequest(node, limit=1_000))
    faded = table.search(SearchRequest(node, limit=1_000, sort=RECENT, facets=("ipc",)))
    assert faded.total == plain.total
    scores = {hit.key: hit.score for hit in plain.hits}
    assert [hit.score for hit in faded.hits] == sorted((hit.score for hit in faded.hits), reverse=True)
    assert RECENT.fading
    for hit in faded.hits:
        days = VALUES[hit.key]["filed_on"]
        day = date(days[0] // 10_000, days[0] // 100 % 100, days[0] % 100) if days else None
        assert isclose(hit.score, scores[hit.key] * RECENT.fading.factor(day), rel_tol=1e-4)


def test_of_equal_hits_the_newer_stands_first(table: Engine) -> None:
    days = [
        VALUES[hit.key]["filed_on"]
        for hit in table.search(SearchRequest(Everything(), limit=1_000, sort=RECENT)).hits
    ]
    steps = [min(10, _years(day[0])) if day else 10 for day in days]
    assert steps == sorted(steps)
    assert len(set(steps)) > 8


def _years(day: int) -> int:
    """Full years until TODAY, counted one by one."""
    return sum(day <= 20240229 - years * 10_000 for years in range(1, 60))
