"""The contract suite: what holds for every engine."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onestop.search.engine import Engine, SearchRequest, Sort
from onestop.search.engines.tantivy import TantivyEngine
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
from onestop.search.tests.corpus import ABSTRACT, APPLICANT, FILED, TITLE, TYPE, documents, matches

ENGINES: list[Callable[[Path], Engine]] = [lambda path: TantivyEngine(TYPE, path)]


@pytest.fixture(params=ENGINES, ids=["tantivy"], scope="module")
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    made: Engine = request.param(tmp_path_factory.mktemp("index"))
    made.write(documents())
    return made


QUERIES = """
锚索
錨索
支护
锚索 支护
锚索支护
"锚索支护"
"支护锚索"
"支护，锚索"
索
锚
灯
LED
led
ＬＥＤ
LED灯
"LED灯"
"LED 驱动电源"
台灯
臺燈
调光装置
led+
LED28*
TI=灯
AB=灯
TI,AB=锚杆
名称=(锚索 OR 灯)
锚索 NOT 锚杆
NOT 锚索
锚索 OR 电源 AND 功率
(锚索 OR 电源) AND 功率
申请人=甲矿业
申请人=甲矿业(江海)有限公司
申请人=="丙照明厂"
申请人!=丙照明厂
PA="Co., Ltd"
IPC=E21D
IPC=F
IPC=(E21D OR H05B) LED
IPC=H+
AD=2020
AD=202007
AD>=2015
AD<2012
AD=[2010 TO 2012]
AD=[* TO 2012]
AD!=2020
ADY=2010
ADY=[2010 TO 2015]
5.5
5.5W
的
一种
没有这个词
锚 AND 索 AND NOT TI=索锚
(锚索 1W 支护)
(锚索 0W 支护)
(支护 3W 锚索)
(支护 3D 锚索)
AB=(支护 1W 锚索)
AB=(支护 2W 锚索)
锚 NEAR2 索
锚 BEFORE0 索
锚 /1 索
TI=(锚 3W (索 OR 杆))
TI=(锚杆 1W 锚索 1W 支护)
AB=(支护 S 锚索)
AB=(支护 S 照明)
AB=(支护 P 照明)
(锚索 S 支护) NOT TI=锚杆
AB=(led S chip)
(锚 OR 灯) 同句 (索 OR 照明)
锚#索
锚?索
锚??索
恒阻#长锚索
索#支
恒#??锚索
l?d
l#d
le+er
+troller
LED#
LED?
LED2+5
L+D
E21? IPC=E+
IPC=?05B
锚索^3 支护
(锚索 OR 灯)^0.5
"锚索"^2 OR TI=灯^3
ti any "锚索 灯"
ti all "锚 索"
TI:锚索
EN_TI:(锚索 OR 灯)
金属 3D 打印
LED 5W 电源
TI=(LED 5W 电源)
(A 4W 2835)
*
""".strip().splitlines()


@pytest.mark.parametrize("text", QUERIES)
def test_engine_agrees_with_a_plain_scan(engine: Engine, text: str) -> None:
    node = parse(text, TYPE)
    expected = [each.key for each in documents() if matches(node, each.values)]
    assert list(engine.keys(node)) == expected
    response = engine.search(SearchRequest(node, limit=100))
    assert response.total == len(expected)
    assert sorted(hit.key for hit in response.hits) == expected


def test_the_queries_tell_documents_apart(engine: Engine) -> None:
    totals = [engine.search(SearchRequest(parse(text, TYPE), limit=0)).total for text in QUERIES]
    assert totals.count(0) <= len(totals) // 8
    assert len(set(totals)) >= 6


_terms = st.text(alphabet="锚索支护灯LED台臺调光一种的，。 5.W", min_size=1, max_size=6)
_fields = st.sampled_from([(TITLE,), (ABSTRACT,), (APPLICANT,), (TITLE, ABSTRACT)])
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
    fields = draw(st.sampled_from([(TITLE,), (ABSTRACT,), (TITLE, ABSTRACT)]))
    side = st.builds(Words, st.just(fields), _terms) | st.builds(Phrase, st.just(fields), _terms)
    return Together(fields, draw(side), draw(side), draw(st.sampled_from(Unit)))


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
@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


def test_write_replaces_deletes_and_is_seen_by_a_second_reader(tmp_path: Path) -> None:
    writer = TantivyEngine(TYPE, tmp_path)
    writer.write(documents())
    writer.write(documents(version=2)[:2], delete=[3])
    reader = TantivyEngine(TYPE, tmp_path)
    assert dict(reader.versions()) == {1: 2, 2: 2, 4: 1, 5: 1, 6: 1, 7: 1, 8: 1}
    assert reader.count() == 7


def test_payload_comes_back_with_the_hit(engine: Engine) -> None:
    (hit,) = engine.search(SearchRequest(parse("恒阻延长锚索", TYPE))).hits
    assert hit.payload["title"] == "一种恒阻延长锚索"
