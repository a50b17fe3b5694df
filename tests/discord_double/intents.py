"""Gateway intents: which events a client asked for, and what is left out for those that it did not."""

from __future__ import annotations

import copy

from .errors import Json
from .world import Event

GUILDS, MEMBERS, PRESENCES, CONTENT = 1 << 0, 1 << 1, 1 << 8, 1 << 15
PRIVILEGED = {"members": MEMBERS, "presences": PRESENCES, "message_content": CONTENT}
KNOWN = sum(1 << bit for bit in (*range(17), 20, 21, 24, 25))

# event -> the intent that brings it in a guild, and in a direct message
_NEEDED = {
    "GUILD_CREATE": (GUILDS, GUILDS),
    "CHANNEL_CREATE": (GUILDS, GUILDS),
    "CHANNEL_UPDATE": (GUILDS, GUILDS),
    "THREAD_CREATE": (GUILDS, GUILDS),
    "GUILD_ROLE_CREATE": (GUILDS, GUILDS),
    "MESSAGE_CREATE": (1 << 9, 1 << 12),
    "MESSAGE_UPDATE": (1 << 9, 1 << 12),
    "MESSAGE_DELETE": (1 << 9, 1 << 12),
    "MESSAGE_REACTION_ADD": (1 << 10, 1 << 13),
    "MESSAGE_REACTION_REMOVE": (1 << 10, 1 << 13),
    "TYPING_START": (1 << 11, 1 << 14),
}


def as_received(event: Event, intents: int, bot_id: str) -> Json | None:
    """The payload that a client with these intents gets, or None when it gets nothing."""
    in_guild, direct = _NEEDED.get(event.name, (0, 0))
    needed = in_guild if event.guild is not None else direct
    if needed and not intents & needed:
        return None
    payload = copy.deepcopy(event.payload)
    if event.name == "GUILD_CREATE" and not intents & MEMBERS:
        payload["members"] = [one for one in payload["members"] if one["user"]["id"] == bot_id]
    if event.name in {"MESSAGE_CREATE", "MESSAGE_UPDATE"} and not intents & CONTENT and event.guild is not None:
        _empty(payload, bot_id)
        if payload.get("referenced_message"):
            _empty(payload["referenced_message"], bot_id)
    return payload


def _empty(payload: Json, bot_id: str) -> None:
    """Blank a message of a guild that is neither the bot's own nor mentions it."""
    if payload["author"]["id"] != bot_id and all(user["id"] != bot_id for user in payload["mentions"]):
        payload |= {"content": "", "embeds": [], "attachments": [], "components": []}
