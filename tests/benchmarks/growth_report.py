"""The growth benchmark's figures as tables and as a picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from tests.benchmarks.machine import table
from tests.benchmarks.timed_parts import SPLIT

_ONE = "one"
_MEGA = 1_000_000
Results = dict[str, Any]


def sizes(results: Results) -> list[str]:
    """Return the sizes that something is known of, in order."""
    return sorted((each for each in results if each != _ONE), key=int)


def percentiles(values: Sequence[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile."""
    p50, p95 = np.percentile(np.asarray(values), [50, 95])
    return float(p50), float(p95)


def without_reader(answered: Results, kind: str = "parts") -> list[float]:
    """Return each answer's milliseconds less those of the reader; ``kind`` ``cpu`` is CPU time."""
    return [sum(each) for each in zip(*(answered[kind][name] for name in SPLIT if name != "read"), strict=True)]


def bytes_each(results: Results, size: str, kind: str) -> float:
    """Return the memory of a process that answered, less that of one with a single sentence, by sentence."""
    grown, one = results[size]["answer"][kind], results[_ONE]["answer"][kind]
    return float(grown - one) / int(size)


def times_empty(grown: Results) -> float:
    """Return how many times longer the next articles take than the same ones into an empty index."""
    return median(full / empty for full, empty in zip(grown["grown"], grown["empty"], strict=True))


def _shown(write: Callable[[], str]) -> str:
    try:
        return write()
    except KeyError:  # that step was not measured
        return ""


def _pair(values: Sequence[float]) -> str:
    return " / ".join(f"{each:.1f}" for each in percentiles(values))


def growth_row(results: Results, size: str) -> list[str]:
    """Return what a size is like, in one row."""
    of = results[size]

    def rate() -> str:
        return f"{of['fill']['rate']:,.0f}{'' if of['fill']['whole_way'] else ' *'}"

    def memory() -> str:
        return f"{of['answer']['resident'] / _MEGA:,.0f}"

    def each() -> str:
        return f"{bytes_each(results, size, 'resident'):,.0f} ({bytes_each(results, size, 'anonymous'):,.0f})"

    cells: list[Callable[[], str]] = [
        rate,
        lambda: _pair(without_reader(of["answer"])),
        lambda: _pair(without_reader(of["answer"], "cpu")),
        lambda: _pair(of["answer"]["whole"]),
        lambda: f"{of['answer']['first']:.2f} + {of['answer']['models']:.1f}",
        memory,
        each,
        lambda: f"{of['fill']['disk'] / _MEGA:,.0f}",
        lambda: f"{times_empty(of['grow']):.2f}",
        lambda: f"{of['recall']['recall@50']:.3f}",
    ]
    return [f"{int(size):,}", *(_shown(cell) for cell in cells)]


def report(results: Results) -> str:
    """Return all tables, in Markdown."""
    head = (
        "sentences",
        "taken in, sentences/s",
        "ask without the reader, p50 / p95 ms",
        "the same, CPU ms",
        "ask, p50 / p95 ms",
        "first answer + models, s",
        "memory, MB",
        "bytes a sentence (not of files)",
        "disk, MB",
        "next 100 articles, × empty",
        "recall@50",
    )
    parts = [table(head, [growth_row(results, size) for size in sizes(results)])]
    answered = [size for size in sizes(results) if "answer" in results[size]]
    split = [
        [f"{int(size):,}", shown, *(_pair(results[size]["answer"][kind][name]) for name in SPLIT)]
        for size in answered
        for kind, shown in (("parts", "clock"), ("cpu", "CPU"))
    ]
    parts.append("Where an answer's time goes, p50 / p95 ms:\n\n" + table(("sentences", "", *SPLIT), split))
    asked = [size for size in sizes(results) if "throughput" in results[size]]
    rows = [
        [f"{int(size):,}", name, *(f"{rate:.1f}" for rate in rates.values()), f"{rates['64'] / rates['1']:.1f}"]
        for size in asked
        for name, rates in results[size]["throughput"].items()
        if name in ("passages", "signals")
    ]
    head = ("sentences", "reader", "1 at a time", "8", "64", "64 × 1")
    parts.append("Questions a second through the bot's bridge:\n\n" + table(head, rows))
    steps = [step for size in sizes(results) for step in results[size].values()]
    loads = [step["load"] for step in steps]
    parts.append("`*`: vectors made before, quotations not looked for. Not in the memory by sentence: what a process")
    parts[-1] += " that answered from one sentence takes."
    if loads:
        parts.append(f"Load of the machine before the steps: {min(loads):.1f} to {max(loads):.1f}.")
    return "\n\n".join([*parts, *dict.fromkeys(step["machine"] for step in steps)])


def draw(results: Results, to: Path) -> None:
    """Draw latency, memory, disk and the rate of ingest over the number of sentences."""
    from matplotlib.figure import Figure

    known = [size for size in sizes(results) if {"answer", "fill"} <= set(results[size])]
    across = [int(size) for size in known]
    figure = Figure(figsize=(9, 6), layout="constrained")
    (latency, where), (memory, rate) = figure.subplots(2, 2)
    for name, values in (("without the reader", without_reader), ("with it", lambda answered: answered["whole"])):
        both = [percentiles(values(results[size]["answer"])) for size in known]
        (line,) = latency.plot(across, [p50 for p50, _ in both], marker="o", label=f"{name}, p50")
        latency.plot(across, [p95 for _, p95 in both], marker=".", ls=":", color=line.get_color(), label=f"{name}, p95")
    shares = {name: [percentiles(results[size]["answer"]["parts"][name])[0] for size in known] for name in SPLIT}
    where.stackplot(across, list(shares.values()), labels=list(shares))
    memory.plot(across, [results[size]["answer"]["resident"] / _MEGA for size in known], marker="o", label="memory")
    memory.plot(across, [results[size]["fill"]["disk"] / _MEGA for size in known], marker="s", label="disk")
    for label, whole in (("the whole way", True), ("vectors made before", False)):
        filled = [results[size]["fill"] for size in known if results[size]["fill"]["whole_way"] is whole]
        rate.plot([one["sentences"] for one in filled], [one["rate"] for one in filled], marker="o", label=label)
    for axes, title in (
        (latency, "an answer, ms"),
        (where, "where its time goes, p50 ms"),
        (memory, "MB"),
        (rate, "taken in, sentences a second"),
    ):
        axes.set(xscale="log", title=title, xlabel="sentences")
        axes.set_ylim(bottom=0)
        axes.legend(fontsize="small")
    memory.set_ylim(auto=True)
    memory.set_yscale("log")
    to.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(to, dpi=110)
