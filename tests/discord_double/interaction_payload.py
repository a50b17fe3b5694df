"""An interaction as the gateway announces it, and as the messages that answer it remember it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .commands import context, integration_owners
from .errors import Json
from .permissions import EVERY_BIT, granted

if TYPE_CHECKING:
    from .interactions import Interaction

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
ATTACHMENT_LIMIT = 10 * 1024 * 1024


def announcement(interaction: Interaction) -> Json:
    """The INTERACTION_CREATE event."""
    world, channel, user = interaction.world, interaction.channel, interaction.user
    payload: Json = {
        "id": interaction.id,
        "application_id": world.application_id,
        "type": interaction.type,
        "data": interaction.act,
        "token": interaction.token,
        "version": 1,
        "channel": channel.payload(),
        "channel_id": channel.id,
        "app_permissions": str(granted(world.bot, channel) or EVERY_BIT),
        "locale": user.locale,
        "entitlements": [],
        "authorizing_integration_owners": integration_owners(user, channel),
        "context": context(channel),
        "attachment_size_limit": ATTACHMENT_LIMIT,
    }
    if interaction.source is not None:
        payload["message"] = interaction.source.payload
    guild = channel.guild
    if guild is None:
        return payload | {"user": user.payload()}
    member = guild.member_payload(user) | {"user": user.payload(), "permissions": str(granted(user, channel))}
    place = {"id": guild.id, "features": [], "locale": "en-US"}
    return payload | {"guild_id": guild.id, "guild": place, "guild_locale": "en-US", "member": member}


def metadata(interaction: Interaction) -> Json:
    """`interaction_metadata` of the messages that answer it."""
    found: Json = {
        "id": interaction.id,
        "type": interaction.type,
        "user": interaction.user.payload(),
        "authorizing_integration_owners": integration_owners(interaction.user, interaction.channel),
    }
    if interaction.type == COMPONENT and interaction.source is not None:
        found["interacted_message_id"] = interaction.source.id
    if interaction.type == MODAL_SUBMIT and interaction.parent is not None:
        found["triggering_interaction_metadata"] = metadata(interaction.parent)
    return found
