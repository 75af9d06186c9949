"""All segments of a model together, as one row of documents. Reads only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from onestop.matching.arrays import Flags, Floats, Ints, Matrix, above, largest, unpacked
from onestop.matching.segment import Segment

POSTINGS_READ = 2_000_000
"""In all: the query's commonest terms are left out beyond that, so that an answer takes bounded time."""
COMPARED = 300
NEAREST = 50


@dataclass(frozen=True)
class Shelf:
    """A document is known by its place: its row, counted through all segments."""

    segments: tuple[Segment, ...]

    @cached_property
    def starts(self) -> Ints:
        return np.cumsum([0, *map(len, self.segments)], dtype=np.int64)

    @cached_property
    def keys(self) -> Ints:
        return np.concatenate([each.keys for each in self.segments])

    @cached_property
    def versions(self) -> Ints:
        return np.concatenate([each.versions for each in self.segments])

    @cached_property
    def alive(self) -> Flags:
        """Not overruled by a later segment."""
        found = np.ones(self.starts[-1], np.bool_)
        later = np.empty(0, np.int64)
        for number in range(len(self.segments) - 1, -1, -1):
            each = self.segments[number]
            found[self.starts[number] : self.starts[number + 1]] = ~np.isin(each.keys, later)
            later = np.concatenate([later, each.keys, each.gone])
        return found

    @cached_property
    def place(self) -> "Places":
        living = np.flatnonzero(self.alive)
        order = living[np.argsort(self.keys[living], kind="stable")]
        return Places(self.keys[order], order)

    def touched(self, vector: Matrix) -> Floats:
        """About how near each document is by its heaviest terms; 0 for those that are gone."""
        terms = self._affordable(vector)
        found = [_touched(each.postings, vector, terms) for each in self.segments]
        return np.where(self.alive, np.concatenate(found), 0)

    def _affordable(self, vector: Matrix) -> Ints:
        """The rarest of the heaviest terms: places in the row, as many as may be read."""
        lengths = sum(np.diff(each.postings.indptr)[vector.indices] for each in self.segments)
        order = np.argsort(-vector.data, kind="stable")
        return np.asarray(order[np.cumsum(np.asarray(lengths)[order]) <= POSTINGS_READ], np.int64)

    def nearest(self, vector: Matrix, touched: Floats, count: int = NEAREST) -> tuple[Ints, Floats]:
        """The nearest documents by all their terms, with their cosines, among those that were touched most."""
        candidates = largest(touched, COMPARED)
        candidates = candidates[touched[candidates] > 0]
        cosines = self.cosines(vector, candidates)
        best = largest(cosines, count)
        return candidates[best], cosines[best]

    def cosines(self, vector: Matrix, places: Ints) -> Floats:
        return np.asarray((self.vectors(places) @ vector.T).toarray().ravel(), np.float32)

    def vectors(self, places: Ints) -> Matrix:
        return unpacked(self._rows(places, lambda segment, rows: segment.vectors[rows]))

    def labels(self, places: Ints) -> Matrix:
        return self._rows(places, lambda segment, rows: segment.labels[rows])

    def finest(self, places: Ints) -> Matrix:
        return self._rows(places, lambda segment, rows: segment.finest[rows])

    def latent(self, places: Ints) -> Floats:
        """A row for each place."""
        width = self.segments[0].latent.shape[1]
        found = np.empty((len(places), width), np.float32)
        for segment, wanted, rows in self._apart(places):
            found[wanted] = segment.latent[rows]
        return found

    def sums(self, of_class: Floats) -> Floats:
        """For each document the sum over its finest classes."""
        return np.concatenate([each.finest @ of_class for each in self.segments])

    def _rows(self, places: Ints, fetch: Callable[[Segment, Ints], Matrix]) -> Matrix:
        """In the order of the places."""
        parts = list(self._apart(places))
        if not parts:
            return fetch(self.segments[0], places)
        order = np.concatenate([wanted for _, wanted, _ in parts])
        return above([fetch(segment, rows) for segment, _, rows in parts])[np.argsort(order)]

    def _apart(self, places: Ints) -> Sequence[tuple[Segment, Ints, Ints]]:
        """(segment, which of the places lie in it, their rows there)."""
        number = np.searchsorted(self.starts, places, side="right") - 1
        found = []
        for each in np.unique(number):
            wanted = np.flatnonzero(number == each)
            found.append((self.segments[each], wanted, places[wanted] - self.starts[each]))
        return found


def _touched(postings: Matrix, vector: Matrix, terms: Ints) -> Floats:
    rows = unpacked(postings[vector.indices[terms]])
    return np.asarray(rows.T @ vector.data[terms], np.float32)


@dataclass(frozen=True)
class Places:
    """Key of a record -> its place."""

    keys: Ints
    places: Ints

    def of(self, keys: Sequence[int]) -> Ints:
        """Of those keys that are there."""
        if not len(self.keys) or not len(keys):
            return np.empty(0, np.int64)
        wanted = np.asarray(keys, np.int64)
        near = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return np.asarray(self.places[near[self.keys[near] == wanted]], np.int64)
