"""Arrays and sparse matrices, in memory and as files that are mapped rather than read."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats: TypeAlias = npt.NDArray[np.float32]
Ints: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Matrix: TypeAlias = Any
"""A sparse matrix by rows (`scipy.sparse.csr_matrix`, which has no type hints)."""
_PARTS = ("data", "indices", "indptr")
WHOLE = 32_767
"""What 1 is stored as: weights lie between 0 and 1, and two bytes are enough for them."""


def matrix(values: Any, columns: Any, starts: Any, width: int) -> Matrix:
    """`starts`: where each row begins in `values` and `columns`, and where the last one ends."""
    return sparse.csr_matrix(
        (values, np.asarray(columns, np.int32), np.asarray(starts, np.int32)), (len(starts) - 1, width)
    )


def from_rows(rows: Sequence[Sequence[int]], width: int) -> Matrix:
    """Ones in these columns of each row."""
    starts = np.cumsum([0, *map(len, rows)])
    columns = np.fromiter((each for row in rows for each in row), np.int32, starts[-1])
    return matrix(np.ones(len(columns), np.float32), columns, starts, width)


def above(rows: Sequence[Matrix]) -> Matrix:
    """One below the other."""
    return sparse.vstack(rows, format="csr")


def scaled(rows: Matrix, factors: Floats) -> Matrix:
    """Each row times its factor."""
    values = rows.data * np.repeat(factors, np.diff(rows.indptr))
    return matrix(values.astype(np.float32), rows.indices, rows.indptr, rows.shape[1])


def normalised(rows: Matrix) -> Matrix:
    """Each row of length 1; an empty one stays empty."""
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return scaled(rows, 1 / np.maximum(lengths, 1e-9))


def unit(vectors: Floats) -> Floats:
    """The same of dense rows."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)


def packed(rows: Matrix) -> Matrix:
    return sparse.csr_matrix(
        (np.rint(rows.data * WHOLE).astype(np.int16), rows.indices, rows.indptr), rows.shape
    )


def unpacked(rows: Matrix) -> Matrix:
    return sparse.csr_matrix((rows.data.astype(np.float32) / WHOLE, rows.indices, rows.indptr), rows.shape)


def heaviest(rows: Matrix, count: int) -> Matrix:
    """Of each row only so many of its largest values."""
    order = np.lexsort((-rows.data, np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))))
    rank = np.arange(len(order)) - np.repeat(rows.indptr[:-1], np.diff(rows.indptr))
    kept = order[rank < count]
    starts = np.concatenate([[0], np.cumsum(np.minimum(np.diff(rows.indptr), count))])
    return matrix(rows.data[kept], rows.indices[kept], starts, rows.shape[1])


def largest(scores: Floats, count: int) -> Ints:
    """Places of the largest scores, the largest first; of equal ones the earlier."""
    if count >= len(scores):
        near = np.arange(len(scores))
    else:
        near = np.sort(np.argpartition(-scores, count - 1)[:count])
    return np.asarray(near[np.argsort(-scores[near], kind="stable")], np.int64)


def save_matrix(folder: Path, name: str, rows: Matrix) -> None:
    for part in _PARTS:
        np.save(folder / f"{name}.{part}.npy", getattr(rows, part))
    np.save(folder / f"{name}.width.npy", np.int64(rows.shape[1]))


def load_matrix(folder: Path, name: str) -> Matrix:
    values, columns, starts = (load(folder / f"{name}.{part}.npy") for part in _PARTS)
    return matrix(values, columns, starts, int(np.load(folder / f"{name}.width.npy")))


def load(path: Path) -> Any:
    """As a plain array over the mapped file. An empty one can't be mapped."""
    found = np.load(path, allow_pickle=False)[:0] if _is_empty(path) else np.load(path, mmap_mode="r")
    return np.asarray(found)


def _is_empty(path: Path) -> bool:
    with path.open("rb") as file:
        np.lib.format.read_magic(file)
        shape, _, _ = np.lib.format.read_array_header_1_0(file)
    return 0 in shape
