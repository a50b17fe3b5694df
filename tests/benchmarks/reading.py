"""How long a question takes with and without the passage reader: ``python -m tests.benchmarks.reading``.

Both are timed on the same candidates, one after the other, question by question.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import numpy as np
import torch

from index.encoder import open_encoder
from index.reader import packaged_reader
from index.retriever import Retriever
from index.signals import signals
from index.store.protocol import Filters
from index.training.collections import news, stored
from index.understanding.interpreter import as_question

NEWS = Path(__file__).parent.parent / "news"


@click.command()
@click.option("--questions", default=200, help="How many of the development questions are asked.")
def main(questions: int) -> None:
    """Print the median and the 95th percentile of each step, in milliseconds."""
    encoder, reader = open_encoder(), packaged_reader()
    collection = news(NEWS / "articles.jsonl", NEWS / "develop.questions.jsonl")
    spent: dict[str, list[float]] = {"encode": [], "retrieve": [], "weigh signals": [], "weigh and read passages": []}

    def timed(name: str, work: Callable[..., Any], *given: Any) -> Any:  # noqa: ANN401  # whatever the work gives
        began = time.perf_counter()
        made = work(*given)
        spent[name].append((time.perf_counter() - began) * 1000)
        return made

    with stored(collection, encoder) as store:
        retriever = Retriever(store)
        for number, question in enumerate(collection.questions[: questions + 5]):
            text = as_question(question.text)
            vector = timed("encode", encoder.encode, [text])[0]
            asked, found = timed("retrieve", retriever.retrieve, text, vector, Filters())
            if not asked.weights or not found:
                continue
            timed("weigh signals", signals, asked, found)
            timed("weigh and read passages", reader.read, asked, found)
            if number == 4:  # models are loaded and caches are warm
                for each in spent.values():
                    each.clear()
    click.echo(f"{questions} questions, {torch.get_num_threads()} threads; milliseconds")
    for name, each in spent.items():
        p50, p95 = np.percentile(each, [50, 95])
        click.echo(f"{name:<26}p50 {p50:6.1f}   p95 {p95:6.1f}")


if __name__ == "__main__":
    main()
