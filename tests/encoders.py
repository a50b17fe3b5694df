"""A second implementation of the encoder protocol: words hashed into a few dimensions, quick and deterministic."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.terms import terms

DIMENSION = 64


class HashedEncoder:
    """A bag of hashed word stems; texts without a word share the first axis."""

    name = "hashed-words"
    dimension = DIMENSION

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        rows = np.zeros((len(texts), DIMENSION), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for stem in terms(text):
                row[zlib.crc32(stem.encode("utf-8", "replace")) % DIMENSION] += 1
            if not row.any():
                row[0] = 1
            row /= np.linalg.norm(row)
        return rows

    def knows(self, word: str) -> bool:
        return False
