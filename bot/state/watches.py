"""Watches: who wants to be told what of new articles, where, and how it ended."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import Enum

from bot.state import posts
from index.sql.connection import Connection, Row

USUAL_A_DAY = 5
MOST_A_DAY = 25
LONGEST_TOPIC = 200  # characters
MOST_OF_A_PERSON = 10
MOST_OF_A_SERVER = 25
_ENDED_KEPT_SECONDS = 30 * 86_400.0
_COLUMNS = "id, person, server, channel, parent, topic, a_day, locale, position, ended"


class Ended(Enum):
    """Why a watch posts no more, until it is added again."""

    DIRECT_CLOSED = "direct_closed"
    CHANNEL_GONE = "channel_gone"
    NOT_ALLOWED = "not_allowed"
    LEFT_SERVER = "left_server"
    NOT_ASKABLE = "not_askable"


class Full(Enum):
    """Why there is no room for another watch."""

    PERSON = "person"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Watch:
    """A topic that a person watches. ``id`` is 0 until it is stored.

    ``channel`` is where it posts: a server's channel with its ``parent``, or the person's own where ``server`` is
    None. ``locale`` is the person's; ``position`` is the index's generation up to which it has looked.
    """

    person: int
    server: int | None
    channel: int
    topic: str
    a_day: int
    locale: str
    position: int
    parent: int | None = None
    ended: Ended | None = None
    id: int = 0


def add(connection: Connection, watch: Watch) -> Full | None:
    """Store a watch, or say what is full; one with the same topic in the same place begins anew."""
    connection.execute("DELETE FROM watches WHERE ended_at < ?", (time.time() - _ENDED_KEPT_SECONDS,))
    same = "person = ? AND server IS ? AND channel = ? AND topic = ?"
    known = (watch.person, watch.server, watch.channel, watch.topic)
    values = (watch.a_day, watch.locale, watch.position)
    sql = f"UPDATE watches SET a_day = ?, locale = ?, position = ?, ended = NULL, ended_at = NULL WHERE {same}"
    there = connection.execute(f"SELECT ended FROM watches WHERE {same}", known).fetchone()
    if there is not None and there["ended"] is None:
        connection.execute(sql, (*values, *known))
        return None
    if _running(connection, "person", watch.person) >= MOST_OF_A_PERSON:
        return Full.PERSON
    if watch.server is not None and _running(connection, "server", watch.server) >= MOST_OF_A_SERVER:
        return Full.SERVER
    if not connection.execute(sql, (*values, *known)).rowcount:
        connection.execute(
            "INSERT INTO watches (person, server, channel, topic, parent, a_day, locale, position) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*known, watch.parent, *values),
        )
    return None


def of(connection: Connection, person: int, server: int | None = None) -> list[Watch]:
    """Return a person's watches and, with a ``server``, those that post in it; the oldest first."""
    sql = f"SELECT {_COLUMNS} FROM watches WHERE person = ? OR server = ? ORDER BY id"
    return [_watch(row) for row in connection.execute(sql, (person, server))]


def running(connection: Connection) -> list[Watch]:
    """Return all watches that have not ended."""
    sql = f"SELECT {_COLUMNS} FROM watches WHERE ended IS NULL ORDER BY id"
    return [_watch(row) for row in connection.execute(sql)]


def find(connection: Connection, watch_id: int) -> Watch | None:
    """Return a watch by its id."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM watches WHERE id = ?", (watch_id,)).fetchone()
    return _watch(row) if row else None


def remove(connection: Connection, watch_id: int) -> None:
    """Forget a watch, and what was found for it."""
    posts.forget_watch(connection, watch_id)
    connection.execute("DELETE FROM watches WHERE id = ?", (watch_id,))


def move(connection: Connection, watch: Watch, until: int) -> bool:
    """Note up to which generation a watch has looked, from its ``position`` on.

    False where it is gone or has ended, or where something else has moved it meanwhile: another process, or its person.
    What was found is then not to be noted: whoever was first has noted it.
    """
    moved = connection.execute(
        "UPDATE watches SET position = ? WHERE id = ? AND position = ? AND ended IS NULL",
        (until, watch.id, watch.position),
    )
    return bool(moved.rowcount)


def end(connection: Connection, watch_id: int, why: Ended) -> None:
    """Post for a watch no more, and keep it with the reason, for its owner to see."""
    connection.execute(
        "UPDATE watches SET ended = ?, ended_at = ? WHERE id = ? AND ended IS NULL", (why.value, time.time(), watch_id)
    )


def end_in_server(connection: Connection, server: int) -> None:
    """End all watches that post in a server in which the bot is no more."""
    for row in connection.execute("SELECT id FROM watches WHERE server = ?", (server,)).fetchall():
        end(connection, row["id"], Ended.LEFT_SERVER)


def forget_person(connection: Connection, person: int) -> None:
    """Delete a person's watches, and what was found for them."""
    for watch in of(connection, person):
        remove(connection, watch.id)


def forget_server(connection: Connection, server: int) -> None:
    """Delete the watches that post in a server, and what was found for them."""
    for row in connection.execute("SELECT id FROM watches WHERE server = ?", (server,)).fetchall():
        remove(connection, row["id"])


def _running(connection: Connection, column: str, value: int) -> int:
    sql = f"SELECT count(*) FROM watches WHERE {column} = ? AND ended IS NULL"
    return int(connection.execute(sql, (value,)).fetchone()[0])


def _watch(row: Row) -> Watch:
    return Watch(
        row["person"],
        row["server"],
        row["channel"],
        row["topic"],
        row["a_day"],
        row["locale"],
        row["position"],
        row["parent"],
        Ended(row["ended"]) if row["ended"] else None,
        row["id"],
    )
