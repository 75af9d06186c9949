"""The contract suite: what holds for every engine. Who runs it gives the fixtures `engine` (with `documents()`),
`table` (with `table_documents()`) and `empty` (makes one without documents)."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onestop.core.errors import UserError
from onestop.search.engine import KEY, Engine, Place, SearchRequest, Sort
from onestop.search.parser import parse
from onestop.search.query import (
    And,
    Everything,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Together,
    Unit,
    Words,
)
from onestop.search.tests.corpus import (
    ABSTRACT,
    APPLICANT,
    CLAIMS,
    DESCRIPTION,
    FILED,
    TITLE,
    TYPE,
    documents,
    matches,
    table_documents,
)

QUERIES = [
    line
    for line in Path(__file__).with_name("queries.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("//")
]
TABLE = table_documents()
SECONDS = 2.0
"""Of the processor: a machine that is busy with other things says nothing of the query."""


@pytest.mark.parametrize("text", QUERIES)
def test_every_query_finds_what_a_plain_scan_finds(table: Engine, text: str) -> None:
    node = parse(text, TYPE)
    expected = [each.key for each in TABLE if matches(node, each.values)]
    assert list(table.keys(node)) == expected
    response = table.search(SearchRequest(node, limit=1_000))
    assert response.total == len(expected)
    assert sorted(hit.key for hit in response.hits) == expected
    scores = [hit.score for hit in response.hits]
    assert scores == sorted(scores, reverse=True)


def test_the_queries_are_many_and_tell_documents_apart() -> None:
    found = [sum(matches(parse(text, TYPE), each.values) for each in TABLE) for text in QUERIES]
    assert len(set(QUERIES)) == len(QUERIES) >= 300
    assert found.count(0) <= len(found) // 8
    assert len(set(found)) >= 40


_terms = st.text(alphabet="锚索支护灯LED台臺调光一种的，。 5.W", min_size=1, max_size=6)
_fields = st.sampled_from(
    [(TITLE,), (ABSTRACT,), (APPLICANT,), (TITLE, ABSTRACT), (CLAIMS,), (DESCRIPTION,), TYPE.by_code["FT"]]
)
_patterns = st.text(alphabet="锚索支LEDed+#?", min_size=2, max_size=5).filter(
    lambda text: text[0].isalnum() and text[-1].isalnum()  # signs at the ends of Chinese words are dropped
)


@st.composite
def _near(draw: st.DrawFn) -> Node:
    fields = draw(_fields)
    placed = st.builds(Phrase, st.just(fields), _terms) | st.builds(Pattern, st.just(fields), _patterns)
    side = placed | st.lists(placed, min_size=1, max_size=2).map(lambda children: Or(tuple(children)))
    node: Node = Near(fields, draw(side), draw(side), draw(st.integers(0, 3)), draw(st.booleans()))
    return Near(fields, node, draw(placed), draw(st.integers(0, 2)), True) if draw(st.booleans()) else node


@st.composite
def _together(draw: st.DrawFn) -> Node:
    unit = draw(st.sampled_from(Unit))
    divided = [(TITLE,), (ABSTRACT,), (TITLE, ABSTRACT), (CLAIMS,), (DESCRIPTION,), TYPE.by_code["FT"]]
    fields = (CLAIMS,) if unit == Unit.CLAIM else draw(st.sampled_from(divided))
    side = st.builds(Words, st.just(fields), _terms) | st.builds(Phrase, st.just(fields), _terms)
    return Together(fields, draw(side), draw(side), unit)


_leaves: st.SearchStrategy[Node] = (
    st.builds(Words, _fields, _terms)
    | st.builds(Phrase, _fields, _terms)
    | st.builds(Pattern, _fields, _patterns)
    | _near()
    | _together()
)
_trees: st.SearchStrategy[Node] = st.recursive(
    _leaves,
    lambda children: (
        st.builds(Not, children)
        | st.builds(And, st.lists(children, min_size=1, max_size=3).map(tuple))
        | st.builds(Or, st.lists(children, min_size=1, max_size=3).map(tuple))
    ),
    max_leaves=6,
)


@given(node=_trees)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_tree_finds_what_a_plain_scan_finds(engine: Engine, node: Node) -> None:
    assert list(engine.keys(node)) == [each.key for each in documents() if matches(node, each.values)]


def test_facets_count_all_hits_exactly(engine: Engine) -> None:
    response = engine.search(
        SearchRequest(parse("灯 OR LED", TYPE), limit=1, facets=("ipc", "applicant", "filed_year"))
    )
    assert response.total == 6
    assert {each.value: each.count for each in response.facets["ipc"]} == {
        "F": 3,
        "F21V": 3,
        "H": 2,
        "H05B": 2,
        "E": 1,
        "E21D": 1,
    }
    years = {each.value: each.count for each in response.facets["filed_year"]}
    assert years == {"2020": 2, "2010": 2, "2015": 1, "2019": 1}
    assert {each.value: each.count for each in response.facets["applicant"]}["丙照明厂"] == 2


def test_hits_in_the_full_text_rank_below_those_in_title_and_abstract(table: Engine) -> None:
    """Word by word: of the documents with the word in title or abstract none stands behind one without."""
    for word in ("锚索", "电机", "散热器", "LED", "支护装置", "石墨烯电极"):
        hits = table.search(SearchRequest(parse(f"FT={word}", TYPE), limit=1_000)).hits
        at_front = parse(f"TI,AB={word}", TYPE)
        fronts = {each.key for each in TABLE if matches(at_front, each.values)}
        assert {hit.key for hit in hits[: len(fronts)]} == fronts
        assert len(hits) > len(fronts)


def test_too_many_long_texts_are_not_read(table: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    node = parse("CLM=(锚索 同权 支护)", TYPE)
    assert isinstance(node, Together)
    few = replace(node, fields=(replace(CLAIMS, readable=3),))
    with pytest.raises(UserError) as caught:
        table.search(SearchRequest(few))
    assert caught.value.code == "search.too_many_to_read"


def test_title_hits_rank_above_abstract_hits(engine: Engine) -> None:
    response = engine.search(SearchRequest(parse("电源", TYPE)))
    assert response.hits[0].key == 3


@pytest.mark.parametrize("descending", [True, False])
def test_sorted_pages_never_overlap_and_reach_every_hit(engine: Engine, descending: bool) -> None:
    sort = Sort(FILED.name, descending)
    pages = [
        engine.search(SearchRequest(Everything(), limit=3, offset=offset, sort=sort)).hits
        for offset in (0, 3, 6, 9)
    ]
    keys = [hit.key for page in pages for hit in page]
    by_day = [5, 6, 2, 1, 8, 4, 3]
    undated = 7
    assert keys == [*(reversed(by_day) if descending else by_day), undated]


@pytest.mark.parametrize("size", [1, 3, 7, 8, 20])
@pytest.mark.parametrize(
    "sort", [Sort(FILED.name), Sort(FILED.name, descending=False), Sort(KEY, descending=False)]
)
def test_a_walk_from_place_to_place_sees_every_hit_once(engine: Engine, sort: Sort, size: int) -> None:
    for text in ("*", "灯", "没有"):
        node = parse(text, TYPE)
        whole = [hit.key for hit in engine.search(SearchRequest(node, limit=100, sort=sort)).hits]
        walked: list[int] = []
        place: Place | None = ()
        while place is not None:
            found = engine.search(SearchRequest(node, limit=size, sort=sort, after=place))
            assert found.total == len(whole)
            walked += [hit.key for hit in found.hits]
            place = found.next
        assert walked == whole


def test_write_replaces_deletes_and_is_seen_by_others(empty: Callable[[], Engine]) -> None:
    engine = empty()
    engine.write(documents())
    engine.write(documents(version=2)[:2], delete=[3])
    assert dict(engine.versions()) == {1: 2, 2: 2, 4: 1, 5: 1, 6: 1, 7: 1, 8: 1}
    assert engine.count() == 7
    engine.close()


def test_the_same_key_given_twice_is_as_it_was_given_last(empty: Callable[[], Engine]) -> None:
    engine = empty()
    for version in range(1, 8):
        engine.add([(1, version, engine.prepare({"title": (f"锚索{version}",)}, {}))])
    engine.commit()
    assert dict(engine.versions()) == {1: 7}
    assert engine.search(SearchRequest(parse("锚索7", TYPE))).total == 1
    assert engine.search(SearchRequest(parse("锚索3", TYPE))).total == 0
    engine.close()


def test_pages_reach_the_last_hit(table: Engine) -> None:
    for text in ("*", "装置"):
        node = parse(text, TYPE)
        whole = [hit.key for hit in table.search(SearchRequest(node, limit=1_000)).hits]
        pages = [
            table.search(SearchRequest(node, limit=7, offset=offset)).hits
            for offset in range(0, len(whole) + 7, 7)
        ]
        assert [hit.key for page in pages for hit in page] == whole


def test_payload_comes_back_with_the_hit(engine: Engine) -> None:
    (hit,) = engine.search(SearchRequest(parse("恒阻延长锚索", TYPE))).hits
    assert hit.payload["title"] == "一种恒阻延长锚索"


_SIGNS = [
    "(",
    ")",
    "[",
    "]",
    "=",
    "==",
    "!=",
    ">=",
    "<",
    '"',
    ",",
    ":",
    "^3",
    "~",
    "^",
    "#1",
    "*",
    "?",
    "+",
    "#",
    "/",
    "!",
    "_",
]
_WORDS = [
    "锚索", "支护", "灯", "LED", "led+", "l?d", "锚#索", "a+", "5.5W", "10%", "C1-C6", "的", "𠀀", "é", "\u200b",
    "TI", "AB", "TI,AB", "PA", "IPC", "AD", "ADY", "E21D", "H01+", "2010", "201502", "20151123", "[2010 TO 2015]",
    "AND", "OR", "NOT", "TO", "3W", "5D", "S", "P", "NEAR", "BEFORE9", "/S", "同段", "~锚索", "ti any", "ti all",
    "CLM", "DESC", "FT", "CL", "同权", "/CL",
]  # fmt: skip
_grammar = st.lists(st.sampled_from(_WORDS) | st.sampled_from(_SIGNS), min_size=1, max_size=14).map(" ".join)
_glued = st.lists(st.sampled_from(_WORDS) | st.sampled_from(_SIGNS), min_size=1, max_size=10).map("".join)


@given(text=_grammar | _glued | st.text(max_size=30))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_is_answered_or_explained_in_time(table: Engine, text: str) -> None:
    started = time.process_time()
    try:
        node = parse(text, TYPE)
        response = table.search(SearchRequest(node, facets=("ipc", "applicant")))
    except UserError as error:
        assert error.message
    else:
        assert response.total == sum(matches(node, each.values) for each in TABLE), str(node)
    assert time.process_time() - started < SECONDS
