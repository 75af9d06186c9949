"""Ridge regression from the words of a text to the classes of the corpus.

It is solved over documents instead of terms (the kernel form): a matrix as wide as there are documents, at most
`CHUNK` and the texts of classes. A larger sample is cut into chunks and their weights are averaged, so memory does
not grow. The kernel form also tells, at no cost, what would have been said of each document had it been left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import lapack

from onestop.matching.arrays import Floats, Ints, Matrix, above, scaled

ALPHA = 1.2
CHUNK = 8_000
CLASS_TEXT_WEIGHT = 0.35
"""A text that describes a class counts so much beside a document of the class."""
_BLOCK = 500


@dataclass(frozen=True)
class Examples:
    vectors: Matrix
    labels: Matrix


@dataclass(frozen=True)
class Solved:
    """`dual` of each document and class; `inverse` of the kernel with the ridge on its diagonal."""

    examples: Examples
    dual: Floats
    inverse: Floats

    def left_out(self, rows: Ints, vectors: Matrix) -> Floats:
        """What `vectors` (texts of the documents in these rows, whole or not) would get had their documents
        not been learnt from."""
        kernel = (vectors @ self.examples.vectors.T).toarray()
        own = np.einsum("ij,ij->i", kernel, self.inverse[rows]) / self.inverse[rows, rows]
        return np.asarray(kernel @ self.dual - own[:, None] * self.dual[rows], np.float32)


def mean_weights(solutions: Sequence[tuple[Examples, Floats]]) -> npt.NDArray[np.float16]:
    """Of each term and class, from the examples and duals of all chunks; terms by terms, for the memory."""
    turned = [(examples.vectors.T.tocsr(), dual / len(solutions)) for examples, dual in solutions]
    width, count = turned[0][0].shape[0], turned[0][1].shape[1]
    made = np.empty((width, count), np.float16)
    for start in range(0, width, _BLOCK):
        rows = slice(start, start + _BLOCK)
        made[rows] = sum(vectors[rows] @ dual for vectors, dual in turned)
    return made


def solve(examples: Examples) -> Solved:
    system = _kernel(examples.vectors)
    system[np.diag_indices_from(system)] += ALPHA
    factor, failed = lapack.spotrf(system, lower=1, overwrite_a=1, clean=1)
    if failed:
        raise ArithmeticError(f"kernel is not positive definite: {failed}")
    inverse, _ = lapack.spotri(factor, lower=1, overwrite_c=1)
    _mirror(inverse)
    return Solved(examples, np.asarray(inverse @ examples.labels.toarray(), np.float32), inverse)


def _mirror(lower: Floats) -> None:
    """Make the upper triangle from the lower one in place."""
    count = len(lower)
    for start in range(0, count, _BLOCK):
        stop = min(start + _BLOCK, count)
        square = np.tril(lower[start:stop, start:stop])
        lower[start:stop, start:stop] = square + np.tril(square, -1).T
        lower[start:stop, stop:] = lower[stop:, start:stop].T


def _kernel(vectors: Matrix) -> Floats:
    """Block by block: the sparse product of all would take several times as much."""
    count = vectors.shape[0]
    made = np.empty((count, count), np.float32, order="F")
    for start in range(0, count, _BLOCK):
        made[:, start : start + _BLOCK] = (vectors @ vectors[start : start + _BLOCK].T).toarray()
    return made


def with_class_texts(documents: Examples, texts: Examples | None) -> Examples:
    if texts is None:
        return documents
    lighter = np.full(texts.vectors.shape[0], CLASS_TEXT_WEIGHT, np.float32)
    return Examples(
        above([documents.vectors, scaled(texts.vectors, lighter)]),
        above([documents.labels, scaled(texts.labels, lighter)]),
    )
