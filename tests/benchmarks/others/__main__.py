"""Compare with what people would use instead: ``python -m tests.benchmarks.others --set NAME ARTICLES QUESTIONS``.

All index the same sentences with the same weights, the packaged all-MiniLM-L6-v2. The other libraries are given each
sentence behind its headline (``--bare``: without), search both ways as their own manuals show, and keep to one thread
at a time like this project. Each is installed by pip into an environment under ``--environments``, once.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np

from index.document import Document
from index.encoder import embedded_folder
from index.split import split
from tests.benchmarks.corpus import NEWS, rows
from tests.benchmarks.machine import described, table

HERE = Path(__file__).parent
TORCH = "torch==2.13.0"
OTHERS = {
    "txtai": ("txtai_hybrid.py", ("txtai==9.14.0",)),
    "haystack": ("haystack_hybrid.py", ("haystack-ai==3.4.1", "sentence-transformers-haystack==2.0.0")),
    "llama_index": (
        "llama_index_fusion.py",
        (
            "llama-index-core==0.14.25",
            "llama-index-retrievers-bm25==0.8.0",
            "llama-index-embeddings-huggingface==0.8.0",
        ),
    ),
}
OURS = {"coverage-bot": (), "coverage-bot, passages not read": ("signals",)}
NEWS_SET = ("news", NEWS / "articles.jsonl", NEWS / "measure.questions.jsonl")
Row = dict[str, Any]


def installed(name: str, environments: Path) -> Path:
    """Return the Python of a library's environment; it is made on first use."""
    folder = environments / name
    python = folder / "bin" / "python"
    done = folder / "installed"
    if not done.exists():
        click.echo(f"installing {name}", err=True)
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", TORCH, *OTHERS[name][1]], check=True)
        done.touch()
    return python


def sentences_of(articles: Path, bare: bool) -> list[Row]:
    """Return all sentences of a set as the other libraries are given them, with their places."""
    found = []
    for row in rows(articles):
        for each in split(Document(row["id"], row["title"], row["text"])):
            text = each.text if bare else f"{row['title']}\n{each.text}"
            found.append({"document": row["id"], "start": each.start, "end": each.end, "text": text})
    return found


def gold(sentences: Sequence[Row], question: Row) -> set[int]:
    """Return the numbers of the sentences in which an answer begins."""
    places = question["evidence"]
    return {
        number
        for number, each in enumerate(sentences)
        if any(each["document"] == p["document_id"] and each["start"] <= p["start"] < each["end"] for p in places)
    }


def measured(name: str, articles: Path, sentences: Sequence[Row], asked: Sequence[Row], environments: Path) -> Row:
    """Run one library's adapter on a set and return what it printed."""
    with tempfile.TemporaryDirectory() as made:
        given, questions = Path(made) / "sentences.jsonl", Path(made) / "questions.jsonl"
        given.write_text("".join(json.dumps(each) + "\n" for each in sentences), "utf-8")
        questions.write_text("".join(json.dumps(each["question"]) + "\n" for each in asked), "utf-8")
        arguments = [str(given), str(questions), str(embedded_folder())]
        if name in OURS:
            command = [sys.executable, "-m", "tests.benchmarks.others.ours", *arguments, str(articles), *OURS[name]]
        else:
            command = [str(installed(name, environments)), str(HERE / OTHERS[name][0]), *arguments]
        quiet = {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false", "HAYSTACK_TELEMETRY_ENABLED": "False"}
        ran = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, env=os.environ | quiet)
    found: Row = json.loads(ran.stdout)
    right = [gold(sentences, each) for each in asked]
    ranks = [
        next((rank for rank, number in enumerate(ranked, start=1) if number in wanted), 99)
        for ranked, wanted in zip(found.pop("ranked"), right, strict=True)
    ]
    hits = {f"hit@{k}": float(np.mean([rank <= k for rank in ranks])) for k in (1, 3, 10)}
    p50, p95 = np.percentile(found.pop("milliseconds"), [50, 95])
    found["ask_cpu"] = found["ask_cpu"] / len(asked) * 1000
    return found | hits | {"p50": float(p50), "p95": float(p95), "machine": described()}


def report(results: Row) -> str:
    """Return one table a set."""
    head = ("", "hit@1", "@3", "@10", "index s (CPU)", "ask p50 / p95 ms (CPU)", "memory MB", "versions")
    parts = []
    for name, of_set in results.items():
        made = [
            (
                library,
                *(f"{each[key]:.3f}" for key in ("hit@1", "hit@3", "hit@10")),
                f"{each['index']:.0f} ({each['index_cpu']:.0f})",
                f"{each['p50']:.1f} / {each['p95']:.1f} ({each['ask_cpu']:.1f})",
                f"{each['resident'] / 1e6:,.0f}",
                ", ".join(each["versions"][:1]),
            )
            for library, each in of_set.items()
        ]
        parts.append(f"**{name}**\n\n{table(head, made)}")
    return "\n\n".join(parts)


@click.command(help=__doc__)
@click.option("--set", "sets", nargs=3, multiple=True, metavar="NAME ARTICLES QUESTIONS", help="One more set.")
@click.option("--news/--no-news", default=True, help="The news set's measured part.")
@click.option("--only", multiple=True, type=click.Choice((*OURS, *OTHERS)))
@click.option("--bare", is_flag=True, help="Give the other libraries sentences without headlines.")
@click.option("--most", type=int, help="Ask no more than so many questions of a set.")
@click.option("--environments", type=click.Path(path_type=Path), required=True)
@click.option("--results", "path", type=click.Path(path_type=Path), required=True, help="Keep figures in this file.")
def main(
    sets: tuple[tuple[str, str, str], ...],
    news: bool,
    only: tuple[str, ...],
    bare: bool,
    most: int | None,
    environments: Path,
    path: Path,
) -> None:
    """Measure what is not there yet, and print the tables."""
    results: Row = json.loads(path.read_text("utf-8")) if path.exists() else {}
    environments.mkdir(parents=True, exist_ok=True)
    chosen = [*([NEWS_SET] if news else []), *((name, Path(a), Path(q)) for name, a, q in sets)]
    for name, articles, questions in chosen:
        sentences = sentences_of(articles, bare)
        asked = [each for each in rows(questions) if each["evidence"]][:most]
        title = f"{name}, {len(sentences):,} sentences, {len(asked):,} questions{', bare' if bare else ''}"
        for library in only or (*OURS, *OTHERS):
            of_set = results.setdefault(title, {})
            if library not in of_set:
                click.echo(f"{title}: {library}", err=True)
                of_set[library] = measured(library, articles, sentences, asked, environments)
                path.write_text(json.dumps(results, indent=1), "utf-8")
    click.echo(report(results))


if __name__ == "__main__":
    main()
