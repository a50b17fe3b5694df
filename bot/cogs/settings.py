"""/settings: how the bot answers in a server, for those who manage it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import interactions
from bot.channels import AnyChannel
from bot.choices import Choices, outlet_choices
from bot.desk import Desk, same
from bot.markdown import escaped
from bot.render import Blocks, notice
from bot.state import servers
from bot.state.servers import ServerSettings
from bot.wording import one_line
from bot.words import Words
from index.errors import CoverageError

_SHOWN = 30

_Channel = app_commands.Transform[int, AnyChannel]
Change = Callable[[ServerSettings], ServerSettings]


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_guild=True)
class SettingsCog(commands.GroupCog, group_name="settings", group_description="How I answer in this server"):
    """Shows and changes a server's settings."""

    def __init__(self, desk: Desk, prefix: str) -> None:
        """Store settings at ``desk``; ``prefix`` is what ``ask`` follows in a message."""
        self._desk = desk
        self._command = f"{prefix}ask"

    @app_commands.command(name="show", description="Show the settings of this server")
    async def show(self, interaction: discord.Interaction[Any]) -> None:
        """Show them."""
        await self._change(interaction, lambda settings: settings)

    @app_commands.command(name="channels", description="Choose the channels in which I answer")
    @app_commands.describe(
        add="Answer in this channel",
        remove="Answer in this channel no more",
        everywhere="Answer in every channel again",
    )
    async def channels(
        self,
        interaction: discord.Interaction[Any],
        add: _Channel | None = None,
        remove: _Channel | None = None,
        everywhere: bool = False,
    ) -> None:
        """Add to the channels, or take away."""
        added, removed = {add} if add else set(), {remove} if remove else set()

        def changed(settings: ServerSettings) -> ServerSettings:
            standing = frozenset[int]() if everywhere else settings.channels
            return replace(settings, channels=(standing | added) - removed)

        await self._change(interaction, changed, something=bool(add or remove or everywhere))

    @app_commands.command(name="visibility", description="Choose who sees answers to /ask")
    @app_commands.describe(private="Show them to who asked alone, unless they choose otherwise")
    async def visibility(self, interaction: discord.Interaction[Any], private: bool) -> None:
        """Choose the default of ``private``."""
        await self._change(interaction, lambda settings: replace(settings, private=private))

    @app_commands.command(name="outlets", description="Choose the outlets that I quote here")
    @app_commands.rename(everything="all")
    @app_commands.describe(
        add="Quote this outlet",
        remove="Quote this outlet no more",
        everything="Quote every outlet again",
    )
    async def outlets(
        self,
        interaction: discord.Interaction[Any],
        add: str | None = None,
        remove: str | None = None,
        everything: bool = False,
    ) -> None:
        """Add to the outlets, or take away."""
        await interactions.tell(interaction, lambda words: self._outlets(interaction, add, remove, everything, words))

    @outlets.autocomplete("add")
    async def _offer_all(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        try:
            return outlet_choices(await self._offered(interaction.guild_id), typed)
        except CoverageError:
            return []

    @outlets.autocomplete("remove")
    async def _offer_chosen(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        try:
            settings = await self._desk.settings(interaction.guild_id)
        except CoverageError:
            return []
        return outlet_choices(sorted(settings.outlets), typed)

    @app_commands.command(name="prefix", description="Turn the command in messages on or off")
    @app_commands.describe(on="Answer messages that begin with the command")
    async def prefix(self, interaction: discord.Interaction[Any], on: bool) -> None:
        """Turn the command on or off."""
        await self._change(interaction, lambda settings: replace(settings, prefix=on))

    @app_commands.command(name="shared", description="Choose whether I search what all servers share")
    @app_commands.describe(on="Search it beside this server's own coverage")
    async def shared(self, interaction: discord.Interaction[Any], on: bool) -> None:
        """Turn the shared coverage on or off."""
        await self._change(interaction, lambda settings: replace(settings, shared=on))

    @app_commands.command(name="reset", description="Go back to the settings that I came with")
    async def reset(self, interaction: discord.Interaction[Any]) -> None:
        """Go back to the defaults."""
        await self._change(interaction, lambda _: ServerSettings())

    async def _offered(self, server: int | None) -> list[str]:
        """Return all outlets that the server sees, also those that it does not quote."""
        settings = await self._desk.settings(server)
        return await self._desk.outlets(replace(settings, outlets=frozenset()), server)

    async def _change(self, interaction: discord.Interaction[Any], change: Change, *, something: bool = True) -> None:
        async def text(words: Words) -> Blocks:
            if not something:
                return notice(words.nothing_to_change)
            return await self._changed(interaction, change, words)

        await interactions.tell(interaction, text)

    async def _outlets(
        self,
        interaction: discord.Interaction[Any],
        add: str | None,
        remove: str | None,
        everything: bool,
        words: Words,
    ) -> Blocks:
        if not (add or remove or everything):
            return notice(words.nothing_to_change)
        known = await self._offered(interaction.guild_id)
        added = {name for name in known if add and same(name, add)}
        if add and not added:
            return notice(words.no_outlet.format(name=repr(add[:80]), some=", ".join(known[:10]) or "-"))

        def changed(settings: ServerSettings) -> ServerSettings:
            standing = frozenset[str]() if everything else settings.outlets
            kept = frozenset(name for name in standing | added if not (remove and same(name, remove)))
            return replace(settings, outlets=kept)

        return await self._changed(interaction, changed, words)

    async def _changed(self, interaction: discord.Interaction[Any], change: Change, words: Words) -> Blocks:
        """Change the settings in one step, and show them; Discord's own check can be overridden, ours not."""
        server = interaction.guild_id
        if server is None:
            return notice(words.settings_only_in_servers)
        if not interaction.permissions.manage_guild:
            return notice(words.settings_denied)
        stored = await self._desk.state.write(lambda connection: servers.change(connection, server, change))
        return (f"**{words.settings}**", described(stored, self._command, words))


def described(settings: ServerSettings, command: str, words: Words) -> str:
    """Return a server's settings as lines of markdown."""
    channels = ", ".join(f"<#{channel}>" for channel in sorted(settings.channels)[:_SHOWN])
    names = ", ".join(escaped(one_line(name, 80)) for name in sorted(settings.outlets)[:_SHOWN])
    prefix = words.prefix_on if settings.prefix else words.prefix_off
    lines = (
        words.answers_in.format(channels=channels) if channels else words.answers_everywhere,
        words.answers_private if settings.private else words.answers_public,
        words.quotes_only.format(names=names) if names else words.quotes_all,
        prefix.format(command=escaped(command)),
        words.shared_on if settings.shared else words.shared_off,
    )
    return "\n".join(f"- {line}" for line in lines)
