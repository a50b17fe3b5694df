"""Keeps the vectors in memory in step with the database, whoever writes to it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.errors import StoreError
from index.sql.connection import Connection
from index.store import vectors
from index.store.protocol import Match, Vectors

_ROWS = 10_000


def meta(connection: Connection, key: str) -> str | None:
    """Return one of the database's notes about itself, or None."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def set_meta(connection: Connection, key: str, value: str) -> None:
    """Write one of the database's notes about itself."""
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))


def next_generation(connection: Connection) -> int:
    """Begin the next state of the database; call inside its write transaction."""
    sql = "INSERT INTO generations (token) VALUES (?) RETURNING number"  # one above the highest
    return int(connection.execute(sql, (uuid.uuid4().hex,)).fetchone()[0])


class DerivedIndex:
    """The FAISS index of a database's vectors, read from its file or derived, then kept up to date."""

    def __init__(self, folder: Path) -> None:
        """Nothing is read before the first :meth:`refresh`."""
        self._file = folder / vectors.FILE_NAME
        self._index: vectors.VectorIndex | None = None
        self._state = _NOTHING
        self._filed = _NOTHING

    def __len__(self) -> int:
        """Return the number of sentences at the last refresh."""
        return len(self._index) if self._index is not None else 0

    @property
    def dimension(self) -> int | None:
        """The length of a vector at the last refresh; None if there was none."""
        return self._index.dimension if self._index is not None else None

    def refresh(self, connection: Connection) -> None:
        """Catch up with what has been stored since the last look; call inside one read transaction."""
        state = _newest(connection)
        if state == self._state:
            return
        reencoded = int(meta(connection, "reencoded") or 0)
        if self._index is None or self._state.generation < reencoded:
            self._start(connection, reencoded)
        self._discard_removed(connection)
        self._add_new(connection)
        self._state = state

    def search(self, vector: Vectors, limit: int, documents: npt.NDArray[np.int64] | None) -> list[Match]:
        """Return the most similar sentences as of the last refresh."""
        return self._index.search(vector, limit, documents) if self._index is not None else []

    def save(self) -> None:
        """Write the file for the state of the last refresh, unless it is there.

        Raises:
            StoreError: The file cannot be written. Nothing is lost but time: it is derived.
        """
        with self._explained():
            if self._index is None:
                self._file.unlink(missing_ok=True)
            elif self._filed != self._state or not self._file.is_file():
                self._index.save(self._file.parent, self._state)
                self._filed = self._state

    def forget(self) -> None:
        """Drop the index and its file; the next refresh derives it from the database alone."""
        self._index, self._state, self._filed = None, _NOTHING, _NOTHING
        with self._explained():
            self._file.unlink(missing_ok=True)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError(
                f"{self._file} cannot be written ({error.strerror}); the articles are stored, and their vectors will "
                "be derived at every start until: coverage-bot rebuild"
            ) from error

    def _start(self, connection: Connection, reencoded: int) -> None:
        """Begin with the file, if it was derived from a state that this database was in."""
        self._index, self._state = None, _NOTHING

        def trusted(state: vectors.Derivation) -> bool:
            sql = "SELECT 1 FROM generations WHERE number = ? AND token = ?"
            known = connection.execute(sql, (state.generation, state.token)).fetchone() is not None
            return known and state.generation >= reencoded

        loaded = vectors.load(self._file.parent, trusted)
        if loaded is not None:
            self._index, self._state = loaded
            self._filed = self._state

    def _discard_removed(self, connection: Connection) -> None:
        if self._index is not None:
            sql = "SELECT sentence FROM removed WHERE generation > ?"
            self._index.discard([row[0] for row in connection.execute(sql, (self._state.generation,))])

    def _add_new(self, connection: Connection) -> None:
        last = self._index.last if self._index is not None else 0
        for numbers, documents, made in _rows_after(connection, last):
            if self._index is None:
                self._index = vectors.VectorIndex(made.shape[1])
            self._index.add(numbers, documents, made)


_NOTHING = vectors.Derivation(0, "")


def _newest(connection: Connection) -> vectors.Derivation:
    row = connection.execute("SELECT number, token FROM generations ORDER BY number DESC LIMIT 1").fetchone()
    return _NOTHING if row is None else vectors.Derivation(*row)


def _rows_after(connection: Connection, number: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], Vectors]]:
    rows = connection.execute(
        "SELECT sentences.number, sentences.document, vector FROM sentences JOIN vectors "
        "ON vectors.sentence = sentences.number WHERE sentences.number > ? ORDER BY sentences.number",
        (number,),
    )
    while part := rows.fetchmany(_ROWS):
        numbers, documents, blobs = zip(*part, strict=True)
        made = np.frombuffer(b"".join(blobs), np.float16).reshape(len(part), -1)
        yield numbers, documents, made.astype(np.float32)
