"""After a fault: nobody got an answer twice or saw the inside of the bot, and nothing went unhandled."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable

from discord_double import DiscordDouble

# discord.py tells of a connection that it is about to open again with the traceback of what broke it.
RECONNECTING = ("Attempting a reconnect", "Failed to connect for shard_id")
_INSIDES = re.compile(r"Traceback|Error\b|Exception|errno|<html", re.IGNORECASE)


def troubles(double: DiscordDouble, records: Iterable[logging.LogRecord]) -> list[str]:
    """What should not have happened, in words; empty after any fault."""
    return [*_unhandled(records), *_doubled(double), *_insides(double)]


def _unhandled(records: Iterable[logging.LogRecord]) -> list[str]:
    return [
        f"logged: {record.name}: {record.getMessage()[:300]} ({record.exc_info[1] if record.exc_info else ''!r})"
        for record in records
        if (record.exc_info or record.levelno >= logging.ERROR) and not record.getMessage().startswith(RECONNECTING)
    ]


def _doubled(double: DiscordDouble) -> list[str]:
    replies: Counter[str] = Counter()
    for message in double.world.messages():
        if message.author is double.bot and not message.deleted:
            reference = (message.payload.get("message_reference") or {}).get("message_id")
            asked = reference or (message.payload.get("interaction_metadata") or {}).get("id")
            replies.update([asked] if asked else [])
    return [f"answered {count} times: {asked}" for asked, count in replies.items() if count > 1]


def _insides(double: DiscordDouble) -> list[str]:
    shown = (str(m.payload["components"]) + m.payload["content"] for m in double.world.messages() if m.author.bot)
    return [f"shown: {text[:300]}" for text in shown if _INSIDES.search(text)]
