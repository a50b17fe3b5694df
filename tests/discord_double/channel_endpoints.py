"""Messages of a channel: reading, sending, changing, and showing that the bot is typing."""

from __future__ import annotations

import copy
from urllib.parse import unquote

from .calls import Call, Reply, Route
from .entities import Message
from .errors import (
    FieldError,
    Json,
    Rejection,
    cannot_message_user,
    invalid_form,
    missing_permissions,
    unknown,
)
from .message_rules import FLAGS_TO_SEND, check_message
from .messages import amend, delete, post, tell
from .permissions import may
from .timing import now


def readable(call: Call, message: Message) -> Json:
    """A message as the bot may read it over REST: without the content intent, others' words are blank."""
    payload = copy.deepcopy(message.payload)
    world = call.double.world
    mine = message.author is world.bot or any(user["id"] == world.bot.id for user in payload["mentions"])
    if not (world.content_granted or mine or message.channel.guild is None):
        payload |= {"content": "", "embeds": [], "attachments": [], "components": []}
    return payload


def history(call: Call) -> Reply:
    """GET /channels/{channel_id}/messages, newest first."""
    channel = call.channel("read_message_history")
    before = int(call.query.get("before", 1 << 63))
    after = int(call.query.get("after", 0))
    shown = [m for m in channel.messages if not m.deleted and m.audience is None and after < int(m.id) < before]
    limit = int(call.query.get("limit", 50))
    chosen = shown[:limit] if "after" in call.query else shown[-limit:]
    return Reply(200, [readable(call, message) for message in reversed(chosen)])


def find(call: Call, *needed: str) -> Message:
    """The message of the path; ephemeral ones are not there for this part of the API."""
    message = call.double.world.find_message(call.channel(*needed), call.params["message_id"])
    if message.audience is not None:
        raise unknown("Message")
    return message


def get(call: Call) -> Reply:
    """GET /channels/{channel_id}/messages/{message_id}."""
    return Reply(200, readable(call, find(call, "read_message_history")))


def create(call: Call) -> Reply:
    """POST /channels/{channel_id}/messages."""
    world, body = call.double.world, call.body
    needed = ["send_messages"]
    needed += ["embed_links"] if body.get("embeds") else []
    needed += ["attach_files"] if call.uploads else []
    channel = call.channel(*needed)
    if channel.guild is None and not all(who.accepts_direct_messages for who in channel.recipients):
        raise cannot_message_user()
    if body.get("message_reference") and not may(world.bot, channel, "read_message_history"):
        raise Rejection(400, 160002, "Cannot reply without permission to read message history")
    flags = body.get("flags") or 0
    if flags & ~FLAGS_TO_SEND:
        raise invalid_form([FieldError(("flags",), "BASE_TYPE_INVALID", "These flags cannot be set")])
    check_message(body, files=len(call.uploads), flags=flags)
    if body.get("enforce_nonce") and body.get("nonce") is not None:
        for message in channel.messages:
            if message.author is world.bot and message.payload.get("nonce") == body["nonce"]:
                return Reply(200, message.payload)
    return Reply(200, post(channel, world.bot, body, call.uploads).payload)


def edit(call: Call) -> Reply:
    """PATCH /channels/{channel_id}/messages/{message_id}; only the bot's own."""
    message = find(call)
    if message.author is not call.double.world.bot:
        raise Rejection(403, 50005, "Cannot edit a message authored by another user")
    amend(message, call.body, call.uploads)
    return Reply(200, message.payload)


def remove(call: Call) -> Reply:
    """DELETE /channels/{channel_id}/messages/{message_id}."""
    message = find(call)
    bot = call.double.world.bot
    if message.author is not bot and (
        message.channel.guild is None or not may(bot, message.channel, "manage_messages")
    ):
        raise missing_permissions()
    delete(message)
    return Reply(204)


def typing(call: Call) -> Reply:
    """POST /channels/{channel_id}/typing."""
    channel = call.channel("send_messages")
    channel.typing.append((now(), call.double.world.bot))
    call.double.world.watch.pulse()
    return Reply(204)


def react(call: Call) -> Reply:
    """PUT .../reactions/{emoji_name}/@me."""
    message = find(call, "read_message_history", "add_reactions")
    change_reaction(message, call.double.world.bot.id, unquote(call.params["emoji_name"]), added=True)
    return Reply(204)


def unreact(call: Call) -> Reply:
    """DELETE .../reactions/{emoji_name}/@me."""
    emoji = unquote(call.params["emoji_name"])
    change_reaction(find(call), call.double.world.bot.id, emoji, added=False)
    return Reply(204)


def change_reaction(message: Message, user_id: str, emoji: str, *, added: bool) -> None:
    """Add or take away someone's reaction, and tell the bot."""
    who = message.reactions.setdefault(emoji, set())
    (who.add if added else who.discard)(user_id)
    event: Json = {
        "user_id": user_id,
        "channel_id": message.channel.id,
        "message_id": message.id,
        "emoji": {"id": None, "name": emoji},
        "burst": False,
        "type": 0,
    }
    if message.channel.guild is not None:
        event["guild_id"] = message.channel.guild.id
    tell(message.channel, "MESSAGE_REACTION_ADD" if added else "MESSAGE_REACTION_REMOVE", event)


MESSAGES = "/channels/{channel_id}/messages"
MESSAGE = MESSAGES + "/{message_id}"
REACTION = MESSAGE + "/reactions/{emoji_name}/@me"
ROUTES = (
    Route("GET", MESSAGES, history),
    Route("POST", MESSAGES, create),
    Route("GET", MESSAGE, get),
    Route("PATCH", MESSAGE, edit),
    Route("DELETE", MESSAGE, remove),
    Route("POST", "/channels/{channel_id}/typing", typing),
    Route("PUT", REACTION, react),
    Route("DELETE", REACTION, unreact),
)
