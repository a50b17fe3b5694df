"""One SQLite connection: how it is opened, how it locks, and how its errors reach people."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import StoreBusy, StoreDamaged, StoreError

FILE_NAME = "coverage.db"
_BUSY = ("locked", "busy")
_BROKEN = ("malformed", "not a database", "corrupt")


def connect(folder: Path, wait: float) -> sqlite3.Connection:
    """Open the database in ``folder`` (made if it is not there), waiting ``wait`` seconds for locks."""
    connection = sqlite3.connect(folder / FILE_NAME, timeout=wait, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    # FULL: an acknowledged ingest survives a power cut, not only a killed process.
    connection.execute("PRAGMA synchronous = FULL")
    # What was removed must not stay behind in free pages.
    connection.execute("PRAGMA secure_delete = ON")
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection, *, write: bool) -> Iterator[None]:
    """Run the block in one transaction: all of it is stored, or none."""
    connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Turn SQLite's errors into ones that say what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise _explain(error, place) from error


def _explain(error: sqlite3.Error, place: str) -> StoreError:
    message = str(error)
    if any(word in message for word in _BUSY):
        return StoreBusy(
            f"the index in {place} is being written by another coverage-bot; try again when it has finished"
        )
    if any(word in message for word in _BROKEN):
        return StoreDamaged(
            f"the index in {place} is damaged ({message}); put back a copy of {FILE_NAME}, or delete the folder "
            "and ingest again"
        )
    return StoreError(
        f"the index in {place} cannot be used ({message}); check that the folder is writable and the disk not full"
    )
