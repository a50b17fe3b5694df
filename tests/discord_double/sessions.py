"""What the gateway remembers: connections that come and go, and sessions that outlive them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from .entities import Guild
from .errors import Json
from .world import World

DISPATCH = 0


@dataclass(frozen=True)
class Closing:
    """In place of a frame: end the connection with this code, or None to cut it off."""

    code: int | None


@dataclass(frozen=True)
class Heartbeat:
    """One heartbeat: when it came, and how many seconds after the one before (or after HELLO)."""

    at: float
    gap: float
    connection: int


@dataclass(eq=False)
class Connection:
    """One websocket, from HELLO to its end."""

    number: int
    beaten_at: float
    outgoing: asyncio.Queue[Json | Closing] = field(default_factory=asyncio.Queue)
    session: Session | None = None
    sent: list[float] = field(default_factory=list)
    open: bool = True


@dataclass(eq=False)
class Session:
    """What outlives a connection: identity, intents and the events so far, to replay them on RESUME."""

    id: str
    intents: int
    shard: tuple[int, int]
    log: list[Json] = field(default_factory=list)
    connection: Connection | None = None

    def send(self, name: str, payload: Json) -> None:
        """Number an event, keep it, and send it if somebody listens."""
        frame: Json = {"op": DISPATCH, "t": name, "s": len(self.log) + 1, "d": payload}
        self.log.append(frame)
        if self.connection is not None:
            self.connection.outgoing.put_nowait(frame)


def shard_of(guild: Guild | None, count: int) -> int:
    """The shard that serves a guild; direct messages go to the first one."""
    return (int(guild.id) >> 22) % count if guild is not None else 0


def own_guilds(world: World, shard: tuple[int, int]) -> list[Guild]:
    """The guilds with the bot that this shard (its number, and how many there are) serves."""
    number, count = shard
    return [guild for guild in world.guilds.values() if guild.has(world.bot) and shard_of(guild, count) == number]


def ready(world: World, session: Session, guilds: list[Guild], gateway_url: str) -> Json:
    """The READY event that opens a session."""
    return {
        "v": 10,
        "user": world.bot.payload(),
        "guilds": [{"id": guild.id, "unavailable": True} for guild in guilds],
        "session_id": session.id,
        "resume_gateway_url": gateway_url,
        "shard": list(session.shard),
        "application": {"id": world.application_id, "flags": 0, "flags_new": "0"},
    }
