"""The vectors of all sentences in memory, searched with FAISS, and the file that is derived from them."""

from __future__ import annotations

import io
import json
import os
import tempfile
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from index.store.protocol import Match, Vectors

FILE_NAME = "vectors.faiss"
_MAGIC = b"coverage-vectors 1\n"


@dataclass(frozen=True, slots=True)
class Derivation:
    """Which state of which database an index was built from."""

    store: str
    generation: int
    encoder: str


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
        body = io.BytesIO()
        np.savez(
            body,
            sentences=self._sentences,
            documents=self._documents,
            index=faiss.serialize_index(self._index),
        )
        content = body.getbuffer()
        header = json.dumps(asdict(derivation) | {"crc32": zlib.crc32(content)}).encode() + b"\n"
        descriptor, name = tempfile.mkstemp(prefix=FILE_NAME, suffix=".part", dir=folder)
        try:
            with open(descriptor, "wb") as file:
                file.writelines((_MAGIC, header, content))
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, folder / FILE_NAME)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def load(folder: Path, store: str, encoder: str, newest: int) -> tuple[VectorIndex, int] | None:
    """Read the derived file: the index and the generation it was built from, or None.

    None means: missing, damaged, of another database or encoder, or newer than the database's generation
    ``newest`` (which then was put back from a copy). Whoever asks derives it again.
    """
    try:
        content = (folder / FILE_NAME).read_bytes()
        magic, header_line, body = content[: len(_MAGIC)], *content[len(_MAGIC) :].split(b"\n", 1)
        header = json.loads(header_line)
        if magic != _MAGIC or header.pop("crc32") != zlib.crc32(body):
            return None
        derivation = Derivation(**header)
        if (derivation.store, derivation.encoder) != (store, encoder) or derivation.generation > newest:
            return None
        return _restore(body), derivation.generation
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _restore(body: bytes) -> VectorIndex:
    arrays = np.load(io.BytesIO(body), allow_pickle=False)
    stored = faiss.deserialize_index(arrays["index"])
    index = VectorIndex(stored.d)
    index._index, index._sentences, index._documents = stored, arrays["sentences"], arrays["documents"]
    return index
