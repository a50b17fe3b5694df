"""The bot's own SQLite file, beside the index and apart from it: the index is the coverage's alone."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from index.errors import CoverageError

FILE_NAME = "bot.db"
IN_MEMORY = ":memory:"
_WAIT_SECONDS = 10.0

_Result = TypeVar("_Result")

# One entry a version of the schema, never changed afterwards: a file of any earlier version is brought up to date.
_MIGRATIONS = (
    """
    CREATE TABLE answers (
        id TEXT PRIMARY KEY,
        asked_at REAL NOT NULL,
        person INTEGER NOT NULL,
        server INTEGER,
        channel INTEGER NOT NULL,
        message INTEGER,
        private INTEGER NOT NULL,
        answer TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX answers_by_message ON answers (message);
    CREATE INDEX answers_by_channel ON answers (channel, asked_at);
    CREATE INDEX answers_by_person ON answers (person);
    CREATE INDEX answers_by_age ON answers (asked_at);
    CREATE TABLE feedback (
        answer TEXT NOT NULL,
        person INTEGER NOT NULL,
        helpful INTEGER NOT NULL,
        given_at REAL NOT NULL,
        question TEXT NOT NULL,
        answer_text TEXT,
        document TEXT NOT NULL,
        start INTEGER NOT NULL,
        stop INTEGER NOT NULL,
        PRIMARY KEY (answer, person)
    ) WITHOUT ROWID;
    CREATE INDEX feedback_by_person ON feedback (person);
    CREATE TABLE servers (
        server INTEGER PRIMARY KEY,
        settings TEXT NOT NULL
    );
    """,
    """
    CREATE TABLE previews (
        id TEXT PRIMARY KEY,
        shown_at REAL NOT NULL,
        person INTEGER NOT NULL,
        server INTEGER NOT NULL,
        preview TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX previews_by_age ON previews (shown_at);
    """,
    # Watches, and what was found for them. `position` is the index's generation up to which a watch has looked;
    # `ended` says why it posts no more. A post is "found", then "sending" from `tried_at` on, and "sent" or "lost".
    """
    CREATE TABLE watches (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        person INTEGER NOT NULL,
        server INTEGER,
        channel INTEGER NOT NULL,
        parent INTEGER,
        topic TEXT NOT NULL,
        a_day INTEGER NOT NULL,
        locale TEXT NOT NULL,
        position INTEGER NOT NULL,
        ended TEXT,
        ended_at REAL
    );
    CREATE INDEX watches_by_person ON watches (person);
    CREATE INDEX watches_by_server ON watches (server);
    CREATE TABLE watch_posts (
        answer TEXT NOT NULL,
        number INTEGER NOT NULL,
        watch INTEGER NOT NULL,
        document TEXT NOT NULL,
        version INTEGER NOT NULL,
        sentence TEXT NOT NULL,
        day TEXT NOT NULL,
        found_at REAL NOT NULL,
        tried_at REAL,
        state TEXT NOT NULL,
        PRIMARY KEY (answer, number)
    ) WITHOUT ROWID;
    CREATE INDEX watch_posts_by_watch ON watch_posts (watch, day);
    CREATE INDEX watch_posts_by_document ON watch_posts (document);
    """,
)


class StateError(CoverageError):
    """The bot's file cannot be used; ``level`` is how loudly that belongs in the log."""

    level = logging.WARNING


class StateClosed(StateError):
    """The bot is closing, which is no reason to complain."""

    level = logging.DEBUG

    def __init__(self) -> None:
        """Say so."""
        super().__init__("the bot is closing and stores nothing any more; ask again after its start")


class StateDatabase:
    """One connection with a thread of its own, so that the event loop never waits for a disk.

    Several processes may have the same file open; each change is one transaction.

    Args:
        file: The SQLite file, made if it is not there; None keeps everything in memory.
    """

    def __init__(self, file: Path | None = None) -> None:
        """Nothing is opened yet."""
        self._file = file
        self._connection: sqlite3.Connection | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="state")

    async def read(self, work: Callable[[sqlite3.Connection], _Result]) -> _Result:
        """Read something, all of it of one state; a full disk is no hindrance.

        Raises:
            StateError: The file cannot be used.
        """
        return await self._submit(work, "BEGIN")

    async def write(self, work: Callable[[sqlite3.Connection], _Result]) -> _Result:
        """Change something in one transaction; all of it is stored, or none.

        Raises:
            StateError: The file cannot be used.
        """
        return await self._submit(work, "BEGIN IMMEDIATE")

    async def close(self) -> None:
        """Finish what is at hand and let go of the file."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        await asyncio.to_thread(self._thread.shutdown, wait=True)
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    async def _submit(self, work: Callable[[sqlite3.Connection], _Result], begin: str) -> _Result:
        try:
            future = self._thread.submit(self._run, work, begin)
        except RuntimeError:
            raise StateClosed from None
        return await asyncio.wrap_future(future)

    def _run(self, work: Callable[[sqlite3.Connection], _Result], begin: str) -> _Result:
        try:
            if self._connection is None:
                self._connection = _open(self._file)
            with self._connection:
                self._connection.execute(begin)
                return work(self._connection)
        except (sqlite3.Error, OSError) as error:
            place = self._file or IN_MEMORY
            raise StateError(
                f"the bot's file {place} cannot be used ({error}); check that it is writable and the disk not full, or "
                "move it away and start again"
            ) from error


def erase(file: Path, work: Callable[[sqlite3.Connection], None]) -> None:
    """Delete something from a file for good: it is in no page and no log of it afterwards. Blocking.

    Raises:
        StateError: The file cannot be used, or another process keeps it busy.
    """
    if not file.exists():
        return
    try:
        connection = _open(file)
        try:
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                work(connection)
            (blocked, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            connection.close()
    except (sqlite3.Error, OSError) as error:
        raise StateError(f"the bot's file {file} cannot be used ({error}); run the command again") from error
    if blocked:
        raise StateError(
            f"the bot's file {file} is in use, and what was removed is still in its log; run the command again"
        )


def _open(file: Path | None) -> sqlite3.Connection:
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)  # people's questions are in it
    connection = sqlite3.connect(
        file or IN_MEMORY, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA secure_delete = ON")  # what is forgotten must not stay behind in free pages
        _migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _migrate(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")  # two processes may start at once
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > len(_MIGRATIONS):
            raise sqlite3.DatabaseError(f"it was made by a newer version, {version}")
        for migration in _MIGRATIONS[version:]:
            for statement in filter(str.strip, migration.split(";")):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(_MIGRATIONS)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
