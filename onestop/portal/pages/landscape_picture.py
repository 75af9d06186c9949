"""Where points, density and names lie on the picture of a map of topics."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter

from onestop.portal.pages.types_landscape import Density

WIDTH, HEIGHT = 960, 640
_CELL = 4
_BLUR = 7.0
_STEPS = (0.12, 0.3, 0.52, 0.76)
"""Of the greatest density."""
_NAME_HEIGHT, _CHARACTER, _MARGIN = 30, 18, 12


def placed(x: float, y: float) -> tuple[int, int]:
    return round(x * WIDTH), round(y * HEIGHT)


def density(points: Sequence[tuple[int, int]]) -> tuple[Density, ...]:
    """Areas in which patents lie closer and closer, each as one path of rows of cells."""
    if not points:
        return ()
    columns, rows = WIDTH // _CELL, HEIGHT // _CELL
    counts = np.zeros((rows, columns))
    for x, y in points:
        counts[min(y // _CELL, rows - 1), min(x // _CELL, columns - 1)] += 1
    smooth = gaussian_filter(counts, _BLUR)
    levels = ((step, smooth >= share * smooth.max()) for step, share in enumerate(_STEPS, 1))
    return tuple(Density(step, _path(is_inside)) for step, is_inside in levels)


def _path(is_inside: npt.NDArray[np.bool_]) -> str:
    parts = []
    for row, cells in enumerate(is_inside):
        column = 0
        for inside, run in groupby(cells):
            length = len(list(run))
            if inside:
                parts.append(f"M{column * _CELL} {row * _CELL}h{length * _CELL}v{_CELL}h-{length * _CELL}z")
            column += length
    return "".join(parts)


def names_apart(middles: Sequence[tuple[int, int]], names: Sequence[str]) -> list[tuple[int, int]]:
    """The names' middles, moved up or down as little as keeps them off each other and within the picture."""
    taken: list[tuple[int, int, int]] = []
    found = []
    for (x, y), name in zip(middles, names, strict=True):
        half = (len(name) + 2) * _CHARACTER // 2
        x = int(np.clip(x, half + _MARGIN, max(WIDTH - half - _MARGIN, half + _MARGIN)))
        y = _free(x, y, half, taken)
        taken.append((x, y, half))
        found.append((x, y))
    return found


def _free(x: int, y: int, half: int, taken: Sequence[tuple[int, int, int]]) -> int:
    low, high = _NAME_HEIGHT, HEIGHT - _NAME_HEIGHT
    tries = sorted(range(low, high, 6), key=lambda each: abs(each - y))
    near = [(other_y, half + other_half - abs(x - other_x)) for other_x, other_y, other_half in taken]
    for each in tries:
        if all(overlap <= 0 or abs(each - other_y) >= _NAME_HEIGHT for other_y, overlap in near):
            return each
    return y
