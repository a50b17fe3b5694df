"""Why a sentence came first: signals of the first candidates, what each adds, and what the confidence is made of."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.reader import COLUMNS, LEADS, Floats, Linear, SignalReader, rank
from index.signals import Asked, Candidate

_SHOWN = 10
_NAME = 20  # columns of the names of signals, and of each cell
_CELL = 12


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a question was read.

    ``candidates``: the first ones, best first. ``values`` and ``added``: their signals and judgements and what each
    adds to the score, shape ``(len(candidates), len(COLUMNS))``; ``scores`` are the rows' sums, from which a
    candidate's ``shares`` of all candidates' softmax follow. ``inputs`` and ``inputs_added``: the inputs of the
    confidence, ``COLUMNS`` of the first candidate and ``LEADS``, and what each adds to the log-odds beside ``bias``.
    """

    asked: Asked
    candidates: tuple[Candidate, ...]
    values: Floats
    added: Floats
    scores: Floats
    shares: Floats
    inputs: Floats
    inputs_added: Floats
    bias: float
    confidence: float
    threshold: float


def explain(reader: SignalReader, asked: Asked, candidates: Sequence[Candidate]) -> Explanation:
    """Return how ``reader`` reads a question; there must be at least one candidate."""
    rows = reader.columns(asked, candidates)
    order, shares, inputs = rank(reader.ranking, rows)
    first = order[:_SHOWN]
    added = _added(reader.ranking, rows[first])
    inputs_added = _added(reader.confidence, inputs)
    log_odds = float(inputs_added.sum() + reader.confidence.bias)
    return Explanation(
        asked,
        tuple(candidates[row] for row in first),
        rows[first],
        added,
        added.sum(1) + reader.ranking.bias,
        shares[first],
        inputs,
        inputs_added,
        reader.confidence.bias,
        float(1 / (1 + np.exp(-log_odds))),
        reader.threshold,
    )


def explanation_text(found: Explanation, right: Sequence[bool] = ()) -> str:
    """Return an explanation as lines of text; ``right`` marks the candidates known to hold the answer."""
    marks = [*right, *[False] * len(found.candidates)]
    return "\n".join([*_question(found), "", *_sentences(found, marks), "", *_table(found), "", *_confidence(found)])


def _added(linear: Linear, rows: Floats) -> Floats:
    """Return what each input adds to a linear function, the same shape as ``rows``."""
    added: Floats = (rows - linear.mean) / linear.scale * linear.weights
    return added


def _question(found: Explanation) -> Iterator[str]:
    weights = sorted(found.asked.weights.items(), key=lambda pair: -pair[1])
    yield f"Asked: {found.asked.text}"
    yield f"Wants: {found.asked.kind.value}"
    yield "Words, rarest first: " + (", ".join(f"{term} {weight:.1f}" for term, weight in weights) or "none")


def _sentences(found: Explanation, right: Sequence[bool]) -> Iterator[str]:
    for number, (candidate, holds) in enumerate(zip(found.candidates, right, strict=False), 1):
        text = textwrap.shorten(candidate.stored.sentence.text, 150, placeholder=" …")
        yield f"{number:>3}{' *' if holds else '  '} {text} ({candidate.document.id})"
    if any(right):
        yield "     * holds the answer"


def _table(found: Explanation) -> Iterator[str]:
    columns = range(len(found.candidates))
    yield "Each cell: the signal's value, and what it adds to the score."
    yield _row("", [str(number + 1) for number in columns])
    for at, name in enumerate(COLUMNS):
        yield _row(name, [f"{found.values[row, at]:.2f} {found.added[row, at]:+.2f}" for row in columns])
    yield _row("score", [f"{score:+.2f}" for score in found.scores])
    yield _row("share", [f"{share:.3f}" for share in found.shares])


def _confidence(found: Explanation) -> Iterator[str]:
    verdict = "answered" if found.confidence >= found.threshold else "not answered"
    yield f"Confidence {found.confidence:.3f}, threshold {found.threshold:.3f}: {verdict}"
    yield "Each input's value, and what it adds to the log-odds:"
    for name, value, added in zip((*COLUMNS, *LEADS), found.inputs, found.inputs_added, strict=True):
        yield _row(name, [f"{value:.2f} {added:+.2f}"])
    yield _row("bias", [f"{found.bias:+.2f}"])


def _row(name: str, cells: Sequence[str]) -> str:
    return f"{name:<{_NAME}}" + "".join(f"{cell:>{_CELL}}" for cell in cells)
