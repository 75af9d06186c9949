"""Which documents are like a text: their words, their latent meaning and their classes, weighed together.

A document is judged by how probable it is to share a class with the text. Words and meaning decide among equals
and lift the near copy above all. Where the corpus has no classes, words and meaning are all there is.
"""

from dataclasses import dataclass, field

import numpy as np

from onestop.matching.arrays import Floats, Ints, Matrix, largest, unit
from onestop.matching.calibration import Witnesses, probabilities
from onestop.matching.model import Model
from onestop.matching.shelf import Shelf

LATENT = 0.3
"""Share of the latent meaning in the likeness of texts; the words have the rest."""
TEXT = 0.1
"""What the likeness of texts counts beside the probability of a common class."""
TEXT_OF_CLASSIFIED = 1.0
"""The same where the classes are known and need not be guessed from the text: many documents share them."""
NEAR = 0.3
NEAR_COUNTS = 5.0
"""Texts nearer than that (cosine of words) are probably of one thing, whatever their classes."""
NEAR_COPY = 0.5
"""Cosine from which a text is called a version of the other."""
SURE, FIRST = 2, 5
COMPARED = 500
"""Candidates of which all words are looked at."""
OWN = 0.6
"""How sure the classes are that the text bears already."""


@dataclass(frozen=True)
class Query:
    vector: Matrix
    """A single row."""
    own: tuple[int, ...] = ()
    """Classes that the text is known to have."""
    but: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    """Places that are not to be found, such as the text's own."""

    @property
    def text_counts(self) -> float:
        return TEXT_OF_CLASSIFIED if self.own else TEXT


@dataclass(frozen=True)
class Ranked:
    places: Ints
    scores: Floats
    cosines: Floats
    """Of the words."""
    chances: Floats
    """Of sharing a class, as far as the model can tell."""


@dataclass(frozen=True)
class Asked:
    """What is known of a query after one look at the corpus."""

    query: Query
    touched: Floats
    likely: Floats
    """Probability of each class; empty where the model knows none."""


def ask(model: Model, shelf: Shelf, query: Query) -> Asked:
    touched = shelf.touched(query.vector)
    touched[query.but] = 0
    if not model.knows_classes:
        return Asked(query, touched, np.empty(0, np.float32))
    found = witnesses(model, shelf, query.vector, touched).features()
    likely = probabilities(found, model.judgement_of(query.vector))
    own = list(query.own)
    likely[own] = 1 - (1 - likely[own]) * (1 - OWN)
    return Asked(query, touched, likely)


def witnesses(model: Model, shelf: Shelf, vector: Matrix, touched: Floats) -> Witnesses:
    score = model.score(vector)
    places, cosines = shelf.nearest(vector, touched)
    votes = shelf.labels(places).T @ cosines / max(float(cosines.sum()), 1e-9)
    above = score[model.classes.parent]
    share = model.classes.share(model.about.classified)
    return Witnesses(score, above, np.asarray(votes, np.float32), share)


def rank(model: Model, shelf: Shelf, asked: Asked, limit: int) -> Ranked:
    chances, touched = _chances(shelf, asked.likely), asked.touched
    text_counts = asked.query.text_counts
    about = np.where(shelf.alive, chances + text_counts * touched + _copy(touched), -1)
    about[asked.query.but] = -1
    near = largest(about, max(limit, COMPARED))
    near = near[about[near] > 0]
    cosines = shelf.cosines(asked.query.vector, near)
    likeness = _likeness(model, shelf, asked.query.vector, near, cosines)
    scores = chances[near] + text_counts * likeness + _copy(cosines)
    best = largest(scores, max(limit, FIRST))
    if asked.query.own:
        best = with_nearest(best, cosines)
    best = best[:limit]
    return Ranked(near[best], scores[best], cosines[best], chances[near][best])


def with_nearest(best: Ints, cosines: Floats) -> Ints:
    """Whatever the classes say, the two nearest by words are among the first five: a twin may be classed elsewhere.

    `best` holds the places of at least five documents, or of all there are.
    """
    near, order = largest(cosines, SURE), list(best)
    for late in [each for each in near if each not in best[:FIRST]]:
        order = [each for each in order if each != late]
        gives_way = order.pop(max(place for place, each in enumerate(order[:FIRST]) if each not in near))
        order[FIRST - 1 : FIRST - 1] = [late, gives_way]
    return np.array(order[: len(best)], np.int64)


def _chances(shelf: Shelf, likely: Floats) -> Floats:
    """That at least one of a document's classes is one of the text's."""
    if not len(likely):
        return np.zeros(len(shelf.keys), np.float32)
    return np.asarray(1 - np.exp(shelf.sums(np.log1p(-np.minimum(likely, 0.9999)))), np.float32)


def _copy(cosines: Floats) -> Floats:
    return np.asarray(NEAR_COUNTS * np.maximum(cosines - NEAR, 0), np.float32)


def _likeness(model: Model, shelf: Shelf, vector: Matrix, places: Ints, cosines: Floats) -> Floats:
    meaning = unit(shelf.latent(places)) @ model.latent_of_one(vector)
    return np.asarray((1 - LATENT) * cosines + LATENT * np.maximum(meaning, 0), np.float32)
