"""How the bot answers in a server, as those who manage it have set it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """A server's settings; what is empty restricts nothing.

    ``channels`` are the channels in which the bot answers, ``outlets`` those that it quotes, ``private`` is whether
    answers to /ask are for who asked alone, ``prefix`` whether the command in messages is on.
    """

    channels: frozenset[int] = frozenset()
    outlets: frozenset[str] = frozenset()
    private: bool = False
    prefix: bool = True

    def answers_in(self, *channels: int | None) -> bool:
        """Whether the bot answers in a channel, given with those that it is part of."""
        return not self.channels or not self.channels.isdisjoint(channels)


def read(connection: sqlite3.Connection, server: int | None) -> ServerSettings:
    """Return a server's settings, or the defaults."""
    row = connection.execute("SELECT settings FROM servers WHERE server = ?", (server,)).fetchone()
    if row is None:
        return ServerSettings()
    stored = json.loads(row["settings"])
    return ServerSettings(
        frozenset(stored["channels"]), frozenset(stored["outlets"]), stored["private"], stored["prefix"]
    )


def change(
    connection: sqlite3.Connection, server: int, changed: Callable[[ServerSettings], ServerSettings]
) -> ServerSettings:
    """Change a server's settings in the transaction of the connection, and return what they are now."""
    settings = changed(read(connection, server))
    stored = {
        "channels": sorted(settings.channels),
        "outlets": sorted(settings.outlets),
        "private": settings.private,
        "prefix": settings.prefix,
    }
    connection.execute("INSERT OR REPLACE INTO servers VALUES (?, ?)", (server, json.dumps(stored)))
    return settings
