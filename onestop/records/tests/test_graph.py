"""Walks against a plain one, on random graphs with circles and numbers that point at themselves."""

from collections.abc import Collection

from hypothesis import given
from hypothesis import strategies as st

from onestop.records.graph import Edge, Step, same_claims, walk

NODES = st.integers(0, 14).map(lambda number: f"N{number:02}")
GRAPHS = st.sets(st.tuples(NODES, NODES), max_size=50)
STARTS = st.sets(NODES, min_size=1, max_size=3).map(sorted)


def step_of(graph: Collection[Edge]) -> Step:
    return lambda frontier, limit: sorted(edge for edge in graph if edge[0] in frontier)[:limit]


def distances(graph: Collection[Edge], starts: Collection[str], levels: int | None) -> dict[str, int]:
    """Spelled out: go round until nothing changes."""
    far = dict.fromkeys(starts, 0)
    for _ in range(20):
        for one, other in graph:
            if one in far and far[one] + 1 < far.get(other, 99):
                far[other] = far[one] + 1
    return {node: level for node, level in far.items() if levels is None or level <= levels}


@given(GRAPHS, STARTS, st.none() | st.integers(0, 5))
def test_a_walk_finds_all_at_their_true_distance(
    graph: set[Edge], starts: list[str], levels: int | None
) -> None:
    found = walk(starts, step_of(graph), levels)
    expected = distances(graph, starts, levels)
    assert found.levels == expected
    assert not found.is_cut
    within = {node for node, level in expected.items() if levels is None or level < levels}
    assert set(found.edges) == {edge for edge in graph if edge[0] in within}


@given(GRAPHS, STARTS, st.integers(0, 8), st.integers(1, 60))
def test_a_bounded_walk_says_whether_it_left_something(
    graph: set[Edge], starts: list[str], max_nodes: int, max_edges: int
) -> None:
    found = walk(starts, step_of(graph), None, max_nodes, max_edges)
    expected = distances(graph, starts, None)
    assert len(found.levels) <= len(starts) + max_nodes
    assert set(found.levels) <= set(expected)
    assert all(level >= expected[node] for node, level in found.levels.items())
    assert set(found.edges) <= graph
    assert {node for edge in found.edges for node in edge} <= set(found.levels)
    if set(found.levels) != set(expected):
        assert found.is_cut
    if len(expected) <= max_nodes and len(graph) <= max_edges:
        assert not found.is_cut


@given(GRAPHS, STARTS)
def test_one_question_for_each_level(graph: set[Edge], starts: list[str]) -> None:
    asked: list[set[str]] = []

    def step(frontier: Collection[str], limit: int) -> list[Edge]:
        asked.append(set(frontier))
        return list(step_of(graph)(frontier, limit))

    found = walk(starts, step, None)
    assert len(asked) == max(found.levels.values()) + 1
    assert sum(map(len, asked)) == len(found.levels)


def test_applications_with_the_very_same_priorities_are_one_simple_family() -> None:
    claims = {
        "P": frozenset[str](),
        "A": frozenset({"P"}),
        "B": frozenset({"P"}),
        "C": frozenset({"P", "Q"}),
        "D": frozenset({"Q"}),
    }
    assert same_claims(claims, frozenset({"P"})) == ["A", "B", "P"]
    assert same_claims(claims, frozenset({"P", "Q"})) == ["C"]
