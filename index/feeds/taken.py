"""The items of feeds that were taken, and what was removed of them; for use inside the caller's transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from typing import Any

from index.sql.connection import Connection, Row


@dataclass(frozen=True, slots=True)
class TakenItem:
    """What is remembered of a feed's item; the comment beside the table says what the fields mean."""

    id: str
    url: str | None
    address: str | None
    document: str | None
    said: str
    author: str | None
    published: str | None
    taken_at: float
    etag: str | None = None
    modified: str | None = None
    from_summary: bool = False
    failures: int = 0
    recheck_at: float | None = None
    gone_at: float | None = None
    withdrawn: bool = False
    removed: bool = False

    def emptied(self) -> TakenItem:
        """Return what is remembered of it once a person has removed its document: that, and nothing else."""
        return TakenItem(self.id, None, None, self.document, self.said, None, None, self.taken_at, removed=True)


_COLUMNS = tuple(field.name for field in fields(TakenItem))
_ITEM = ", ".join(_COLUMNS)


def of_feed(connection: Connection, feed: str) -> dict[str, TakenItem]:
    """Return what was taken of a feed, by the items' ids."""
    rows = connection.execute(f"SELECT {_ITEM} FROM items WHERE feed = ?", (feed,))
    return {row["id"]: _taken(row) for row in rows}


def documents(connection: Connection, feed: str) -> list[str]:
    """Return the ids of the documents that came from a feed."""
    sql = "SELECT DISTINCT document FROM items WHERE feed = ? AND document IS NOT NULL AND removed = 0"
    return [row[0] for row in connection.execute(sql, (feed,))]


def elsewhere(connection: Connection, document: str, feed: str) -> TakenItem | None:
    """Return the first item of another feed that a document came from."""
    sql = f"SELECT {_ITEM} FROM items WHERE document = ? AND feed != ? ORDER BY taken_at LIMIT 1"
    row = connection.execute(sql, (document, feed)).fetchone()
    return None if row is None else _taken(row)


def put(connection: Connection, feed: str, items: Sequence[TakenItem]) -> None:
    """Remember items of a feed as they are now."""
    marks = ", ".join("?" for _ in _COLUMNS)
    changes = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name != "id")
    sql = f"INSERT INTO items (feed, {_ITEM}) VALUES (?, {marks}) ON CONFLICT (feed, id) DO UPDATE SET {changes}"
    connection.executemany(sql, [(feed, *map(_plain, astuple(item))) for item in items])


def let_go(connection: Connection, feed: str, before: float, listed: Sequence[str]) -> None:
    """Forget items that were taken before a moment, are not looked at again, and are not among those ``listed``."""
    sql = "SELECT id FROM items WHERE feed = ? AND recheck_at IS NULL AND taken_at < ?"
    old = [row[0] for row in connection.execute(sql, (feed, before))]
    gone = [(feed, item) for item in set(old).difference(listed)]
    connection.executemany("DELETE FROM items WHERE feed = ? AND id = ?", gone)


def moment_of(published: str | None) -> datetime | None:
    """Return an ISO 8601 moment in UTC; None where there is none, or it is no such."""
    try:
        moment = datetime.fromisoformat(published) if published else None
    except ValueError:
        return None
    if moment is None:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def forget(connection: Connection, ids: Sequence[str]) -> None:
    """Empty the items of documents that a person removed, and bar their addresses."""
    columns = ", ".join(f"items.{name}" for name in _COLUMNS)
    sql = f"SELECT feed, owner, {columns} FROM items JOIN feeds ON feeds.id = feed WHERE document = ?"
    for document in ids:
        for row in connection.execute(sql, (document,)).fetchall():
            item = _taken(row)
            if item.address:
                bar(connection, row["owner"], item.address)
            put(connection, row["feed"], [item.emptied()])


def bar(connection: Connection, owner: str | None, address: str) -> None:
    """Let no feed of an owner bring back the document of an address."""
    connection.execute("INSERT INTO barred (digest) VALUES (?) ON CONFLICT DO NOTHING", (_digest(owner, address),))


def is_barred(connection: Connection, owner: str | None, address: str) -> bool:
    """Tell whether an owner's document of an address was removed."""
    return (
        connection.execute("SELECT 1 FROM barred WHERE digest = ?", (_digest(owner, address),)).fetchone() is not None
    )


def _digest(owner: str | None, address: str) -> str:
    return hashlib.sha256(f"{owner or ''}\n{address}".encode("utf-8", "replace")).hexdigest()


def _plain(value: object) -> object:
    return int(value) if isinstance(value, bool) else value


def _taken(row: Row) -> TakenItem:
    known: dict[str, Any] = {name: row[name] for name in _COLUMNS}
    flags = {name: bool(row[name]) for name in ("from_summary", "withdrawn", "removed")}
    return TakenItem(**known | flags)
