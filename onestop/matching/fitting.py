"""A model made from a corpus, in memory that does not grow with it.

The corpus is read twice: once to count terms and classes and to draw the sample that is learnt from, once to write
the vectors. How far the witnesses of a class can be trusted is learnt last, against the finished vectors.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt
from scipy.sparse.linalg import svds

from onestop.core import clock
from onestop.matching.arrays import Floats, Ints, Matrix, above, from_rows
from onestop.matching.calibration import FEATURES, Witnesses, learn, sampled
from onestop.matching.classes import LEVELS, Classes, labels_of
from onestop.matching.corpus import Corpus, Text
from onestop.matching.model import About, Model
from onestop.matching.ranking import witnesses
from onestop.matching.ridge import CHUNK, Examples, Solved, mean_weights, solve, with_class_texts
from onestop.matching.segment import MAX_DOCUMENTS, make_segment, open_segment
from onestop.matching.shelf import Shelf
from onestop.matching.vocabulary import Vocabulary
from onestop.matching.words import SPACE, counted, stacked

SAMPLE = 32_000
LATENT_DIRECTIONS = 128
LATENT_SAMPLE = 20_000
RIDGE_TERMS = 80_000
CLASS_TEXTS = 6_000
JUDGED = 2_400
"""Documents from which it is learnt how far the witnesses can be trusted."""
FEW_CLASSIFIED = 30
"""With fewer classified documents nothing is said of classes."""
Progress = Callable[[int], None]


@dataclass
class Survey:
    """What the first reading of the corpus gives."""

    frequency: Ints = field(default_factory=lambda: np.zeros(SPACE, np.int64))
    labels: Counter[str] = field(default_factory=Counter)
    documents: int = 0
    classified: int = 0
    sample: list[Text] = field(default_factory=list)
    counts: list[Matrix] = field(default_factory=list)
    """Of the sample: whole texts as counted terms."""


def survey(corpus: Corpus, progress: Progress) -> Survey:
    total = sum(1 for _ in corpus.versions())
    found = Survey()
    for texts in chunks(corpus.texts(), 1_000):
        rows = stacked([counted(each.title, each.abstract) for each in texts])
        found.frequency += np.bincount(rows.indices, minlength=SPACE)
        found.labels.update(label for each in texts for label in labels_of(each.symbols))
        found.documents += len(texts)
        found.classified += sum(bool(each.symbols) for each in texts)
        drawn = [row for row, each in enumerate(texts) if _is_drawn(each.key, total)]
        found.sample += [replace(texts[row], abstract="") for row in drawn]
        found.counts.append(rows[drawn])
        progress(len(texts))
    return found


def _is_drawn(key: int, total: int) -> bool:
    """The same documents each time, and spread over the corpus."""
    return crc32(str(key).encode()) % max(total, 1) < SAMPLE


def chunks(texts: Iterable[Text], size: int) -> Iterator[list[Text]]:
    left = iter(texts)
    while chunk := list(islice(left, size)):
        yield chunk


def fit(corpus: Corpus, folder: Path, progress: Progress = lambda done: None) -> Model:
    """Write model and segments into the folder, which must not be in use."""
    found = survey(corpus, progress)
    vocabulary = Vocabulary.of(found.frequency, found.documents)
    classes = Classes.of(found.labels)
    vectors = vocabulary.weighed(above(found.counts)) if found.counts else vocabulary.vectors([])
    class_texts = _class_texts(corpus.class_texts(), vocabulary, classes)
    learnt = _learn(found, classes, vectors, class_texts)
    model = Model(
        about=About(
            version=clock.now().strftime("%Y%m%d%H%M%S"),
            fitted_at=clock.now().isoformat(timespec="seconds"),
            documents=found.documents,
            classified=found.classified,
            learnt_from=len(found.sample),
            class_texts=class_texts.vectors.shape[0] if class_texts else 0,
        ),
        vocabulary=vocabulary,
        classes=classes,
        directions=_directions(vectors),
        weights=learnt.weights,
        judgement=np.empty((0, len(LEVELS), FEATURES), np.float32),
    )
    shelf = _write_segments(model, corpus, folder / "segments", progress)
    if learnt.solved:
        model = replace(model, judgement=_judge(model, shelf, learnt))
    model.save(folder)
    return model


def _write_segments(model: Model, corpus: Corpus, folder: Path, progress: Progress) -> Shelf:
    folder.mkdir(parents=True)
    names = []
    for number, texts in enumerate(chunks(corpus.texts(), MAX_DOCUMENTS)):
        names.append(folder / f"{number:06}")
        make_segment(model, texts).save(names[-1])
        progress(len(texts))
    if not names:
        names.append(folder / "000000")
        make_segment(model, []).save(names[-1])
    return Shelf(tuple(open_segment(each) for each in names))


def _directions(vectors: Matrix) -> npt.NDArray[np.float16]:
    """Along which texts differ most: terms that stand together count as alike."""
    sample = vectors[:LATENT_SAMPLE]
    count = min(LATENT_DIRECTIONS, min(sample.shape) - 1)
    if count < 1:
        return np.zeros((vectors.shape[1], 1), np.float16)
    start = np.random.default_rng(1).standard_normal(min(sample.shape)).astype(np.float32)
    _, _, found = svds(sample, k=count, v0=start)
    return np.ascontiguousarray(found[::-1].T).astype(np.float16)


@dataclass(frozen=True)
class Learnt:
    weights: npt.NDArray[np.float16]
    solved: Solved | None
    """The first chunk: its documents can be asked about as if they were not known."""
    texts: tuple[Text, ...] = ()
    """Its first documents, by which the witnesses are judged; without their abstracts."""
    vectors: Matrix | None = None


def _learn(found: Survey, classes: Classes, vectors: Matrix, class_texts: Examples | None) -> Learnt:
    """Regression over chunks of the classified documents of the sample."""
    usable = np.array(
        [row for row, each in enumerate(found.sample) if classes.labels(each.symbols)], np.int64
    )
    if len(usable) < FEW_CLASSIFIED or len(classes.names) < 2:
        return Learnt(np.zeros((0, 0), np.float16), None)
    width = min(RIDGE_TERMS, vectors.shape[1])
    labels = from_rows([classes.labels(found.sample[row].symbols) for row in usable], len(classes.names))
    parts = np.array_split(np.random.default_rng(1).permutation(len(usable)), -(-len(usable) // CHUNK))
    first, solutions = None, []
    for part in parts:
        documents = Examples(vectors[usable[part]][:, :width], labels[part])
        solved = solve(with_class_texts(documents, _narrow(class_texts, width)))
        solutions.append((solved.examples, solved.dual))
        first = first or solved
    rows = usable[parts[0][:JUDGED]]
    return Learnt(mean_weights(solutions), first, tuple(found.sample[row] for row in rows), vectors[rows])


def _narrow(texts: Examples | None, width: int) -> Examples | None:
    return texts and Examples(texts.vectors[:, :width], texts.labels)


def _class_texts(texts: Mapping[str, str], vocabulary: Vocabulary, classes: Classes) -> Examples | None:
    """What the classification says of each group that lies in a known class; known groups first."""
    usable = [group for group in texts if classes.labels([group])]
    usable.sort(key=lambda group: (group not in classes.number, group))
    chosen = usable[:CLASS_TEXTS]
    if not chosen:
        return None
    labels = from_rows([classes.labels([group]) for group in chosen], len(classes.names))
    return Examples(vocabulary.vectors([counted("", texts[group]) for group in chosen]), labels)


def _judge(model: Model, shelf: Shelf, learnt: Learnt) -> Floats:
    """Weights of the witnesses, for titles and for whole texts, at each level."""
    titles = model.vocabulary.vectors([counted(each.title) for each in learnt.texts])
    return np.stack([_judge_by(model, shelf, learnt, vectors) for vectors in (titles, learnt.vectors)])


def _judge_by(model: Model, shelf: Shelf, learnt: Learnt, vectors: Matrix) -> Floats:
    assert learnt.solved
    width, count = learnt.weights.shape
    score = learnt.solved.left_out(np.arange(len(learnt.texts)), vectors[:, :width])
    truth = from_rows([model.classes.labels(each.symbols) for each in learnt.texts], count).toarray() > 0
    chosen, counts = sampled(truth)
    features = np.concatenate(
        [
            _unseen(model, shelf, vectors[row], each.key, score[row]).features()[chosen[row]]
            for row, each in enumerate(learnt.texts)
        ]
    )
    levels = np.broadcast_to(model.classes.level, truth.shape)[chosen]
    return np.stack(
        [
            learn(features[levels == each], truth[chosen][levels == each], counts[chosen][levels == each])
            if (levels == each).any()
            else np.zeros(FEATURES, np.float32)
            for each in range(len(LEVELS))
        ]
    )


def _unseen(model: Model, shelf: Shelf, vector: Matrix, key: int, score: Floats) -> Witnesses:
    """The witnesses as they would speak if the document were not there."""
    touched = shelf.touched(vector)
    touched[shelf.place.of([key])] = 0
    heard = witnesses(model, shelf, vector, touched)
    return replace(heard, score=score, above=score[model.classes.parent])
