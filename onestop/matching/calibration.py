"""From what speaks for a class to how probable it is.

Three witnesses: the regression's score of the class, its score of the class above, and the share of the nearest
documents that bear the class. A logistic regression weighs them, apart for short and for long texts and for each
level. It learns from documents for which all three were asked as if the document were not there.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from onestop.matching.arrays import Flags, Floats

FEATURES = 8
WITNESSES = 6
"""The first ones: what speaks for a class never counts against it, however few examples there are."""
MAX_WRONG = 2_000_000
"""About so many of the wrong pairs are learnt from at most; each then counts for those left out. With few of them
the hard ones are missed, and the adviser's first guess is right less often."""
_PENALTY = 0.1
_CONSTANT = 1e-4
"""A feature that varies less is the same for all."""


@dataclass(frozen=True)
class Witnesses:
    """Rows are texts, columns classes."""

    score: Floats
    above: Floats
    neighbours: Floats
    share: Floats
    """Of the corpus, one for each class."""

    def features(self) -> Floats:
        share = np.broadcast_to(np.log(self.share + 1e-6), self.score.shape)
        found = [
            self.score,
            _log(self.score),
            _beside_best(self.score),
            _log(self.above),
            self.neighbours,
            _beside_best(self.neighbours),
            share,
            np.ones_like(self.score),
        ]
        return np.stack(found, axis=-1).astype(np.float32)


def _log(values: Floats) -> Floats:
    return np.asarray(np.log(np.maximum(values, 0) + 0.01), np.float32)


def _beside_best(values: Floats) -> Floats:
    best = np.maximum(values.max(axis=-1, keepdims=True), 0) + 1e-3
    return np.asarray(np.log(np.maximum(values, 0) / best + 0.02), np.float32)


def probabilities(features: Floats, weights: Floats) -> Floats:
    """`weights`: those of the level of each class."""
    return np.asarray(1 / (1 + np.exp(-np.einsum("...cf,cf->...c", features, weights))), np.float32)


def learn(features: Floats, truth: Flags, counts: Floats) -> Floats:
    """Weights of the features; `counts`: how many pairs each one stands for."""
    spread = features.std(axis=0)
    spread = np.where(spread > _CONSTANT, spread, 1)
    x, y, c = (features / spread).astype(float), np.where(truth, 1.0, -1.0), counts.astype(float)

    def loss(weights: Floats) -> tuple[float, Floats]:
        margin = y * (x @ weights)
        wrong = 1 / (1 + np.exp(np.minimum(margin, 50)))
        value = float(c @ np.logaddexp(0, -margin)) + _PENALTY * float(weights @ weights)
        return value, 2 * _PENALTY * weights - (c * y * wrong) @ x

    bounds = [(0, None)] * WITNESSES + [(None, None)] * (x.shape[1] - WITNESSES)
    found = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x / spread, np.float32)


def sampled(truth: Flags, seed: int = 1) -> tuple[Flags, Floats]:
    """Which pairs to learn from, and how many each of them stands for: all true ones, few of the others."""
    share = min(1.0, MAX_WRONG / max(truth.size, 1))
    drawn = np.random.default_rng(seed).random(truth.shape) < share
    return truth | drawn, np.where(truth, 1, 1 / share).astype(np.float32)
