"""The news desk: /check, /compare, /timeline, and the menu "Check this quote" of a message."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import interactions
from bot.addressed import without_emoji, words_of
from bot.desk import Desk
from bot.menus import message_menu
from bot.research import checking, comparing, ordering


class ResearchCog(commands.Cog):
    """Takes what is to be checked, compared or put in order."""

    def __init__(self, bot: commands.AutoShardedBot, desk: Desk) -> None:
        """Look things up at ``desk``."""
        self._bot = bot
        self._desk = desk
        self._menu = message_menu("Check this quote", self._check_message)

    async def cog_load(self) -> None:
        """Add the menu."""
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take the menu away."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    @app_commands.command(name="check", description="Check whether a quotation is in the news coverage, word for word.")
    @app_commands.describe(
        text="The quotation, alone or with who said it",
        who="Who is said to have said it",
        private="Show the answer to you alone",
    )
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    async def check(
        self, interaction: discord.Interaction[Any], text: str, who: str | None = None, private: bool | None = None
    ) -> None:
        """Acknowledge at once, then check."""
        await interactions.research(interaction, self._desk, text, checking(who), private=private)

    @app_commands.command(name="compare", description="What each outlet says about a topic, in its own sentence.")
    @app_commands.describe(
        topic="What it is about, in a few words",
        since="Published then or later: 2024-03-01, last week, march 2024",
        until="Published then or earlier: 2024-03-01, last week, march 2024",
        private="Show the answer to you alone",
    )
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    async def compare(
        self,
        interaction: discord.Interaction[Any],
        topic: str,
        since: str | None = None,
        until: str | None = None,
        private: bool | None = None,
    ) -> None:
        """Acknowledge at once, then compare."""
        await interactions.research(
            interaction, self._desk, without_emoji(topic), comparing, private=private, since=since, until=until
        )

    @app_commands.command(name="timeline", description="What happened when, in the order in which it happened.")
    @app_commands.describe(
        topic="What it is about, in a few words",
        since="Published then or later: 2024-03-01, last week, march 2024",
        until="Published then or earlier: 2024-03-01, last week, march 2024",
        private="Show the answer to you alone",
    )
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    async def timeline(
        self,
        interaction: discord.Interaction[Any],
        topic: str,
        since: str | None = None,
        until: str | None = None,
        private: bool | None = None,
    ) -> None:
        """Acknowledge at once, then put in order."""
        await interactions.research(
            interaction, self._desk, without_emoji(topic), ordering, private=private, since=since, until=until
        )

    async def _check_message(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        await interactions.research(interaction, self._desk, words_of(message), checking(None), hidden=True)
