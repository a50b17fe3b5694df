"""/help, /sources and /privacy: what the bot does, what it searches, what it stores."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import interactions
from bot.desk import Desk
from bot.markdown import escaped, timestamp
from bot.render import Blocks, notice
from bot.state import answers, watches
from bot.wording import counted, newest, one_line
from bot.words import Words
from index.sql.connection import Connection

_SHOWN_OUTLETS = 30
_NAME_LIMIT = 80


class AboutCog(commands.Cog):
    """Answers questions about the bot itself, to who asked alone."""

    def __init__(self, desk: Desk, prefix: str) -> None:
        """Look things up at ``desk``; ``prefix`` is what ``ask`` follows in a message."""
        self._desk = desk
        self._prefix = prefix

    @app_commands.command(name="help", description="What I can do and how to ask")
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    async def help(self, interaction: discord.Interaction[Any]) -> None:
        """Show how to ask."""

        async def text(words: Words) -> Blocks:
            return (words.help.format(command=f"{self._prefix}ask"),)

        await interactions.tell(interaction, text)

    @app_commands.command(name="sources", description="Which outlets I search, and how much there is")
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    async def sources(self, interaction: discord.Interaction[Any]) -> None:
        """Show what is in the index, as far as the server quotes it."""

        async def text(words: Words) -> Blocks:
            settings = await self._desk.settings(interaction.guild_id)
            seen = await self._desk.quotable(interaction.guild_id)
            coverage = await self._desk.bridge.look(lambda answerer: answerer.store.coverage(seen))
            names = await self._desk.outlets(settings, interaction.guild_id)
            if not coverage.documents:
                return notice(words.nothing_to_search if settings.shared else words.nothing_of_its_own)
            what = counted(coverage, words)
            if coverage.newest:
                what += f", {newest(coverage.newest, words, datetime.now(UTC), date=timestamp)}"
            return (f"**{words.sources.format(what=what)}**", _listed(names, words))

        await interactions.tell(interaction, text)

    @app_commands.command(name="privacy", description="What I store about you")
    @app_commands.describe(forget="Forget now what I store about you")
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    async def privacy(self, interaction: discord.Interaction[Any], forget: bool = False) -> None:
        """Say what is stored, or forget it."""
        person = interaction.user.id

        async def text(words: Words) -> Blocks:
            if not forget:
                return (words.privacy.format(days=answers.KEPT_DAYS),)
            await self._desk.state.write(lambda connection: _forget(connection, person))
            return notice(words.forgotten)

        await interactions.tell(interaction, text)


def _forget(connection: Connection, person: int) -> None:
    answers.forget_person(connection, person)
    watches.forget_person(connection, person)


def _listed(names: list[str], words: Words) -> str:
    if not names:
        return words.sources_unknown
    lines = [f"- {escaped(one_line(name, _NAME_LIMIT))}" for name in names[:_SHOWN_OUTLETS]]
    if len(names) > _SHOWN_OUTLETS:
        lines.append(words.and_more.format(n=words.number(len(names) - _SHOWN_OUTLETS)))
    return "\n".join(lines)
