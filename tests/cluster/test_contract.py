"""The contract suite on OpenSearch, and both engines side by side: the same hits in the same order."""

from collections.abc import Callable, Iterator
from itertools import groupby
from math import isclose

import pytest

from onestop.search.engine import Engine, Hit, SearchRequest, SearchResponse, Sort
from onestop.search.engines import opensearch
from onestop.search.engines.tantivy import TantivyEngine
from onestop.search.errors import TooBroad
from onestop.search.parser import parse
from onestop.search.query import Everything, Or, Pattern, Phrase
from onestop.search.schema import Document
from onestop.search.synonyms import Reach, expand
from onestop.search.tests.contract import *  # noqa: F403 - the tests themselves
from onestop.search.tests.contract import QUERIES
from onestop.search.tests.contract_ranking import *  # noqa: F403 - more of them
from onestop.search.tests.contract_ranking import RECENT, WIDE_QUERIES
from onestop.search.tests.corpus import FILED, TITLE, TYPE, documents, table_documents
from onestop.search.tests.words import WORDS
from tests.cluster.conftest import MakeEngine

FACETS = ("ipc", "applicant", "filed_year")


@pytest.fixture(scope="module")
def engine(make_engine: MakeEngine) -> Engine:
    made = make_engine(TYPE, 1)
    made.write(documents())
    return made


@pytest.fixture(scope="module")
def table(make_engine: MakeEngine) -> Engine:
    """In three shards, so that figures of the whole must be put together."""
    made = make_engine(TYPE, 3)
    made.write(table_documents())
    return made


@pytest.fixture(scope="module")
def tantivy() -> Engine:
    made = TantivyEngine(TYPE)
    made.write(table_documents())
    return made


@pytest.fixture
def empty(make_engine: MakeEngine) -> Callable[[], Engine]:
    return lambda: make_engine(TYPE, 2)


@pytest.mark.parametrize("text", QUERIES)
def test_both_engines_give_the_same_hits_in_the_same_order(table: Engine, tantivy: Engine, text: str) -> None:
    request = SearchRequest(parse(text, TYPE), limit=1_000, facets=FACETS, facet_size=1_000)
    ours, theirs = tantivy.search(request), table.search(request)
    assert ours.total == theirs.total
    assert _ranks(ours) == _ranks(theirs)
    for one, other in zip(ours.hits, theirs.hits, strict=True):
        assert isclose(one.score, other.score, rel_tol=1e-4)
    for name in FACETS:
        assert set(ours.facets[name]) == set(theirs.facets[name])


@pytest.mark.parametrize("sort", [Sort(), RECENT], ids=["relevance", "recent"])
@pytest.mark.parametrize("text", [*WIDE_QUERIES, "支护", "*"])
def test_both_engines_rank_alike_with_synonyms_and_recency(
    table: Engine, tantivy: Engine, text: str, sort: Sort
) -> None:
    node = expand(parse(text, TYPE), WORDS, Reach.BOTH).node
    request = SearchRequest(node, limit=1_000, sort=sort)
    ours, theirs = tantivy.search(request), table.search(request)
    assert ours.total == theirs.total
    assert _ranks(ours) == _ranks(theirs)


def _ranks(response: SearchResponse) -> list[set[int]]:
    """The keys in order, those of equal score together: floating point adds up in another order here and there."""
    return [{hit.key for hit in group} for group in _ties(response.hits)]


def _ties(hits: tuple[Hit, ...]) -> Iterator[list[Hit]]:
    numbers, number = [], 0
    for index, hit in enumerate(hits):
        if index and not isclose(hits[index - 1].score, hit.score, rel_tol=1e-5):
            number += 1
        numbers.append(number)
    for _number, group in groupby(zip(numbers, hits, strict=True), key=lambda pair: pair[0]):
        yield [hit for _n, hit in group]


@pytest.mark.parametrize("descending", [True, False])
def test_both_engines_sort_alike(table: Engine, tantivy: Engine, descending: bool) -> None:
    request = SearchRequest(Everything(), limit=1_000, sort=Sort(FILED.name, descending))
    dated = {each.key for each in table_documents() if each.values["filed_on"]}
    ours, theirs = ([hit.key for hit in each.search(request).hits] for each in (tantivy, table))
    assert [key for key in ours if key in dated] == [key for key in theirs if key in dated]
    assert set(ours[len(dated) :]) == set(theirs[len(dated) :])


def test_hits_behind_the_window_of_the_cluster(table: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    request = SearchRequest(parse("锚索 OR 灯 OR 电", TYPE), limit=1_000)
    whole = [hit.key for hit in table.search(request).hits]
    monkeypatch.setattr(opensearch, "WINDOW", 10)
    monkeypatch.setattr(opensearch, "_READ_AT_ONCE", 4)
    assert [hit.key for hit in table.search(request).hits] == whole
    page = SearchRequest(request.query, limit=13, offset=31)
    assert [hit.key for hit in table.search(page).hits] == whole[31:44]
    assert list(table.keys(request.query)) == sorted(whole)
    together = parse("AB=(锚杆 S 托盘)", TYPE)
    assert list(table.keys(together)) == sorted(
        hit.key for hit in table.search(SearchRequest(together, 99)).hits
    )


def test_facets_are_exact_where_the_shards_disagree(
    make_engine: MakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each shard tells its commonest two: their sum alone would be wrong."""
    monkeypatch.setattr(opensearch, "_FACETS_OF_A_SHARD", 2)
    made = make_engine(TYPE, 3)
    symbols = [f"C{number % 17:02d}" for number in range(400)] + ["C05"] * 3 + ["C11"] * 2
    made.write(Document(key, 1, {"ipc": (symbol,)}, {}) for key, symbol in enumerate(symbols))
    found = made.search(SearchRequest(Everything(), limit=0, facets=("ipc",), facet_size=2)).facets["ipc"]
    assert [(each.value, each.count) for each in found] == [
        ("C05", symbols.count("C05")),
        ("C11", symbols.count("C11")),
    ]


def test_what_the_cluster_gives_up_is_said_in_our_words(make_engine: MakeEngine) -> None:
    made = make_engine(TYPE, 1)
    titles = (f"a{number}x b{number}" for number in range(3_000))
    made.write(Document(key, 1, {"title": (title,)}, {}) for key, title in enumerate(titles))
    wide = parse("TI=(a+x 1W b9+)", TYPE)
    try:
        found = made.search(SearchRequest(wide)).total
    except TooBroad as error:
        assert error.hint
    else:
        assert found == sum(f"{number}".startswith("9") for number in range(3_000))
    many = Or(tuple(Phrase((TITLE,), f"b{number}") for number in range(900)))
    assert made.search(SearchRequest(many)).total == 900
    assert made.search(SearchRequest(Pattern((TITLE,), "a+"))).total == 3_000
