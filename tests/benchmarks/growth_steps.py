"""The steps of the growth benchmark, each in a process of its own: ``python -m tests.benchmarks.growth_steps STEP …``.

What a step found is printed as a JSON object. :mod:`tests.benchmarks.growth` starts them.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import click
import numpy as np

from bot.bridge import Bridge
from bot.cli import Parts
from index.answer import Answer
from index.answerer import Answerer
from index.document import Document
from index.errors import SourceError
from index.ingest.article import Article
from index.ingest.json_fields import article_from_object
from index.question import ask as parse
from index.short_answer import packaged_weights
from index.signals import analyse
from index.split import split
from index.store.address import Folder
from index.store.protocol import Filters
from tests.benchmarks.corpus import rows
from tests.benchmarks.machine import anonymous_bytes, bytes_in, cpu_seconds, resident_bytes
from tests.benchmarks.timed_parts import PreparedParts, SignalsOnly, Split, TimedParts, timed_answer

_WARMING = 10  # questions that are asked before any is timed
_NEXT, _ROUNDS = 100, 3  # articles that are taken in on top, and how often
_NEAREST, _MORE = 50, 14  # sentences; as many more may be as near as the last of them
_AS_NEAR = 1e-3  # difference of cosines, as in ANN-Benchmarks (Aumüller et al. 2020)
_CONCURRENT = (1, 8, 64)
Found = dict[str, Any]


def parts_for(index: Path, vectors: Path | None) -> Parts:
    """Return the product's parts, with prepared vectors if there are any."""
    return PreparedParts(index, vectors) if vectors else Parts(Folder(index))


def articles(path: Path) -> Iterator[Article]:
    """Yield the articles of a file."""
    for number, row in enumerate(rows(path), start=1):
        yield article_from_object(row, f"{path.name}:{number}", f"{path.name}:{number}")


def needed(path: Path, sentences: int) -> int:
    """Return how many articles, from the first, have so many sentences."""
    given = 0
    for number, each in enumerate(articles(path), start=1):
        given += len(split(Document(each.id or "", each.title, each.text)))
        if given >= sentences:
            return number
    raise click.ClickException(f"{path} has {given:,} sentences, not {sentences:,}")


def take_in(parts: Parts, some: Iterator[Article] | Sequence[Article]) -> int:
    """Take articles into the index and return how many sentences they have."""
    sentences = 0
    with parts.store(create=True) as store:
        for outcome in parts.ingestor(store).ingest(some):
            if isinstance(outcome, SourceError):
                raise outcome
            sentences += outcome.sentences
    return sentences


def fill(index: Path, path: Path, size: int, vectors: Path | None) -> Found:
    """Make an index of the first ``size`` sentences, anew."""
    shutil.rmtree(index, ignore_errors=True)
    count = needed(path, size)
    parts = parts_for(index, vectors)
    with tempfile.TemporaryDirectory() as warm:
        take_in(parts_for(Path(warm), vectors), list(islice(articles(path), 3)))
        parts.encoder.encode(["loads the model"])
    clock, cpu = time.perf_counter(), cpu_seconds()
    sentences = take_in(parts, islice(articles(path), count))
    clock, cpu = time.perf_counter() - clock, cpu_seconds() - cpu
    found = {"articles": count, "sentences": sentences, "seconds": clock, "cpu": cpu, "whole_way": vectors is None}
    return found | {"rate": sentences / clock, "disk": bytes_in(index)}


def grow(index: Path, path: Path, size: int, vectors: Path | None) -> Found:
    """Take the next articles into a copy of the index, and the same ones into an empty one, by turns."""
    rest = islice(articles(path), needed(path, size), None)
    with tempfile.TemporaryDirectory(dir=index.parent) as made:
        grown = Path(made) / "grown"
        shutil.copytree(index, grown)
        take_in(parts_for(Path(made) / "warm", vectors), list(islice(rest, 3)))
        found: Found = {"empty": [], "grown": [], "empty_cpu": [], "grown_cpu": []}
        for number in range(_ROUNDS):
            some = list(islice(rest, _NEXT))
            for name, folder in (("empty", Path(made) / f"empty{number}"), ("grown", grown)):
                parts = parts_for(folder, vectors)
                parts.encoder.encode(["loads the model"])
                clock, cpu = time.perf_counter(), cpu_seconds()
                take_in(parts, some)
                found[name].append(time.perf_counter() - clock)
                found[f"{name}_cpu"].append(cpu_seconds() - cpu)
    return found


def answer(index: Path, questions: Sequence[Found]) -> Found:
    """Ask the questions one after the other: latency and its parts, start-up, memory, and what was found."""
    began = time.perf_counter()
    parts = TimedParts(index)
    vector = parts.encoder.encode([""])[0]
    parts.reader.read(analyse("", vector, {}, 0), [])
    loaded = time.perf_counter()
    split_up, right, real = Split(), 0, 0
    with parts.answerer() as answerer:
        answerer.answer(parse(questions[0]["question"]))
        first = time.perf_counter()
        for each in questions[1:_WARMING]:
            timed_answer(answerer, parts.clock, each["question"], Split())
        for each in questions[_WARMING:]:
            given = timed_answer(answerer, parts.clock, each["question"], split_up)
            if each["evidence"] and not each["id"].startswith("made-"):
                right, real = right + hit(given, each), real + 1
        memory = {"resident": resident_bytes(), "anonymous": anonymous_bytes()}
    found = {
        "questions": len(split_up.whole),
        "models": loaded - began,
        "first": first - loaded,
        "hit@3": [right, real],
    }
    return found | memory | {"whole": split_up.whole, "parts": dict(split_up.parts), "cpu": dict(split_up.cpu)}


def hit(given: Answer, question: Found) -> bool:
    """Tell whether a citation holds the answer."""
    return any(
        each.document.id == place["document_id"] and each.start <= place["start"] < each.end
        for each in given.citations
        for place in question["evidence"]
    )


def recall(index: Path, questions: Sequence[Found], vectors: Path | None) -> Found:
    """Compare the nearest 50 sentences with those of an exact search through all vectors."""
    parts = parts_for(index, vectors)
    asked = parts.encoder.encode([each["question"] for each in questions])
    numbers = np.zeros((len(asked), 0), np.int64)
    scores = np.zeros((len(asked), 0), np.float32)
    with parts.store() as store:
        for some in batches(store.ids(), 500):
            held = [each for one in some for each in store.sentences_of(one)]
            rows = (
                parts.encoder.encode([each.sentence.text for each in held])
                if vectors
                else np.stack([each.vector for each in held])
            )
            scores = np.hstack([scores, asked @ np.asarray(rows, np.float32).T])
            here = np.broadcast_to(np.array([each.number for each in held]), (len(asked), len(held)))
            numbers = np.hstack([numbers, here])
            best = np.argsort(-scores, axis=1)[:, : _NEAREST + _MORE]
            numbers, scores = (np.take_along_axis(each, best, axis=1) for each in (numbers, scores))
        spent, found = [], []
        for vector, exact, near in zip(asked, numbers, scores, strict=True):
            began = time.perf_counter()
            nearest = store.nearest(vector, _NEAREST, Filters())
            spent.append((time.perf_counter() - began) * 1000)
            least = near[min(_NEAREST, len(near)) - 1] - _AS_NEAR
            as_near = {int(number) for number, score in zip(exact, near, strict=True) if score >= least}
            found.append(len({each.number for each in nearest} & as_near) / min(_NEAREST, len(exact)))
    return {"recall@50": float(np.mean(found)), "worst": float(np.min(found)), "milliseconds": spent}


def batches(some: Iterator[str], size: int) -> Iterator[list[str]]:
    """Yield lists of at most ``size``."""
    while batch := list(islice(some, size)):
        yield batch


def throughput(index: Path, questions: Sequence[Found]) -> Found:
    """Ask through the bot's bridge, so many at a time: questions a second, with the reader and with signals only."""
    parts = Parts(Folder(index))
    found: Found = {}
    texts = [each["question"] for each in questions]
    with parts.store() as store:
        for name, reader in (("passages", parts.reader), ("signals", SignalsOnly(parts.reader))):
            answerer = Answerer(store, parts.encoder, reader, packaged_weights())
            found[name] = asyncio.run(_asked_together(answerer, texts))
    return found


async def _asked_together(answerer: Answerer, texts: Sequence[str]) -> dict[str, float]:
    rates = {}
    async with Bridge(answerer) as bridge:
        await bridge.warm()
        for text in texts[:_WARMING]:
            await bridge.answer(parse(text))
        for most in _CONCURRENT:
            began = time.perf_counter()
            await _at_a_time(bridge, texts, most)
            rates[str(most)] = len(texts) / (time.perf_counter() - began)
    return rates


async def _at_a_time(bridge: Bridge, texts: Sequence[str], most: int) -> None:
    waiting = iter(texts)

    async def ask_on() -> None:
        for text in waiting:
            await bridge.answer(parse(text))

    await asyncio.gather(*(ask_on() for _ in range(most)))


def drawn(path: Path, index: Path, wanted: int) -> list[Found]:
    """Return so many of the questions whose articles are in the index, the same ones each time."""
    with Parts(Folder(index)).store(any_encoder=True) as store:
        there = set(store.ids())
    able = [each for each in rows(path) if all(place["document_id"] in there for place in each["evidence"])]
    return Random(5).sample(able, min(wanted, len(able)))


@click.command(help=__doc__)
@click.argument("step", type=click.Choice(["fill", "answer", "grow", "recall", "throughput"]))
@click.option("--index", type=click.Path(path_type=Path), required=True)
@click.option("--articles", "path", type=click.Path(exists=True, path_type=Path))
@click.option("--questions", type=click.Path(exists=True, path_type=Path))
@click.option("--asked", default=210)
@click.option("--size", type=int)
@click.option("--vectors", type=click.Path(exists=True, path_type=Path))
def main(step: str, index: Path, path: Path, questions: Path, asked: int, size: int, vectors: Path | None) -> None:
    """Do one step."""
    if step in ("fill", "grow"):
        found = (fill if step == "fill" else grow)(index, path, size, vectors)
    else:
        chosen = drawn(questions, index, asked)
        found = (
            recall(index, chosen, vectors)
            if step == "recall"
            else {"answer": answer, "throughput": throughput}[step](index, chosen)
        )
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
