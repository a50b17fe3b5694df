"""Kinds of channels of a guild, and what is particular to each in Discord's JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import Json

if TYPE_CHECKING:
    from .entities import Channel

TEXT, DIRECT, VOICE, GROUP, ANNOUNCEMENT, ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD = 0, 1, 2, 3, 5, 10, 11, 12
STAGE, FORUM, MEDIA = 13, 15, 16
THREADS = frozenset({ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD})
HOLD_ONLY_THREADS = frozenset({FORUM, MEDIA})
_SPOKEN = frozenset({VOICE, STAGE})


def guild_channel(channel: Channel) -> Json:
    """What a channel object of a guild has beside what every channel has."""
    assert channel.guild is not None
    common = {"guild_id": channel.guild.id, "name": channel.name, "rate_limit_per_user": 0}
    if channel.type in THREADS:
        return common | _thread(channel)
    placed = {"position": channel.position, "permission_overwrites": channel.overwrites(), "parent_id": None}
    if channel.type in _SPOKEN:
        heard = {"bitrate": 64_000, "user_limit": 0, "rtc_region": None, "video_quality_mode": 1}
        return common | placed | heard | {"nsfw": False}
    written = common | placed | {"topic": None, "nsfw": False}
    if channel.type in HOLD_ONLY_THREADS:
        order = {"default_sort_order": None, "default_forum_layout": 0}
        return written | order | {"available_tags": [], "default_reaction_emoji": None, "template": ""}
    return written


def _thread(channel: Channel) -> Json:
    assert channel.guild is not None and channel.parent is not None
    written = len(channel.messages)
    opened = channel.guild.joined_at
    return {
        "parent_id": channel.parent.id,
        "owner_id": channel.guild.owner.id,
        "message_count": written,
        "total_message_sent": written,
        "member_count": 1,
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 1440,
            "archive_timestamp": opened,
            "create_timestamp": opened,
            "locked": False,
        },
    }
