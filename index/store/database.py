"""One SQLite connection: how it is opened, how it locks, and how its errors reach people."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import StoreBusy, StoreDamaged, StoreError, StoreMissing

FILE_NAME = "coverage.db"
_BUSY = ("locked", "busy")
_BROKEN = ("malformed", "not a database", "corrupt")


def require(folder: Path) -> None:
    """Raise unless there is a database in ``folder``."""
    try:
        (folder / FILE_NAME).stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise StoreMissing(
            f"there is no index in {folder}; make one with: coverage-bot ingest SOURCE --index {folder}"
        ) from error
    except OSError as error:
        raise StoreError(
            f"the index folder {folder} cannot be read ({error.strerror}); let this user read it, or choose another "
            "with --index DIR"
        ) from error


def make_folder(folder: Path) -> None:
    """Make the folder of an index, and those above it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"the index folder {folder} cannot be made ({error.strerror}); choose one with --index DIR"
        ) from error


def connect(folder: Path, wait: float) -> sqlite3.Connection:
    """Open the database in ``folder`` (made if it is not there), waiting ``wait`` seconds for locks."""
    connection = sqlite3.connect(folder / FILE_NAME, timeout=wait, isolation_level=None, check_same_thread=False)
    try:
        connection.row_factory = sqlite3.Row
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
