"""A part of the corpus as vectors on disk. It is written once and never changed; a later one overrules it.

Bounded in size, so that making one takes bounded memory. `postings` are the vectors turned round, each document
under its heaviest terms only: they find candidates quickly, which are then compared by their whole vectors.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from onestop.matching.arrays import (
    Floats,
    Ints,
    Matrix,
    above,
    from_rows,
    heaviest,
    load,
    load_matrix,
    packed,
    save_matrix,
    scaled,
)
from onestop.matching.corpus import Text
from onestop.matching.model import Model
from onestop.matching.words import counted

MAX_DOCUMENTS = 100_000
POSTED_TERMS = 64
_BATCH = 2_000
_MATRICES = ("vectors", "postings", "labels", "finest")
_ARRAYS = ("keys", "versions", "latent", "gone")


@dataclass(frozen=True)
class Segment:
    keys: Ints
    versions: Ints
    vectors: Matrix
    """Document -> terms, packed."""
    postings: Matrix
    """Term -> documents, packed."""
    latent: npt.NDArray[np.float16]
    labels: Matrix
    """Document -> all its classes, each with the root of its share."""
    finest: Matrix
    """Document -> its finest known classes."""
    gone: Ints
    """Keys of records that were deleted before this segment was made."""

    def __len__(self) -> int:
        return len(self.keys)

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        for name in _MATRICES:
            save_matrix(folder, name, getattr(self, name))
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name))


def open_segment(folder: Path) -> Segment:
    matrices = {name: load_matrix(folder, name) for name in _MATRICES}
    return Segment(**matrices, **{name: load(folder / f"{name}.npy") for name in _ARRAYS})


def make_segment(model: Model, texts: Sequence[Text], gone: Sequence[int] = ()) -> Segment:
    """Texts in ascending order of their keys."""
    batches = [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)] or [texts]
    made = [_vectors(model, batch) for batch in batches]
    vectors = above([rows for rows, _ in made])
    labels = from_rows([model.classes.labels(each.symbols) for each in texts], len(model.classes.names))
    finest = from_rows([model.classes.finest(each.symbols) for each in texts], len(model.classes.names))
    return Segment(
        keys=np.array([each.key for each in texts], np.int64),
        versions=np.array([each.version for each in texts], np.int64),
        vectors=vectors,
        postings=turned(vectors),
        latent=np.concatenate([latent for _, latent in made]),
        labels=scaled(labels, _root_of_share(labels)),
        finest=finest,
        gone=np.array(sorted(gone), np.int64),
    )


def _vectors(model: Model, texts: Sequence[Text]) -> tuple[Matrix, npt.NDArray[np.float16]]:
    rows = model.vocabulary.vectors([counted(each.title, each.abstract) for each in texts])
    return packed(rows), model.latent_of(rows).astype(np.float16)


def turned(vectors: Matrix) -> Matrix:
    return heaviest(vectors, POSTED_TERMS).T.tocsr()


def _root_of_share(labels: Matrix) -> Floats:
    return np.asarray(1 / np.sqrt(np.maximum(np.diff(labels.indptr), 1)), np.float32)


def joined(segments: Sequence[Segment], alive: Sequence[Ints]) -> Segment:
    """One segment of the living rows of several, in the order of their keys."""
    keys = np.concatenate([each.keys[rows] for each, rows in zip(segments, alive, strict=True)])
    order = np.argsort(keys, kind="stable")

    def rows_of(name: str) -> Matrix:
        parts = [getattr(each, name)[rows] for each, rows in zip(segments, alive, strict=True)]
        return above(parts)[order]

    def array_of(name: str) -> npt.NDArray[np.generic]:
        parts = [getattr(each, name)[rows] for each, rows in zip(segments, alive, strict=True)]
        return np.asarray(np.concatenate(parts)[order])

    vectors = rows_of("vectors")
    return Segment(
        keys=keys[order],
        versions=array_of("versions"),  # type: ignore[arg-type]
        vectors=vectors,
        postings=turned(vectors),
        latent=array_of("latent"),  # type: ignore[arg-type]
        labels=rows_of("labels"),
        finest=rows_of("finest"),
        gone=np.unique(np.concatenate([each.gone for each in segments])),
    )
