"""Lets go of the bot's file when the client closes."""

from __future__ import annotations

from discord.ext import commands

from bot.state.database import StateDatabase


class StateCog(commands.Cog):
    """Owns the file: cogs are unloaded as the first thing when a client closes."""

    def __init__(self, database: StateDatabase) -> None:
        """Close ``database`` in the end."""
        self._database = database

    async def cog_unload(self) -> None:
        """Finish what is being written, and close."""
        await self._database.close()
