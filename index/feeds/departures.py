"""Owners that have left: their feeds rest at once, and after a while all that was theirs is erased.

An owner who is back before that finds everything as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.feeds.database import FeedsDatabase
from index.feeds.schedule import DAY
from index.owners import seen_by
from index.sql.place import Database
from index.store.protocol import Store

GRACE_DAYS = 7
"""How many days what an owner had is kept after it has left."""


class Departures:
    """Who has left, beside the feeds; threads and processes may share it. Times are seconds since 1970."""

    def __init__(self, database: Database) -> None:
        """Open the tables of the feeds, or make them."""
        self._feeds = FeedsDatabase(database)

    def left(self, owner: str, now: float) -> None:
        """Note that an owner has left; if that is known, since when it was known."""
        with self._feeds.writing() as connection:
            connection.execute(
                "INSERT INTO departures (owner, since) VALUES (?, ?) ON CONFLICT DO NOTHING", (owner, now)
            )

    def is_back(self, owner: str) -> None:
        """Note that an owner is there, if it had left."""
        with self._feeds.writing() as connection:
            connection.execute("DELETE FROM departures WHERE owner = ?", (owner,))

    def gone(self) -> list[str]:
        """Return the owners that have left."""
        return self._owners("SELECT owner FROM departures ORDER BY since", ())

    def due(self, now: float) -> list[str]:
        """Return the owners that left so long ago that what they had is to be erased."""
        return self._owners("SELECT owner FROM departures WHERE since <= ?", (now - GRACE_DAYS * DAY,))

    def with_feeds(self) -> list[str]:
        """Return the owners that have feeds."""
        return self._owners("SELECT DISTINCT owner FROM feeds WHERE owner IS NOT NULL", ())

    def documents(self, owner: str, store: Store) -> list[str]:
        """Return the ids of all documents that an owner has, also those that were withdrawn."""
        return list(dict.fromkeys([*store.ids(seen_by(owner, shared=False)), *self._taken(owner)]))

    def erase(self, owner: str, store: Store, forget: Callable[[str, Sequence[str]], None]) -> None:
        """Erase all that an owner had, and that it left; what is cut short is done again the next time.

        ``forget`` is called with the owner and the documents' ids, for whatever else remembers them.

        Raises:
            StoreBusy: Another process keeps the words in the store's files.
            FeedsUnusable: The tables cannot be used.
        """
        documents = self.documents(owner, store)
        store.remove(documents, seen_by(owner, shared=False))
        forget(owner, documents)
        with self._feeds.writing() as connection:
            connection.execute("DELETE FROM feeds WHERE owner = ?", (owner,))
        self._feeds.erase()
        self.is_back(owner)  # it has nothing left, and is new if it comes

    def close(self) -> None:
        """Let go of the tables."""
        self._feeds.close()

    def _taken(self, owner: str) -> list[str]:
        of_owner = "feed IN (SELECT id FROM feeds WHERE owner = ?)"
        return self._owners(f"SELECT DISTINCT document FROM items WHERE document > '' AND {of_owner}", (owner,))

    def _owners(self, sql: str, values: tuple[object, ...]) -> list[str]:
        with self._feeds.reading() as connection:
            return [row[0] for row in connection.execute(sql, values)]
