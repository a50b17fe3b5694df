"""What goes over the websocket: checked against the schemas, packed as the client asked."""

from __future__ import annotations

import importlib
import json
import zlib
from collections.abc import Callable

from .errors import FieldError, Json
from .schemas import Specification

_DEFINITIONS = {
    "READY": "Ready",
    "GUILD_CREATE": "GuildCreate",
    "MESSAGE_CREATE": "MessageCreate",
    "MESSAGE_UPDATE": "MessageUpdate",
    "MESSAGE_DELETE": "MessageDelete",
    "TYPING_START": "TypingStart",
}
_INTERACTIONS = {2: "SlashInteraction", 3: "ButtonInteraction", 4: "Autocomplete", 5: "ModalSubmit"}
_ACTIVITY = ("name", "state", "type", "url")
# stands in for the `data` of interactions that the schemas do not describe: context menus and select menus
_STAND_INS: dict[int, Json] = {
    2: {"id": "1", "name": "menu", "type": 1},
    3: {"custom_id": "menu", "component_type": 2},
}


def event_faults(specification: Specification, name: str, payload: Json) -> list[FieldError]:
    """How an event that the double is about to send differs from what Discord sends."""
    if name in _DEFINITIONS:
        return specification.frame(_DEFINITIONS[name], payload)
    if name != "INTERACTION_CREATE":
        return []
    kind, act = payload["type"], payload["data"]
    if kind in _STAND_INS and (act.get("type", 1) != 1 or act.get("component_type", 2) != 2):
        payload = payload | {"data": _STAND_INS[kind]}
    return specification.frame(_INTERACTIONS[kind], payload)


def sent_faults(specification: Specification, frame: Json) -> list[FieldError]:
    """What is wrong with a frame that the client sent."""
    content = frame.get("d")
    if frame.get("op") == 2:
        if isinstance(content, dict) and isinstance(content.get("presence"), dict):
            content = content | {"presence": _current_presence(content["presence"])}
        return specification.frame("Identify", frame | {"d": content})
    if frame.get("op") == 3 and isinstance(content, dict):
        return specification.frame("GatewayPresenceUpdateData", _current_presence(content))
    return specification.frame("Resume", frame) if frame.get("op") == 6 else []


def _current_presence(presence: Json) -> Json:
    """As Discord describes it now: discord.py says `game`, adds empty fields, and leaves the status null."""
    current = dict(presence)
    if "game" in current:
        game = current.pop("game")
        current["activities"] = [game] if game else []
    activities = current.get("activities") or []
    current["activities"] = [{key: one[key] for key in _ACTIVITY if key in one} for one in activities]
    current["status"] = current.get("status") or "online"
    return current


def packer(compression: str) -> Callable[[Json], str | bytes]:
    """Turns frames into what one connection carries: text, or one continuous compressed stream."""
    if compression == "zlib-stream":
        stream = zlib.compressobj()
        return lambda frame: stream.compress(_encoded(frame)) + stream.flush(zlib.Z_SYNC_FLUSH)
    if compression == "zstd-stream":
        zstandard = importlib.import_module("zstandard")
        compressor = zstandard.ZstdCompressor().compressobj()
        block = zstandard.COMPRESSOBJ_FLUSH_BLOCK
        return lambda frame: bytes(compressor.compress(_encoded(frame)) + compressor.flush(block))
    return lambda frame: _encoded(frame).decode()


def _encoded(frame: Json) -> bytes:
    return json.dumps(frame, separators=(",", ":")).encode()
