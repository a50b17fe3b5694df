"""The Discord client: what it listens to, how it starts, and how it fails in words."""

from __future__ import annotations

import logging
from collections.abc import Callable

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.bridge import Bridge
from bot.cogs.ask import AskCog
from bot.errors import DiscordUnreachable, TokenMissing, TokenRefused
from bot.render import FAILED, layout, notice
from bot.wording import reason

_log = logging.getLogger(__name__)
_TOKEN_REFUSED = 4004  # the gateway's close code


class CoverageBot(commands.Bot):
    """Answers questions about the coverage on Discord.

    Args:
        bridge: What answers. It stays open when the bot closes.
        prefix: What ``ask`` follows in a message that asks; empty for no such command.
        message_content: Ask Discord for the privileged intent to read all messages. Without it only ``!ask`` in
            servers is lost.
        sync_commands: Register the slash commands with Discord at every start.
    """

    def __init__(
        self, bridge: Bridge, *, prefix: str = "!", message_content: bool = True, sync_commands: bool = True
    ) -> None:
        """Set the client up; nothing is sent yet."""
        intents = discord.Intents.none()
        intents.guilds = intents.guild_messages = intents.dm_messages = True
        intents.message_content = message_content
        super().__init__(
            command_prefix=commands.when_mentioned,  # unused: a cog takes every message, see on_message
            help_command=None,
            tree_cls=_Tree,
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        self._bridge = bridge
        self._prefix = prefix
        self._sync_commands = sync_commands

    async def setup_hook(self) -> None:
        """Load the model, add the commands and register them, before any question can come in."""
        await self._bridge.warm()
        await self.add_cog(AskCog(self, self._bridge, self._prefix))
        if not self._sync_commands:
            return
        try:
            await self.tree.sync()
        except discord.HTTPException as error:
            _log.warning("the slash commands could not be registered, so they may be missing or old: %s", reason(error))

    async def on_message(self, message: discord.Message, /) -> None:
        """Leave messages to the cogs: a mention or a direct message asks just as ``!ask`` does."""


class _Tree(app_commands.CommandTree[CoverageBot]):
    """Slash commands; what goes wrong outside of a command's own care is told in our words."""

    async def on_error(
        self, interaction: discord.Interaction[CoverageBot], error: app_commands.AppCommandError, /
    ) -> None:
        """Log, and tell the person who ran the command."""
        if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            _log.warning("a slash command came in that is not registered so any more: %s", reason(error))
        else:
            _log.error("a slash command failed", exc_info=error)
        if interaction.response.is_done():
            return
        try:
            await interaction.response.send_message(view=layout(notice(FAILED)), ephemeral=True)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as failure:
            _log.warning("nor could that be said: %s", reason(failure))


async def run_bot(token: str, make_client: Callable[[bool], discord.Client], *, message_content: bool = True) -> None:
    """Run the bot until it is closed or cancelled.

    Args:
        token: The bot's token.
        make_client: Makes a client, told whether to ask for the message content intent.
        message_content: Try with that intent first. If Discord refuses it, the bot starts without.

    Raises:
        TokenMissing: The token is empty.
        TokenRefused: Discord does not accept it.
        DiscordUnreachable: Discord cannot be reached at the start.
    """
    token = token.strip()
    if not token:
        raise TokenMissing
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise TokenRefused
    try:
        await _run_once(token, make_client(message_content))
    except discord.PrivilegedIntentsRequired:
        if not message_content:
            raise
        _log.warning(
            "Discord does not grant the message content intent: `!ask` in servers is off; /ask, mentions and direct "
            "messages work. Turn it on in the developer portal (your application, Bot, Message Content Intent)."
        )
        await _run_once(token, make_client(False))


async def _run_once(token: str, client: discord.Client) -> None:
    try:
        async with client:
            await client.start(token)
    except discord.LoginFailure:
        raise TokenRefused from None
    except discord.ConnectionClosed as closed:
        if closed.code == _TOKEN_REFUSED:
            raise TokenRefused from None
        raise DiscordUnreachable(f"the connection was closed with code {closed.code}") from None
    except (discord.HTTPException, discord.GatewayNotFound, aiohttp.ClientError, OSError) as error:
        raise DiscordUnreachable(reason(error)) from error
