"""The items of feeds that were taken, and what was removed of them; for use inside the caller's transaction."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from typing import Any


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


def of_feed(connection: sqlite3.Connection, feed: str) -> dict[str, TakenItem]:
    """Return what was taken of a feed, by the items' ids."""
    rows = connection.execute(f"SELECT {_ITEM} FROM items WHERE feed = ?", (feed,))
    return {row["id"]: _taken(row) for row in rows}


def documents(connection: sqlite3.Connection, feed: str) -> list[str]:
    """Return the ids of the documents that came from a feed."""
    sql = "SELECT DISTINCT document FROM items WHERE feed = ? AND document IS NOT NULL AND NOT removed"
    return [row[0] for row in connection.execute(sql, (feed,))]


def elsewhere(connection: sqlite3.Connection, document: str, feed: str) -> TakenItem | None:
    """Return the first item of another feed that a document came from."""
    sql = f"SELECT {_ITEM} FROM items WHERE document = ? AND feed != ? ORDER BY taken_at LIMIT 1"
    row = connection.execute(sql, (document, feed)).fetchone()
    return None if row is None else _taken(row)


def put(connection: sqlite3.Connection, feed: str, items: Sequence[TakenItem]) -> None:
    """Remember items of a feed as they are now."""
    marks = ", ".join("?" for _ in _COLUMNS)
    sql = f"INSERT OR REPLACE INTO items (feed, {_ITEM}) VALUES (?, {marks})"
    connection.executemany(sql, [(feed, *astuple(item)) for item in items])


def forget(connection: sqlite3.Connection, ids: Sequence[str]) -> None:
    """Empty the items of documents that a person removed, and bar their addresses."""
    columns = ", ".join(f"items.{name}" for name in _COLUMNS)
    sql = f"SELECT feed, owner, {columns} FROM items JOIN feeds ON feeds.id = feed WHERE document = ?"
    for document in ids:
        for row in connection.execute(sql, (document,)).fetchall():
            item = _taken(row)
            if item.address:
                bar(connection, row["owner"], item.address)
            put(connection, row["feed"], [item.emptied()])


def bar(connection: sqlite3.Connection, owner: str | None, address: str) -> None:
    """Let no feed of an owner bring back the document of an address."""
    connection.execute("INSERT OR IGNORE INTO barred (digest) VALUES (?)", (_digest(owner, address),))


def is_barred(connection: sqlite3.Connection, owner: str | None, address: str) -> bool:
    """Tell whether an owner's document of an address was removed."""
    return (
        connection.execute("SELECT 1 FROM barred WHERE digest = ?", (_digest(owner, address),)).fetchone() is not None
    )


def _digest(owner: str | None, address: str) -> str:
    return hashlib.sha256(f"{owner or ''}\n{address}".encode("utf-8", "replace")).hexdigest()


def _taken(row: sqlite3.Row) -> TakenItem:
    known: dict[str, Any] = {name: row[name] for name in _COLUMNS}
    flags = {name: bool(row[name]) for name in ("from_summary", "withdrawn", "removed")}
    return TakenItem(**known | flags)
