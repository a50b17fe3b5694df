"""The database of an index: how it is opened, and how its errors reach people."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import StoreBusy, StoreDamaged, StoreError, StoreMissing
from index.sql import place
from index.sql.connection import Connection, SqlError
from index.sql.place import Database, SqliteFile

FILE_NAME = "coverage.db"
_BUSY = ("locked", "busy")
_BROKEN = ("malformed", "not a database", "corrupt")


def shown(database: Database) -> str:
    """Return where an index is, as people know it: its folder, or its address."""
    return str(database.path.parent if isinstance(database, SqliteFile) else database)


def option(database: Database) -> str:
    """Return what a command is told so that it works on this index; an address comes from the settings."""
    return f" --index {shown(database)}" if isinstance(database, SqliteFile) else ""


def missing(database: Database) -> StoreMissing:
    """Return the error that there is no index."""
    return StoreMissing(
        f"there is no index in {shown(database)}; make one with: coverage-bot ingest SOURCE{option(database)}"
    )


def require(database: Database) -> None:
    """Raise unless there is a file, where it is to be one; what is elsewhere is known once it is open."""
    if not isinstance(database, SqliteFile):
        return
    try:
        database.path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise missing(database) from error
    except OSError as error:
        raise StoreError(
            f"the index folder {shown(database)} cannot be read ({error.strerror}); let this user read it, or choose "
            "another with --index DIR"
        ) from error


def make_folder(folder: Path) -> None:
    """Make the folder of an index, and those above it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"the index folder {folder} cannot be made ({error.strerror}); choose one with --index DIR"
        ) from error


def connect(database: Database, wait: float, *, create: bool) -> Connection:
    """Open the database (a file is made if it is not there), waiting ``wait`` seconds for locks."""
    connection = place.connect(database, wait, create=create)
    if not isinstance(database, SqliteFile):
        return connection
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")
        # FULL: an acknowledged ingest survives a power cut, not only a killed process.
        connection.execute("PRAGMA synchronous = FULL")
        # What was removed must not stay behind in free pages.
        connection.execute("PRAGMA secure_delete = ON")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def explained(database: Database) -> Iterator[None]:
    """Turn the database's errors into ones that say what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise _explain(error, shown(database)) from error
    except SqlError as error:
        raise _explain_postgres(error, shown(database)) from error


def _explain(error: sqlite3.Error, place: str) -> StoreError:
    message = str(error)
    if any(word in message for word in _BUSY):
        return _busy(place)
    if any(word in message for word in _BROKEN):
        return StoreDamaged(
            f"the index in {place} is damaged ({message}); put back a copy of {FILE_NAME}, or delete the folder "
            "and ingest again"
        )
    return StoreError(
        f"the index in {place} cannot be used ({message}); check that the folder is writable and the disk not full"
    )


def _explain_postgres(error: SqlError, place: str) -> StoreError:
    if error.busy:
        return _busy(place)
    if error.damaged:
        return StoreDamaged(f"the index in {place} is damaged ({error}); restore PostgreSQL's database from a backup")
    if error.lost:
        return StoreError(
            f"the index in {place} cannot be reached ({error}); check that PostgreSQL runs there and lets this user in"
        )
    return StoreError(
        f"the index in {place} cannot be used ({error}); check that this user may write there and the disk is not full"
    )


def _busy(place: str) -> StoreBusy:
    return StoreBusy(f"the index in {place} is being written by another coverage-bot; try again when it has finished")
