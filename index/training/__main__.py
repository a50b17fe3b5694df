"""Learn the reader's weights again: ``python -m index.training --pairs DIR --news DIR``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import numpy as np

from index.encoder import SentenceTransformerEncoder
from index.reader import LEADS, WEIGHTS, Linear
from index.signals import SIGNALS
from index.training.collections import Example, examples, news, one_story_each, pairs
from index.training.fitting import fit_confidence, fit_ranking

SEED = 0
PAIRS = ("squad_dev", "qamr", "selqa_dev", "clapnq")
PAIRS_LIMIT = 2000
NEWS_WEIGHT = 2.0  # each news set counts as much as two of the others: it is what the reader is for
STRANGERS = 8
THRESHOLD = 0.5


@click.command()
@click.option("--pairs", "pairs_folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
@click.option("--news", "news_folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
@click.option("--write", type=click.Path(path_type=Path), default=Path(__file__).parent.parent / WEIGHTS)
def main(pairs_folder: Path, news_folder: Path, write: Path) -> None:
    """Learn the reader's weights from question sets, and write them."""
    encoder = SentenceTransformerEncoder()
    groups: list[tuple[float, list[Example]]] = []
    for name in PAIRS:
        groups.append((1.0, list(examples(pairs(pairs_folder, name, PAIRS_LIMIT, SEED), encoder))))
        click.echo(f"{name}: {len(groups[-1][1])} questions", err=True)
    passages = news(news_folder / "train.articles.jsonl", news_folder / "train.questions.jsonl")
    groups.append((NEWS_WEIGHT, list(examples(passages, encoder))))
    click.echo(f"passages: {len(groups[-1][1])} questions", err=True)
    develop = news(news_folder / "articles.jsonl", news_folder / "develop.questions.jsonl")
    whole = list(examples(develop, encoder))
    small = [each for story in one_story_each(develop, STRANGERS, SEED) for each in examples(story, encoder)]
    click.echo(f"news: {len(whole)} questions, and {len(small)} over one story each", err=True)
    ranking = fit_ranking([*groups, (NEWS_WEIGHT, whole)])
    confidence = fit_confidence(ranking, [*whole, *small])
    content = {
        "signals": SIGNALS,
        "leads": LEADS,
        "threshold": THRESHOLD,
        "ranking": _plain(ranking),
        "confidence": _plain(confidence),
    }
    write.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    click.echo(f"written: {write}", err=True)


def _plain(linear: Linear) -> dict[str, Any]:
    rounded = {name: np.round(getattr(linear, name), 6).tolist() for name in ("mean", "scale", "weights")}
    return rounded | {"bias": round(linear.bias, 6)}


if __name__ == "__main__":
    main()
