"""A server's channels, and what is opened in them: threads, and the posts of a forum."""

from __future__ import annotations

from typing import Any

import aiohttp
import discord
from discord import app_commands


class AnyChannel(app_commands.Transformer):
    """A command's option for a channel or thread in which people can write; its id is all that is wanted of it.

    discord.py's own option needs the client to have been told of a thread, which it is not of one that sleeps.
    """

    @property
    def type(self) -> discord.AppCommandOptionType:
        """Return what the option is to Discord."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Return every kind in which people write, that Discord's published API lists for an option."""
        kinds = discord.ChannelType
        threads = [kinds.news_thread, kinds.public_thread, kinds.private_thread]
        return [kinds.text, kinds.news, kinds.voice, kinds.stage_voice, kinds.forum, *threads]

    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> int:  # noqa: ANN401
        """Return the id of the channel that was chosen."""
        return int(value.id)


def parent_of(channel: object) -> int | None:
    """Return the channel that a thread is in, and None for all that are no threads."""
    return channel.parent_id if isinstance(channel, discord.Thread) else None


async def parent_found(channel: object, client: discord.Client) -> int | None:
    """Return the channel that a thread is in; Discord is asked about one that the client was not told of."""
    if isinstance(channel, discord.PartialMessageable):
        try:
            return parent_of(await client.fetch_channel(channel.id))
        except (discord.DiscordException, aiohttp.ClientError, OSError):
            return None
    return parent_of(channel)
