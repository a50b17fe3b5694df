"""Vectors as the database has them, all compared with the question: nothing is missed."""

from __future__ import annotations

from collections.abc import Iterator

import faiss
import numpy as np
import numpy.typing as npt

from index.store.rows import Floats, Found, Halves, Numbers, Passing, of_documents, places
from index.store.vector_file import Reader


class ExactRows:
    """Float16 vectors in memory, two bytes a number."""

    kind = "exact"

    def __init__(self, dimension: int) -> None:
        """Start with no vectors of length ``dimension``."""
        kind = faiss.ScalarQuantizer.QT_fp16
        self._index = faiss.IndexScalarQuantizer(dimension, kind, faiss.METRIC_INNER_PRODUCT)
        self.sentences: Numbers = np.zeros(0, np.int64)
        self.documents: Numbers = np.zeros(0, np.int64)

    def __len__(self) -> int:
        """Return the number of sentences."""
        return int(self.sentences.size)

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._index.d)

    @property
    def last(self) -> int:
        """The highest sentence number, 0 when empty."""
        return int(self.sentences[-1]) if self.sentences.size else 0

    @property
    def halves(self) -> Halves:
        """The vectors, shape ``(len(self), dimension)``: a view that holds until the next change."""
        if not len(self):
            return np.zeros((0, self.dimension), np.float16)
        codes: npt.NDArray[np.uint8] = faiss.rev_swig_ptr(self._index.codes.data(), len(self) * 2 * self.dimension)
        return codes.view(np.float16).reshape(len(self), self.dimension)

    def add(self, sentences: Numbers, documents: Numbers, halves: Halves) -> None:
        """Add rows; ``halves`` has the shape ``(len(sentences), dimension)``, numbers ascend."""
        # What FAISS keeps of a vector is its IEEE halves, which the database has already.
        self._index.add_sa_codes(np.ascontiguousarray(halves).view(np.uint8))
        self.sentences = np.concatenate([self.sentences, sentences])
        self.documents = np.concatenate([self.documents, documents])

    def discard(self, sentences: Numbers) -> None:
        """Take rows out; numbers that are not there are ignored."""
        rows = places(self.sentences, sentences)
        if rows.size:
            self._index.remove_ids(faiss.IDSelectorBatch(rows))
            self.sentences = np.delete(self.sentences, rows)
            self.documents = np.delete(self.documents, rows)

    def passing(self, documents: Numbers) -> Passing:
        """Return which rows are of these documents, for :meth:`search` until the next change."""
        return of_documents(self.documents, documents)

    def search(self, queries: Floats, limit: int, passing: Passing | None) -> Found:
        """Return the ``limit`` best rows of each query, best first; only those that pass."""
        limit = min(limit, len(self) if passing is None else passing.count)
        parameters = None if passing is None else faiss.SearchParameters(sel=passing.selector())  # type: ignore[call-arg]
        scores, rows = self._index.search(queries, limit, params=parameters)
        return Found.of(scores, rows, self.sentences)

    def parts(self) -> Iterator[npt.NDArray[np.generic]]:
        """Yield what :meth:`read` needs."""
        yield from (np.array([len(self), self.dimension]), self.sentences, self.documents, self.halves.copy())

    @classmethod
    def read(cls, file: Reader) -> ExactRows:
        """Make the rows from what :meth:`parts` gave."""
        size, dimension = file.array(np.int64, 2).tolist()
        made = cls(dimension)
        sentences, documents = file.array(np.int64, size), file.array(np.int64, size)
        if size:
            made.add(sentences, documents, file.array(np.float16, size * dimension).reshape(size, dimension))
        return made
