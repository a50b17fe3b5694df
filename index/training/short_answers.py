"""Learn the weights for short answers again: ``python -m index.training.short_answers --pairs DIR --news DIR``."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import numpy as np
from sklearn.linear_model import LogisticRegression

from index.document import Document, Span
from index.short_answer.agreement import token_f1
from index.short_answer.model import WEIGHTS, Found, Weights, confidence, likeliest
from index.split import split
from index.training.span_fitting import Example, fit

SEED = 0
PAIRS = "qamr"
PAIRS_LIMIT = 4000
PAIRS_WEIGHT = 0.3  # their questions are in full sentences, and their answers as short as can be
FOLDS = 3
PRECISION = 0.87  # of the spans marked in the development questions, given the right sentence


@click.command()
@click.option("--pairs", "pairs_folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
@click.option("--news", "news_folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
@click.option("--write", type=click.Path(path_type=Path), default=Path(__file__).parents[1] / "short_answer" / WEIGHTS)
def main(pairs_folder: Path, news_folder: Path, write: Path) -> None:
    """Learn which span of a sentence answers a question, and how sure that is, and write the weights."""
    train = list(news(news_folder / "train.articles.jsonl", news_folder / "train.questions.jsonl"))
    develop = list(news(news_folder / "articles.jsonl", news_folder / "develop.questions.jsonl"))
    others = list(pairs(pairs_folder, PAIRS, PAIRS_LIMIT, SEED))
    click.echo(f"{len(train)} answers in news, {len(others)} in {PAIRS}", err=True)
    judged = [each for fold in range(FOLDS) for each in _held_out(train, others, fold)]
    unsure = Weights(fit([*train, *others]), _fit_confidence(judged), 0.0)
    weights = replace(unsure, threshold=round(_threshold(develop, unsure), 3))
    content = {
        "features": {
            asked: dict(sorted((name, round(weight, 3)) for name, weight in own.items()))
            for asked, own in sorted(weights.features.items())
        },
        "confidence": [round(each, 4) for each in weights.confidence],
        "threshold": weights.threshold,
    }
    write.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    click.echo(f"written: {write}", err=True)


def news(articles: Path, questions: Path) -> Iterator[Example]:
    """Yield an example for each piece of evidence that lies in one sentence."""
    documents = {row["id"]: Document(row["id"], row["title"], row["text"]) for row in _rows(articles)}
    sentences = {each.id: split(each) for each in documents.values()}
    for row in _rows(questions):
        for each in row["evidence"]:
            for sentence in sentences[each["document_id"]]:
                if sentence.start <= each["start"] < each["end"] <= sentence.end:
                    gold = Span(each["start"] - sentence.start, each["end"] - sentence.start)
                    answers = (*row["answers"], sentence.text[gold.start : gold.end])
                    yield Example(row["question"], sentence.text, gold, answers, row["story"])


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
    weights = Weights(features, (), 0.0)
    yield from _judged([each for each in train if each.story in held], weights)


def _judged(examples: Sequence[Example], weights: Weights) -> Iterator[tuple[Found, bool]]:
    for each in examples:
        found = likeliest(each.question, each.sentence, weights)
        if found is not None:
            text = each.sentence[found.span.start : found.span.end]
            yield found, token_f1(text, each.answers) > 0.5


def _fit_confidence(judged: Sequence[tuple[Found, bool]]) -> tuple[float, ...]:
    """Fit the log-odds that a span is right, from what the model says of it."""
    evidence = np.array([found.evidence for found, _ in judged])
    model = LogisticRegression(C=1.0, max_iter=1000).fit(evidence, [right for _, right in judged])
    return (*(float(each) for each in model.coef_[0]), float(model.intercept_[0]))


def _threshold(develop: Sequence[Example], weights: Weights) -> float:
    """Return the least confidence from which on enough of what is marked is right."""
    judged = sorted(((confidence(found, weights), right) for found, right in _judged(develop, weights)), reverse=True)
    precision = np.cumsum([right for _, right in judged]) / np.arange(1, len(judged) + 1)
    enough = int(np.flatnonzero(precision >= PRECISION)[-1])
    click.echo(f"develop: {(enough + 1) / len(judged):.3f} marked, {precision[enough]:.3f} of them right", err=True)
    return judged[enough][0]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


if __name__ == "__main__":
    main()
