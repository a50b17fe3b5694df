"""The fit of the short answers' weights: which span of its sentence takes the softmax's mass."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import minimize

from index.document import Span
from index.short_answer.features import Analysis, analyse, asks, first_features, last_features, span_features
from index.short_answer.model import Floats

DRAWN = 40  # wrong spans of each example that is not news, drawn by chance; of the news all are learned from
LEAST = 10  # examples in which a feature must occur
KEPT = 8000  # weights that ship; with all 32,000 nothing is better (docs/short-answers.md)
L2 = 1.0
STEPS = (40, 100)  # of L-BFGS, to choose the weights that ship and to fit them
FARTHEST = 2  # characters between the edges of the gold span and those of the one that counts as right

Features = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the sentence that answers it, and the answer's span in it; its headline and neighbours, if known."""

    question: str
    sentence: str
    gold: Span
    answers: tuple[str, ...]
    story: str
    weight: float = 1.0
    title: str = ""
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """All spans of all examples, one row each, in order.

    ``first`` and ``last`` have a row a word; ``begin`` and ``end`` say which of these a span has. ``owner``
    numbers the span's example, ``weight`` weighs an example, ``right`` tells which spans answer.
    """

    first: sparse.csr_matrix
    last: sparse.csr_matrix
    whole: sparse.csr_matrix
    begin: npt.NDArray[np.int_]
    end: npt.NDArray[np.int_]
    owner: npt.NDArray[np.int_]
    right: npt.NDArray[np.bool_]
    weight: Floats

    def narrowed(self, columns: npt.NDArray[np.int_]) -> Problem:
        """Return the problem with only some of the features."""
        matrices = (matrix.tocsc()[:, columns].tocsr() for matrix in (self.first, self.last, self.whole))
        first, last, whole = matrices
        return replace(self, first=first, last=last, whole=whole)


def fit(examples: Sequence[Example]) -> Features:
    """Return the weights of the features: all are fitted, and once more those that matter most."""
    names: dict[tuple[str, str], int] = {}
    counts: Counter[int] = Counter()
    problem = _problem(examples, names, counts)
    common = np.array([column for column in names.values() if counts[column] >= LEAST])
    solved = _minimise(problem.narrowed(common), STEPS[0])
    importance = np.abs(solved) * np.sqrt([counts[column] for column in common.tolist()])
    kept = common[np.argsort(-importance, kind="stable")[:KEPT]]
    keys = list(names)
    tables: Features = {"": {}}
    for column, weight in zip(kept.tolist(), _minimise(problem.narrowed(kept), STEPS[1]), strict=True):
        asked, name = keys[column]
        tables.setdefault(asked, {})[name] = float(weight)
    return tables


def _problem(examples: Sequence[Example], names: dict[tuple[str, str], int], counts: Counter[int]) -> Problem:
    """Write down all features of all spans; ``names`` and ``counts`` grow with the features that occur."""
    found: tuple[list[list[int]], ...] = ([], [], [])
    edges: list[tuple[int, int]] = []
    owner: list[int] = []
    right: list[bool] = []
    weight: list[float] = []
    for example in examples:
        analysis = _analysed(example)
        answers = _right(example, analysis)
        if not any(answers):
            continue
        base, asked = len(found[0]), asks(example.question)
        parts = [[_columns(row, asked, names) for row in part] for part in _parts(analysis)]
        counts.update({column for part in parts for row in part for column in row})
        for into, part in zip(found, parts, strict=True):
            into += part
        edges += [(base + first, base + last) for first, last in analysis.spans]
        owner += [len(weight)] * len(analysis.spans)
        right += answers
        weight.append(example.weight)
    first, last, whole = (_matrix(part, len(names)) for part in found)
    begin, end = np.array(edges).T
    return Problem(first, last, whole, begin, end, np.array(owner), np.array(right), np.array(weight))


def _analysed(example: Example) -> Analysis:
    """Return the analysis of an example; for one that is not news, with only some of the wrong spans."""
    analysis = analyse(example.question, example.sentence)
    if example.weight == 1.0:
        return analysis
    words, gold = analysis.words, example.gold
    near = {span for span in analysis.spans if words[span[0]].start == gold.start or words[span[1]].end == gold.end}
    drawn = random.Random(example.sentence).sample(analysis.spans, min(DRAWN, len(analysis.spans)))
    return replace(analysis, spans=tuple(sorted(near.union(drawn))))


def _right(example: Example, analysis: Analysis) -> list[bool]:
    """Tell which spans are the answer: those whose edges are nearest to its edges, if they are near enough."""
    words, gold = analysis.words, example.gold
    off = [abs(words[first].start - gold.start) + abs(words[last].end - gold.end) for first, last in analysis.spans]
    least = min(off, default=FARTHEST + 1)
    return [each == least and least <= FARTHEST for each in off]


def _parts(analysis: Analysis) -> Iterator[list[list[str]]]:
    places = range(len(analysis.words))
    yield [first_features(analysis, at) for at in places]
    yield [last_features(analysis, at) for at in places]
    yield [span_features(analysis, *span) for span in analysis.spans]


def _columns(row: Sequence[str], asked: str, names: dict[tuple[str, str], int]) -> list[int]:
    return [names.setdefault((of, name), len(names)) for name in row for of in ("", asked)]


def _matrix(found: Sequence[Sequence[int]], width: int) -> sparse.csr_matrix:
    starts = np.cumsum([0, *(len(row) for row in found)])
    columns = np.fromiter((each for row in found for each in row), np.int32, starts[-1])
    return sparse.csr_matrix((np.ones(len(columns), np.float32), columns, starts), (len(found), width))


def _minimise(problem: Problem, steps: int) -> Floats:
    """Fit weights by which the right spans take the softmax's mass in their sentences (conditional log-likelihood)."""
    owner, right, importance = problem.owner, problem.right, problem.weight
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    transposed = [matrix.T.tocsr() for matrix in (problem.first, problem.last, problem.whole)]

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = problem.whole @ weights
        scores += (problem.first @ weights)[problem.begin] + (problem.last @ weights)[problem.end]
        mass = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        whole, good = np.add.reduceat(mass, starts), np.add.reduceat(mass * right, starts) + 1e-30
        value = -(importance * np.log(good / whole)).sum() + L2 * weights @ weights
        slope = importance[owner] * (mass / whole[owner] - mass * right / good[owner])
        first = np.bincount(problem.begin, slope, problem.first.shape[0])
        last = np.bincount(problem.end, slope, problem.last.shape[0])
        edges = transposed[0] @ first + transposed[1] @ last
        return value, edges + transposed[2] @ slope + 2 * L2 * weights

    start = np.zeros(problem.whole.shape[1])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": steps}).x, np.float64)
