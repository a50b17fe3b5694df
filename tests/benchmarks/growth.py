"""What grows with an index, and how: ``python -m tests.benchmarks.growth --articles FILE --questions FILE``.

Each size is an index of the first sentences of the same corpus (``tests.benchmarks.corpus``). Each step runs in a
process of its own and is kept in ``--results`` as soon as it is done; a second run goes on where the first was, and
``--again STEP`` measures a step anew. Indexes stay in ``--indexes``.

With ``--vectors`` (``tests.benchmarks.prepared_vectors``), sizes above ``--whole-way`` are filled with vectors that
were made before and without looking for quotations: the store alone. Smaller ones are taken in the whole way.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

from tests.benchmarks.growth_report import draw, report
from tests.benchmarks.machine import described

STEPS = ("fill", "answer", "throughput", "recall", "grow")
ONE = "one"  # the size that memory is compared with
_UNITS = {"k": 1_000, "m": 1_000_000}
_ONE_ARTICLE = {
    "id": "one",
    "title": "Bridge Opens",
    "text": "The mayor opened the new bridge over the river on Monday.",
}
Results = dict[str, Any]


def size_of(text: str) -> int:
    """Return the number that ``10k`` or ``1m`` stands for."""
    unit = _UNITS.get(text[-1].lower(), 1)
    return int(float(text[:-1] if unit > 1 else text) * unit)


def step(name: str, index: Path, **given: object) -> dict[str, Any]:
    """Do one step in a process of its own."""
    options = [part for key, value in given.items() if value is not None for part in (f"--{key}", str(value))]
    command = [sys.executable, "-m", "tests.benchmarks.growth_steps", name, "--index", str(index), *options]
    ran = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def measure_one(results: Results, indexes: Path, questions: Path, asked: int) -> None:
    """Measure the memory of a process that has answered from an index of one sentence."""
    written = indexes / "one.jsonl"
    written.write_text(json.dumps(_ONE_ARTICLE) + "\n", "utf-8")
    index = indexes / ONE
    if not index.exists():
        step("fill", index, articles=written, size=1)
    unanswerable = indexes / "unanswerable.jsonl"
    rows = [json.loads(line) | {"evidence": []} for line in questions.read_text("utf-8").splitlines()]
    unanswerable.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    results[ONE] = {"answer": step("answer", index, questions=unanswerable, asked=asked)}


def measured(results: Results, name: str, doing: str, index: Path, **given: object) -> None:
    """Do a step of a size unless it was done, and say so."""
    of_size = results.setdefault(name, {})
    if doing not in of_size:
        click.echo(f"{name}: {doing}", err=True)
        load = os.getloadavg()[0]  # before it adds its own
        of_size[doing] = step(doing, index, **given) | {"machine": described("torch", "faiss-cpu"), "load": load}


@click.command(help=__doc__)
@click.option("--articles", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--questions", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--sizes", default="1k,10k,100k", show_default=True, help="For example 1k,10k,100k,1m.")
@click.option("--steps", default=",".join(STEPS), show_default=True)
@click.option("--again", multiple=True, type=click.Choice((*STEPS, ONE)), help="Measure this again.")
@click.option("--vectors", type=click.Path(exists=True, path_type=Path))
@click.option("--whole-way", default="10k", show_default=True, help="The largest size whose vectors are made anew.")
@click.option("--indexes", type=click.Path(path_type=Path), required=True, help="Keep the indexes in this folder.")
@click.option("--results", "path", type=click.Path(path_type=Path), required=True, help="Keep figures in this file.")
@click.option("--asked", default=210, show_default=True, help="How many questions; the first ten only warm up.")
@click.option("--plot", type=click.Path(path_type=Path), help="Draw a picture to this file.")
def main(
    articles: Path,
    questions: Path,
    sizes: str,
    steps: str,
    again: tuple[str, ...],
    vectors: Path | None,
    whole_way: str,
    indexes: Path,
    path: Path,
    asked: int,
    plot: Path | None,
) -> None:
    """Measure what is wanted and not there yet; print the tables of all that is there."""
    results: Results = json.loads(path.read_text("utf-8")) if path.exists() else {}
    indexes.mkdir(parents=True, exist_ok=True)
    if ONE not in results or ONE in again:
        measure_one(results, indexes, questions, asked)
    for text in filter(None, sizes.split(",")):
        size = size_of(text)
        prepared = vectors if size > size_of(whole_way) else None
        for doing in steps.split(","):
            if doing in again:
                results.get(str(size), {}).pop(doing, None)
            given: dict[str, object] = {"articles": articles, "size": size} if doing in ("fill", "grow") else {}
            if doing in ("answer", "throughput", "recall"):
                given |= {"questions": questions, "asked": asked}
            if doing in ("fill", "grow", "recall"):
                given["vectors"] = prepared
            measured(results, str(size), doing, indexes / str(size), **given)
            path.write_text(json.dumps(results, indent=1), "utf-8")
    click.echo(report(results))
    if plot:
        draw(results, plot)


if __name__ == "__main__":
    main()
