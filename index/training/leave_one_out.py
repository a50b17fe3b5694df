"""What each signal adds: ``python -m index.training.leave_one_out --news DIR``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

from index.encoder import open_encoder
from index.reader import COLUMNS, JUDGEMENTS, Floats, packaged_reader, rank
from index.training.collections import Example, examples, held_out, news
from index.training.fitting import confidence_inputs, fit_confidence, fit_ranking

FOLDS = 5
RESAMPLES = 2000
SEED = 0
Bools = npt.NDArray[np.bool_]


@click.command()
@click.option("--news", "news_folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
def main(news_folder: Path) -> None:
    """Print what ranking and refusal lose without each signal, over questions that the weights were not fitted on.

    The questions are those of the development stories and of the held-out passages. Each is judged by weights that
    were fitted on the other folds of stories.
    """
    encoder, reader = open_encoder(), packaged_reader()
    develop = news(news_folder / "articles.jsonl", news_folder / "develop.questions.jsonl")
    passages = news(news_folder / "train.articles.jsonl", news_folder / "train.questions.jsonl")
    found = [
        *examples(develop, encoder, reader.columns),
        *examples(held_out(passages)[1], encoder, reader.columns),
    ]
    whole = judged(found, range(len(COLUMNS)))
    click.echo(f"{len(found)} questions; differences with their 95 % bootstrap intervals\n")
    click.echo(f"{'without':<22}{'right first':>28}{'AUROC, answerable':>32}")
    click.echo(f"{'(nothing)':<22}{_hits(whole):>28.3f}{_auroc(whole):>32.3f}")
    groups = {name: [name] for name in COLUMNS} | {"the passage reader": list(JUDGEMENTS)}
    for name, left_out in groups.items():
        kept = [number for number, column in enumerate(COLUMNS) if column not in left_out]
        less = judged(found, kept)
        click.echo(f"{name:<22}{_difference(whole, less, _hits):>28}{_difference(whole, less, _auroc):>32}")


class Outcomes:
    """For each question: whether it is answerable, whether the first sentence is right, and how sure that is."""

    def __init__(self, answerable: Bools, right: Bools, sure: Floats) -> None:
        """Hold three arrays of one length."""
        self.answerable, self.right, self.sure = answerable, right, sure

    def __getitem__(self, rows: npt.NDArray[np.intp]) -> Outcomes:
        """Return some of the questions, or one more than once."""
        return Outcomes(self.answerable[rows], self.right[rows], self.sure[rows])


def judged(found: Sequence[Example], columns: Sequence[int]) -> Outcomes:
    """Return how each example is read by weights of other stories over some of the columns."""
    narrowed = [Example(each.rows[:, list(columns)], each.right, each.answerable, each.story) for each in found]
    stories = sorted({each.story for each in narrowed})
    fold_of = {story: number % FOLDS for number, story in enumerate(stories)}
    right, sure = np.zeros(len(found), np.bool_), np.zeros(len(found))
    for fold in range(FOLDS):
        fitted = [each for each in narrowed if fold_of[each.story] != fold]
        ranking = fit_ranking([(1.0, fitted)])
        confidence = fit_confidence(ranking, fitted)
        for number, each in enumerate(narrowed):
            if fold_of[each.story] == fold:
                inputs, _ = confidence_inputs(ranking, each)
                right[number] = each.right[rank(ranking, each.rows)[0][0]]
                sure[number] = confidence(inputs[None, :])[0]
    return Outcomes(np.array([each.answerable for each in found]), right, sure)


def _hits(outcomes: Outcomes) -> float:
    return float(outcomes.right[outcomes.answerable].mean())


def _auroc(outcomes: Outcomes) -> float:
    return float(roc_auc_score(outcomes.answerable, outcomes.sure))


def _difference(whole: Outcomes, less: Outcomes, figure: Callable[[Outcomes], float]) -> str:
    """Return how a figure changes, with a paired bootstrap interval over questions (Efron & Tibshirani 1993)."""
    chance = np.random.default_rng(SEED)
    rows = chance.integers(len(whole.right), size=(RESAMPLES, len(whole.right)))
    changes = [figure(less[each]) - figure(whole[each]) for each in rows]
    low, high = np.percentile(changes, [2.5, 97.5])
    return f"{figure(less) - figure(whole):+.3f} ({low:+.3f} to {high:+.3f})"


if __name__ == "__main__":
    main()
