"""Vectors that stand in for those nobody has made: ``python -m tests.benchmarks.sketched``.

What a store costs at a million sentences depends little on where exactly its vectors lie, and an hour of encoding is
not always at hand. From the vectors of ``--vectors``, one for every word and pair of words is learned (ridge regression
by conjugate gradients, Hestenes & Stiefel 1952); a sentence without a vector gets the normalised sum of its words'. The
folder ``--to`` then has the true vectors where there are any, and these for the others. They do for filling an index,
and for nothing that is about finding the right sentence.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import click
import numpy as np
import numpy.typing as npt

from tests.benchmarks.prepared_vectors import Prepared, named, sentences, unprepared

_BLOCK = 20_000
_WORDS = 2**17  # into which words and pairs of words are hashed
_RIDGE, _STEPS = 0.5, 14
_HELD_OUT = 2_000
_DIMENSION = 384
Rows = npt.NDArray[np.float32]


def solved(inputs: Any, wanted: Rows) -> Rows:  # noqa: ANN401  # a sparse matrix, shape (sentences, words)
    """Return the weights of a ridge regression, shape ``(words, dimension)``, all columns side by side."""
    weights = np.zeros((inputs.shape[1], wanted.shape[1]), np.float32)
    left = inputs.T @ wanted
    direction, error = left.copy(), (left**2).sum(axis=0)
    for _ in range(_STEPS):
        turned = inputs.T @ (inputs @ direction) + _RIDGE * direction
        step = error / np.maximum((direction * turned).sum(axis=0), 1e-12)
        weights += step * direction
        left -= step * turned
        before, error = error, (left**2).sum(axis=0)
        direction = left + error / np.maximum(before, 1e-12) * direction
    return weights


def normalised(rows: Rows) -> Rows:
    """Return rows of length one."""
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6), np.float32)


def known(articles: Path, there: Prepared) -> tuple[list[str], Rows]:
    """Return the sentences that have a vector, as far as the articles' first so many have them, with their vectors."""
    places = {number: place for place, number in enumerate(there.hashes().tolist())}
    found = dict.fromkeys(islice(sentences(articles), 2 * len(there)))
    texts = [text for text in found if named(text) in places]
    return texts, np.asarray(there.vectors()[[places[named(text)] for text in texts]], np.float32)


@click.command(help=__doc__)
@click.option("--articles", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--vectors", "folder", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--to", type=click.Path(path_type=Path), required=True)
def main(articles: Path, folder: Path, to: Path) -> None:
    """Learn, say how near vectors are that it did not learn from, and write."""
    from sklearn.feature_extraction.text import HashingVectorizer

    words = HashingVectorizer(n_features=_WORDS, ngram_range=(1, 2), dtype=np.float32)
    texts, vectors = known(articles, Prepared(folder, _DIMENSION))
    mean = vectors[_HELD_OUT:].mean(axis=0)
    weights = solved(words.transform(texts[_HELD_OUT:]), vectors[_HELD_OUT:] - mean)
    near = (normalised(words.transform(texts[:_HELD_OUT]) @ weights + mean) * vectors[:_HELD_OUT]).sum(axis=1)
    click.echo(
        f"learned from {len(texts) - _HELD_OUT:,}; cosine with {_HELD_OUT:,} others: {near.mean():.3f}", err=True
    )
    made = Prepared(to, _DIMENSION)
    if not len(made):
        made.add(texts, vectors)
    missing = unprepared(sentences(articles), made.hashes())
    while block := list(islice(missing, _BLOCK)):
        made.add(block, normalised(words.transform(block) @ weights + mean))
        click.echo(f"{len(made):,} sentences", err=True)


if __name__ == "__main__":
    main()
