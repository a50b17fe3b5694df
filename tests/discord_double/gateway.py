"""The gateway face: HELLO, IDENTIFY, RESUME, heartbeats and events over a websocket."""

from __future__ import annotations

import asyncio
import json
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

from .errors import Json
from .frames import event_faults, packer, sent_faults
from .guild_payload import gateway_guild
from .intents import KNOWN, PRIVILEGED, as_received
from .schemas import in_words
from .sessions import Closing, Connection, Heartbeat, Session, own_guilds, ready, shard_of
from .timing import now
from .world import Event

if TYPE_CHECKING:
    from .double import DiscordDouble

HEARTBEAT, IDENTIFY, PRESENCE, VOICE = 1, 2, 3, 4
RESUME, RECONNECT, MEMBERS, INVALID, HELLO, ACK = 6, 7, 8, 9, 10, 11
MOST_SENT, PER_SECONDS = 120, 60.0


class GatewayFace:
    """All connections and sessions of one double."""

    def __init__(self, double: DiscordDouble) -> None:
        self._double = double
        self.sessions: dict[str, Session] = {}
        self.connections: list[Connection] = []
        self.heartbeats: list[Heartbeat] = []
        self.identified: list[Json] = []
        self.resumed: list[Json] = []
        double.world.listeners.append(self.deliver)

    def deliver(self, event: Event) -> None:
        """Send an event to the session that is responsible for its guild, as its intents allow."""
        for session in self.sessions.values():
            if shard_of(event.guild, session.shard[1]) != session.shard[0]:
                continue
            payload = as_received(event, session.intents, self._double.world.bot.id)
            if payload is not None:
                for _ in range(self._double.faults.copies_of_events):
                    self._send(session, event.name, payload)

    def _send(self, session: Session, name: str, payload: Json) -> None:
        specification = self._double.specification
        if specification is not None:
            faults = event_faults(specification, name, payload)
            if faults:
                self._double.world.complain(f"event {name} is untrue: {in_words(faults)}")
        session.send(name, payload)

    def reconnect(self) -> None:
        """Ask every client to come back (op 7)."""
        self._to_all({"op": RECONNECT, "d": None})

    def invalidate(self, *, resumable: bool) -> None:
        """Declare every session invalid (op 9)."""
        self._to_all({"op": INVALID, "d": resumable})
        if not resumable:
            self.sessions.clear()

    def close(self, code: int) -> None:
        """End every connection with this close code."""
        self._to_all(Closing(code))

    def drop(self) -> None:
        """Cut every connection off without a word."""
        self._to_all(Closing(None))

    def drop_shard(self, number: int) -> None:
        """Cut the connections of one shard off without a word."""
        for connection in self.connections:
            if connection.open and connection.session is not None and connection.session.shard[0] == number:
                connection.outgoing.put_nowait(Closing(None))
                self._detach(connection)

    def _to_all(self, frame: Json | Closing) -> None:
        for connection in self.connections:
            if connection.open:
                connection.outgoing.put_nowait(frame)
                self._detach(connection)

    def late_heartbeats(self, *, by: float) -> list[Heartbeat]:
        """Heartbeats that came more than `by` seconds after they were due, and those overdue now."""
        limit = self._double.timing.heartbeat_interval + by
        overdue = [
            Heartbeat(now(), now() - connection.beaten_at, connection.number)
            for connection in self.connections
            if connection.open
        ]
        return [beat for beat in (*self.heartbeats, *overdue) if beat.gap > limit]

    async def answer(self, request: web.Request) -> web.WebSocketResponse:
        """One websocket connection, from upgrade to close."""
        if self._double.faults.refused_connections > 0:
            self._double.faults.refused_connections -= 1
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse(max_msg_size=4096 * 4)
        await socket.prepare(request)
        connection = Connection(len(self.connections), now())
        self.connections.append(connection)
        writer = asyncio.ensure_future(self._write(request, socket, connection))
        interval = int(self._double.timing.heartbeat_interval * 1000)
        if self._double.faults.silent_connections > 0:
            self._double.faults.silent_connections -= 1
            connection.outgoing.put_nowait(Closing(1001))
        connection.outgoing.put_nowait({"op": HELLO, "d": {"heartbeat_interval": interval}})
        if request.query.get("v") != "10" or request.query.get("encoding") != "json":
            connection.outgoing.put_nowait(Closing(4012))
        if self._double.faults.close_next_connection is not None:
            connection.outgoing.put_nowait(Closing(self._double.faults.close_next_connection))
            self._double.faults.close_next_connection = None
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._receive(connection, message.data)
        finally:
            connection.open = False
            self._detach(connection)
            writer.cancel()
            self._double.world.watch.pulse()
        return socket

    async def _write(self, request: web.Request, socket: web.WebSocketResponse, connection: Connection) -> None:
        pack = packer(request.query.get("compress", ""))
        with suppress(ConnectionError):  # the client may be gone before it has read everything
            while not isinstance(frame := await connection.outgoing.get(), Closing):
                packed = pack(frame)
                if isinstance(packed, str):
                    await socket.send_str(packed)
                else:
                    await socket.send_bytes(packed)
            connection.open = False
            if frame.code is None and request.transport is not None:
                request.transport.abort()
            else:
                await socket.close(code=frame.code or 1000)

    def _detach(self, connection: Connection) -> None:
        if connection.session is not None and connection.session.connection is connection:
            connection.session.connection = None

    def _receive(self, connection: Connection, text: str) -> None:
        try:
            frame = json.loads(text)
            operation = frame["op"]
        except (json.JSONDecodeError, KeyError, TypeError):
            connection.outgoing.put_nowait(Closing(4002))
            return
        connection.sent = [at for at in connection.sent if now() - at < PER_SECONDS] + [now()]
        specification = self._double.specification
        faults = sent_faults(specification, frame) if specification else []
        if faults:
            self._double.sent_wrongly.append(f"op {operation}: {in_words(faults)}")
        code = 4002 if faults else 4008 if len(connection.sent) > MOST_SENT else self._act(connection, operation, frame)
        if code is not None:
            connection.outgoing.put_nowait(Closing(code))
        self._double.world.watch.pulse()

    def _act(self, connection: Connection, operation: int, frame: Json) -> int | None:
        if operation == HEARTBEAT:
            self._beat(connection)
            return None
        if operation == IDENTIFY:
            return 4005 if connection.session else self._identify(connection, frame["d"])
        if operation == RESUME:
            return 4005 if connection.session else self._resume(connection, frame["d"])
        if connection.session is None:
            return 4003
        if operation == MEMBERS:
            self._list_members(connection.session, frame["d"])
        return None if operation in {PRESENCE, VOICE, MEMBERS} else 4001

    def _beat(self, connection: Connection) -> None:
        self.heartbeats.append(Heartbeat(now(), now() - connection.beaten_at, connection.number))
        connection.beaten_at = now()
        if self._double.faults.ignored_heartbeats > 0:
            self._double.faults.ignored_heartbeats -= 1
            return
        connection.outgoing.put_nowait({"op": ACK})

    def _identify(self, connection: Connection, wanted: Json) -> int | None:
        shard = tuple(wanted.get("shard", (0, 1)))
        if wanted.get("token") != self._double.token:
            return 4004
        if len(shard) != 2 or not 0 <= shard[0] < shard[1]:
            return 4010
        if wanted["intents"] & ~KNOWN:
            return 4013
        granted = {PRIVILEGED[name] for name in self._double.privileged}
        if any(wanted["intents"] & bit for bit in PRIVILEGED.values() if bit not in granted):
            return 4014
        self.identified.append(wanted)
        self.sessions = {key: one for key, one in self.sessions.items() if one.connection or one.shard != shard}
        session = Session(secrets.token_hex(16), wanted["intents"], (shard[0], shard[1]), connection=connection)
        self.sessions[session.id] = session
        connection.session = session
        self._welcome(session)
        return None

    def _welcome(self, session: Session) -> None:
        guilds = own_guilds(self._double.world, session.shard)
        self._send(session, "READY", ready(self._double.world, session, guilds, self._double.gateway_url))
        for guild in guilds:
            event = Event("GUILD_CREATE", gateway_guild(guild), guild)
            payload = as_received(event, session.intents, self._double.bot.id)
            if payload is not None:
                self._send(session, "GUILD_CREATE", payload)

    def _resume(self, connection: Connection, wanted: Json) -> int | None:
        if wanted.get("token") != self._double.token:
            return 4004
        session = self.sessions.get(wanted["session_id"])
        if session is None or self._double.faults.refuse_resume:
            connection.outgoing.put_nowait({"op": INVALID, "d": False})
            return None
        if wanted["seq"] > len(session.log):
            return 4007
        self.resumed.append(wanted)
        missed = session.log[wanted["seq"] :]
        for frame in missed:
            connection.outgoing.put_nowait(frame)
        session.connection, connection.session = connection, session
        session.send("RESUMED", {})
        return None

    def _list_members(self, session: Session, wanted: Json) -> None:
        guild = self._double.world.guilds[str(wanted["guild_id"])]
        members = gateway_guild(guild)["members"]
        part: Json = {"guild_id": guild.id, "members": members, "chunk_index": 0, "chunk_count": 1}
        if "nonce" in wanted:
            part["nonce"] = wanted["nonce"]
        self._send(session, "GUILD_MEMBERS_CHUNK", part)
