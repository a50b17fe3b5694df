"""Making and changing messages: from the body of a request to what stands in the channel."""

from __future__ import annotations

import copy
from datetime import UTC, datetime

from .entities import COMPONENTS_V2, EPHEMERAL, LOADING, Channel, Message, User
from .errors import FieldError, Json, invalid_form
from .mentions import mentioned
from .message_rules import check_message, every_component
from .stored import Uploads, stored_attachments, stored_components, stored_embed


def post(
    channel: Channel,
    author: User,
    body: Json,
    uploads: Uploads,
    *,
    audience: User | None = None,
    extra: Json | None = None,
) -> Message:
    """Put a message into a channel, checked already; `extra` joins its payload. Emits MESSAGE_CREATE."""
    reference = _reference(channel, body.get("message_reference"))
    flags = (body.get("flags") or 0) | (EPHEMERAL if audience else 0)
    payload = _blank(channel, author) | {
        "tts": bool(body.get("tts")),
        "flags": flags,
        "type": 19 if reference else 0,
    }
    if reference:
        payload["message_reference"] = {"type": 0, "channel_id": channel.id, "message_id": reference.id}
        if channel.guild:
            payload["message_reference"]["guild_id"] = channel.guild.id
        payload["referenced_message"] = without_reference(reference.payload)
    if body.get("nonce") is not None:
        payload["nonce"] = body["nonce"]
    message = Message(payload["id"], channel, author, payload | (extra or {}), audience)
    replied_to = reference.author if reference else None
    _fill(message, body, uploads, replied_to)
    channel.messages.append(message)
    announce("MESSAGE_CREATE", message)
    return message


def _blank(channel: Channel, author: User) -> Json:
    """A message before anything is in it."""
    return {
        "id": channel.world.new_id(),
        "channel_id": channel.id,
        "author": author.payload(),
        "timestamp": datetime.now(UTC).isoformat(),
        "edited_timestamp": None,
        "pinned": False,
        "content": "",
        "embeds": [],
        "components": [],
        "attachments": [],
        "mentions": [],
        "mention_roles": [],
        "mention_everyone": False,
    }


def amend(message: Message, body: Json, uploads: Uploads, *, finishes: bool = False) -> None:
    """Change a message as PATCH asks; `finishes` says that it was only loading until now.

    Raises the Rejection that Discord would give. An edit pings nobody, but what first fills a deferred answer
    counts as new.
    """
    flags = edited_flags(message, body)
    standing = message.payload
    merged = {name: body.get(name, standing[name]) for name in ("content", "embeds", "components")}
    merged["allowed_mentions"] = body.get("allowed_mentions")
    kept = body.get("attachments", standing["attachments"]) or []
    check_message(merged, files=len(uploads) + len(kept), flags=flags)
    standing["flags"] = flags & ~LOADING
    if not finishes:
        standing["edited_timestamp"] = datetime.now(UTC).isoformat()
    pings = message.pings
    _fill(message, body, uploads, None)
    if not finishes:
        message.pings = pings
    message.versions += 1
    announce("MESSAGE_UPDATE", message)


def edited_flags(message: Message, body: Json) -> int:
    """A message's flags after an edit; the mark of Components V2 cannot be taken off."""
    old = message.payload["flags"]
    if body.get("flags") is None:
        return int(old)
    if old & COMPONENTS_V2 and not body["flags"] & COMPONENTS_V2:
        wording = "The IS_COMPONENTS_V2 flag cannot be removed from a message"
        raise invalid_form([FieldError(("flags",), "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", wording)])
    kept = EPHEMERAL | LOADING
    return int(old & kept | body["flags"] & ~kept)


def delete(message: Message) -> None:
    """Take a message away. Emits MESSAGE_DELETE."""
    message.deleted = True
    gone: Json = {"id": message.id, "channel_id": message.channel.id}
    if message.channel.guild:
        gone["guild_id"] = message.channel.guild.id
    if message.audience is None:
        tell(message.channel, "MESSAGE_DELETE", gone)


def announce(event: str, message: Message) -> None:
    """Tell the bot of a message; of ephemeral ones Discord tells nobody over the gateway."""
    if message.audience is not None:
        message.channel.world.watch.pulse()
        return
    payload = copy.deepcopy(message.payload)
    guild = message.channel.guild
    if guild is not None:
        payload["guild_id"] = guild.id
        if guild.has(message.author):
            payload["member"] = guild.member_payload(message.author)
    tell(message.channel, event, payload)


def tell(channel: Channel, event: str, payload: Json) -> None:
    """Emit an event of a channel, if the bot takes part in it."""
    world = channel.world
    if channel.guild is None and world.bot not in channel.recipients:
        world.watch.pulse()
        return
    world.emit(event, payload, guild=channel.guild)


def without_reference(payload: Json) -> Json:
    """A message as it is nested in another: one level deep."""
    return {name: value for name, value in copy.deepcopy(payload).items() if name != "referenced_message"}


def _reference(channel: Channel, wanted: Json | None) -> Message | None:
    if not wanted:
        return None
    for message in channel.messages:
        if message.id == str(wanted["message_id"]) and not message.deleted and not message.audience:
            return message
    if wanted.get("fail_if_not_exists", True) in (None, True):
        wording = "Unknown message"
        raise invalid_form(
            [FieldError(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", wording)],
        )
    return None


def _fill(message: Message, body: Json, uploads: Uploads, replied_to: User | None) -> None:
    payload = message.payload
    if "content" in body:
        payload["content"] = (body["content"] or "").strip()
    if "embeds" in body:
        payload["embeds"] = [stored_embed(embed) for embed in body["embeds"] or []]
    if "components" in body:
        payload["components"] = stored_components(body["components"] or [])
    payload["attachments"] = stored_attachments(message, body, uploads)
    texts = [payload["content"]]
    texts += [part["content"] for _, part in every_component(payload["components"]) if part["type"] == 10]
    found = mentioned(texts, message.author, message.channel, body.get("allowed_mentions"), replied_to)
    payload["mentions"] = [user.payload() for user in found.users]
    payload["mention_roles"] = found.roles
    payload["mention_everyone"] = found.everyone
    message.pings = frozenset() if message.audience else found.pings() - {message.author.id}
