"""Asking by command: /ask, and the menu "Ask about this" of a message."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import interactions
from bot.addressed import without_emoji, words_of
from bot.choices import Choices, day_choices, outlet_choices
from bot.desk import Desk
from bot.menus import message_menu
from index.errors import CoverageError


class AskCog(commands.Cog):
    """Takes questions from commands."""

    def __init__(self, bot: commands.AutoShardedBot, desk: Desk) -> None:
        """Answer at ``desk``."""
        self._bot = bot
        self._desk = desk
        self._menu = message_menu("Ask about this", self._ask_about)

    async def cog_load(self) -> None:
        """Add the menu."""
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take the menu away."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    @app_commands.command(name="ask", description="Ask about the news coverage; the answer is an exact quotation.")
    @app_commands.describe(
        question="What you want to know, in your own words",
        outlet="Only from this outlet",
        since="Published then or later: 2024-03-01, last week, march 2024",
        until="Published then or earlier: 2024-03-01, last week, march 2024",
        private="Show the answer to you alone",
    )
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    async def slash(
        self,
        interaction: discord.Interaction[Any],
        question: str,
        outlet: str | None = None,
        since: str | None = None,
        until: str | None = None,
        private: bool | None = None,
    ) -> None:
        """Acknowledge at once, then answer."""
        await interactions.answer(
            interaction,
            self._desk,
            without_emoji(question),
            private=private,
            outlet=outlet,
            since=since,
            until=until,
        )

    @slash.autocomplete("outlet")
    async def _offer_outlets(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        try:
            settings = await self._desk.settings(interaction.guild_id)
            return outlet_choices(await self._desk.outlets(settings, interaction.guild_id), typed)
        except CoverageError:
            return []  # whatever is typed is checked when it is used

    @slash.autocomplete("since")
    async def _offer_first_day(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        return await day_choices(interaction, typed, last=False)

    @slash.autocomplete("until")
    async def _offer_last_day(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        return await day_choices(interaction, typed, last=True)

    async def _ask_about(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        await interactions.answer(interaction, self._desk, words_of(message), hidden=True)
