"""The two fits: which candidate is right (a listwise softmax), and whether the first one is (a logistic)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from index.reader import Floats, Linear, rank
from index.training.collections import Example

_L2 = 1e-3
_CONFIDENCE_C = 0.3  # chosen by cross-validation over the stories of the development part


def fit_ranking(groups: Sequence[tuple[float, Sequence[Example]]]) -> Linear:
    """Fit weights by which the right candidates take the softmax's mass (listwise, Cao et al. 2007).

    Args:
        groups: For each set its weight and its examples; every set counts by its weight, not by its size.
    """
    usable = [(weight, [each for each in some if each.right.any() and not each.right.all()]) for weight, some in groups]
    rows = np.concatenate([each.rows for _, some in usable for each in some])
    right = np.concatenate([each.right for _, some in usable for each in some])
    sizes = [len(each.right) for _, some in usable for each in some]
    importance = np.concatenate([np.full(len(some), weight / len(some)) for weight, some in usable if some])
    mean, scale = _standard(rows)
    weights = _minimise((rows - mean) / scale, right, np.asarray(sizes), importance)
    return Linear(mean, scale, weights)


def _minimise(rows: Floats, right: npt.NDArray[np.bool_], sizes: npt.NDArray[np.int_], importance: Floats) -> Floats:
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    group = np.repeat(np.arange(len(sizes)), sizes)

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = rows @ weights
        mass = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        whole, good = np.add.reduceat(mass, starts), np.add.reduceat(mass * right, starts)
        value = -(importance * np.log(good / whole)).sum() + _L2 * weights @ weights
        slope = importance[group] * (mass / whole[group] - mass * right / good[group])
        return value, slope @ rows + 2 * _L2 * weights

    found = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(found.x, np.float64)


def fit_confidence(ranking: Linear, some: Sequence[Example]) -> Linear:
    """Fit the log-odds that the first sentence answers, from its signals and its lead."""
    judged = [confidence_inputs(ranking, each) for each in some if len(each.right)]
    rows, right = np.array([row for row, _ in judged]), np.array([good for _, good in judged])
    mean, scale = _standard(rows)
    model = LogisticRegression(C=_CONFIDENCE_C, max_iter=5000).fit((rows - mean) / scale, right)
    return Linear(mean, scale, model.coef_[0], float(model.intercept_[0]))


def confidence_inputs(ranking: Linear, example: Example) -> tuple[Floats, bool]:
    """Return the confidence's inputs for an example, and whether its first sentence is right."""
    order, _, inputs = rank(ranking, example.rows)
    return inputs, bool(example.right[order[0]])


def _standard(rows: Floats) -> tuple[Floats, Floats]:
    """Return the columns' means and standard deviations; 1 for a column that is the same everywhere."""
    scale = rows.std(0)
    return rows.mean(0), np.where(scale > 1e-6, scale, 1.0)
