"""An open database: its transactions, and the encoder whose vectors are in it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from index.errors import EncoderMismatch, StoreBusy
from index.sql.connection import Connection, transaction
from index.sql.connections import Connections
from index.sql.erasing import scrub
from index.sql.migrations import version_of
from index.sql.place import Database, PostgresSchema, SqliteFile
from index.store import copies, database, queries, schema
from index.store.derived import meta, next_generation, set_meta
from index.store.protocol import Vectors

_AT_ONCE = 8  # a process's connections to PostgreSQL, which are made when as many threads read at once
_UNERASED = "unerased"  # noted while words of removed documents may still be in free pages or the log
_FREED = "freed"  # what is noted once their space may be used again


class Session:
    """The connections of one process to an index's database, and the transactions that its threads run.

    In SQLite, the threads take turns with one connection. In PostgreSQL, as many as there are connections read at once.
    """

    def __init__(
        self, where: Database, encoder: str | None, *, create: bool, wait: float, address: str | None = None
    ) -> None:
        """Open the database, bring it up to date and check that it can be used; as for ``EmbeddedStore``.

        ``address`` is what people know the index by, where that is not where its tables are.
        """
        self._where = where
        self._place = address or database.shown(where)
        self._option = f" --index {address}" if address else database.option(where)
        self._lock = threading.RLock()
        if isinstance(where, SqliteFile) and create:
            database.make_folder(where.path.parent)
        elif not create:
            database.require(where)
        self._connections = Connections(
            partial(database.connect, where, wait, create=create), 1 if isinstance(where, SqliteFile) else _AT_ONCE
        )
        try:
            with self._turn() as connection:
                if isinstance(where, PostgresSchema) and not create and not version_of(connection):
                    raise database.missing(where)
                schema.migrate(connection, self._place)
                self._encoder = self._agreed(encoder)
                copies.catch_up(connection)
        except BaseException:
            self._connections.close()
            raise

    @property
    def connection(self) -> Connection:
        """The connection of this thread, inside :meth:`reading`, :meth:`writing` or :meth:`alone`."""
        return self._connections.mine

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep out other threads that want to be alone, and turn the database's errors into ones that say what to do.

        In SQLite, all others are kept out: there is one connection.
        """
        with self._turn(), self._lock:
            yield

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A read transaction, or part of the transaction that the caller is in."""
        with self._turn() as connection:
            if connection.in_transaction:
                yield connection
            else:
                with transaction(connection, write=False):
                    yield connection

    @contextmanager
    def writing(self) -> Iterator[int]:
        """A write transaction; yields the generation that it makes."""
        with self._turn() as connection, transaction(connection, write=True):
            encoder = self._agreed(self._encoder)
            if encoder is not None and encoder != meta(connection, "encoder"):
                set_meta(connection, "encoder", encoder)
            yield next_generation(connection)

    @contextmanager
    def _turn(self) -> Iterator[Connection]:
        with database.explained(self._where), self._connections.turn() as connection:
            yield connection

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

    def erase(self, erase_terms: Callable[[Connection], None], *, thoroughly: bool = False) -> bool:
        """Make sure that removed words are in no file any more: not in free pages, not in the log.

        Returns whether there was anything to erase.

        PostgreSQL's files keep them, where nothing reads them, until their space is used again, or until this is done
        ``thoroughly``, for which it writes the tables anew and keeps everybody out meanwhile; its log it keeps.

        Raises:
            StoreBusy: Another process keeps them there.
        """
        noted = meta(self.connection, _UNERASED)
        if noted is None or (noted == _FREED and not thoroughly):
            return False
        erase_terms(self.connection)
        in_file = isinstance(self._where, SqliteFile)
        if in_file:
            self.connection.execute("VACUUM")
        if scrub(self.connection, thoroughly=thoroughly):
            raise StoreBusy(
                f"what was removed from the index in {self._place} is found no more, but another coverage-bot keeps "
                f"its words in the files; erase them with: coverage-bot rebuild{self._option}"
            )
        if in_file or thoroughly:
            self.connection.execute("DELETE FROM meta WHERE key = ?", (_UNERASED,))
        else:
            set_meta(self.connection, _UNERASED, _FREED)
        return True

    def close(self) -> None:
        """Let go of the database."""
        self._connections.close()

    def _agreed(self, wanted: str | None) -> str | None:
        """Return the encoder to work with, or raise if the vectors are another's."""
        recorded = meta(self.connection, "encoder")
        if wanted is not None and recorded is not None and wanted != recorded:
            raise EncoderMismatch(
                f"the index in {self._place} was made with the encoder {recorded!r}, not {wanted!r}; set "
                f"COVERAGE_ENCODER={recorded}, or encode it again with: "
                f"coverage-bot rebuild{self._option}"
            )
        return wanted or recorded
