"""/said: who said what."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import choices, interactions
from bot.choices import Choices, day_choices
from bot.desk import Desk, problem
from bot.render import Blocks, notice
from bot.said import look_up, visible_to
from bot.words import Words, words_for
from index.errors import CoverageError, QuestionError
from index.said import request
from index.store.protocol import Filters


class SaidCog(commands.Cog):
    """Quotes people."""

    def __init__(self, desk: Desk) -> None:
        """Look up at ``desk``."""
        self._desk = desk

    @app_commands.command(name="said", description="What somebody said, in exact quotations")
    @app_commands.describe(
        who="Whose words you want",
        about="On what subject",
        since="Published then or later: 2024-03-01, last week, march 2024",
        private="Show the answer to you alone",
    )
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    async def said(
        self,
        interaction: discord.Interaction[Any],
        who: str,
        about: str | None = None,
        since: str | None = None,
        private: bool | None = None,
    ) -> None:
        """Acknowledge at once, then quote."""

        async def blocks(words: Words) -> Blocks:
            try:
                wanted = await asyncio.to_thread(request, who, about=about, since=since)
                return await look_up(self._desk, wanted, interaction.guild_id, words)
            except QuestionError as error:
                return notice(problem(error, words))

        await interactions.show(interaction, self._desk, blocks, private=private)

    @said.autocomplete("who")
    async def _offer_speakers(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        try:
            words = words_for(interaction.locale)
            seen = await visible_to(self._desk, interaction.guild_id, Filters(), words)
            names = await self._desk.bridge.look(lambda answerer: answerer.speakers(typed, seen, choices.MOST))
        except CoverageError:
            return []  # whatever is typed is looked up when it is used
        return [app_commands.Choice(name=name, value=name) for name in names if len(name) <= choices.LONGEST]

    @said.autocomplete("since")
    async def _offer_first_day(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        return await day_choices(interaction, typed, last=False)
