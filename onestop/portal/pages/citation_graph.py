"""Citations as a drawing: what is cited to the left, what cites to the right, a column for each level."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from onestop.portal.pages.types_related import CitationGraph, GraphEdge, GraphNode, NumberLink
from onestop.records.citations import Network
from onestop.records.held import Held

MOST = 14
"""Documents drawn of one level; the list has all."""
BOX_WIDTH, BOX_HEIGHT = 132, 28
_COLUMN, _ROW, _MARGIN = 200, 40, 16
LinkOf = Callable[[str, Held], NumberLink]


def citation_graph(
    serials: Collection[str], cited: Network, citing: Network, link: LinkOf
) -> CitationGraph | None:
    """None where there is nothing to draw. `serials` are the numbers of the document itself: one box."""
    if not (cited.links or citing.links):
        return None
    columns, hidden = _columns(cited, citing)
    rows = max(map(len, columns.values()))
    least, most = min(columns), max(columns)
    places = {
        serial: ((level - least) * _COLUMN + _MARGIN, y)
        for level, some in columns.items()
        for serial, y in _heights(some, rows)
    }
    itself = ((-least) * _COLUMN + _MARGIN, _MARGIN + (rows - 1) * _ROW // 2)
    held = {each.serial: each.held for each in (*citing.nodes, *cited.nodes)}
    nodes = [GraphNode(_link_of_itself(), *itself, is_self=True)]
    nodes += [GraphNode(link(serial, held[serial]), x, y, is_self=False) for serial, (x, y) in places.items()]
    return CitationGraph(
        width=(most - least) * _COLUMN + BOX_WIDTH + 2 * _MARGIN,
        height=(rows - 1) * _ROW + BOX_HEIGHT + 2 * _MARGIN,
        box_width=BOX_WIDTH,
        box_height=BOX_HEIGHT,
        nodes=tuple(nodes),
        edges=_edges((cited, citing), {**dict.fromkeys(serials, itself), **places}),
        hidden=hidden,
    )


def _link_of_itself() -> NumberLink:
    return NumberLink(_("本件"), "", "", "")


def _columns(cited: Network, citing: Network) -> tuple[dict[int, list[str]], int]:
    """Level -> documents, those cited below zero; one that is reached both ways stands once. How many are left out."""
    columns: dict[int, list[str]] = defaultdict(list, {0: []})
    known: set[str] = set()
    hidden = 0
    for network, sign in ((cited, -1), (citing, 1)):
        for node in network.nodes:
            column = columns[sign * node.level]
            if node.serial in known:
                continue
            known.add(node.serial)
            if len(column) < MOST:
                column.append(node.serial)
            else:
                hidden += 1
    kept = {level: column for level, column in columns.items() if column or not level}
    return kept, hidden


def _heights(serials: Sequence[str], rows: int) -> list[tuple[str, int]]:
    """In the middle of the drawing."""
    top = _MARGIN + (rows - len(serials)) * _ROW // 2
    return [(serial, top + place * _ROW) for place, serial in enumerate(serials)]


def _edges(networks: Sequence[Network], places: Mapping[str, tuple[int, int]]) -> tuple[GraphEdge, ...]:
    """From what cites to what is cited; both must be drawn."""
    links = {(each.citing, each.cited): each.category for network in networks for each in network.links}
    return tuple(
        GraphEdge(_path(places[citing], places[cited]), category)
        for (citing, cited), category in links.items()
        if citing in places and cited in places and places[citing] != places[cited]
    )


def _path(citing: tuple[int, int], cited: tuple[int, int]) -> str:
    """From the near side of the box that cites to the near side of the one that is cited; in one column round the
    right."""
    (x, y), (to_x, to_y) = citing, cited
    y, to_y = y + BOX_HEIGHT // 2, to_y + BOX_HEIGHT // 2
    leaves_right, arrives_left = to_x >= x, to_x > x
    x, to_x = x + BOX_WIDTH * leaves_right, to_x + BOX_WIDTH * (not arrives_left)
    bend = max(abs(x - to_x) // 2, 30)
    return f"M{x} {y}C{x + _side(leaves_right, bend)} {y} {to_x + _side(not arrives_left, bend)} {to_y} {to_x} {to_y}"


def _side(is_right: bool, bend: int) -> int:
    return bend if is_right else -bend
