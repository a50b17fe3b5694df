"""The two long forms of a guild: over REST, and as GUILD_CREATE announces it."""

from __future__ import annotations

from .entities import Guild
from .errors import Json


def _common(guild: Guild) -> Json:
    return {
        "id": guild.id,
        "name": guild.name,
        "icon": None,
        "description": None,
        "splash": None,
        "discovery_splash": None,
        "features": [],
        "banner": None,
        "owner_id": guild.owner.id,
        "application_id": None,
        "region": "deprecated",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 0,
        "roles": guild.role_payloads(),
        "default_message_notifications": 0,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_presences": None,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": "en-US",
        "rules_channel_id": None,
        "safety_alerts_channel_id": None,
        "public_updates_channel_id": None,
        "premium_progress_bar_enabled": False,
        "nsfw_level": 0,
        "emojis": [],
        "stickers": [],
        "incidents_data": None,
    }


def rest_guild(guild: Guild, *, counts: bool) -> Json:
    """GET /guilds/{guild_id}."""
    payload = _common(guild) | {"home_header": None, "nsfw": False}
    if counts:
        members = len(guild.members)
        payload |= {"approximate_member_count": members, "approximate_presence_count": members}
    return payload


def gateway_guild(guild: Guild) -> Json:
    """GUILD_CREATE with all members; the gateway takes out whom the client's intents do not cover."""
    shown = [guild.world.users[who] for who in guild.members]
    return _common(guild) | {
        "joined_at": guild.joined_at,
        "large": False,
        "member_count": len(guild.members),
        "members": [guild.member_payload(user) | {"user": user.payload()} for user in shown],
        "channels": [channel.payload() for channel in guild.channels],
        "threads": [],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
        "hub_type": None,
    }
