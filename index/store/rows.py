"""Numbered rows: what the two kinds of vector index have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import faiss
import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Halves = npt.NDArray[np.float16]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Passing:
    """Which rows may be found: a bit for each, and how many are set."""

    bits: npt.NDArray[np.uint8]
    count: int

    @classmethod
    def of(cls, mask: npt.NDArray[np.bool_]) -> Passing:
        """Pack one truth value a row."""
        return cls(np.packbits(mask, bitorder="little"), int(np.count_nonzero(mask)))

    def rows(self) -> Numbers:
        """Return the rows that pass."""
        return np.flatnonzero(np.unpackbits(self.bits, bitorder="little"))

    def selector(self) -> faiss.IDSelector:
        """The same for FAISS."""
        return faiss.IDSelectorBitmap(self.bits)  # type: ignore[call-arg, arg-type]


@dataclass(frozen=True, slots=True)
class Found:
    """Rows found for several queries, best first: scores and sentence numbers, ``(queries, limit)``; -1 is none."""

    scores: Floats
    sentences: Numbers

    @classmethod
    def of(cls, scores: Floats, rows: Numbers, sentences: Numbers) -> Found:
        """Say by sentence numbers what FAISS says by rows."""
        return cls(scores, np.where(rows >= 0, sentences[rows], -1))


class Rows(Protocol):
    """Vectors in rows, with a sentence number each, ascending, and a document number."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    @property
    def last(self) -> int:
        """The highest sentence number so far, 0 when empty."""

    def __len__(self) -> int:
        """Return the number of sentences that can be found."""

    def add(self, sentences: Numbers, documents: Numbers, halves: Halves) -> None:
        """Add rows; ``halves`` has the shape ``(len(sentences), dimension)``, numbers ascend."""

    def discard(self, sentences: Numbers) -> None:
        """Take sentences out; numbers that are not there are ignored."""

    def passing(self, documents: Numbers) -> Passing:
        """Return which rows are of these documents, for :meth:`search` until the next change."""

    def search(self, queries: Floats, limit: int, passing: Passing | None) -> Found:
        """Return rows for each query, shape ``(queries, dimension)``; only those that pass."""

    def parts(self) -> Iterator[npt.NDArray[np.generic]]:
        """Yield the arrays that the rows are made from again, copies where they could change."""


def of_documents(documents: Numbers, wanted: Numbers) -> Passing:
    """Return which rows have one of the wanted document numbers."""
    highest = int(documents.max(initial=0))
    marked = np.zeros(highest + 1, np.bool_)
    marked[wanted[(wanted > 0) & (wanted <= highest)]] = True
    return Passing.of(marked[documents])


def places(sentences: Numbers, wanted: Numbers) -> Numbers:
    """Return the rows of those of the wanted sentences that are there; ``sentences`` ascends."""
    if not sentences.size:
        return np.zeros(0, np.int64)
    rows = np.searchsorted(sentences, wanted)
    rows[rows == sentences.size] = 0
    return np.unique(rows[sentences[rows] == wanted])
