"""What the bot itself remembers: in a file beside the index, or in PostgreSQL where several processes share it.

It is apart from the coverage in both: the index is the coverage's alone.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import TypeVar

from bot.state.schema import STEPS
from index.errors import CoverageError
from index.sql.connection import Connection, SqlError, is_postgres, transaction
from index.sql.copying import move_tables
from index.sql.definitions import worded_for
from index.sql.erasing import scrub
from index.sql.migrations import migrate, version_of
from index.sql.place import Database, SqliteFile, connect, may_be_there

NAME = "bot"
"""What these tables are called, among those of an index and its bot."""

_IN_MEMORY = SqliteFile(Path(":memory:"))
_WAIT_SECONDS = 10.0

_Result = TypeVar("_Result")
_Begin = Callable[[Connection], AbstractContextManager[None]]


class StateError(CoverageError):
    """What the bot remembers cannot be read or written; ``level`` is how loudly that belongs in the log."""

    level = logging.WARNING


class StateClosed(StateError):
    """The bot is closing, which is no reason to complain."""

    level = logging.DEBUG

    def __init__(self) -> None:
        """Say so."""
        super().__init__("the bot is closing and stores nothing any more; ask again after its start")


class StateDatabase:
    """One connection with a thread of its own, so that the event loop never waits for a disk or a server.

    Several processes may use the same database; each change is one transaction.

    Args:
        database: Where it is, made if it is not there; None keeps everything in memory.
    """

    def __init__(self, database: Database | None = None) -> None:
        """Nothing is opened yet."""
        self._database = database or _IN_MEMORY
        self._connection: Connection | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="state")

    async def read(self, work: Callable[[Connection], _Result]) -> _Result:
        """Read something, all of it of one state; a full disk is no hindrance.

        Raises:
            StateError: The database cannot be used.
        """
        return await self._submit(lambda connection: transaction(connection, write=False), work)

    async def write(self, work: Callable[[Connection], _Result], *, alone: bool = True) -> _Result:
        """Change something in one transaction; all of it is stored, or none.

        Nobody else changes anything meanwhile. What does not depend on what it reads need not be ``alone``: PostgreSQL
        then writes what many processes store to its disk together.

        Raises:
            StateError: The database cannot be used.
        """
        return await self._submit(lambda connection: transaction(connection, write=True, alone=alone), work)

    async def close(self) -> None:
        """Finish what is at hand and let go of the database."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        await asyncio.to_thread(self._thread.shutdown, wait=True)
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    async def _submit(self, begin: _Begin, work: Callable[[Connection], _Result]) -> _Result:
        try:
            future = self._thread.submit(self._run, begin, work)
        except RuntimeError:
            raise StateClosed from None
        return await asyncio.wrap_future(future)

    def _run(self, begin: _Begin, work: Callable[[Connection], _Result]) -> _Result:
        with _explained(self._database):
            if self._connection is None:
                self._connection = _open(self._database)
            with begin(self._connection):
                return work(self._connection)


def erase(database: Database, work: Callable[[Connection], None]) -> None:
    """Delete something for good. Blocking.

    It is in no page and no log of a file afterwards. In PostgreSQL no statement can read it any more; its log and its
    backups are as they are kept there.

    Raises:
        StateError: The database cannot be used, or another process keeps it busy.
    """
    if not may_be_there(database):
        return
    with _opened(database) as connection:
        with transaction(connection, write=True):
            work(connection)
        blocked = scrub(connection)
    if blocked:
        raise StateError(
            f"the bot's file {database} is in use, and what was removed is still in its log; run the command again"
        )


def move(source: Database, target: Database) -> bool:
    """Copy all that the bot remembers into another database. Blocking.

    Returns whether that could be done: where the target has something already, it is left as it is.

    Raises:
        StateError: One of the two cannot be used.
    """
    return move_tables(source, target, _opened)


@contextmanager
def _opened(database: Database) -> Iterator[Connection]:
    with _explained(database), closing(_open(database)) as connection:
        yield connection


def _open(database: Database) -> Connection:
    if isinstance(database, SqliteFile) and database != _IN_MEMORY:
        database.path.parent.mkdir(parents=True, exist_ok=True)
        database.path.touch(mode=0o600)  # people's questions are in it
    connection = connect(database, _WAIT_SECONDS)
    try:
        if not is_postgres(connection):
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")  # what is forgotten must not stay behind in free pages
        if (version := version_of(connection)) > len(STEPS):
            raise _newer(database, version)
        migrate(connection, worded_for(connection, STEPS))
    except BaseException:
        connection.close()
        raise
    return connection


def _newer(database: Database, version: int) -> StateError:
    return StateError(
        f"what the bot remembers in {database} was stored by a newer version of coverage-bot (version {version}, this "
        f"one knows up to {len(STEPS)}); upgrade with: pip install --upgrade coverage-bot"
    )


@contextmanager
def _explained(database: Database) -> Iterator[None]:
    """Turn errors of databases and disks into ones that say what to do."""
    try:
        yield
    except SqlError as error:
        raise StateError(
            f"what the bot remembers in {database} cannot be used ({error}); check that the server runs, that it lets "
            "this user in, and that it has room"
        ) from error
    except (sqlite3.Error, OSError) as error:
        raise StateError(
            f"the bot's file {database} cannot be used ({error}); check that it is writable and the disk not full, or "
            "move it away and start again"
        ) from error
