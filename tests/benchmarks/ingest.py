"""How fast articles are taken in, beside plain encoding: ``python -m tests.benchmarks.ingest --articles FILE.jsonl``.

Two things are done with each part of the same articles, one right after the other, so that whatever else the machine
does slows both: the baseline encodes every sentence with sentence-transformers (fp32, 64 at a time) and does nothing
else; the whole way goes from JSON Lines to an index that can be asked, as ``coverage-bot ingest`` does it. Models are
loaded, and a few articles taken in, before anything is timed.
"""

from __future__ import annotations

import io
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, takewhile
from pathlib import Path
from statistics import median
from typing import Any

import click

from bot.cli import Parts
from index.document import Document
from index.errors import SourceError
from index.ingest.sources import read_sources
from index.split import split
from index.store.address import Folder
from tests.benchmarks.corpus import rows
from tests.benchmarks.machine import cpu_seconds, described, table

_WARMING = 8  # articles


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds on the clock and of CPU time, all processes together."""

    clock: float
    cpu: float


def timed(work: Callable[[], object]) -> Spent:
    """Do something and return what it took."""
    clock, cpu = time.perf_counter(), cpu_seconds()
    work()
    return Spent(time.perf_counter() - clock, cpu_seconds() - cpu)


def sentences_of(article: dict[str, Any]) -> list[str]:
    """Return the sentences of an article as the ingest makes them."""
    return [each.text for each in split(Document(article["id"], article["title"], article["text"]))]


def baseline() -> Callable[[Sequence[str]], object]:
    """Return what encodes sentences with sentence-transformers, and nothing around it."""
    from sentence_transformers import SentenceTransformer

    from index.encoder import embedded_folder

    model = SentenceTransformer(str(embedded_folder()), device="cpu", local_files_only=True)
    return lambda sentences: model.encode(
        list(sentences), batch_size=64, normalize_embeddings=True, show_progress_bar=False
    )


def whole_way(parts: Parts, folder: Path) -> Callable[[Sequence[dict[str, Any]]], None]:
    """Return what takes articles in from a JSON Lines file, as the command does."""

    def take_in(articles: Sequence[dict[str, Any]]) -> None:
        with parts.store(create=True) as store:
            for outcome in parts.ingestor(store).ingest(read_sources([str(written)], io.BytesIO())):
                if isinstance(outcome, SourceError):
                    raise outcome

    def write_and_take_in(articles: Sequence[dict[str, Any]]) -> None:
        written.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in articles), "utf-8")
        take_in(articles)

    written = folder / "part.jsonl"
    return write_and_take_in


@click.command(help=__doc__)
@click.option("--articles", "path", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--sentences", "most", default=50_000, show_default=True, help="Take about so many of them.")
@click.option("--parts", "count", default=8, show_default=True, help="In how many alternating parts.")
def main(path: Path, most: int, count: int) -> None:
    """Print a line a part and the table."""
    split_up = [(each, sentences_of(each)) for each in rows(path)]
    ends = accumulate(len(sentences) for _, sentences in split_up)
    chosen = [each for each, _ in takewhile(lambda pair: pair[1] <= most, zip(split_up, ends, strict=True))]
    warming, chosen = chosen[:_WARMING], chosen[_WARMING:]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        encode, take_in = baseline(), whole_way(Parts(Folder(folder / "index")), folder)
        encode([text for _, texts in warming for text in texts])
        take_in([article for article, _ in warming])
        plain, whole, sizes = [], [], []
        for number in range(count):
            part = chosen[number::count]
            texts = [text for _, some in part for text in some]
            doing = [
                (plain, lambda texts=texts: encode(texts)),
                (whole, lambda part=part: take_in([a for a, _ in part])),
            ]
            for spent, work in doing if number % 2 else reversed(doing):
                spent.append(timed(work))
            sizes.append(len(texts))
            rates = (
                f"{len(texts) / plain[-1].clock:,.0f} encoded, {len(texts) / whole[-1].clock:,.0f} taken in a second"
            )
            click.echo(f"part {number + 1}: {len(part):,} articles, {len(texts):,} sentences; {rates}", err=True)
    click.echo(f"{len(chosen):,} articles, {sum(sizes):,} sentences; {_encoder()}")
    click.echo(described("sentence-transformers", "torch") + "\n")
    click.echo(report(sizes, plain, whole))


def report(sizes: Sequence[int], plain: Sequence[Spent], whole: Sequence[Spent]) -> str:
    """Return the table: rates over all parts, and the median of the parts' ratios."""
    total = sum(sizes)
    made = []
    for name, spent in (("baseline: encode only", plain), ("JSON Lines to answerable", whole)):
        clock, cpu = sum(each.clock for each in spent), sum(each.cpu for each in spent)
        by_part = (one.clock / each.clock for one, each in zip(plain, spent, strict=True))
        by_cpu = (one.cpu / each.cpu for one, each in zip(plain, spent, strict=True))
        figures = (f"{total / clock:,.0f}", f"{total / cpu:,.0f}", f"{1000 * cpu / total:.2f}")
        made.append((name, *figures, f"{median(by_part):.2f}", f"{median(by_cpu):.2f}"))
    head = ("", "sentences/s", "sentences a CPU second", "CPU ms a sentence", "times the baseline", "in CPU time")
    return table(head, made)


def _encoder() -> str:
    encoder = Parts().encoder
    return f"{encoder.name} in {getattr(encoder, 'precision', 'fp32')}"


if __name__ == "__main__":
    main()
