"""The file that remembers feeds: beside the index and apart from it, so that it serves whatever store is in use.

Several processes may have it open; each change is one transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import CoverageError
from index.sql.connection import transaction
from index.store.database import make_folder

FILE_NAME = "feeds.db"
_WAIT_SECONDS = 30.0

# One entry a schema version, applied in order; never edit one that has been released. Times are seconds since 1970.
# A feed's `claim` is the token of the process that updates it, good until `claimed_until`.
# An item's `id` is a digest of the feed's name for it, which may hold words of the article, and `said` one of what the
# feed said of it when it was taken. `address` is the one that its article is stored under, `document` what the store
# has of it, NULL while that is nothing; `gone_at` is when its page was first found gone. Of an item whose document a
# person removed, `removed` is kept and no word; `barred` has digests of such documents' owners and addresses.
_MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE feeds (
        id TEXT PRIMARY KEY,
        url TEXT NOT NULL,
        owner TEXT,
        outlet TEXT,
        title TEXT NOT NULL,
        every REAL NOT NULL,
        added_at REAL NOT NULL,
        etag TEXT,
        modified TEXT,
        attempted_at REAL,
        succeeded_at REAL,
        error TEXT,
        failures INTEGER NOT NULL DEFAULT 0,
        due_at REAL NOT NULL,
        claim TEXT,
        claimed_until REAL NOT NULL DEFAULT 0
    ) WITHOUT ROWID;
    CREATE UNIQUE INDEX feeds_by_address ON feeds (url, coalesce(owner, ''));
    CREATE INDEX feeds_by_due ON feeds (due_at);
    CREATE TABLE items (
        feed TEXT NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
        id TEXT NOT NULL,
        url TEXT,
        address TEXT,
        document TEXT,
        said TEXT NOT NULL,
        author TEXT,
        published TEXT,
        taken_at REAL NOT NULL,
        etag TEXT,
        modified TEXT,
        from_summary INTEGER NOT NULL,
        failures INTEGER NOT NULL,
        recheck_at REAL,
        gone_at REAL,
        withdrawn INTEGER NOT NULL,
        removed INTEGER NOT NULL,
        PRIMARY KEY (feed, id)
    ) WITHOUT ROWID;
    CREATE TABLE barred (digest TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE INDEX items_by_document ON items (document) WHERE document IS NOT NULL;
    CREATE INDEX items_by_recheck ON items (feed, recheck_at) WHERE recheck_at IS NOT NULL;
    """,
    # Owners that have left, and since when: their feeds are never due.
    """
    CREATE TABLE departures (owner TEXT PRIMARY KEY, since REAL NOT NULL) WITHOUT ROWID;
    """,
)


class FeedsUnusable(CoverageError):
    """The file of the feeds cannot be used."""


def connect(folder: Path) -> sqlite3.Connection:
    """Open the file in the index folder ``folder``, made with the folder if it is not there.

    Raises:
        FeedsUnusable: It is damaged, locked, or of a newer version.
        StoreError: The folder cannot be made.
    """
    make_folder(folder)
    with explained(folder):
        connection = sqlite3.connect(
            folder / FILE_NAME, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA foreign_keys = ON")
            # Losing the last entries to a power cut costs no more than reading some pages again.
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA secure_delete = ON")
            _migrate(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def erase(connection: sqlite3.Connection, folder: Path) -> None:
    """Make sure that what was overwritten is in no log any more.

    Raises:
        FeedsUnusable: Another process keeps it there.
    """
    with explained(folder):
        (blocked, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if blocked:
        raise FeedsUnusable(
            f"the feeds in {folder / FILE_NAME} are in use, and what was removed is still in their log; run the "
            "command again"
        )


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn SQLite's errors into ones that say what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise FeedsUnusable(
            f"the feeds in {folder / FILE_NAME} cannot be used ({error}); check that the folder is writable and the "
            "disk not full, or move the file away and add the feeds again"
        ) from error


def _migrate(connection: sqlite3.Connection) -> None:
    with transaction(connection, write=True):  # two processes may start at once
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > len(_MIGRATIONS):
            raise FeedsUnusable(
                f"the feeds were stored by a newer coverage-bot (version {version}, this one knows up to "
                f"{len(_MIGRATIONS)}); upgrade with: pip install --upgrade coverage-bot"
            )
        for migration in _MIGRATIONS[version:]:
            for statement in filter(str.strip, migration.split(";\n")):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(_MIGRATIONS)}")
