"""The vectors of all sentences in memory, searched with FAISS, and the file that is derived from them."""

from __future__ import annotations

import io
import json
import os
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from index.store.protocol import Match, Vectors

FILE_NAME = "vectors.faiss"
_MAGIC = b"coverage-vectors 1\n"
_PART = ".part"
_ABANDONED_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Derivation:
    """Which state an index was built from: its number, and the token that the database gave to it."""

    generation: int
    token: str


class VectorIndex:
    """Exact inner-product search over unit vectors, with the sentence and document number of each row."""

    def __init__(self, dimension: int) -> None:
        """Make an empty index for vectors of length ``dimension``."""
        self._index: faiss.Index = faiss.IndexFlatIP(dimension)
        self._sentences = np.zeros(0, np.int64)
        self._documents = np.zeros(0, np.int64)

    def __len__(self) -> int:
        """Return the number of sentences."""
        return int(self._sentences.size)

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._index.d)

    @property
    def last(self) -> int:
        """The highest sentence number so far, 0 when empty."""
        return int(self._sentences[-1]) if self._sentences.size else 0

    def add(self, sentences: Sequence[int], documents: Sequence[int], vectors: Vectors) -> None:
        """Add rows; ``vectors`` has the shape ``(len(sentences), dimension)``, numbers ascend."""
        if not sentences:
            return
        self._index.add(np.ascontiguousarray(vectors, np.float32))
        self._sentences = np.concatenate([self._sentences, np.asarray(sentences, np.int64)])
        self._documents = np.concatenate([self._documents, np.asarray(documents, np.int64)])

    def discard(self, sentences: Sequence[int]) -> None:
        """Take rows out; numbers that are not there are ignored."""
        rows = np.flatnonzero(np.isin(self._sentences, np.asarray(sentences, np.int64)))
        if rows.size:
            self._index.remove_ids(faiss.IDSelectorBatch(rows))
            self._sentences = np.delete(self._sentences, rows)
            self._documents = np.delete(self._documents, rows)

    def search(self, vector: Vectors, limit: int, documents: npt.NDArray[np.int64] | None = None) -> list[Match]:
        """Return the ``limit`` most similar sentences, best first; only those of ``documents`` if given."""
        limit = min(limit, len(self))
        if limit <= 0:
            return []
        parameters: faiss.SearchParameters | None = None
        if documents is not None:
            rows = np.flatnonzero(np.isin(self._documents, documents))
            limit = min(limit, rows.size)
            if not limit:
                return []
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBatch(rows))  # type: ignore[call-arg]
        query = np.ascontiguousarray(vector.reshape(1, -1), np.float32)
        scores, rows = self._index.search(query, limit, params=parameters)
        found = zip(rows[0].tolist(), scores[0].tolist(), strict=True)
        return [Match(int(self._sentences[row]), score) for row, score in found if row >= 0]

    def save(self, folder: Path, derivation: Derivation) -> None:
        """Write the derived file in one step: readers see the old one or the new one, never a part."""
        _sweep(folder)
        body = io.BytesIO()
        np.savez(
            body,
            sentences=self._sentences,
            documents=self._documents,
            index=faiss.serialize_index(self._index),
        )
        content = body.getbuffer()
        header = json.dumps(asdict(derivation)).encode() + b"\n"
        checksum = b"%08x\n" % zlib.crc32(content, zlib.crc32(header))
        descriptor, name = tempfile.mkstemp(prefix=FILE_NAME, suffix=_PART, dir=folder)
        try:
            with open(descriptor, "wb") as file:
                file.writelines((_MAGIC, checksum, header, content))
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, folder / FILE_NAME)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def load(folder: Path, trusted: Callable[[Derivation], bool]) -> tuple[VectorIndex, Derivation] | None:
    """Read the derived file: the index and the state it was built from, or None.

    None means: missing, damaged, or derived from a state that is not ``trusted``. Whoever asks derives it again.
    """
    try:
        content = (folder / FILE_NAME).read_bytes()
        if not content.startswith(_MAGIC):
            return None
        checksum, rest = content[len(_MAGIC) : len(_MAGIC) + 8], memoryview(content)[len(_MAGIC) + 9 :]
        if checksum != b"%08x" % zlib.crc32(rest):
            return None
        header, body = bytes(rest).split(b"\n", 1)
        derivation = Derivation(**json.loads(header))
        return (_restore(body), derivation) if trusted(derivation) else None
    except (OSError, ValueError, TypeError):
        return None


def _restore(body: bytes) -> VectorIndex:
    arrays = np.load(io.BytesIO(body), allow_pickle=False)
    stored = faiss.deserialize_index(arrays["index"])
    index = VectorIndex(stored.d)
    index._index, index._sentences, index._documents = stored, arrays["sentences"], arrays["documents"]
    return index


def _sweep(folder: Path) -> None:
    """Clear away what killed processes left half-written; a file that is still being written is younger."""
    for left in folder.glob(f"{FILE_NAME}*{_PART}"):
        try:
            if time.time() - left.stat().st_mtime > _ABANDONED_SECONDS:
                left.unlink()
        except FileNotFoundError:  # another process was faster
            continue
