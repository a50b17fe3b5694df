"""Candidates to a ranking and a probability: which sentence answers, and whether any does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import chain, zip_longest
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from index.errors import ModelError
from index.signals import SIGNALS, Asked, Candidate, signals

WEIGHTS = "reader.json"
Floats = npt.NDArray[np.float64]

# What the confidence is judged by: the first sentence's own signals, and how far it stands out.
LEADS = ("score", "lead_over_second", "lead_over_fifth", "share", "candidates")
_FAR = (4.0, 6.0)  # past these leads a ranking is clear, and how clear says nothing more


@dataclass(frozen=True, slots=True)
class Reading:
    """Candidates, best first, each with its share of the ranking's weight (0 to 1).

    ``confidence`` is the calibrated probability that the first one answers the question.
    """

    ranked: tuple[tuple[Candidate, float], ...]
    answered: bool
    confidence: float


class Reader(Protocol):
    """Judges candidates."""

    def read(self, asked: Asked, candidates: Sequence[Candidate]) -> Reading:
        """Rank the candidates and say whether the first one answers."""


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear function of standardised inputs: ``((x - mean) / scale) @ weights + bias``."""

    mean: Floats
    scale: Floats
    weights: Floats
    bias: float = 0.0

    def __call__(self, inputs: Floats) -> Floats:
        """Return one number a row of ``inputs``, shape ``(rows, len(weights))``."""
        scores: Floats = ((inputs - self.mean) / self.scale) @ self.weights + self.bias
        return scores


class SignalReader:
    """Weighs the signals with weights that were learned together (``index/training``).

    Args:
        ranking: Signals to a score; the softmax over candidates is trained on the right sentence.
        confidence: Signals and leads of the first candidate to log-odds that it answers.
        threshold: The least confidence at which a question counts as answered.
    """

    def __init__(self, ranking: Linear, confidence: Linear, threshold: float) -> None:
        """Use these weights."""
        self.ranking = ranking
        self.confidence = confidence
        self.threshold = threshold

    def read(self, asked: Asked, candidates: Sequence[Candidate]) -> Reading:
        """Rank the candidates and say whether the first one answers."""
        if not candidates or not asked.weights:
            # No word of the question carries a subject ("who is it?"): nothing could be told apart.
            return Reading(tuple((candidate, 0.0) for candidate in candidates), False, 0.0)
        rows = signals(asked, candidates)
        order, shares, inputs = rank(self.ranking, rows)
        confidence = float(1 / (1 + np.exp(-self.confidence(inputs[None, :])[0])))
        ranked = tuple((candidates[row], float(shares[row])) for row in order)
        return Reading(ranked, confidence >= self.threshold, confidence)


def rank(ranking: Linear, rows: Floats) -> tuple[npt.NDArray[np.intp], Floats, Floats]:
    """Rank candidates by their signals, shape ``(candidates, len(SIGNALS))``, at least one.

    Returns:
        The candidates' row numbers, best first; every row's softmax share; and the confidence's inputs.
    """
    scores = ranking(rows)
    order = np.argsort(-scores, kind="stable")
    weights = np.exp(scores - scores.max())
    shares: Floats = weights / weights.sum()
    best = scores[order]
    leads = (
        best[0],
        min(best[0] - best[1], _FAR[0]) if best.size > 1 else _FAR[0],
        min(best[0] - best[min(4, best.size - 1)], _FAR[1]),
        shares[order[0]],
        np.log1p(best.size),
    )
    return order, shares, np.concatenate([rows[order[0]], leads])


def together(readings: Sequence[Reading]) -> tuple[Reading, int]:
    """Put the readings of a question's parts together, at least one.

    Returns:
        A reading that begins with the best candidate of each part, parts that are answered first; and how many of
        these answer, at least 1.
    """
    order = sorted(readings, key=lambda reading: not reading.answered)
    ranked: dict[int, tuple[Candidate, float]] = {}
    for each in chain.from_iterable(zip_longest(*(reading.ranked for reading in order))):
        if each is not None:
            ranked.setdefault(each[0].stored.number, each)
    answered = {reading.ranked[0][0].stored.number for reading in order if reading.answered and reading.ranked}
    return Reading(tuple(ranked.values()), order[0].answered, order[0].confidence), max(len(answered), 1)


def packaged_reader(threshold: float | None = None) -> SignalReader:
    """Return the reader with the weights that ship; ``threshold`` None takes the one they came with."""
    try:
        stored = json.loads(resources.files("index").joinpath(WEIGHTS).read_text("utf-8"))
        if tuple(stored["signals"]) != SIGNALS or tuple(stored["leads"]) != LEADS:
            raise ValueError("they belong to other signals")
        ranking, confidence = _linear(stored["ranking"]), _linear(stored["confidence"])
        return SignalReader(ranking, confidence, stored["threshold"] if threshold is None else threshold)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"the reader's weights ({WEIGHTS}) cannot be used: {error}; install coverage-bot again"
        ) from error


def _linear(stored: dict[str, Any]) -> Linear:
    mean, scale, weights = (np.asarray(stored[name], np.float64) for name in ("mean", "scale", "weights"))
    return Linear(mean, scale, weights, float(stored["bias"]))
