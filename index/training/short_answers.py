"""Learn the weights for short answers again: ``python -m index.training.short_answers --pairs DIR --news DIR``."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

import click
import numpy as np
from sklearn.linear_model import LogisticRegression

from index.document import Document, Sentence, Span
from index.passages.model import Edges, PassageReader
from index.passages.windows import Window
from index.short_answer.agreement import token_f1
from index.short_answer.model import WEIGHTS, Found, Sureness, Weights, confidence, likeliest
from index.split import split
from index.store.protocol import StoredSentence
from index.training.collections import is_held_out
from index.training.span_fitting import Example, fit
from index.understanding.interpreter import as_question

SEED = 0
PAIRS = "qamr"
PAIRS_LIMIT = 4000
PAIRS_WEIGHT = 0.3  # their questions are in full sentences, and their answers as short as can be
FOLDS = 3
LEARNED = 2602  # answers in news that the features are learned from, the first of the file; others weigh the pool
POOLINGS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
PRECISION, POOLED_PRECISION = 0.87, 0.92  # of the spans marked in the development questions, given the right sentence

_UNSURE = Sureness((), 0.0)


@click.command()
@click.option("--pairs", "pairs_folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
@click.option("--news", "news_folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
@click.option("--write", type=click.Path(path_type=Path), default=Path(__file__).parents[1] / "short_answer" / WEIGHTS)
def main(pairs_folder: Path, news_folder: Path, write: Path) -> None:
    """Learn which span of a sentence answers a question, and how sure that is, and write the weights.

    The passage reader must have been trained before.
    """
    train = list(news(news_folder / "train.articles.jsonl", news_folder / "train.questions.jsonl"))
    develop = list(news(news_folder / "articles.jsonl", news_folder / "develop.questions.jsonl"))
    others = list(pairs(pairs_folder, PAIRS, PAIRS_LIMIT, SEED))
    click.echo(f"{len(train)} answers in news, {len(others)} in {PAIRS}", err=True)
    learned, unseen = train[:LEARNED], [each for each in train[LEARNED:] if is_held_out(each.story)]
    judged = [each for fold in range(FOLDS) for each in _held_out(learned, others, fold)]
    unsure = Weights(fit([*learned, *others]), _UNSURE, _UNSURE, 0.0)
    alone = _sure(judged, list(_judged(develop, unsure)), PRECISION)
    pooled, pooling = _pooled([*unseen, *develop], unsure, len(unseen))
    write.write_text(_written(Weights(unsure.features, alone, pooled, pooling)), "utf-8")
    click.echo(f"written: {write}", err=True)


def _written(weights: Weights) -> str:
    content = {
        "features": {
            asked: dict(sorted((name, round(weight, 3)) for name, weight in own.items()))
            for asked, own in sorted(weights.features.items())
        },
        "alone": asdict(weights.alone),
        "pooled": asdict(weights.pooled),
        "pooling": weights.pooling,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"


def _pooled(unseen: Sequence[Example], unsure: Weights, before: int) -> tuple[Sureness, float]:
    """Return how sure the pool with the passage reader is, and the weight of that reader in it.

    Both come from examples that neither of the two was trained on; those from ``before`` on set the threshold.
    """
    reader = PassageReader()
    edges = [_edges(reader, each) for each in unseen]
    best, pooling = max((_mean_f1(unseen, edges, replace(unsure, pooling=each)), each) for each in POOLINGS)
    click.echo(f"pooling {pooling}: mean token F1 {best:.3f}", err=True)
    weights = replace(unsure, pooling=pooling)
    judged = list(_judged(unseen, weights, edges))
    return _sure(judged, list(_judged(unseen[before:], weights, edges[before:])), POOLED_PRECISION), pooling


def _edges(reader: PassageReader, example: Example) -> Edges | None:
    """Return where the passage reader thinks that an example's answer begins and ends."""
    texts = [text for text in (example.before, example.sentence, example.after) if text is not None]
    nothing = np.zeros(0, np.float32)
    stored = tuple(
        StoredSentence(number, Sentence("", number, 0, len(text), text), nothing) for number, text in enumerate(texts)
    )
    judged = reader.read(as_question(example.question), [Window(example.title, stored)])
    return judged[0 if example.before is None else 1].edges


def _mean_f1(some: Sequence[Example], edges: Sequence[Edges | None], weights: Weights) -> float:
    total = 0.0
    for example, where in zip(some, edges, strict=True):
        found = likeliest(example.question, example.sentence, weights, where)
        if found is not None:
            total += token_f1(example.sentence[found.span.start : found.span.end], example.answers)
    return total / max(len(some), 1)


def news(articles: Path, questions: Path) -> Iterator[Example]:
    """Yield an example for each piece of evidence that lies in one sentence."""
    documents = {row["id"]: Document(row["id"], row["title"], row["text"]) for row in _rows(articles)}
    sentences = {each.id: split(each) for each in documents.values()}
    for row in _rows(questions):
        for each in row["evidence"]:
            own = sentences[each["document_id"]]
            title = documents[each["document_id"]].title
            for number, sentence in enumerate(own):
                if sentence.start <= each["start"] < each["end"] <= sentence.end:
                    gold = Span(each["start"] - sentence.start, each["end"] - sentence.start)
                    answers = (*row["answers"], sentence.text[gold.start : gold.end])
                    before, after = ([near.text for near in own[at : at + 1]] for at in (number - 1, number + 1))
                    yield Example(
                        row["question"],
                        sentence.text,
                        gold,
                        answers,
                        row["story"],
                        title=title,
                        before=before[0] if number and before else None,
                        after=after[0] if after else None,
                    )


def pairs(folder: Path, name: str, limit: int, seed: int) -> Iterator[Example]:
    """Yield examples from sentence-question pairs whose answer stands in the sentence."""
    sentences = {row["id"]: row["text"] for row in _rows(folder / f"{name}.sentences.jsonl.gz")}
    shuffled = list(_rows(folder / f"{name}.questions.jsonl.gz"))
    random.Random(seed).shuffle(shuffled)
    for row in shuffled:
        if row["answer"] and len(row["sentences"]) == 1:
            text = sentences[row["sentences"][0]]
            found = re.search(rf"(?<!\w){re.escape(row['answer'])}(?!\w)", text, re.IGNORECASE)
            if found and limit:
                limit -= 1
                yield Example(row["question"], text, Span(*found.span()), (found.group(),), "", PAIRS_WEIGHT)


def _held_out(train: Sequence[Example], others: Sequence[Example], fold: int) -> Iterator[tuple[Found, bool]]:
    """Yield what a fit without a third of the stories finds in these, and whether it is right."""
    stories = sorted({each.story for each in train})
    random.Random(SEED).shuffle(stories)
    held = set(stories[fold::FOLDS])
    features = fit([*(each for each in train if each.story not in held), *others])
    weights = Weights(features, _UNSURE, _UNSURE, 0.0)
    yield from _judged([each for each in train if each.story in held], weights)


def _judged(
    examples: Sequence[Example], weights: Weights, edges: Sequence[Edges | None] = ()
) -> Iterator[tuple[Found, bool]]:
    """Yield what is found in each example, and whether it is right."""
    for each, where in zip_longest(examples, edges):
        found = likeliest(each.question, each.sentence, weights, where)
        if found is not None:
            text = each.sentence[found.span.start : found.span.end]
            yield found, token_f1(text, each.answers) > 0.5


def _sure(judged: Sequence[tuple[Found, bool]], develop: Sequence[tuple[Found, bool]], least: float) -> Sureness:
    """Fit the log-odds that a span is right, and set the threshold from which on enough of what is marked is right."""
    evidence = np.array([found.evidence for found, _ in judged])
    model = LogisticRegression(C=1.0, max_iter=1000).fit(evidence, [right for _, right in judged])
    sureness = Sureness((*(round(float(each), 4) for each in (*model.coef_[0], model.intercept_[0])),), 0.0)
    sure = sorted(((confidence(found, sureness), right) for found, right in develop), reverse=True)
    precision = np.cumsum([right for _, right in sure]) / np.arange(1, len(sure) + 1)
    enough = int(np.flatnonzero(precision >= least)[-1])
    click.echo(f"develop: {(enough + 1) / len(sure):.3f} marked, {precision[enough]:.3f} of them right", err=True)
    return replace(sureness, threshold=round(sure[enough][0], 3))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


if __name__ == "__main__":
    main()
