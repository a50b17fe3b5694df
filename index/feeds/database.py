"""What is remembered of feeds: in a file beside the index, or in PostgreSQL where several machines share it.

It is apart from the coverage, so that it serves whatever store is in use. Several processes may use it; each change is
one transaction.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

from index.errors import CoverageError
from index.feeds.schema import STEPS
from index.sql.connection import Connection, SqlError, is_postgres, transaction
from index.sql.copying import move_tables
from index.sql.definitions import worded_for
from index.sql.erasing import scrub
from index.sql.migrations import migrate, version_of
from index.sql.place import Database, SqliteFile, connect
from index.store.database import make_folder

NAME = "feeds"
"""What these tables are called, among those of an index and its bot."""

_WAIT_SECONDS = 30.0


class FeedsUnusable(CoverageError):
    """What is remembered of feeds cannot be read or written."""


class FeedsDatabase:
    """The feeds' tables, for threads that take turns; after a restart of the server it goes on."""

    def __init__(self, database: Database) -> None:
        """Open it, made if it is not there.

        Raises:
            FeedsUnusable: It is damaged, locked, out of reach, or of a newer version.
            StoreError: The folder of the file cannot be made.
        """
        self._database = database
        self._lock = threading.RLock()
        with _explained(database):
            self._connection = _open(database)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend the connection for reading; all that is read is of one state.

        Raises:
            FeedsUnusable: It cannot be used.
        """
        with self._lock, _explained(self._database), transaction(self._connection, write=False):
            yield self._connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Lend the connection for a change: all of it is stored, or none.

        Raises:
            FeedsUnusable: It cannot be used.
        """
        with self._lock, _explained(self._database), transaction(self._connection, write=True):
            yield self._connection

    def erase(self) -> None:
        """Make sure that what was overwritten is in no log of a file any more, and in no row of PostgreSQL's.

        Raises:
            FeedsUnusable: Another process keeps it there.
        """
        with self._lock, _explained(self._database):
            blocked = scrub(self._connection)
        if blocked:
            raise FeedsUnusable(
                f"the feeds in {self._database} are in use, and what was removed is still in their log; run the "
                "command again"
            )

    def close(self) -> None:
        """Let go of it."""
        with self._lock:
            self._connection.close()


def move(source: Database, target: Database) -> bool:
    """Copy all that is remembered of feeds into another database. Blocking.

    Returns whether that could be done: where the target has something already, it is left as it is.

    Raises:
        FeedsUnusable: One of the two cannot be used.
    """
    return move_tables(source, target, _opened)


@contextmanager
def _opened(database: Database) -> Iterator[Connection]:
    with _explained(database), closing(_open(database)) as connection:
        yield connection


def _open(database: Database) -> Connection:
    if isinstance(database, SqliteFile):
        make_folder(database.path.parent)
    connection = connect(database, _WAIT_SECONDS)
    try:
        if not is_postgres(connection):
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA foreign_keys = ON")
            # Losing the last entries to a power cut costs no more than reading some pages again.
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA secure_delete = ON")
        if (version := version_of(connection)) > len(STEPS):
            raise _newer(version)
        migrate(connection, worded_for(connection, STEPS))
    except BaseException:
        connection.close()
        raise
    return connection


def _newer(version: int) -> FeedsUnusable:
    return FeedsUnusable(
        f"the feeds were stored by a newer coverage-bot (version {version}, this one knows up to {len(STEPS)}); "
        "upgrade with: pip install --upgrade coverage-bot"
    )


@contextmanager
def _explained(database: Database) -> Iterator[None]:
    """Turn errors of databases into ones that say what to do."""
    try:
        yield
    except SqlError as error:
        raise FeedsUnusable(
            f"the feeds in {database} cannot be used ({error}); check that the server runs, that it lets this user in, "
            "and that it has room"
        ) from error
    except sqlite3.Error as error:
        raise FeedsUnusable(
            f"the feeds in {database} cannot be used ({error}); check that the folder is writable and the "
            "disk not full, or move the file away and add the feeds again"
        ) from error
