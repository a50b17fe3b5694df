"""A small bot that uses discord.py in every way that the double must answer, and raw requests beside it.

The double is proved with these; they are also a working example of a client under test.
"""

from __future__ import annotations

from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from .double import DiscordDouble

OUTLETS = ["Harbour Post", "Harvest Weekly", "Morning Line"]


class Questions(discord.ui.Modal, title="Ask again"):
    question: discord.ui.TextInput[Questions] = discord.ui.TextInput(label="Question", max_length=20)

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"asked again: {self.question.value}")


class Buttons(discord.ui.View):
    @discord.ui.button(label="Context")
    async def context(self, interaction: discord.Interaction, _: discord.ui.Button[Buttons]) -> None:
        await interaction.response.edit_message(content="with context")

    @discord.ui.button(label="Again")
    async def again(self, interaction: discord.Interaction, _: discord.ui.Button[Buttons]) -> None:
        await interaction.response.send_modal(Questions())

    @discord.ui.button(label="Off", disabled=True)
    async def off(self, interaction: discord.Interaction, _: discord.ui.Button[Buttons]) -> None:
        raise AssertionError

    @discord.ui.select(
        options=[discord.SelectOption(label="Oldest", value="old"), discord.SelectOption(label="Newest")]
    )
    async def order(self, interaction: discord.Interaction, menu: discord.ui.Select[Buttons]) -> None:
        await interaction.response.defer()
        await interaction.followup.send(f"sorted by {menu.values[0]}")


def answer_commands(tree: app_commands.CommandTree[discord.Client]) -> None:
    @tree.command(description="Ask the coverage")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def ask(
        interaction: discord.Interaction, question: str, outlet: str | None = None, private: bool = False
    ) -> None:
        await interaction.response.defer(ephemeral=private)
        embed = discord.Embed(title=f"Q: {question}", url="https://example.org/a").add_field(
            name="Outlet", value=outlet
        )
        await interaction.edit_original_response(content="**said** so", embed=embed, view=Buttons())

    @ask.autocomplete("outlet")
    async def outlets(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=name, value=name) for name in OUTLETS if name.lower().startswith(typed)]

    @tree.command(description="Only in guilds")
    @app_commands.guild_only()
    async def here(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("here", ephemeral=True)
        await interaction.followup.send("and more", ephemeral=True)

    @tree.context_menu(name="Who said this")
    async def who(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"{message.author.name}: {message.content}")


class Bot(commands.AutoShardedBot):
    def __init__(self, *, content: bool = True, patience: float = 60.0) -> None:
        intents = discord.Intents.default()
        intents.message_content = content
        nobody = discord.AllowedMentions.none()
        super().__init__("!", intents=intents, allowed_mentions=nobody, heartbeat_timeout=patience)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """The library waits for 5 s before every identification but the first."""

    async def setup_hook(self) -> None:
        answer_commands(self.tree)
        self.add_command(commands.Command(echo))
        await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        if message.author.bot:
            return
        if message.guild is None or self.user in message.mentions:
            await message.channel.send(f"heard: {message.content}")
        await self.process_commands(message)


async def echo(context: commands.Context[Bot], *, text: str) -> None:
    await context.reply(text)


class Raw:
    """Plain HTTP with the bot's token, for what a well-behaved client would never send."""

    def __init__(self, double: DiscordDouble) -> None:
        self.double = double

    async def __call__(self, method: str, path: str, body: object = None, *, token: str = "") -> tuple[int, Any]:
        headers = {"Authorization": f"Bot {token or self.double.token}"}
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, self.double.api_url + path, json=body, headers=headers) as response,
        ):
            return response.status, await response.json() if response.status != 204 else {}
