"""The learned part: how much every feature speaks for a span, and how sure that makes of the best one."""

from __future__ import annotations

import json
import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from index.document import Span
from index.errors import ModelError
from index.passages.model import Edges
from index.short_answer.features import Analysis, analyse, asks, first_features, last_features, span_features

WEIGHTS = "short_answer.json"
Floats = npt.NDArray[np.float64]

_CANDIDATES = 200  # spans that are judged whole, best edges first: bounds the time for a long sentence
_QUOTES = frozenset(("“”", "‘’", '""'))
_RIVALS = 40  # spans that share nearly all of the probability
_CHOICES = 12
_ALMOST = 1e-4  # keeps the log-odds finite


@dataclass(frozen=True, slots=True)
class Sureness:
    """What makes evidence a probability: slopes with a constant at the end, and the least one that marks a span."""

    slopes: tuple[float, ...]
    threshold: float


@dataclass(frozen=True)
class Weights:
    """What was learned by ``index/training/short_answers.py``.

    ``features`` holds for each thing that is asked for (``features.asks``) the features' weights, and under ""
    those that hold whatever is asked. ``alone`` says how sure that makes; ``pooled`` how sure it makes together with
    the passage reader's edges, which are weighed by ``pooling``.
    """

    features: Mapping[str, Mapping[str, float]]
    alone: Sureness
    pooled: Sureness
    pooling: float

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


def short_answer(question: str, sentence: str, weights: Weights, edges: Edges | None = None) -> Span | None:
    """Return where in a sentence the answer to a question stands, or None where that is not sure enough.

    ``edges`` is where the passage reader thinks it begins and ends, if it has read the sentence.
    """
    found = likeliest(question, sentence, weights, edges)
    sureness = weights.alone if edges is None else weights.pooled
    if found is None or confidence(found, sureness) < sureness.threshold:
        return None
    return found.span


def confidence(found: Found, sureness: Sureness) -> float:
    """Return the calibrated probability that a span overlaps a right answer by more than half (token F1)."""
    *slopes, constant = sureness.slopes
    odds = sum(slope * value for slope, value in zip(slopes, found.evidence, strict=True)) + constant
    return 1 / (1 + math.exp(-odds))


def likeliest(question: str, sentence: str, weights: Weights, edges: Edges | None = None) -> Found | None:
    """Return the span with the highest expected token F1 under the model (minimum Bayes risk), if there is any.

    The scores' softmax over all spans is taken for the probability that each is the answer. With ``edges``, their
    log-probabilities are added to the scores (a logarithmic opinion pool, Genest & Zidek 1986).
    """
    analysis = analyse(question, sentence)
    if not analysis.spans:
        return None
    spans, scores = _scores(analysis, weights.of(asks(question)), _pooled(analysis, edges, weights.pooling))
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


def _pooled(analysis: Analysis, edges: Edges | None, pooling: float) -> tuple[list[float], list[float]]:
    """Return what the passage reader adds to each word as the first and as the last of an answer."""
    if edges is None or not edges.tokens:
        return [0.0] * len(analysis.words), [0.0] * len(analysis.words)
    begins, ends = [token.start for token in edges.tokens], [token.end for token in edges.tokens]
    last = len(edges.tokens) - 1  # a long sentence's end may not have been read
    first_tokens = [max(bisect_right(begins, word.start) - 1, 0) for word in analysis.words]
    last_tokens = [min(bisect_left(ends, word.end), last) for word in analysis.words]
    return [pooling * edges.first[at] for at in first_tokens], [pooling * edges.last[at] for at in last_tokens]


def _scores(
    analysis: Analysis, weights: Mapping[str, float], pooled: tuple[list[float], list[float]]
) -> tuple[list[tuple[int, int]], Floats]:
    """Return the spans with the best edges, and the score of each."""

    def total(features: Iterable[str]) -> float:
        return sum(weights.get(feature, 0.0) for feature in features)

    places = range(len(analysis.words))
    first = [total(first_features(analysis, at)) + pooled[0][at] for at in places]
    last = [total(last_features(analysis, at)) + pooled[1][at] for at in places]
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
        return Weights(features, _sureness(stored["alone"]), _sureness(stored["pooled"]), float(stored["pooling"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            f"the weights for short answers ({WEIGHTS}) cannot be used: {error}; install coverage-bot again"
        ) from error


def _sureness(stored: dict[str, Any]) -> Sureness:
    return Sureness(tuple(float(each) for each in stored["slopes"]), float(stored["threshold"]))
