"""Compare ways of telling copies on the labelled pairs: `python -m tests.benchmarks.copies`.

One row a method. The threshold of each is the one with the best F1 on the tuned part; those of the method in use are in
the code, so that 0.5 stands for yes and no. Precision and recall are those of each part. Libraries that are not there
are named (`pip install datasketch rensa`). With `--cost ARTICLES`, that many made-up articles are stored, and what
noting the last thousand took is printed; with `--wrong`, the tuned pairs that the method in use gets wrong.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from hashlib import blake2b

import numpy as np

from index.copies.runs import LENGTH, are_copies, containment, runs_of, sample, shares_enough
from index.sql.migrations import execute_all
from index.store import copies, schema
from index.terms import words
from tests.copies.cases import Case, load_cases

Score = Callable[[str, str], float]
PERMUTATIONS = 128
ALIKE = 0.9  # cosine of two sentences that say the same


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--cost", type=int, metavar="ARTICLES")
    arguments.add_argument("--wrong", action="store_true", help="on the tuned part only")
    chosen = arguments.parse_args()
    if chosen.wrong:
        for case in load_cases("tune"):
            if are_copies(runs_of(case.one), runs_of(case.other)) != case.copy:
                print(f"{runs_containment(case.one, case.other):.2f}  {case.kind:<20} {' '.join(case.names)}")
        return
    tune, measure = load_cases("tune"), load_cases("measure")
    print(
        f"{len(tune)} pairs to tune on ({_copies(tune)} copies), {len(measure)} to measure ({_copies(measure)} copies)"
    )
    print(f"{'':<52} threshold   tuned P / R     measured P / R")
    for name, score in METHODS:
        try:
            scores = [score(case.one, case.other) for case in tune]
            threshold = best_threshold(scores, tune)
            measured = [score(case.one, case.other) for case in measure]
        except ImportError as error:
            print(f"{name:<52} not installed ({error.name})")
            continue
        figures = [precision_recall(s, c, threshold) for s, c in ((scores, tune), (measured, measure))]
        print(f"{name:<52} {threshold:>8.3f}   " + "   ".join(f"{p:.3f} / {r:.3f}" for p, r in figures))
    lookups(measure)
    if chosen.cost:
        cost(chosen.cost)


def in_use(one: str, other: str) -> float:
    """The method in use: the same containment, with a threshold for texts that begin alike and one for others."""
    return float(are_copies(runs_of(one), runs_of(other)))


def runs_containment(one: str, other: str) -> float:
    """Containment of runs of words, exact."""
    return containment(runs_of(one), runs_of(other))


def runs_resemblance(one: str, other: str) -> float:
    """Jaccard of the same runs, exact."""
    first, second = runs_of(one).all, runs_of(other).all
    return len(np.intersect1d(first, second)) / max(len(np.union1d(first, second)), 1)


def words_containment(one: str, other: str) -> float:
    """Containment of single words: what topic alone would tell."""
    first, second = set(words(one)), set(words(other))
    return len(first & second) / max(min(len(first), len(second)), 1)


def datasketch_resemblance(one: str, other: str) -> float:
    """MinHash of the same runs, by datasketch."""
    return float(_datasketch(one).jaccard(_datasketch(other)))


def datasketch_containment(one: str, other: str) -> float:
    """Containment estimated from MinHash and the sets' sizes, as LSH Ensemble does (Zhu et al. 2016)."""
    sizes = sorted((len(runs_of(one).all), len(runs_of(other).all)))
    jaccard = datasketch_resemblance(one, other)
    return jaccard * sum(sizes) / (1 + jaccard) / max(sizes[0], 1)


def rensa_resemblance(one: str, other: str) -> float:
    """MinHash of the same runs, by rensa."""
    return float(_rensa(one).jaccard(_rensa(other)))


def simhash(one: str, other: str) -> float:
    """Share of equal bits of 64-bit SimHash over pairs of words (Charikar 2002; Manku et al. 2007)."""
    return 1 - (_simhash(one) ^ _simhash(other)).bit_count() / 64


def sentence_vectors(one: str, other: str) -> float:
    """Share of the shorter text's words in sentences that have a counterpart by cosine."""
    first, second = sorted((one, other), key=len)
    lengths, rows = _encoded(first)
    alike = (rows @ _encoded(second)[1].T).max(axis=1) >= ALIKE
    return float(lengths[alike].sum() / lengths.sum())


METHODS: tuple[tuple[str, Score], ...] = (
    (f"containment of runs of {LENGTH} words, and leads (in use)", in_use),
    ("containment of the same runs, exact", runs_containment),
    ("resemblance of the same runs, exact", runs_resemblance),
    ("MinHash, datasketch, 128 permutations", datasketch_resemblance),
    ("MinHash, rensa, 128 permutations", rensa_resemblance),
    ("containment from MinHash, as LSH Ensemble", datasketch_containment),
    ("SimHash, 64 bits, pairs of words", simhash),
    ("containment of words", words_containment),
    ("sentence vectors, all-MiniLM-L6-v2", sentence_vectors),
)


def best_threshold(scores: Sequence[float], cases: Sequence[Case]) -> float:
    """Return the threshold with the best F1, in the middle of the gap below it."""
    marks = sorted(set(scores))

    def f1(threshold: float) -> float:
        precision, recall = precision_recall(scores, cases, threshold)
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    best = max(marks, key=f1)
    below = [each for each in marks if each < best]
    return (best + below[-1]) / 2 if below else best


def precision_recall(scores: Sequence[float], cases: Sequence[Case], threshold: float) -> tuple[float, float]:
    """Return precision and recall of calling everything from a threshold on a copy."""
    called = [case.copy for score, case in zip(scores, cases, strict=True) if score >= threshold]
    return sum(called) / max(len(called), 1), sum(called) / _copies(cases)


def lookups(cases: Sequence[Case]) -> None:
    """Print how many of the copies the sampled runs lead to."""
    samples = [(sample(runs_of(case.one)), sample(runs_of(case.other))) for case in cases if case.copy]
    found = [shares_enough(len(np.intersect1d(one, other)), len(one), len(other)) for one, other in samples]
    print(f"\ncopies of the measured part that the sampled runs lead to: {sum(found)} of {len(found)}")


def cost(articles: int) -> None:
    """Store made-up articles, a fifth of them copies of others, and print what the last thousand took."""
    connection = sqlite3.connect("", isolation_level=None)  # a file without a name
    for statements in schema.MIGRATIONS:
        execute_all(connection, statements)
    dice = random.Random(1)
    vocabulary = [f"{dice.choice('bcdfglmnprst')}{number:x}" for number in range(30_000)]
    weights = 1 / (np.arange(1, len(vocabulary) + 1) + 2.7)  # Zipf's law as Mandelbrot has it
    drawn = np.random.default_rng(1).choice(len(vocabulary), (articles + 1) * 700, p=weights / weights.sum())
    furniture = [" ".join(dice.choices(vocabulary, k=60)) for _ in range(40)]
    texts: list[str] = []
    spent: list[float] = []
    for number in range(1, articles + 1):
        if texts and dice.random() < 0.2:
            body = " ".join(dice.choice(texts).split()[: dice.randrange(100, 300)])
        else:
            start = number * 700
            body = " ".join(vocabulary[word] for word in drawn[start : start + dice.randrange(150, 700)])
        texts.append(body)
        connection.execute("BEGIN")
        connection.execute("INSERT INTO documents (number, id, title, text, fingerprint) VALUES (?, ?, '', '', '')",
                           (number, str(number)))  # fmt: skip
        text = f"{body}\n{dice.choice(furniture)}"
        began = time.process_time()
        copies.link(connection, number, text)
        spent.append((time.process_time() - began) * 1000)
        connection.execute("COMMIT")
    last = np.array(spent[-1000:])
    pairs = connection.execute("SELECT count(*) FROM copies").fetchone()[0] // 2
    print(
        f"\n{articles:,} made-up articles, {pairs:,} pairs: the last {len(last):,} took {last.mean():.2f} ms of CPU "
        f"each (median {np.median(last):.2f}, 99th percentile {np.percentile(last, 99):.2f})"
    )


def _copies(cases: Sequence[Case]) -> int:
    return sum(case.copy for case in cases)


@cache
def _datasketch(text: str):  # noqa: ANN202  # the library may not be there
    from datasketch import MinHash

    made = MinHash(num_perm=PERMUTATIONS, seed=1)
    made.update_batch([run.tobytes() for run in runs_of(text).all])
    return made


@cache
def _rensa(text: str):  # noqa: ANN202  # the library may not be there
    from rensa import RMinHash

    made = RMinHash(num_perm=PERMUTATIONS, seed=1)
    made.update([str(run) for run in runs_of(text).all])
    return made


@cache
def _simhash(text: str) -> int:
    found = words(text)
    votes = np.zeros(64)
    for pair, count in Counter(zip(found, found[1:], strict=False)).items():
        hashed = int.from_bytes(blake2b(" ".join(pair).encode(), digest_size=8).digest(), "big")
        votes += count * np.array([1 if hashed >> bit & 1 else -1 for bit in range(64)])
    return sum(1 << bit for bit in range(64) if votes[bit] > 0)


@cache
def _encoder():  # noqa: ANN202  # slow to import
    from index.encoder import open_encoder

    return open_encoder()


@cache
def _encoded(text: str) -> tuple[np.ndarray, np.ndarray]:
    from index.document import Document
    from index.split import split

    sentences = [each.text for each in split(Document("", "", text))]
    return np.array([len(each.split()) for each in sentences]), _encoder().encode(sentences)


if __name__ == "__main__":
    main()
