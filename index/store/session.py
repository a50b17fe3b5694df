"""An open database: its transactions, one at a time, and the encoder whose vectors are in it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import EncoderMismatch, StoreBusy
from index.store import copies, database, full_text, queries, schema
from index.store.derived import meta, next_generation, set_meta
from index.store.protocol import Vectors

_UNERASED = "unerased"  # noted while words of removed documents may still be in free pages or the log


class Session:
    """One connection to the database in a folder, which the threads of this process take turns with.

    ``connection`` is for use inside a transaction of :meth:`reading` or :meth:`writing`.
    """

    def __init__(self, folder: Path, encoder: str | None, *, create: bool, wait: float) -> None:
        """Open the database, bring it up to date and check that it can be used; as for ``EmbeddedStore``."""
        self._place = str(folder)
        self._lock = threading.RLock()
        if create:
            database.make_folder(folder)
        else:
            database.require(folder)
        with database.explained(self._place):
            self.connection = database.connect(folder, wait)
            try:
                schema.migrate(self.connection, self._place)
                self._encoder = self._agreed(encoder)
                copies.catch_up(self.connection)
            except BaseException:
                self.connection.close()
                raise

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other threads out, and turn SQLite's errors into ones that say what to do."""
        with self._lock, database.explained(self._place):
            yield

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A read transaction, or part of the transaction that the caller is in."""
        with self.alone():
            if self.connection.in_transaction:
                yield self.connection
            else:
                with database.transaction(self.connection, write=False):
                    yield self.connection

    @contextmanager
    def writing(self) -> Iterator[int]:
        """A write transaction; yields the generation that it makes."""
        with self.alone(), database.transaction(self.connection, write=True):
            if (encoder := self._agreed(self._encoder)) is not None:
                set_meta(self.connection, "encoder", encoder)
            yield next_generation(self.connection)

    def adopt(self, encoder: str) -> None:
        """Work with another encoder from now on, once its vectors are stored."""
        self._encoder = encoder

    def agree(self) -> None:
        """Raise ``EncoderMismatch`` if another process has encoded everything again, with another encoder."""
        self._agreed(self._encoder)

    def agree_on_dimension(self, vectors: Vectors) -> None:
        """Raise ``EncoderMismatch`` if the model behind the encoder's name no longer makes vectors of this length."""
        stored, given = queries.dimension(self.connection), vectors.shape[-1]
        if stored is not None and stored != given:
            raise EncoderMismatch(
                f"the index in {self._place} has vectors of length {stored}, and the encoder {self._encoder!r} now "
                f"makes {given}: the model was changed; put the old one back, or ingest into a new folder"
            )

    def note_removed(self) -> None:
        """Note in a write transaction that words were removed, for :meth:`erase`."""
        set_meta(self.connection, _UNERASED, "1")

    def erase(self) -> bool:
        """Make sure that removed words are in no file any more: not in free pages, not in the log.

        Returns whether there was anything to erase.

        Raises:
            StoreBusy: Another process keeps them there.
        """
        if meta(self.connection, _UNERASED) is None:
            return False
        for suffix in full_text.all_suffixes(self.connection):
            for table in (f"sentence_terms{suffix}", f"document_terms{suffix}"):
                self.connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        self.connection.execute("VACUUM")
        blocked, _, _ = self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if blocked:
            raise StoreBusy(
                f"what was removed from the index in {self._place} is found no more, but another coverage-bot keeps "
                f"its words in the files; erase them with: coverage-bot rebuild --index {self._place}"
            )
        self.connection.execute("DELETE FROM meta WHERE key = ?", (_UNERASED,))
        return True

    def close(self) -> None:
        """Let go of the database file."""
        with self._lock:
            self.connection.close()

    def _agreed(self, wanted: str | None) -> str | None:
        """Return the encoder to work with, or raise if the vectors are another's."""
        recorded = meta(self.connection, "encoder")
        if wanted is not None and recorded is not None and wanted != recorded:
            raise EncoderMismatch(
                f"the index in {self._place} was made with the encoder {recorded!r}, not {wanted!r}; set "
                f"COVERAGE_ENCODER={recorded}, or encode it again with: coverage-bot rebuild --index {self._place}"
            )
        return wanted or recorded
