"""The vectors of all sentences in memory: compared with the question exactly while they are few, else in two steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.store.compressed import SAMPLE, CompressedRows
from index.store.exact import ExactRows
from index.store.protocol import Match, Vectors
from index.store.rows import Floats, Found, Halves, Numbers, Passing, Rows, places
from index.store.vector_file import Reader

Stored = Callable[[Numbers], tuple[Numbers, Halves]]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file of an index holds: the kind of its rows, and their arrays."""

    kind: str
    arrays: list[npt.NDArray[np.generic]]


class VectorIndex:
    """Inner-product search over unit vectors, with the sentence and document number of each row.

    Up to ``exact_until`` rows the search is exact. With more, compressed vectors choose candidates, and the vectors
    that are stored in the database rank them: a score is the exact one in either case.
    """

    def __init__(self, rows: ExactRows | CompressedRows, exact_until: int) -> None:
        """Begin with these rows."""
        self._rows: ExactRows | CompressedRows = rows
        self._exact_until = exact_until

    def __len__(self) -> int:
        """Return the number of sentences."""
        return len(self._rows)

    @property
    def rows(self) -> Rows:
        """The rows themselves."""
        return self._rows

    @property
    def compressed(self) -> bool:
        """Whether one of the most similar sentences may be missed."""
        return isinstance(self._rows, CompressedRows)

    @property
    def worn(self) -> bool:
        """Whether all should be made anew from the database: there is far more, or less, than there was."""
        rows = self._rows
        return isinstance(rows, CompressedRows) and (rows.worn or 2 * len(rows) < self._exact_until)

    def add(self, sentences: Numbers, documents: Numbers, halves: Halves) -> None:
        """Add rows; ``halves`` has the shape ``(len(sentences), dimension)``, numbers ascend."""
        self._rows.add(sentences, documents, halves)
        if isinstance(self._rows, ExactRows) and len(self._rows) > self._exact_until:
            self._rows = _compressed(self._rows)

    def discard(self, sentences: Numbers) -> int:
        """Take rows out and return how many; numbers that are not there are ignored."""
        before = len(self)
        self._rows.discard(sentences)
        return before - len(self)

    def passing(self, documents: Numbers) -> Passing:
        """Return which rows are of these documents, for :meth:`search` until the next change."""
        return self._rows.passing(documents)

    def search(self, vectors: Vectors, limit: int, passing: Passing | None, stored: Stored) -> list[list[Match]]:
        """Return for each row of ``vectors`` the ``limit`` most similar sentences that pass, best first.

        ``stored`` returns those of some sentence numbers that are there, ascending, with their vectors.
        """
        queries = np.ascontiguousarray(vectors, np.float32)
        if limit <= 0 or not len(self) or (passing is not None and not passing.count):
            return [[] for _ in queries]
        found = self._rows.search(queries, limit, passing)
        if self.compressed:
            found = _ranked(queries, limit, found, *stored(np.unique(found.sentences[found.sentences >= 0])))
        return [
            [Match(number, score) for number, score in zip(numbers, scores, strict=True) if number >= 0]
            for numbers, scores in zip(found.sentences.tolist(), found.scores.tolist(), strict=True)
        ]

    def contents(self, *, erased: bool = False) -> Contents:
        """Return what a file needs, as it is now; with nothing left of discarded rows if they are to be ``erased``."""
        if erased and isinstance(self._rows, CompressedRows):
            self._rows.erase()
        return Contents(self._rows.kind, list(self._rows.parts()))


def read(kind: str, file: Reader, exact_until: int) -> VectorIndex:
    """Make an index from what :meth:`VectorIndex.contents` gave.

    Raises:
        ValueError: The kind is unknown, or something is missing.
    """
    if kind == ExactRows.kind:
        return VectorIndex(ExactRows.read(file), exact_until)
    if kind == CompressedRows.kind:
        return VectorIndex(CompressedRows.read(file), exact_until)
    raise ValueError(f"rows of an unknown kind: {kind}")


def begin(dimension: int, expected: int, exact_until: int, sample: Callable[[int], Floats]) -> VectorIndex:
    """Return an empty index for about so many rows; ``sample`` returns so many of their vectors, or a few less."""
    few = expected <= exact_until
    return VectorIndex(ExactRows(dimension) if few else CompressedRows.train(sample(SAMPLE), expected), exact_until)


def _compressed(rows: ExactRows) -> CompressedRows:
    halves = rows.halves
    made = CompressedRows.train(halves[:: -(-len(rows) // SAMPLE)].astype(np.float32), len(rows))
    made.add(rows.sentences, rows.documents, halves)
    return made


def _ranked(queries: Floats, limit: int, candidates: Found, numbers: Numbers, halves: Halves) -> Found:
    """Rank the candidates of each query by their stored vectors; equal ones in order of their numbers."""
    found = [
        _best(query, some, limit, numbers, halves) for query, some in zip(queries, candidates.sentences, strict=True)
    ]
    width = max((numbers.size for numbers, _ in found), default=0)
    sentences, scores = np.full((len(found), width), -1, np.int64), np.zeros((len(found), width), np.float32)
    for row, (best, of_best) in enumerate(found):
        sentences[row, : best.size], scores[row, : best.size] = best, of_best
    return Found(scores, sentences)


def _best(query: Floats, candidates: Numbers, limit: int, numbers: Numbers, halves: Halves) -> tuple[Numbers, Floats]:
    rows = places(numbers, candidates)
    scores = halves[rows].astype(np.float32) @ query
    order = np.argsort(-scores, kind="stable")[:limit]
    return numbers[rows][order], scores[order]
