"""Keeps the vectors in memory in step with the database, whoever writes to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.store import vectors
from index.store.protocol import Match, Vectors

_ROWS = 10_000


def meta(connection: sqlite3.Connection, key: str) -> str | None:
    """Return one of the database's notes about itself, or None."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def set_meta(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Write one of the database's notes about itself."""
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))


class DerivedIndex:
    """The FAISS index of a database's vectors, read from its file or derived, then kept up to date."""

    def __init__(self, folder: Path) -> None:
        """Nothing is read before the first :meth:`refresh`."""
        self._folder = folder
        self._index: vectors.VectorIndex | None = None
        self._generation = -1

    def __len__(self) -> int:
        """Return the number of sentences at the last refresh."""
        return len(self._index) if self._index is not None else 0

    def refresh(self, connection: sqlite3.Connection) -> None:
        """Catch up with what has been stored since the last look; call inside one read transaction."""
        generation = int(meta(connection, "generation") or 0)
        if generation == self._generation:
            return
        reencoded = int(meta(connection, "reencoded") or 0)
        if self._index is None or self._generation < reencoded:
            self._start(connection, generation, reencoded)
        self._discard_removed(connection)
        self._add_new(connection)
        self._generation = generation

    def search(self, vector: Vectors, limit: int, documents: npt.NDArray[np.int64] | None) -> list[Match]:
        """Return the most similar sentences as of the last refresh."""
        return self._index.search(vector, limit, documents) if self._index is not None else []

    def save(self, connection: sqlite3.Connection) -> None:
        """Write the file for the state of the last refresh."""
        if self._index is not None:
            store, encoder = meta(connection, "store") or "", meta(connection, "encoder") or ""
            self._index.save(self._folder, vectors.Derivation(store, self._generation, encoder))

    def forget(self) -> None:
        """Drop the index and its file; the next refresh derives it from the database alone."""
        self._index, self._generation = None, -1
        (self._folder / vectors.FILE_NAME).unlink(missing_ok=True)

    def _start(self, connection: sqlite3.Connection, newest: int, reencoded: int) -> None:
        self._index, self._generation = None, -1
        store, encoder = meta(connection, "store") or "", meta(connection, "encoder") or ""
        loaded = vectors.load(self._folder, store, encoder, newest)
        if loaded is not None and loaded[1] >= reencoded:
            self._index, self._generation = loaded

    def _discard_removed(self, connection: sqlite3.Connection) -> None:
        if self._index is not None:
            sql = "SELECT sentence FROM removed WHERE generation > ?"
            self._index.discard([row[0] for row in connection.execute(sql, (self._generation,))])

    def _add_new(self, connection: sqlite3.Connection) -> None:
        last = self._index.last if self._index is not None else 0
        for numbers, documents, made in _rows_after(connection, last):
            if self._index is None:
                self._index = vectors.VectorIndex(made.shape[1])
            self._index.add(numbers, documents, made)


def _rows_after(
    connection: sqlite3.Connection, number: int
) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], Vectors]]:
    rows = connection.execute(
        "SELECT sentences.number, sentences.document, vector FROM sentences JOIN vectors "
        "ON vectors.sentence = sentences.number WHERE sentences.number > ? ORDER BY sentences.number",
        (number,),
    )
    while part := rows.fetchmany(_ROWS):
        numbers, documents, blobs = zip(*part, strict=True)
        made = np.frombuffer(b"".join(blobs), np.float16).reshape(len(part), -1)
        yield numbers, documents, made.astype(np.float32)
