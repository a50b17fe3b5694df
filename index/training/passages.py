"""Train the passage reader again: ``python -m index.training.passages --pairs DIR --news DIR``."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click
import torch

from index.encoder import open_encoder
from index.passages.model import WEIGHTS, tokeniser, untrained, write_weights
from index.training.collections import Collection, held_out, news, pairs
from index.training.groups import Group, groups
from index.training.passage_fitting import FROZEN, Progress, fit, freeze

SEED = 0
# Questions of each set in the first stage, which teaches what an answer is. XQuAD's own are not in SQuAD's share here.
GENERAL = {
    "squad_dev": 5500,
    "squad_test": 6500,
    "qamr": 5000,
    "selqa_dev": 785,
    "clapnq": 299,
    "quotesum": 91,
}
FIRST_NEWS = 2826  # news questions that are asked in the first stage too: those at the beginning of the file
FIRST_STEPS = 1200  # of 1,750: the first stage ends before its rate has run down, since the second goes on from there
# The later stages: how often each news question is asked, how many of the general ones are asked again, highest rate.
NEWS_STAGES = ((2, 1500, 8e-5),)
THREADS = 2


@click.command()
@click.option("--pairs", "pairs_folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
@click.option("--news", "news_folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
@click.option("--write", type=click.Path(path_type=Path), default=Path(__file__).parents[1] / "passages" / WEIGHTS)
def main(pairs_folder: Path, news_folder: Path, write: Path) -> None:
    """Train the passage reader on question sets, general ones first and news last, and write its weights."""
    torch.manual_seed(SEED)
    torch.set_num_threads(THREADS)
    own, _ = held_out(news(news_folder / "train.articles.jsonl", news_folder / "train.questions.jsonl"))
    sets = [*_general(pairs_folder), own]
    encoder = open_encoder()
    made = [groups(each, number, encoder, tokeniser()) for number, each in enumerate(sets)]
    collections = [texts for texts, _ in made]
    general, news_groups = [group for _, some in made[:-1] for group in some], made[-1][1]
    network = untrained()
    freeze(network)
    fit(network, collections, first_stage(general, news_groups), SEED, _telling("general"), last=FIRST_STEPS)
    for number, (rounds, replayed, rate) in enumerate(NEWS_STAGES, 1):
        schedule = news_stage(general, news_groups, rounds, replayed, SEED + number)
        fit(network, collections, schedule, SEED + number, _telling(f"news {number}"), rate=rate)
    write_weights(network, FROZEN, write)
    click.echo(f"written: {write}", err=True)


def _general(folder: Path) -> Iterator[Collection]:
    for name, limit in GENERAL.items():
        yield pairs(folder, name, limit, SEED)


def first_stage(general: Sequence[Group], own: Sequence[Group]) -> list[Group]:
    """Return the questions of the first stage in their order: every general one, and the first of the news, once."""
    return _shuffled([*general, *own[:FIRST_NEWS]], SEED)


def news_stage(general: Sequence[Group], own: Sequence[Group], rounds: int, replayed: int, seed: int) -> list[Group]:
    """Return the questions of a later stage in their order: the news again and again, and some of the others."""
    some = random.Random(seed - 1).sample(list(general), min(replayed, len(general)))
    return _shuffled([*list(own) * rounds, *some], seed)


def _shuffled(some: list[Group], seed: int) -> list[Group]:
    random.Random(seed).shuffle(some)
    return some


def _telling(stage: str, every: int = 50) -> Callable[[Progress], None]:
    began = time.time()

    def told(progress: Progress) -> None:
        if progress.step % every == 0:
            click.echo(
                f"{stage} {progress.step}: loss {progress.loss:.3f}, spans {progress.span_loss:.3f}, "
                f"right {progress.right:.2f}, {time.time() - began:.0f} s",
                err=True,
            )

    return told


if __name__ == "__main__":
    main()
