"""Walking a graph of numbers level by level: bounded, and safe where it runs in circles. Knows no table.

Whoever walks says how to step: from a set of numbers to their edges, in one question for a whole level.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

Edge = tuple[str, str]
Step = Callable[[Collection[str], int], Iterable[Edge]]
"""(numbers of a level, most edges wanted) -> edges (one of these numbers, its neighbour), in a fixed order."""

MAX_NODES = 300
MAX_EDGES = 2_000
"""Of one level."""


@dataclass(frozen=True)
class Walk:
    levels: dict[str, int]
    """Number -> how many steps from the start; the start itself is at 0. In the order in which they were found."""
    edges: tuple[Edge, ...]
    """Between these numbers, as they were walked."""
    is_cut: bool
    """There is more than was walked, within the levels asked for."""


def walk(
    starts: Iterable[str],
    step: Step,
    levels: int | None,
    max_nodes: int = MAX_NODES,
    max_edges: int = MAX_EDGES,
) -> Walk:
    """All that is reached in so many steps; None: as far as it goes. At most `max_nodes` numbers beside the start."""
    found = dict.fromkeys(starts, 0)
    limit = len(found) + max_nodes
    edges: dict[Edge, None] = {}
    is_cut, level, frontier = False, 0, list(found)
    while frontier and (levels is None or level < levels):
        level += 1
        told = list(step(frontier, max_edges + 1))
        is_cut |= len(told) > max_edges
        frontier = []
        for edge in told[:max_edges]:
            if edge[1] not in found:
                if len(found) >= limit:
                    is_cut = True
                    continue
                found[edge[1]] = level
                frontier.append(edge[1])
            edges[edge] = None
    return Walk(found, tuple(edges), is_cut)


def same_claims(claims: dict[str, frozenset[str]], wanted: frozenset[str]) -> list[str]:
    """The applications that claim exactly these priorities. One that claims none is a first filing: its own."""
    return sorted(each for each, claimed in claims.items() if (claimed or frozenset({each})) == wanted)
