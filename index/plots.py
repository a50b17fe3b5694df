"""Pictures of how a question set went: how far the confidence can be trusted, what a threshold costs, hits.

Drawn with matplotlib, which is imported only when a picture is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.errors import CoverageError
from index.evaluate import Outcome

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BINS = 10
_DEPTHS = (1, 3, 10)


class PlotsError(CoverageError):
    """Plots cannot be drawn or written."""


def reliability(outcomes: Sequence[Outcome]) -> list[tuple[float, float, int]]:
    """Return, for each tenth of the confidence that occurs: its mean, the share of right first sentences, how many.

    For a calibrated confidence the first two are equal (Murphy & Winkler 1977).
    """
    confidence = np.array([outcome.confidence for outcome in outcomes])
    right = np.array([outcome.rank == 1 for outcome in outcomes])
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    return [
        (float(confidence[bins == each].mean()), float(right[bins == each].mean()), int((bins == each).sum()))
        for each in np.unique(bins)
    ]


def curve(outcomes: Sequence[Outcome]) -> list[tuple[float, float, float]]:
    """Return, for each threshold that changes something: it, the share of questions answered, the share right of them.

    Thresholds descend. Unanswerable questions count: a right answer to them does not exist.
    """
    ordered = sorted(outcomes, key=lambda outcome: -outcome.confidence)
    right = np.cumsum([outcome.rank == 1 for outcome in ordered])
    last_of = {outcome.confidence: count for count, outcome in enumerate(ordered, 1)}
    return [
        (confidence, count / len(ordered), float(right[count - 1] / count)) for confidence, count in last_of.items()
    ]


def write_plots(name: str, outcomes: Sequence[Outcome], folder: Path) -> list[Path]:
    """Draw the plots of a question set, at least one question, into PNG files in a folder, made if it is not there.

    Raises:
        PlotsError: matplotlib is not installed, or the files cannot be written.
    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as error:
        raise PlotsError("plots need matplotlib, which comes with coverage-bot; install that again") from error
    written = []
    for kind, draw in (("reliability", _reliability), ("threshold", _curve), ("hits", _hits)):
        figure = Figure(figsize=(5, 4), layout="constrained")
        FigureCanvasAgg(figure)
        draw(figure.add_subplot(title=f"{name} ({len(outcomes)} questions)"), outcomes)
        written.append(folder / f"{name}.{kind}.png")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            figure.savefig(written[-1], dpi=120)
        except OSError as error:
            raise PlotsError(
                f"{written[-1]} cannot be written ({error.strerror}); name another folder with --plots DIR"
            ) from error
    return written


def _reliability(axes: Axes, outcomes: Sequence[Outcome]) -> None:
    means, shares, counts = zip(*reliability(outcomes), strict=True)
    axes.plot([0, 1], [0, 1], color="0.7", linestyle="--")
    axes.plot(means, shares, marker="o")
    for mean, share, count in zip(means, shares, counts, strict=True):
        axes.annotate(str(count), (mean, share), textcoords="offset points", xytext=(4, -10), fontsize=7)
    axes.set(xlabel="confidence", ylabel="first sentence right", xlim=(0, 1), ylim=(0, 1.02))


def _curve(axes: Axes, outcomes: Sequence[Outcome]) -> None:
    points = curve(outcomes)
    axes.plot([answered for _, answered, _ in points], [right for _, _, right in points])
    for threshold in (0.3, 0.5, 0.7, 0.9):
        above = [point for point in points if point[0] >= threshold]
        if above:
            axes.plot(*above[-1][1:], marker="o", color="C1")
            axes.annotate(f"{threshold}", above[-1][1:], textcoords="offset points", xytext=(4, 4), fontsize=8)
    axes.set(xlabel="questions answered", ylabel="answers that are right", xlim=(0, 1.02), ylim=(0, 1.02))


def _hits(axes: Axes, outcomes: Sequence[Outcome]) -> None:
    ranks = [outcome.rank for outcome in outcomes if outcome.answerable]
    shares = [sum(rank is not None and rank <= depth for rank in ranks) / max(len(ranks), 1) for depth in _DEPTHS]
    bars = axes.bar([str(depth) for depth in _DEPTHS], shares)
    axes.bar_label(bars, [f"{share:.3f}" for share in shares])
    axes.set(xlabel="among the first", ylabel="right sentence", ylim=(0, 1.05))
