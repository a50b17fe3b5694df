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
from index.passages.model import Edges, Judged, PassageReader
from index.signals import SIGNALS, Asked, Candidate, signals

WEIGHTS = "reader.json"
Floats = npt.NDArray[np.float64]

# What a judge adds to the signals of a candidate, and what they are where it was not read: the lower ends.
JUDGEMENTS = ("passage", "passage_share", "passage_none", "passage_span")
COLUMNS = (*SIGNALS, *JUDGEMENTS)
_LEAST, _MOST, _LEAST_SPAN = -12.0, 12.0, -8.0
_UNREAD = (_LEAST, 0.0, 1.0, _LEAST_SPAN)
READ = 16  # candidates that are read: the right one is among them nearly as often as among all

# What the confidence is judged by: the first sentence's own signals, and how far it stands out.
LEADS = ("score", "lead_over_second", "lead_over_fifth", "share")
_FAR = (4.0, 6.0)  # past these leads a ranking is clear, and how clear says nothing more


@dataclass(frozen=True, slots=True)
class Reading:
    """Candidates, best first, each with its share of the ranking's weight (0 to 1).

    ``confidence`` is the calibrated probability that the first one answers the question; ``edges`` is where in its
    sentence the answer is thought to begin and to end, if it was read for that.
    """

    ranked: tuple[tuple[Candidate, float], ...]
    answered: bool
    confidence: float
    edges: Edges | None = None


class Reader(Protocol):
    """Judges candidates."""

    def read(self, asked: Asked, candidates: Sequence[Candidate]) -> Reading:
        """Rank the candidates and say whether the first one answers."""

    def skim(self, asked: Asked, candidates: Sequence[Candidate]) -> Reading:
        """Rank the candidates without reading them closely and without judging whether any answers.

        For topics, which ask nothing, and of which an outlet at a time is ranked.
        """


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


class Judge(Protocol):
    """Reads some candidates closely: the packaged passage reader, or a cross-encoder that a person names."""

    def judge(self, question: str, candidates: Sequence[Candidate]) -> list[Judged | None]:
        """Return what it thinks of each candidate, None for one that it did not read.

        Its model is loaded when this returns, even if there was nothing to judge.
        """


class SignalReader:
    """Weighs signals and judgements with weights that were learned together (``index/training``).

    Args:
        shortlist: Signals to a score; the first :data:`READ` candidates by it are read closely.
        ranking: ``COLUMNS`` to a score; the softmax over candidates is trained on the right sentence.
        confidence: ``COLUMNS`` and leads of the first candidate to log-odds that it answers.
        threshold: The least confidence at which a question counts as answered.
        judge: What reads closely.
    """

    def __init__(self, shortlist: Linear, ranking: Linear, confidence: Linear, threshold: float, judge: Judge) -> None:
        """Use these weights."""
        self.shortlist = shortlist
        self.ranking = ranking
        self.confidence = confidence
        self.threshold = threshold
        self.judge = judge

    def columns(self, asked: Asked, candidates: Sequence[Candidate]) -> Floats:
        """Return the signals and judgements of some candidates, shape ``(len(candidates), len(COLUMNS))``."""
        return self._columns(asked, candidates)[0]

    def _columns(self, asked: Asked, candidates: Sequence[Candidate]) -> tuple[Floats, dict[int, Judged | None]]:
        rows = signals(asked, candidates)
        order = np.argsort(-self.shortlist(rows), kind="stable")[:READ]
        judged = self.judge.judge(asked.text, [candidates[row] for row in order])
        columns = np.hstack([rows, judgements(len(candidates), order, judged)])
        return columns, dict(zip(order.tolist(), judged, strict=True))

    def read(self, asked: Asked, candidates: Sequence[Candidate]) -> Reading:
        """Rank the candidates and say whether the first one answers."""
        if not candidates or not asked.weights:
            # No word of the question carries a subject ("who is it?"): nothing could be told apart.
            self.judge.judge(asked.text, [])  # has its model loaded before a question that needs it
            return Reading(tuple((candidate, 0.0) for candidate in candidates), False, 0.0)
        rows, judged = self._columns(asked, candidates)
        order, shares, inputs = rank(self.ranking, rows)
        first = judged.get(int(order[0]))
        confidence = float(1 / (1 + np.exp(-self.confidence(inputs[None, :])[0])))
        ranked = tuple((candidates[row], float(shares[row])) for row in order)
        return Reading(ranked, confidence >= self.threshold, confidence, first.edges if first else None)

    def skim(self, asked: Asked, candidates: Sequence[Candidate]) -> Reading:
        """Rank the candidates by the shortlist's weights alone."""
        if not candidates:
            return Reading((), False, 0.0)
        order, shares, _ = rank(self.shortlist, signals(asked, candidates))
        return Reading(tuple((candidates[row], float(shares[row])) for row in order), False, 0.0)


def judgements(candidates: int, read: npt.NDArray[np.intp], judged: Sequence[Judged | None]) -> Floats:
    """Return the judgements of all candidates, shape ``(candidates, len(JUDGEMENTS))``.

    ``judged`` holds what is thought of the candidates ``read``. A share is the softmax of the scores and of "none of
    them", whose score is 0 and whose share all candidates have beside their own.
    """
    rows = np.tile(np.array(_UNREAD), (candidates, 1))
    for row, each in zip(read, judged, strict=True):
        if each is not None:
            rows[row] = (min(max(each.score, _LEAST), _MOST), 0.0, 1.0, max(each.span_score, _LEAST_SPAN))
    chances = np.exp(rows[:, 0]) * (rows[:, 0] > _LEAST)
    rows[:, 1] = chances / (1 + chances.sum())
    rows[:, 2] = 1 / (1 + chances.sum())
    return rows


def rank(ranking: Linear, rows: Floats) -> tuple[npt.NDArray[np.intp], Floats, Floats]:
    """Rank candidates by their rows, shape ``(candidates, columns)``, at least one.

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
    whole = Reading(tuple(ranked.values()), order[0].answered, order[0].confidence, order[0].edges)
    return whole, max(len(answered), 1)


def packaged_reader(threshold: float | None = None, judge: Judge | None = None) -> SignalReader:
    """Return the reader with the weights that ship.

    Args:
        threshold: None takes the one that the weights came with.
        judge: None takes the packaged passage reader.
    """
    try:
        stored = json.loads(resources.files("index").joinpath(WEIGHTS).read_text("utf-8"))
        if tuple(stored["columns"]) != COLUMNS or tuple(stored["leads"]) != LEADS:
            raise ValueError("they belong to other signals")
        shortlist, ranking, confidence = (_linear(stored[name]) for name in ("shortlist", "ranking", "confidence"))
        if threshold is None:
            threshold = float(stored["threshold"])
        return SignalReader(shortlist, ranking, confidence, threshold, judge or PassageReader())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"the reader's weights ({WEIGHTS}) cannot be used: {error}; install coverage-bot again"
        ) from error


def _linear(stored: dict[str, Any]) -> Linear:
    mean, scale, weights = (np.asarray(stored[name], np.float64) for name in ("mean", "scale", "weights"))
    return Linear(mean, scale, weights, float(stored["bias"]))
