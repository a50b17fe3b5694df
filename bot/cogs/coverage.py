"""/coverage: the feeds that a server follows, for those who manage it."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import interactions
from bot.choices import Choices
from bot.coverage_buttons import COG, Decision, View
from bot.coverage_desk import CoverageDesk, Manager
from bot.words import words_for
from index.errors import CoverageError

_Text = app_commands.Range[str, 1, 2000]
_Name = app_commands.Range[str, 1, 100]


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_guild=True)
class CoverageCog(
    commands.GroupCog, name=COG, group_name="coverage", group_description="The feeds that this server follows"
):
    """Takes commands and buttons; Discord's own check of permissions can be overridden, the desk's not."""

    def __init__(self, desk: CoverageDesk) -> None:
        """Leave all that is decided to ``desk``."""
        self._desk = desk

    @app_commands.command(name="add", description="Follow a feed, or take in one page; you see a preview first")
    @app_commands.describe(
        url="Address of a feed (RSS, Atom, JSON Feed, news sitemap) or of a page",
        outlet="Who publishes it; by default what each page says",
        every="How often to look: 15m, 2h, 1d",
    )
    async def add(
        self, interaction: discord.Interaction[Any], url: _Text, outlet: _Name | None = None, every: _Name | None = None
    ) -> None:
        """Show a preview."""
        await interactions.unfold(interaction, self._desk.add(manager(interaction), url, outlet, every))

    @app_commands.command(name="list", description="Show the feeds that this server follows")
    async def list_feeds(self, interaction: discord.Interaction[Any]) -> None:
        """Show them."""
        await interactions.unfold(interaction, self._desk.shown(manager(interaction), View.LIST))

    @app_commands.command(name="remove", description="Follow a feed no longer; its articles stay")
    @app_commands.describe(feed="Which feed")
    async def remove(self, interaction: discord.Interaction[Any], feed: _Text) -> None:
        """Remove it."""
        await interactions.unfold(interaction, self._desk.remove(manager(interaction), feed))

    @remove.autocomplete("feed")
    async def _offer_feeds(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        try:
            offered = await self._desk.offered(manager(interaction), typed)
        except CoverageError:
            return []  # whatever is typed is checked when it is used
        return [app_commands.Choice(name=name, value=feed) for name, feed in offered]

    @app_commands.command(name="status", description="Show what this server searches, and how its feeds are doing")
    async def status(self, interaction: discord.Interaction[Any]) -> None:
        """Show it."""
        await interactions.unfold(interaction, self._desk.shown(manager(interaction), View.STATUS))

    async def decided(self, interaction: discord.Interaction[Any], decision: Decision, preview: str) -> None:
        """Store what was previewed, or do not; only who was shown the preview decides."""
        shows = self._desk.decided(manager(interaction), decision, preview)
        await interactions.unfold(interaction, shows, in_place=True)

    async def turned(self, interaction: discord.Interaction[Any], view: View, start: int) -> None:
        """Show a list from the feed of this number on."""
        await interactions.unfold(interaction, self._desk.shown(manager(interaction), view, start), in_place=True)


def manager(interaction: discord.Interaction[Any]) -> Manager:
    """Return who acts where, and whether they may manage the server now."""
    words, may = words_for(interaction.locale), interaction.permissions.manage_guild
    return Manager(interaction.user.id, interaction.guild_id, may, words)
