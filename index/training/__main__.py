"""Learn the reader's weights again: ``python -m index.training --pairs DIR --news DIR``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
import numpy as np

from index.encoder import open_encoder
from index.passages.model import PassageReader
from index.reader import COLUMNS, LEADS, WEIGHTS, Linear, SignalReader
from index.signals import SIGNALS, signals
from index.training.collections import Example, Look, examples, held_out, news, one_story_each, pairs, some_of
from index.training.fitting import fit_confidence, fit_ranking
from index.training.passages import GENERAL

SEED = 0
PAIRS = ("squad_dev", "qamr", "selqa_dev", "clapnq")
LIMIT = 2000  # questions of each set that the shortlist is learned from
NEWS_WEIGHT = 2.0  # each news set counts as much as two of the others: it is what the reader is for
UNSEEN = "squad_dev"  # of which questions are left that the passage reader was not trained on
UNSEEN_LIMIT = 700
STRANGERS = 8
THRESHOLD = 0.5


@click.command()
@click.option("--pairs", "pairs_folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
@click.option("--news", "news_folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
@click.option("--write", type=click.Path(path_type=Path), default=Path(__file__).parent.parent / WEIGHTS)
def main(pairs_folder: Path, news_folder: Path, write: Path) -> None:
    """Learn the reader's weights from question sets, and write them."""
    encoder = open_encoder()
    passages = news(news_folder / "train.articles.jsonl", news_folder / "train.questions.jsonl")
    develop = news(news_folder / "articles.jsonl", news_folder / "develop.questions.jsonl")
    stories = list(one_story_each(develop, STRANGERS, SEED))

    def looked(name: str, some: Iterable[Any], look: Look) -> list[Example]:
        found = [each for collection in some for each in examples(collection, encoder, look)]
        click.echo(f"{name}: {len(found)} questions", err=True)
        return found

    known = [(1.0, looked(name, [pairs(pairs_folder, name, LIMIT, SEED)], signals)) for name in PAIRS]
    known += [(NEWS_WEIGHT, looked("news", [some_of(each, LIMIT, SEED)], signals)) for each in (passages, develop)]
    shortlist = fit_ranking(known)

    # What reads closely is believed on what it has not been trained on, and that is what it is weighed by.
    unweighed = SignalReader(shortlist, shortlist, shortlist, THRESHOLD, PassageReader())
    unseen = pairs(pairs_folder, UNSEEN, UNSEEN_LIMIT, SEED, skip=GENERAL[UNSEEN])
    whole = looked("news, develop", [develop], unweighed.columns)
    left = looked("news, held out", [held_out(passages)[1]], unweighed.columns)
    small = looked("news, one story each", stories, unweighed.columns)
    others = looked(f"{UNSEEN}, unseen", [unseen], unweighed.columns)
    ranking = fit_ranking([(NEWS_WEIGHT, whole), (NEWS_WEIGHT, left), (1.0, others)])
    content = {
        "signals": SIGNALS,
        "columns": COLUMNS,
        "leads": LEADS,
        "threshold": THRESHOLD,
        "shortlist": _plain(shortlist),
        "ranking": _plain(ranking),
        "confidence": _plain(fit_confidence(ranking, [*whole, *left, *small])),
    }
    write.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    click.echo(f"written: {write}", err=True)


def _plain(linear: Linear) -> dict[str, Any]:
    rounded = {name: np.round(getattr(linear, name), 6).tolist() for name in ("mean", "scale", "weights")}
    return rounded | {"bias": round(linear.bias, 6)}


if __name__ == "__main__":
    main()
