"""Vectors of a quarter of a byte a number: the best of a rough comparison with all, to be compared exactly after."""

from __future__ import annotations

from collections.abc import Iterator

import faiss
import numpy as np
import numpy.typing as npt

from index.store.rows import Floats, Found, Halves, Numbers, Passing, of_documents, places
from index.store.vector_file import Reader

SAMPLE = 16_384  # vectors that the quantiser is trained with
_MOST_CODES = 256  # a vector; sums of more do not fit into FAISS's 16 bits
_AT_ONCE = 16_384  # rows that are in float32 at a time
_GROWN = 8  # times as many rows as the quantiser was trained for want another
_GONE = 4  # one in so many rows discarded is too many


class CompressedRows:
    """Rows quantised to four bits for every few numbers (product quantisation), all of them in one inverted list.

    FAISS compares 32 rows at a time in registers ("fast scan", André, Kermarrec and Le Scouarnec, *Cache locality is
    not enough: high-performance nearest neighbor search with product quantization*, VLDB 2015). A discarded row keeps
    its place, with document number 0, and is found no more.
    """

    kind = "compressed"

    def __init__(self, index: faiss.IndexIVFPQFastScan, sentences: Numbers, documents: Numbers, trained: int) -> None:
        """Take a FAISS index over rows ``0 … len(sentences) - 1``, trained when ``trained`` rows were expected."""
        self._index = index
        self.sentences, self.documents = sentences, documents
        self._trained = trained
        self._live: Passing | None = None  # None: all
        if not documents.all():
            self._note_discarded()

    @classmethod
    def train(cls, sample: Floats, expected: int) -> CompressedRows:
        """Return no rows yet, with a quantiser that fits a sample of the ``expected`` ones."""
        dimension = int(sample.shape[1])
        codes = max(n for n in range(1, min(dimension // 2, _MOST_CODES) + 1) if dimension % n == 0)
        quantizer = faiss.IndexFlatIP(dimension)
        index = faiss.IndexIVFPQFastScan(quantizer, dimension, 1, codes, 4, faiss.METRIC_INNER_PRODUCT)
        index.by_residual = False
        for training in (index.cp, index.pq.cp):
            training.min_points_per_centroid, training.max_points_per_centroid = 1, SAMPLE
        # There is a code for each of 16 values, wanted or not.
        index.train(np.resize(sample.astype(np.float32), (max(16, sample.shape[0]), dimension)))
        return cls(index, np.zeros(0, np.int64), np.zeros(0, np.int64), expected)

    def __len__(self) -> int:
        """Return the number of sentences that can be found."""
        return int(self.sentences.size) if self._live is None else self._live.count

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._index.d)

    @property
    def last(self) -> int:
        """The highest sentence number so far, 0 when empty."""
        return int(self.sentences[-1]) if self.sentences.size else 0

    @property
    def worn(self) -> bool:
        """Whether so much has come or gone that all should be made anew."""
        rows = int(self.sentences.size)
        return rows > _GROWN * self._trained or (rows - len(self)) * _GONE > rows

    def add(self, sentences: Numbers, documents: Numbers, halves: Halves) -> None:
        """Add rows; ``halves`` has the shape ``(len(sentences), dimension)``, numbers ascend."""
        first = int(self.sentences.size)
        for begin in range(0, sentences.size, _AT_ONCE):
            some = halves[begin : begin + _AT_ONCE].astype(np.float32)
            self._index.add_with_ids(some, np.arange(first + begin, first + begin + some.shape[0], dtype=np.int64))
        self.sentences = np.concatenate([self.sentences, sentences])
        self.documents = np.concatenate([self.documents, documents])
        if self._live is not None:
            self._note_discarded()

    def discard(self, sentences: Numbers) -> None:
        """Make sentences impossible to find; numbers that are not there are ignored."""
        rows = places(self.sentences, sentences)
        rows = rows[self.documents[rows] != 0]
        if rows.size:
            self.documents[rows] = 0
            self._note_discarded()

    def erase(self) -> None:
        """Forget the codes of what was discarded. Their places stay: FAISS's own removal breaks adding."""
        lists = self._index.invlists
        if lists is None or len(self) == self.sentences.size:
            return
        packer = self._index.get_CodePacker()
        blocks = -(-int(self.sentences.size) // packer.nvec)
        codes = faiss.rev_swig_ptr(lists.get_codes(0), blocks * packer.block_size).reshape(blocks, -1)
        nothing = np.zeros(packer.code_size, np.uint8)
        for row in np.flatnonzero(self.documents == 0).tolist():
            packer.pack_1(nothing, row, codes)

    def passing(self, documents: Numbers) -> Passing:
        """Return which rows are of these documents, for :meth:`search` until the next change."""
        return of_documents(self.documents, documents)

    def search(self, queries: Floats, limit: int, passing: Passing | None) -> Found:
        """Return candidates: ``2 * limit + 120`` rows for each query among which about all of the best ones are.

        Their scores are rough.
        """
        allowed = self._live if passing is None else passing
        there = len(self) if passing is None else passing.count
        candidates = min(2 * limit + 120, there)
        if there <= candidates:
            all_of_them = self.sentences if allowed is None else self.sentences[allowed.rows()]
            few = np.tile(all_of_them, (queries.shape[0], 1))
            return Found(np.zeros(few.shape, np.float32), few)
        selector = None if allowed is None else allowed.selector()
        parameters = faiss.SearchParametersIVF(nprobe=1, sel=selector)  # type: ignore[call-arg]
        scores, rows = self._index.search(queries, candidates, params=parameters)
        return Found.of(scores, rows, self.sentences)

    def parts(self) -> Iterator[npt.NDArray[np.generic]]:
        """Yield what :meth:`read` needs."""
        stored = faiss.serialize_index(self._index)
        yield np.array([self.sentences.size, self._trained, stored.size])
        yield from (self.sentences.copy(), self.documents.copy(), stored)

    @classmethod
    def read(cls, file: Reader) -> CompressedRows:
        """Make the rows from what :meth:`parts` gave."""
        size, trained, stored = file.array(np.int64, 3).tolist()
        sentences, documents = file.array(np.int64, size), file.array(np.int64, size)
        index: object = faiss.deserialize_index(file.array(np.uint8, stored))
        if not isinstance(index, faiss.IndexIVFPQFastScan):
            raise ValueError("an index of another kind")
        return cls(index, sentences, documents, trained)

    def _note_discarded(self) -> None:
        self._live = Passing.of(self.documents != 0)
