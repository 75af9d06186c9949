"""Which terms count, and how much: rare ones more than common ones (TF-IDF)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onestop.matching.arrays import Floats, Ints, Matrix, matrix, normalised
from onestop.matching.words import SPACE, Counts, stacked

MAX_TERMS = 250_000
MIN_DOCUMENTS = 2
MAX_SHARE = 0.3
"""Terms of more documents than that say nothing."""
FEW = 10
"""In a handful of documents every term is in a large share of them."""


@dataclass(frozen=True)
class Vocabulary:
    """Columns are numbered from the commonest term on: the first ones are those that are met most."""

    column: npt.NDArray[np.int32]
    """Of each place; -1: does not count."""
    weight: Floats
    """Of each column."""

    @classmethod
    def of(cls, frequency: Ints, documents: int) -> "Vocabulary":
        """`frequency`: in how many documents each place occurs."""
        most = max(MAX_SHARE * documents, FEW)
        usable = np.flatnonzero((frequency >= MIN_DOCUMENTS) & (frequency <= most))
        chosen = usable[np.argsort(-frequency[usable], kind="stable")][:MAX_TERMS]
        column = np.full(SPACE, -1, np.int32)
        column[chosen] = np.arange(len(chosen))
        weight = np.log((1 + documents) / (1 + frequency[chosen])) + 1
        return cls(column, weight.astype(np.float32))

    @property
    def size(self) -> int:
        return len(self.weight)

    def vectors(self, texts: Sequence[Counts]) -> Matrix:
        """A row of length 1 for each text."""
        return self.weighed(stacked(texts))

    def weighed(self, counts: Matrix) -> Matrix:
        columns = self.column[counts.indices]
        is_known = columns >= 0
        known_before = np.concatenate([[0], np.cumsum(is_known)])
        kept = columns[is_known]
        values = (1 + np.log(counts.data[is_known])) * self.weight[kept]
        return normalised(matrix(values.astype(np.float32), kept, known_before[counts.indptr], self.size))
