"""Groups of like texts, and a plane on which like texts lie near each other. Pure: the same vectors, the same answer.

Groups by spherical k-means. The plane starts from the first principal directions; then each text is drawn to its
nearest neighbours and pushed from random others, as UMAP does it, but for few texts and few steps.
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from onestop.matching.arrays import Floats, Ints, unit

Numbers: TypeAlias = npt.NDArray[np.float64]
Places: TypeAlias = Numbers
"""A row (x, y) for each text."""
SEED = 20_240_901
ROUNDS = 20
NEIGHBOURS = 10
STEPS = 120
PUSHED = 4
"""Random others that a text is pushed from in each step."""
_WIDTH = 20.0
_LARGEST_STEP = 2.0
_TOO_NEAR = 0.05


def group(vectors: Floats, count: int) -> Ints:
    """The number of its group for each row, the largest group first. Rows have length 1; no group is empty."""
    if not len(vectors):
        return np.empty(0, np.int64)
    centres = _first_centres(vectors, count)
    near = _nearest(vectors, centres)
    for _ in range(ROUNDS):
        centres = _centres(vectors, near, len(centres))
        before, near = near, _nearest(vectors, centres)
        if (before == near).all():
            break
    return _largest_first(near)


def _first_centres(vectors: Floats, count: int) -> Floats:
    """Each as far from the ones before as chance will have it (k-means++)."""
    random = np.random.default_rng(SEED)
    chosen = [0]
    distance = 1 - vectors @ vectors[0]
    while len(chosen) < min(count, len(vectors)) and distance.max() > 1e-6:
        weights = np.maximum(distance, 0) ** 2
        chosen.append(int(random.choice(len(vectors), p=weights / weights.sum())))
        distance = np.minimum(distance, 1 - vectors @ vectors[chosen[-1]])
    return vectors[chosen]


def _nearest(vectors: Floats, centres: Floats) -> Ints:
    return np.asarray((vectors @ centres.T).argmax(axis=1), np.int64)


def _centres(vectors: Floats, near: Ints, count: int) -> Floats:
    sums = np.zeros((count, vectors.shape[1]), np.float32)
    np.add.at(sums, near, vectors)
    return unit(sums[np.unique(near)])


def _largest_first(near: Ints) -> Ints:
    names, first, numbers, sizes = np.unique(near, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -sizes))
    rank = np.empty(len(names), np.int64)
    rank[order] = np.arange(len(names))
    return np.asarray(rank[numbers], np.int64)


def plane(vectors: Floats) -> Floats:
    """(x, y) of each row, both from 0 to 1."""
    if not len(vectors):
        return np.empty((0, 2), np.float32)
    places = _spread(vectors)
    if len(vectors) > NEIGHBOURS:
        places = _drawn_together(places, _neighbours(vectors))
    return _within_one(places)


def _spread(vectors: Floats) -> Places:
    """By the two directions in which they differ most; by rank, so that a far group leaves the others their room."""
    wide = np.pad(vectors, ((0, 0), (0, max(0, 2 - vectors.shape[1]))))
    centred = wide - wide.mean(axis=0, keepdims=True)
    directions = np.random.default_rng(SEED).normal(size=(wide.shape[1], 2)).astype(np.float32)
    for _ in range(ROUNDS):  # the powers of the covariance turn any two directions into the main ones
        directions, _rest = np.linalg.qr(centred.T @ (centred @ directions))
    return _WIDTH * _ranks((centred @ directions).astype(np.float64))


def _neighbours(vectors: Floats) -> Ints:
    """(row, neighbour) pairs."""
    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, -np.inf)
    near = np.argpartition(-likeness, NEIGHBOURS - 1, axis=1)[:, :NEIGHBOURS]
    rows = np.repeat(np.arange(len(vectors)), NEIGHBOURS)
    return np.stack([rows, near.ravel()], axis=1)


def _drawn_together(places: Places, pairs: Ints) -> Places:
    random, count = np.random.default_rng(SEED), len(places)
    places = places + random.normal(0, 0.01, places.shape)  # copies of one text must be able to part
    for step in range(STEPS):
        others = random.integers(0, count, (count * PUSHED, 2))
        force = _summed(places, pairs, _pull) + _summed(places, others, _push)
        places = places + (1 - step / STEPS) * np.clip(force, -_LARGEST_STEP, _LARGEST_STEP)
    return places


def _pull(square: Numbers) -> Numbers:
    return np.asarray(-1 / (1 + square) / NEIGHBOURS)


def _push(square: Numbers) -> Numbers:
    return np.asarray(1 / ((_TOO_NEAR + square) * (1 + square)) / PUSHED)


def _summed(places: Places, pairs: Ints, strength: Callable[[Numbers], Numbers]) -> Places:
    """What all pairs do to each place: both ends move along the line between them."""
    apart = places[pairs[:, 0]] - places[pairs[:, 1]]
    moves = apart * strength((apart**2).sum(axis=1))[:, None]
    ends, both = pairs.T.ravel(), np.concatenate([moves, -moves])
    sums = [np.bincount(ends, both[:, axis], len(places)) for axis in (0, 1)]
    return np.stack(sums, axis=1)


def _within_one(places: Places) -> Floats:
    """Half by distance, half by rank: neighbours stay neighbours, and what lies crowded gets room."""
    low, high = np.quantile(places, [0.01, 0.99], axis=0)
    distance = np.clip((places - low) / np.maximum(high - low, 1e-9), -0.03, 1.03)
    return np.asarray((distance + _ranks(places)) / 2 / 1.06 + 0.03 / 1.06, np.float32)


def _ranks(places: Places) -> Places:
    """0 to 1 on each axis."""
    order = places.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    return np.asarray(order / max(len(places) - 1, 1))
