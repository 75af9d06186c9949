"""What a map draws: the areas below a region as paths of a picture.

Loaded geometry where the operator has brought it (`geometry.py`); else tiles, which claim no border.
"""

from collections.abc import Iterator, Sequence
from math import ceil, sqrt

from onestop.reference import geometry, regions
from onestop.reference.datafiles import data_file
from onestop.reference.geometry import Shape
from onestop.reference.geometry_source import Area
from onestop.reference.streets import streets_of

_TILE, _GAP = 92, 8
_STEP = _TILE + _GAP


def shape_of(region: str) -> Shape:
    """Of what lies directly below; "" is the country. No areas where nothing lies below."""
    return geometry.loaded(region) or tiles_of(region)


def below(region: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of the regions below, of a district its streets."""
    found = [(each.code, each.name) for each in regions.children(region)]
    return tuple(found or [(each.code, each.name) for each in streets_of(region)])


def tiles_of(region: str) -> Shape:
    """Provinces where one looks for them; cities, districts and streets in the order of their codes."""
    names = dict(below(region))
    places = _provinces() if not region else dict(zip(names, _rows(len(names)), strict=True))
    columns = max((column for column, _row in places.values()), default=0) + 1
    rows = max((row for _column, row in places.values()), default=0) + 1
    return Shape(
        region,
        columns * _STEP - _GAP,
        rows * _STEP - _GAP,
        tuple(_tile(code, name, *places[code]) for code, name in names.items() if code in places),
    )


def _tile(code: str, name: str, column: int, row: int) -> Area:
    left, top = column * _STEP, row * _STEP
    path = f"M{left} {top}h{_TILE}v{_TILE}h-{_TILE}z"
    return Area(code, name, path, left + _TILE / 2, top + _TILE / 2, _TILE, _TILE)


def _rows(count: int) -> Iterator[tuple[int, int]]:
    """(column, row): a little wider than high."""
    columns = max(ceil(sqrt(count * 1.4)), 1)
    return ((place % columns, place // columns) for place in range(count))


def _provinces() -> dict[str, tuple[int, int]]:
    rows: Sequence[Sequence[str]] = data_file("province_tiles.yaml")["rows"]
    return {
        f"{code}0000": (column, row)
        for row, codes in enumerate(rows)
        for column, code in enumerate(codes)
        if code
    }
