"""How the bot answers in a server, as those who manage it have set it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from index.owners import SHARED, Owners, seen_by
from index.sql.connection import Connection


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """A server's settings; what is empty restricts nothing.

    ``channels`` are the channels in which the bot answers, ``outlets`` those that it quotes, ``private`` is whether
    answers to /ask are for who asked alone, ``prefix`` whether the command in messages is on, ``shared`` whether the
    coverage that all servers share is searched beside the server's own.
    """

    channels: frozenset[int] = frozenset()
    outlets: frozenset[str] = frozenset()
    private: bool = False
    prefix: bool = True
    shared: bool = True

    def answers_in(self, *channels: int | None) -> bool:
        """Whether the bot answers in a channel, given with those that it is part of."""
        return not self.channels or not self.channels.isdisjoint(channels)


def owner_of(server: int) -> str:
    """Return the name under which a server's own coverage is stored."""
    return f"guild:{server}"


def server_of(owner: str) -> int | None:
    """Return the server whose coverage is stored under a name, None where it is no server's."""
    number = owner.removeprefix("guild:")
    return int(number) if number != owner and number.isascii() and number.isdigit() else None


def owners(server: int | None, settings: ServerSettings) -> Owners:
    """Return whose coverage is seen in a server; in direct messages only what all share."""
    return SHARED if server is None else seen_by(owner_of(server), shared=settings.shared)


def read(connection: Connection, server: int | None) -> ServerSettings:
    """Return a server's settings, or the defaults."""
    row = connection.execute("SELECT settings FROM servers WHERE server = ?", (server,)).fetchone()
    if row is None:
        return ServerSettings()
    stored = json.loads(row["settings"])
    return ServerSettings(
        frozenset(stored["channels"]),
        frozenset(stored["outlets"]),
        stored["private"],
        stored["prefix"],
        stored.get("shared", True),  # set before there was a choice
    )


def forget(connection: Connection, server: int) -> None:
    """Delete a server's settings and the previews that were shown in it."""
    connection.execute("DELETE FROM servers WHERE server = ?", (server,))
    connection.execute("DELETE FROM previews WHERE server = ?", (server,))


def change(connection: Connection, server: int, changed: Callable[[ServerSettings], ServerSettings]) -> ServerSettings:
    """Change a server's settings in the transaction of the connection, and return what they are now."""
    settings = changed(read(connection, server))
    stored = {
        "channels": sorted(settings.channels),
        "outlets": sorted(settings.outlets),
        "private": settings.private,
        "prefix": settings.prefix,
        "shared": settings.shared,
    }
    connection.execute(
        "INSERT INTO servers (server, settings) VALUES (?, ?) ON CONFLICT (server) DO UPDATE SET "
        "settings = excluded.settings",
        (server, json.dumps(stored)),
    )
    return settings
