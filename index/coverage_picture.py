"""A picture of how many articles about a topic came out a day, by outlet, drawn with matplotlib.

matplotlib is imported only here and in :mod:`index.plots`, and only when a picture is asked for.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

OUTLETS = 8  # with a colour of their own; the others are one
LONGEST = 120  # days with a bar each; what is longer is drawn a week, and what is longer still a month
# Okabe & Ito's colours, which people with colour blindness tell apart (jfly.uni-koeln.de/color), and a grey.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000", "#999999")


def coverage_picture(coverage: Mapping[tuple[date, str], int], title: str, others: str, unnamed: str) -> bytes:
    """Return a PNG of stacked bars, one a day, week or month.

    Args:
        coverage: Number of articles by day and outlet; at least one.
        title: What stands above it.
        others: What the outlets without a colour of their own are called together.
        unnamed: What articles without an outlet are called.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    step, bars = binned(coverage)
    most = Counter[str]()
    for (_, outlet), number in bars.items():
        most[outlet] += number
    named = [outlet for outlet, _ in sorted(most.items(), key=lambda each: (-each[1], each[0]))]
    days = sorted({day for day, _ in bars})
    groups = [(outlet or unnamed, [outlet]) for outlet in named[:OUTLETS]]
    groups += [(others, named[OUTLETS:])] if named[OUTLETS:] else []
    figure = Figure(figsize=(8, 4), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot(title=title.replace("$", r"\$"))
    floor = [0] * len(days)
    for (name, outlets), colour in zip(groups, COLOURS, strict=False):
        heights = [sum(bars.get((day, outlet), 0) for outlet in outlets) for day in days]
        axes.bar(days, heights, width=step * 0.8, bottom=floor, label=_plain(name), color=colour, align="center")  # type: ignore[arg-type]
        floor = [low + height for low, height in zip(floor, heights, strict=True)]
    locator = AutoDateLocator(minticks=2, maxticks=9)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    axes.set_xlim(days[0] - timedelta(days=max(step, 2)), days[-1] + timedelta(days=max(step, 2)))  # type: ignore[arg-type]
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(loc="outside right upper", fontsize=8, frameon=False)
    written = io.BytesIO()
    figure.savefig(written, format="png", dpi=110)
    return written.getvalue()


def binned(coverage: Mapping[tuple[date, str], int]) -> tuple[int, Mapping[tuple[date, str], int]]:
    """Return how many days a bar stands for, 1, 7 or 30, and the counts by the first of these days and outlet."""
    days = [day for day, _ in coverage]
    long = (max(days) - min(days)).days + 1
    step = 1 if long <= LONGEST else 7 if long <= 7 * LONGEST else 30
    counted: Counter[tuple[date, str]] = Counter()
    for (day, outlet), number in coverage.items():
        first = day if step == 1 else day - timedelta(days=day.weekday()) if step == 7 else day.replace(day=1)
        counted[first, outlet] += number
    return step, counted


def told(coverage: Mapping[tuple[date, str], int], most: int = 5) -> Sequence[tuple[str, int]]:
    """Return the outlets with most articles, and how many: what the picture says to who does not see it."""
    counted: Counter[str] = Counter()
    for (_, outlet), number in coverage.items():
        counted[outlet] += number
    return counted.most_common(most)


def _plain(name: str) -> str:
    """Return a name in which matplotlib sees neither a formula nor an entry to hide."""
    return name.replace("$", r"\$").lstrip("_")[:40]
