"""Who cites whom: from a document to what it builds on, and to what was built on it, as many steps as wanted."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from onestop.records.graph import Edge, walk
from onestop.records.held import Held, held_by_serial
from onestop.records.models import Citation

_MAX_TEXTS = 200


class Direction(StrEnum):
    BACKWARD = "backward"
    """To the documents that are cited."""
    FORWARD = "forward"
    """To the documents that cite."""


@dataclass(frozen=True)
class Node:
    """A document, by its number without kind."""

    serial: str
    level: int
    held: Held


@dataclass(frozen=True)
class Link:
    citing: str
    cited: str
    category: str
    """X, Y, A: WIPO ST.14; empty where not told."""
    phase: str


@dataclass(frozen=True)
class Network:
    direction: Direction
    nodes: tuple[Node, ...]
    """The documents asked about are not among them; the nearest first."""
    links: tuple[Link, ...]
    is_cut: bool


def citations(serials: Collection[str], direction: Direction, levels: int = 1) -> Network:
    """One query for each level, and two for what is held of the documents found."""
    near, far = ("citing", "cited") if direction is Direction.BACKWARD else ("cited", "citing")
    links: dict[Edge, Link] = {}

    def step(numbers: Collection[str], limit: int) -> list[Edge]:
        found = Citation.objects.filter(**{f"{near}__in": numbers}).exclude(cited="").order_by(near, far)
        edges = []
        for citing, cited, category, phase in found.values_list("citing", "cited", "category", "phase")[
            :limit
        ]:
            edge = (citing, cited) if near == "citing" else (cited, citing)
            links.setdefault(edge, Link(citing, cited, category, phase))
            edges.append(edge)
        return edges

    walked = walk(sorted(serials), step, levels)
    others = {serial: level for serial, level in walked.levels.items() if level}
    held = held_by_serial(others)
    return Network(
        direction,
        tuple(Node(serial, level, held.get(serial, Held())) for serial, level in others.items()),
        tuple(links[edge] for edge in walked.edges),
        walked.is_cut,
    )


def cited_texts(serials: Collection[str]) -> tuple[str, ...]:
    """Sources that are no patents, which these documents cite."""
    found = Citation.objects.filter(citing__in=serials, cited="").order_by("text")
    return tuple(found.values_list("text", flat=True).distinct()[:_MAX_TEXTS])
