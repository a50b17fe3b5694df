"""Keeps the vectors in memory in step with the database, whoever writes to it, and in a file to start from."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from index.errors import StoreError
from index.sql.connection import Connection
from index.store import queries, stored_vectors, vector_file, vectors
from index.store.finder import Reading
from index.store.protocol import Filters, Match, Vectors
from index.store.rows import Passing
from index.store.vector_file import Derivation

EXACT_UNTIL = 100_000  # sentences: up to here all are compared in 3 ms, see docs/vectors.md
_SMALL = 2_048  # sentences that are written anew at every flush
_SHARE = 16  # of more, one in so many must have changed
_KEPT = 32  # sets of filters whose rows are remembered


def meta(connection: Connection, key: str) -> str | None:
    """Return one of the database's notes about itself, or None."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def set_meta(connection: Connection, key: str, value: str) -> None:
    """Write one of the database's notes about itself."""
    sql = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    connection.execute(sql, (key, value))


def next_generation(connection: Connection) -> int:
    """Begin the next state of the database; call inside its write transaction."""
    sql = (
        "INSERT INTO generations (number, token) SELECT coalesce(max(number), 0) + 1, ? FROM generations "
        "RETURNING number"
    )
    return int(connection.execute(sql, (uuid.uuid4().hex,)).fetchone()[0])


class DerivedIndex:
    """The index of a database's vectors, read from its file or derived, then kept up to date.

    The file may be behind the database: what came since is read from there. It is written again where what came is
    no longer little. Up to ``exact_until`` sentences the search is exact, above that vectors are compressed.
    """

    def __init__(self, folder: Path, exact_until: int = EXACT_UNTIL) -> None:
        """Nothing is read before the first :meth:`refresh`."""
        self._file = folder / vector_file.FILE_NAME
        self._exact_until = exact_until
        self._index: vectors.VectorIndex | None = None
        self._state = _NOTHING
        self._filed = _NOTHING
        self._changed = 0  # rows added and taken out since the file
        self._seen: tuple[int, int] | None = None  # which file was looked at last
        self._passing: dict[Filters, Passing] = {}
        self._saving = threading.Lock()

    def __len__(self) -> int:
        """Return the number of sentences at the last refresh."""
        return len(self._index) if self._index is not None else 0

    @property
    def compressed(self) -> bool:
        """Whether one of the most similar sentences may be missed, at the last refresh."""
        return self._index is not None and self._index.compressed

    def refresh(self, connection: Connection) -> None:
        """Catch up with what has been stored since the last look; call inside one read transaction."""
        state = _newest(connection)
        if state == self._state:
            return
        self._passing.clear()
        reencoded = int(meta(connection, "reencoded") or 0)
        if self._index is None or self._state.generation < reencoded:
            self._drop()
            self._load(connection, reencoded)
        self._catch_up(connection)
        if self._far_behind() and self._seen != self._on_disk():
            # Another process may have written a file that is less behind, and whose rows take less memory.
            self._load(connection, reencoded)
            self._catch_up(connection)
        self._state = state

    def search(self, connection: Connection, asked: Vectors, limit: int, filters: Filters | None) -> list[list[Match]]:
        """Return the most similar sentences to each row of ``asked``, in the read transaction of the last refresh.

        Without filters, all sentences of all owners are searched.
        """
        if self._index is None:
            return [[] for _ in asked]
        if filters is not None and filters not in self._passing:
            if len(self._passing) >= _KEPT:
                self._passing.pop(next(iter(self._passing)))
            self._passing[filters] = self._index.passing(queries.document_numbers(connection, filters))
        passing = None if filters is None else self._passing[filters]
        return self._index.search(asked, limit, passing, partial(stored_vectors.vectors_of, connection))

    def save(self, reading: Reading, *, erased: bool = False) -> None:
        """Write the file, unless it is there and little has changed since; not even that is left if it is ``erased``.

        ``reading`` opens a read transaction; none is open while anything long is done, so that others can search.

        Raises:
            StoreError: The file cannot be written. Nothing is lost but time: it is derived.
        """
        with self._saving, self._explained():
            with reading() as connection:
                self.refresh(connection)
                if self._index is None:
                    self._file.unlink(missing_ok=True)
                    return
                if self._is_filed() and not (erased and self._filed != self._state):
                    return
                worn = self._index.worn
            if worn:
                self._derive_anew(reading)
            with reading() as connection:
                self.refresh(connection)
                state, contents = self._state, self._index.contents(erased=erased)
                self._changed = 0
            vector_file.write(self._file.parent, state, contents.kind, contents.arrays)
            self._filed, self._seen = state, self._on_disk()

    def forget(self) -> None:
        """Drop the index and its file; the next refresh derives it from the database alone."""
        self._drop()
        with self._explained():
            self._file.unlink(missing_ok=True)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self._filed = _NOTHING
            raise StoreError(
                f"{self._file} cannot be written ({error.strerror}); the articles are stored, and their vectors will "
                "be derived at every start until: coverage-bot rebuild"
            ) from error

    def _drop(self) -> None:
        self._index, self._state, self._filed, self._changed = None, _NOTHING, _NOTHING, 0

    def _load(self, connection: Connection, reencoded: int) -> None:
        """Begin with the file, if it was derived from a state that this database was in, newer than what is here."""

        def trusted(state: Derivation) -> bool:
            sql = "SELECT 1 FROM generations WHERE number = ? AND token = ?"
            known = connection.execute(sql, (state.generation, state.token)).fetchone() is not None
            return known and state.generation >= max(reencoded, self._filed.generation)

        self._seen = self._on_disk()
        try:
            with vector_file.opened(self._file.parent, trusted) as (state, kind, file):
                self._drop()  # two at once would take twice the memory
                self._index = vectors.read(kind, file, self._exact_until)
        except (OSError, ValueError, TypeError, KeyError):
            return
        self._state = self._filed = state

    def _catch_up(self, connection: Connection) -> None:
        if self._index is None:
            self._index = self._begun(connection)
        if self._index is not None:
            self._changed += self._index.discard(stored_vectors.removed_since(connection, self._state.generation))
            for part in stored_vectors.all_parts(connection, self._index.rows.last):
                self._index.add(*part)
                self._changed += int(part[0].size)

    def _begun(self, connection: Connection) -> vectors.VectorIndex | None:
        dimension = queries.dimension(connection)
        if dimension is None:
            return None
        expected = stored_vectors.count(connection)
        return vectors.begin(dimension, expected, self._exact_until, partial(stored_vectors.sample, connection))

    def _derive_anew(self, reading: Reading) -> None:
        """Replace the index by one from the database alone, part by part, while others go on searching."""
        with reading() as connection:
            state, made = _newest(connection), self._begun(connection)
            last = stored_vectors.last(connection)
        while made is not None:
            with reading() as connection:
                part = stored_vectors.part_after(connection, made.rows.last)
            if part is None or part[0][0] > last:
                break
            made.add(*part)
        with reading() as connection:
            # What went meanwhile is discarded, and what came is added, as after any change.
            if int(meta(connection, "reencoded") or 0) <= state.generation:
                self._index, self._state = made, state
                self._passing.clear()

    def _is_filed(self) -> bool:
        """Whether there is a file that is not far behind."""
        there = self._filed != _NOTHING and self._file.is_file()
        return there and (self._filed == self._state or not (len(self) <= _SMALL or self._far_behind()))

    def _far_behind(self) -> bool:
        """Whether so much has changed since the file that to read that from the database takes long."""
        return len(self) > _SMALL and self._changed * _SHARE >= len(self)

    def _on_disk(self) -> tuple[int, int] | None:
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns


_NOTHING = Derivation(0, "")


def _newest(connection: Connection) -> Derivation:
    row = connection.execute("SELECT number, token FROM generations ORDER BY number DESC LIMIT 1").fetchone()
    return _NOTHING if row is None else Derivation(*row)
