"""The feeds that are followed, and which items of theirs were taken."""

from __future__ import annotations

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from index.errors import SourceError
from index.feeds import taken
from index.feeds.database import FeedsDatabase
from index.feeds.schedule import DAY
from index.feeds.taken import TakenItem, moment_of
from index.sql.connection import Connection
from index.sql.place import Database

LEASE = 300.0
"""Seconds for which a feed belongs to the process that updates it; renewed while that gets on."""

_FORGET_AFTER = 90 * DAY


class TooManyFeeds(SourceError):
    """An owner has as many feeds as it may."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed that is followed. ``every`` is in seconds, times are seconds since 1970.

    ``owner`` is None for the shared coverage, else whose own feed it is, for example ``guild:123``. ``failures`` counts
    those in a row, and ``error`` is the last of them.
    """

    id: str
    url: str
    owner: str | None
    outlet: str | None
    title: str
    every: float
    added_at: float
    etag: str | None
    modified: str | None
    attempted_at: float | None
    succeeded_at: float | None
    error: str | None
    failures: int
    due_at: float


@dataclass(frozen=True, slots=True)
class Holding:
    """What a feed has brought: how many documents, and when the newest was published, ISO 8601 in UTC if known."""

    documents: int = 0
    newest: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A feed that this process alone may update for a while."""

    feed: Subscription
    token: str


_FEED = ", ".join(field.name for field in fields(Subscription))
_OWNED = "owner IS ?"
_PRESENT = "(owner IS NULL OR owner NOT IN (SELECT owner FROM departures))"


class Subscriptions:
    """The feeds of one index; threads and processes may share them, on one machine or, in PostgreSQL, on several."""

    def __init__(self, database: Database) -> None:
        """Open the tables, or make them."""
        self._feeds = FeedsDatabase(database)

    def add(
        self,
        url: str,
        *,
        every: float,
        now: float,
        title: str = "",
        outlet: str | None = None,
        owner: str | None = None,
        most: int | None = None,
    ) -> Subscription:
        """Follow a feed from now on; one that is followed already gets the interval and outlet that are given.

        It is due at once.

        Raises:
            TooManyFeeds: The owner has ``most`` others already.
        """
        new = hashlib.sha256(f"{owner or ''}\n{url}".encode()).hexdigest()[:8]
        with self._feeds.writing() as connection:
            there = self._find(connection, f"url = ? AND {_OWNED}", url, owner)
            if there:
                connection.execute(
                    "UPDATE feeds SET every = ?, outlet = coalesce(?, outlet), title = ?, due_at = ? WHERE id = ?",
                    (every, outlet, title or there[0].title, now, there[0].id),
                )
            else:
                if most is not None and len(self._find(connection, _OWNED, owner)) >= most:
                    raise TooManyFeeds(url, f"would be more feeds than {most}; remove one first")
                connection.execute(
                    "INSERT INTO feeds (id, url, owner, outlet, title, every, added_at, due_at) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (_free_id(connection, new), url, owner, outlet, title, every, now, now),
                )
            return self._find(connection, f"url = ? AND {_OWNED}", url, owner)[0]

    def owned_by(self, owner: str | None) -> list[Subscription]:
        """Return the feeds of an owner, or of the shared coverage for None, in the order in which they were added."""
        with self._feeds.reading() as connection:
            return self._find(connection, f"{_OWNED} ORDER BY added_at, id", owner)

    def holdings(self, owner: str | None) -> dict[str, Holding]:
        """Return what an owner's feeds have brought, by the feeds' ids."""
        sql = (
            "SELECT feed, document, published FROM items WHERE document > '' AND withdrawn = 0 AND removed = 0 "
            f"AND feed IN (SELECT id FROM feeds WHERE {_OWNED})"
        )
        documents: dict[str, set[str]] = defaultdict(set)
        newest: dict[str, datetime] = {}
        with self._feeds.reading() as connection:
            for feed, document, published in connection.execute(sql, (owner,)):
                documents[feed].add(document)
                if moment := moment_of(published):
                    newest[feed] = max(moment, newest.get(feed, moment))
        return {
            feed: Holding(len(held), newest[feed].isoformat(" ", "seconds") if feed in newest else None)
            for feed, held in documents.items()
        }

    def all(self) -> list[Subscription]:
        """Return all feeds, whoever owns them, the first due first."""
        with self._feeds.reading() as connection:
            return self._find(connection, "1 = 1 ORDER BY due_at, id")

    def due(self, now: float, *, even_if_not: bool = False) -> list[Subscription]:
        """Return the feeds that are due and that no process has, the first due first; none of owners that left."""
        with self._feeds.reading() as connection:
            there = f"claimed_until <= ? AND (due_at <= ? OR ?) AND {_PRESENT} ORDER BY due_at, id"
            return self._find(connection, there, now, now, even_if_not)

    def remove(self, url_or_id: str, owner: str | None = None) -> Subscription:
        """Follow a feed no longer; its articles stay.

        Raises:
            SourceError: This owner has no such feed.
        """
        with self._feeds.writing() as connection:
            there = self._find(connection, f"(id = ? OR url = ?) AND {_OWNED}", url_or_id, url_or_id, owner)
            if not there:
                raise SourceError(url_or_id, "is no feed that is followed; `coverage-bot feed list` shows them")
            connection.execute("DELETE FROM feeds WHERE id = ?", (there[0].id,))
            return there[0]

    def next_due(self) -> float | None:
        """Return when the next feed is due; None if none is followed."""
        with self._feeds.reading() as connection:
            then = "CASE WHEN claimed_until > due_at THEN claimed_until ELSE due_at END"
            sql = f"SELECT min({then}) FROM feeds WHERE {_PRESENT}"
            due: float | None = connection.execute(sql).fetchone()[0]
            return due

    def claim(self, feed: str, now: float, *, even_if_not_due: bool = False, seen: float | None = None) -> Claim | None:
        """Take a feed for this process; None if it is not due, not there, or another process has it.

        One that is not due is taken if it was last attempted when it was ``seen`` to be, and by nobody meanwhile.
        """
        token = uuid.uuid4().hex
        with self._feeds.writing() as connection:
            claimed = connection.execute(
                "UPDATE feeds SET claim = ?, claimed_until = ? "
                "WHERE id = ? AND claimed_until <= ? AND (due_at <= ? OR (? AND attempted_at IS ?))",
                (token, now + LEASE, feed, now, now, even_if_not_due, seen),
            ).rowcount
            return Claim(self._find(connection, "id = ?", feed)[0], token) if claimed else None

    def release(self, claim: Claim) -> None:
        """Let go of a feed that was not read to its end; it stays due."""
        with self._feeds.writing() as connection:
            connection.execute(
                "UPDATE feeds SET claim = NULL, claimed_until = 0 WHERE id = ? AND claim = ?",
                (claim.feed.id, claim.token),
            )

    def items(self, feed: str) -> dict[str, TakenItem]:
        """Return what was taken of a feed, by the items' ids."""
        with self._feeds.reading() as connection:
            return taken.of_feed(connection, feed)

    def looked_at(self, feed: str) -> int:
        """Return how many items of a feed were looked at so far."""
        with self._feeds.reading() as connection:
            return int(connection.execute("SELECT count(*) FROM items WHERE feed = ?", (feed,)).fetchone()[0])

    def documents(self, feed: str) -> list[str]:
        """Return the ids of the documents that came from a feed."""
        with self._feeds.reading() as connection:
            return taken.documents(connection, feed)

    def also_taken(self, document: str, feed: str) -> TakenItem | None:
        """Return the item of another feed that a document came from, if there is one."""
        with self._feeds.reading() as connection:
            return taken.elsewhere(connection, document, feed)

    def record(self, claim: Claim, items: Sequence[TakenItem], now: float) -> bool:
        """Remember items whose articles are stored for good, and keep the feed; false if it is no longer ours."""
        with self._feeds.writing() as connection:
            if not self._keep(connection, claim, now + LEASE):
                return False
            taken.put(connection, claim.feed.id, items)
            return True

    def bar(self, owner: str | None, address: str) -> None:
        """Note that a person removed an owner's document of an address: no feed brings it back."""
        with self._feeds.writing() as connection:
            taken.bar(connection, owner, address)

    def is_barred(self, owner: str | None, address: str) -> bool:
        """Tell whether a person removed an owner's document of an address."""
        with self._feeds.reading() as connection:
            return taken.is_barred(connection, owner, address)

    def forget_documents(self, ids: Sequence[str]) -> None:
        """Note that a person removed documents: no feed brings them back, and no word of them is kept.

        Raises:
            FeedsUnusable: Another process keeps the words in a file's log.
        """
        with self._feeds.writing() as connection:
            taken.forget(connection, ids)
        self._feeds.erase()

    def finish(
        self,
        claim: Claim,
        *,
        now: float,
        due_at: float,
        error: str | None,
        url: str | None = None,
        title: str | None = None,
        validators: tuple[str | None, str | None] | None = None,
        listed: Sequence[str] | None = None,
    ) -> bool:
        """Note how an update went, and let go of the feed; false if it is no longer ours.

        Args:
            claim: The feed.
            now: When the update was made.
            due_at: When the next one is.
            error: What went wrong, if the feed itself could not be had.
            url: Its address from now on, unless another feed of the owner has that.
            title: What it calls itself.
            validators: Its ETag and Last-Modified, once all that it lists is taken; None leaves the old ones.
            listed: The ids of the items that it lists now: old ones that it does not list are forgotten.
        """
        with self._feeds.writing() as connection:
            if not self._keep(connection, claim, 0.0):
                return False
            feed = claim.feed
            outcome = "failures = failures + 1" if error else "failures = 0, succeeded_at = attempted_at"
            connection.execute(
                "UPDATE feeds SET claim = NULL, attempted_at = ?, due_at = ?, error = ?, title = coalesce(?, title) "
                "WHERE id = ?",
                (now, due_at, error, title, feed.id),
            )
            connection.execute(f"UPDATE feeds SET {outcome} WHERE id = ?", (feed.id,))
            if validators is not None:
                connection.execute("UPDATE feeds SET etag = ?, modified = ? WHERE id = ?", (*validators, feed.id))
            if url is not None and not self._find(connection, f"url = ? AND {_OWNED}", url, feed.owner):
                connection.execute("UPDATE feeds SET url = ? WHERE id = ?", (url, feed.id))
            if listed is not None:
                taken.let_go(connection, feed.id, now - _FORGET_AFTER, listed)
            return True

    def close(self) -> None:
        """Let go of the tables."""
        self._feeds.close()

    def _keep(self, connection: Connection, claim: Claim, until: float) -> bool:
        sql = "UPDATE feeds SET claimed_until = ? WHERE id = ? AND claim = ?"
        return bool(connection.execute(sql, (until, claim.feed.id, claim.token)).rowcount)

    def _find(self, connection: Connection, condition: str, *values: str | float | None) -> list[Subscription]:
        rows = connection.execute(f"SELECT {_FEED} FROM feeds WHERE {condition}", values)
        return [Subscription(*row) for row in rows]


def _free_id(connection: Connection, wanted: str) -> str:
    taken = connection.execute("SELECT 1 FROM feeds WHERE id = ?", (wanted,)).fetchone()
    return uuid.uuid4().hex[:8] if taken else wanted
