"""What was learnt from a corpus, and what it says of a text by itself."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from onestop.matching.arrays import Floats, Matrix, load, unit
from onestop.matching.classes import Classes
from onestop.matching.vocabulary import Vocabulary

FORMAT = 1
"""Of the files and of how texts become vectors: a model of another format is fitted anew."""
SHORT = 90
"""Terms of a text up to which it is judged like a title."""


@dataclass(frozen=True)
class About:
    """What a user is told of the model, and what tells whether it is stale."""

    version: str
    fitted_at: str
    documents: int
    classified: int
    """Documents that carried a class."""
    learnt_from: int
    """Documents in the sample."""
    class_texts: int
    """Groups of the classification whose titles were learnt from."""
    format: int = FORMAT


@dataclass(frozen=True)
class Model:
    about: About
    vocabulary: Vocabulary
    classes: Classes
    directions: npt.NDArray[np.float16]
    """Term -> latent meaning."""
    weights: npt.NDArray[np.float16]
    """Term -> classes; the first terms only. No columns where nothing could be learnt."""
    judgement: Floats
    """(short or long, level, feature): see `calibration`."""

    @property
    def knows_classes(self) -> bool:
        return bool(self.weights.size and self.judgement.size)

    def latent_of(self, vectors: Matrix) -> Floats:
        """Length 1, or 0 where nothing is known."""
        return unit(np.asarray(vectors @ self.directions.astype(np.float32), np.float32))

    def latent_of_one(self, vector: Matrix) -> Floats:
        """The same of a single row, reading only what it needs of the file."""
        return unit(vector.data @ self.directions[vector.indices].astype(np.float32))

    def score(self, vector: Matrix) -> Floats:
        """What the regression says of each class; of a single row."""
        known = vector.indices < self.weights.shape[0]
        rows = self.weights[vector.indices[known]].astype(np.float32)
        return np.asarray(vector.data[known] @ rows, np.float32)

    def judgement_of(self, vector: Matrix) -> Floats:
        """Weights of the witnesses for each class, by the length of the text."""
        return np.asarray(self.judgement[int(vector.nnz > SHORT)][self.classes.level], np.float32)

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, values in self._arrays().items():
            np.save(folder / f"{name}.npy", values)
        names = {"about": asdict(self.about), "classes": self.classes.names}
        (folder / "model.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")

    def _arrays(self) -> Mapping[str, npt.NDArray[np.generic]]:
        return {
            "column": self.vocabulary.column,
            "weight": self.vocabulary.weight,
            "class_documents": self.classes.documents,
            "directions": self.directions,
            "weights": self.weights,
            "judgement": self.judgement,
        }


def read_about(folder: Path) -> About:
    return About(**json.loads((folder / "model.json").read_text(encoding="utf-8"))["about"])


def open_model(folder: Path) -> Model:
    named = json.loads((folder / "model.json").read_text(encoding="utf-8"))

    def array(name: str) -> npt.NDArray[np.generic]:
        return np.asarray(load(folder / f"{name}.npy"))

    return Model(
        about=About(**named["about"]),
        vocabulary=Vocabulary(array("column"), array("weight")),  # type: ignore[arg-type]
        classes=Classes(tuple(named["classes"]), array("class_documents")),  # type: ignore[arg-type]
        directions=array("directions"),  # type: ignore[arg-type]
        weights=array("weights"),  # type: ignore[arg-type]
        judgement=array("judgement"),  # type: ignore[arg-type]
    )
