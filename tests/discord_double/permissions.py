"""Discord's permission bits, and what a member may do in a channel."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .entities import Channel, User

BITS = {
    "administrator": 1 << 3,
    "add_reactions": 1 << 6,
    "view_channel": 1 << 10,
    "send_messages": 1 << 11,
    "manage_messages": 1 << 13,
    "embed_links": 1 << 14,
    "attach_files": 1 << 15,
    "read_message_history": 1 << 16,
    "mention_everyone": 1 << 17,
    "use_application_commands": 1 << 31,
    "manage_guild": 1 << 5,
    "send_messages_in_threads": 1 << 38,
    "use_external_apps": 1 << 50,
}
EVERY_BIT = (1 << 53) - 1
USUAL = (
    "add_reactions",
    "view_channel",
    "send_messages",
    "embed_links",
    "attach_files",
    "read_message_history",
    "use_application_commands",
    "send_messages_in_threads",
    "use_external_apps",
)


def bits(names: Iterable[str]) -> int:
    """The bit field of these permission names; a name that is not listed here is a KeyError."""
    return sum(BITS[name] for name in names)


def granted(user: User, channel: Channel) -> int:
    """The permission bits that a person (or the bot) holds in a channel; all of them in a private one.

    In a thread they are those of the channel that it is in.
    """
    channel = channel.parent or channel
    guild = channel.guild
    if guild is None:
        return bits(USUAL) | BITS["mention_everyone"]
    if user.id not in guild.members:
        return 0
    base = guild.everyone.permissions
    for role in guild.members[user.id]:
        base |= role.permissions
    if guild.owner is user or base & BITS["administrator"]:
        return EVERY_BIT
    allow, deny = channel.allowed.get(guild.id, 0), channel.denied.get(guild.id, 0)
    base = base & ~deny | allow
    base = base & ~channel.denied.get(user.id, 0) | channel.allowed.get(user.id, 0)
    return base if base & BITS["view_channel"] else 0


def may(user: User, channel: Channel, permission: str) -> bool:
    """Whether `user` holds the named permission in `channel`."""
    if permission == "send_messages" and channel.parent is not None:
        permission = "send_messages_in_threads"
    return bool(granted(user, channel) & BITS[permission])
