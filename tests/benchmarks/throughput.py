"""Questions a second with 1, 8 and 64 people asking: ``python -m tests.benchmarks.throughput --index DIR``.

Each of them asks the next question as soon as the last one is answered, through the bridge, as in Discord. All is real:
encoder, search, reader and citations. With ``--reader apart``, passages are not read and sentences are ranked by their
signals alone, which shows what all else can do; ``--workers`` is how many threads answer. Runs with few and with many
people alternate, so that a busy machine is as busy for all of them.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import click
import numpy as np

TESTS = Path(__file__).parent.parent
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

from bot.bridge import WORKERS, Bridge  # noqa: E402
from index.answerer import Answerer  # noqa: E402
from index.encoder import open_encoder  # noqa: E402
from index.errors import QuestionError  # noqa: E402
from index.question import ask  # noqa: E402
from index.reader import Reading, SignalReader, packaged_reader  # noqa: E402
from index.short_answer import packaged_weights  # noqa: E402
from index.signals import Asked, Candidate  # noqa: E402
from index.store.embedded import EmbeddedStore  # noqa: E402


class Skimming:
    """The reader without its passages."""

    def __init__(self, reader: SignalReader) -> None:
        self._reader = reader

    def read(self, asked: Asked, candidates: Sequence[Candidate]) -> Reading:
        return self._reader.skim(asked, candidates)

    skim = read


async def run(answerer: Answerer, questions: Iterator[str], people: int, seconds: float, workers: int) -> list[float]:
    """Let people ask for some seconds; returns how long each answer took, in milliseconds."""
    spent: list[float] = []
    until = time.perf_counter() + seconds
    async with Bridge(answerer, workers=workers) as bridge:

        async def person() -> None:
            while (began := time.perf_counter()) < until:
                try:
                    await bridge.answer(ask(next(questions)))
                except QuestionError:
                    continue
                spent.append((time.perf_counter() - began) * 1000)

        await asyncio.gather(*(person() for _ in range(people)))
    return spent


@click.command()
@click.option("--index", "folder", type=click.Path(path_type=Path, exists=True), required=True)
@click.option("--questions", "files", type=click.Path(path_type=Path, exists=True), multiple=True)
@click.option("--reader", type=click.Choice(["real", "apart"]), default="real")
@click.option("--workers", default=WORKERS)
@click.option("--people", "crowds", type=int, multiple=True, default=(1, 8, 64))
@click.option("--seconds", default=10.0, help="How long each crowd asks in a round.")
@click.option("--rounds", default=2)
def main(
    folder: Path, files: Sequence[Path], reader: str, workers: int, crowds: Sequence[int], seconds: float, rounds: int
) -> None:
    """Print questions a second, and how long each waited."""
    files = files or [TESTS / "news" / "develop.questions.jsonl"]
    questions = [json.loads(line)["question"] for file in files for line in file.read_text("utf-8").splitlines()]
    random.Random(3).shuffle(questions)
    encoder, packaged = open_encoder(), packaged_reader()
    with closing(EmbeddedStore(folder, encoder.name)) as store:
        judging = packaged if reader == "real" else Skimming(packaged)
        answerer = Answerer(store, encoder, judging, packaged_weights())
        answerer.warm()
        endless = itertools.cycle(questions)
        asyncio.run(run(answerer, endless, 2, 2.0, workers))
        clock, own, spent = (
            defaultdict[int, float](float),
            defaultdict[int, float](float),
            defaultdict[int, list[float]](list),
        )
        for _, people in itertools.product(range(rounds), crowds):
            began = time.perf_counter(), time.process_time()
            spent[people] += asyncio.run(run(answerer, endless, people, seconds, workers))
            clock[people] += time.perf_counter() - began[0]
            own[people] += time.process_time() - began[1]
    click.echo(f"reader {reader}, {workers} workers")
    click.echo(f"{'people':>6} {'a second':>9} {'times':>6} {'own ms each':>12} {'p50 ms':>8} {'p95 ms':>8}")
    alone = len(spent[crowds[0]]) / clock[crowds[0]]
    for people in crowds:
        rate = len(spent[people]) / clock[people]
        middle, late = np.percentile(spent[people], [50, 95])
        each = own[people] / len(spent[people]) * 1000
        click.echo(f"{people:6} {rate:9.1f} {rate / alone:6.2f} {each:12.1f} {middle:8.0f} {late:8.0f}")


if __name__ == "__main__":
    main()
