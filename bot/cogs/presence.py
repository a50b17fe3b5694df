"""Takes note of the servers that the bot is in: the feeds of one that it has left rest."""

from __future__ import annotations

import logging

import discord
from discord.ext import commands

from bot.bridge import Bridge
from bot.own_coverage import OwnCoverage
from bot.wording import reason
from index.errors import CoverageError

_log = logging.getLogger(__name__)


class PresenceCog(commands.Cog):
    """Listens to being invited and removed; an outage of Discord's is neither."""

    def __init__(self, bot: commands.AutoShardedBot, bridge: Bridge, own: OwnCoverage) -> None:
        """Tell ``own``; whose articles there are, the ``bridge`` leads to."""
        self._bot = bot
        self._bridge = bridge
        self._own = own

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Find out what happened while the bot was away."""
        try:
            owners = await self._bridge.look(lambda answerer: answerer.owners())
            await self._own.compare(owners, self._is_in)
        except CoverageError as error:
            _log.warning("servers that were left meanwhile are not noticed: %s", reason(error))

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Follow its feeds again, if it had any."""
        try:
            await self._own.is_back(guild.id)
        except CoverageError as error:
            _log.warning("the feeds of server %s still rest: %s", guild.id, reason(error))

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Let its feeds rest; of a server that Discord cannot reach for a while, nothing of the kind is told."""
        try:
            await self._own.left(guild.id)
        except CoverageError as error:
            _log.warning("the feeds of server %s are still followed: %s", guild.id, reason(error))

    def _is_in(self, server: int) -> bool | None:
        """Return whether the bot is in a server; None where that is another process's to know."""
        count = self._bot.shard_count
        if count is not None and (server >> 22) % count not in self._bot.shards:
            return None
        return self._bot.get_guild(server) is not None
