"""The learned part: how much every feature speaks for a span, and how sure that makes of the best one."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from index.document import Span
from index.errors import ModelError
from index.short_answer.features import Analysis, analyse, asks, first_features, last_features, span_features

WEIGHTS = "short_answer.json"
Floats = npt.NDArray[np.float64]

_CANDIDATES = 200  # spans that are judged whole, best edges first: bounds the time for a long sentence
_QUOTES = frozenset(("“”", "‘’", '""'))
_RIVALS = 40  # spans that share nearly all of the probability
_CHOICES = 12
_ALMOST = 1e-4  # keeps the log-odds finite


@dataclass(frozen=True)
class Weights:
    """What was learned by ``index/training/short_answers.py``.

    ``features`` holds for each thing that is asked for (``features.asks``) the features' weights, and under ""
    those that hold whatever is asked. ``confidence`` weighs ``evidence`` and ends with a constant.
    ``threshold`` is the least confidence at which a span is marked.
    """

    features: Mapping[str, Mapping[str, float]]
    confidence: tuple[float, ...]
    threshold: float

    @cached_property
    def merged(self) -> dict[str, dict[str, float]]:
        """The weights of every kind of question, with the common ones added in."""
        common = self.features[""]
        return {
            asked: {name: common.get(name, 0.0) + own.get(name, 0.0) for name in common.keys() | own.keys()}
            for asked, own in self.features.items()
        }

    def of(self, asked: str) -> Mapping[str, float]:
        """Return the weights for what a question asks for."""
        return self.merged.get(asked, self.merged[""])


@dataclass(frozen=True, slots=True)
class Found:
    """The likeliest answer in a sentence, and what its confidence is judged by."""

    span: Span
    evidence: tuple[float, ...]


def short_answer(question: str, sentence: str, weights: Weights) -> Span | None:
    """Return where in a sentence the answer to a question stands, or None where that is not sure enough."""
    found = likeliest(question, sentence, weights)
    if found is None or confidence(found, weights) < weights.threshold:
        return None
    return found.span


def confidence(found: Found, weights: Weights) -> float:
    """Return the calibrated probability that a span overlaps a right answer by more than half (token F1)."""
    *slopes, constant = weights.confidence
    odds = sum(slope * value for slope, value in zip(slopes, found.evidence, strict=True)) + constant
    return 1 / (1 + math.exp(-odds))


def likeliest(question: str, sentence: str, weights: Weights) -> Found | None:
    """Return the span with the highest expected token F1 under the model (minimum Bayes risk), if there is any.

    The scores' softmax over all spans is taken for the probability that each is the answer.
    """
    analysis = analyse(question, sentence)
    if not analysis.spans:
        return None
    spans, scores = _scores(analysis, weights.of(asks(question)))
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    order = np.argsort(-shares, kind="stable")
    likely = [(spans[row], float(shares[row])) for row in order[:_RIVALS]]
    judged = [_agreement(span, likely) for span, _ in likely[:_CHOICES]]
    best = max(range(len(judged)), key=lambda row: judged[row][0])
    (first, last), share = likely[best]
    expected, more_than_half = judged[best]
    span = _bare(sentence, Span(analysis.words[first].start, analysis.words[last].end))
    return Found(span, (_odds(expected), _odds(more_than_half), _odds(share), math.log(last - first + 1)))


def _bare(sentence: str, span: Span) -> Span:
    """Return a span without the quotation marks around it, and what ends the sentence inside these."""
    text = sentence[span.start : span.end]
    if len(text) > 2 and text[0] + text[-1] in _QUOTES and text.count(text[-1]) == 1 + (text[0] == text[-1]):
        inner = text[1:-1].rstrip(" .,")
        return Span(span.start + 1, span.start + 1 + len(inner)) if inner.strip() else span
    return span


def _scores(analysis: Analysis, weights: Mapping[str, float]) -> tuple[list[tuple[int, int]], Floats]:
    """Return the spans with the best edges, and the score of each."""

    def total(features: Iterable[str]) -> float:
        return sum(weights.get(feature, 0.0) for feature in features)

    places = range(len(analysis.words))
    first = [total(first_features(analysis, at)) for at in places]
    last = [total(last_features(analysis, at)) for at in places]
    edges = sorted(((first[span[0]] + last[span[1]], span) for span in analysis.spans), reverse=True)[:_CANDIDATES]
    scores = [edge + total(span_features(analysis, *span)) for edge, span in edges]
    return [span for _, span in edges], np.array(scores)


def _agreement(span: tuple[int, int], likely: Sequence[tuple[tuple[int, int], float]]) -> tuple[float, float]:
    """Return a span's expected token F1, and the probability that it is more than a half."""
    expected = more_than_half = 0.0
    for other, share in likely:
        common = min(span[1], other[1]) - max(span[0], other[0]) + 1
        if common > 0:
            agreement = 2 * common / (span[1] - span[0] + other[1] - other[0] + 2)
            expected += share * agreement
            more_than_half += share * (agreement > 0.5)
    return expected, more_than_half


def _odds(share: float) -> float:
    share = min(max(share, _ALMOST), 1 - _ALMOST)
    return math.log(share / (1 - share))


def packaged_weights() -> Weights:
    """Return the weights that ship.

    Raises:
        ModelError: They are missing or damaged.
    """
    try:
        stored: dict[str, Any] = json.loads(resources.files("index.short_answer").joinpath(WEIGHTS).read_text("utf-8"))
        features = {str(asked): {str(name): float(weight) for name, weight in own.items()}
                    for asked, own in stored["features"].items()}  # fmt: skip
        return Weights(features, tuple(float(each) for each in stored["confidence"]), float(stored["threshold"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            f"the weights for short answers ({WEIGHTS}) cannot be used: {error}; install coverage-bot again"
        ) from error
