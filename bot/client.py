"""The Discord client: what it listens to, how it starts, and how it fails in words."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands
from discord.gateway import ReconnectWebSocket

from bot.apology import apologise
from bot.bridge import Bridge
from bot.cooldown import BURST
from bot.errors import DiscordUnreachable, ShardsRefused, TokenMissing, TokenRefused
from bot.extensions import install
from bot.gate import Gate
from bot.own_coverage import OwnCoverage
from bot.promises import Promises
from bot.render import layout, notice
from bot.requests import InteractionRequests, OwnRequests
from bot.wording import reason
from bot.words import words_for
from index.sql.place import Database

_log = logging.getLogger(__name__)
# The gateway's close codes.
_TOKEN_REFUSED = 4004
_SHARDS_REFUSED = frozenset({4010, 4011})

_LAST_SECONDS = 5.0  # less than the ten that containers are given to stop
_GLANCE_SECONDS = 0.05
_START_OVER_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Shards:
    """Which of how many parts of Discord's servers a process answers; ``ids`` count from 0."""

    ids: tuple[int, ...]
    count: int


class CoverageBot(commands.AutoShardedBot):
    """Answers questions about the coverage on Discord.

    Args:
        bridge: What answers. It stays open when the bot closes.
        prefix: What ``ask`` follows in a message that asks; empty for no such command.
        message_content: Ask Discord for the privileged intent to read all messages. Without it only ``!ask`` in
            servers is lost.
        sync_commands: Register the slash commands with Discord at every start.
        shards: The shards of this process; None leaves it all of as many as Discord recommends.
        promises: The folder for what is remembered of deferred answers, so that the next start can apologise for
            those that a killed process left open; None remembers nothing.
        state: The database for servers' settings, and for what buttons and follow-ups refer to; None forgets it all at
            the end.
        own: Where servers' own feeds are kept; without it there is no ``/coverage``. It stays open as well.
        burst: How many questions a person may ask at once.
    """

    def __init__(
        self,
        bridge: Bridge,
        *,
        prefix: str = "!",
        message_content: bool = True,
        sync_commands: bool = True,
        shards: Shards | None = None,
        promises: Path | None = None,
        state: Database | None = None,
        own: OwnCoverage | None = None,
        burst: int = BURST,
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
        if shards:
            self.shard_ids, self.shard_count = list(shards.ids), shards.count
        self._bridge = bridge
        self._prefix = prefix
        self._sync_commands = sync_commands
        self._state = state
        self._own = own
        self._burst = burst
        self._promises = Promises(promises)
        self._gate = Gate()
        self._gate.guard(self._connection.parsers)
        self._apologising: asyncio.Task[None] | None = None
        self._requests = OwnRequests(self.http, self.is_closed)

    async def setup_hook(self) -> None:
        """Load the model, add the commands and register them, before any question can come in."""
        answers = self._answers()
        answers.use()
        self._apologising = asyncio.create_task(apologise(answers, await self._promises.left_open()))
        await self._bridge.warm()
        await install(self, self._bridge, prefix=self._prefix, state=self._state, own=self._own, burst=self._burst)
        if not self._sync_commands:
            return
        try:
            await self.tree.sync()
        except discord.HTTPException as error:
            _log.warning("the slash commands could not be registered, so they may be missing or old: %s", reason(error))

    async def on_message(self, message: discord.Message, /) -> None:
        """Leave messages to the cogs: a mention or a direct message asks just as ``!ask`` does."""

    async def stop(self, seconds: float = _LAST_SECONDS) -> None:
        """Take no more questions, answer in a few ``seconds`` what can be, apologise for the rest, and close."""
        self._gate.shut()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._come_to_rest()
        await apologise(self._answers(), self._promises.open)
        await self.close()

    async def _come_to_rest(self) -> None:
        glances = 0
        while glances < 2:  # between two steps of an answer, a single one may see nothing going on
            await asyncio.sleep(_GLANCE_SECONDS)
            resting = self._promises.settled and self._bridge.idle and not self._requests.under_way
            glances = glances + 1 if resting else 0

    def _answers(self) -> InteractionRequests:
        return InteractionRequests(self.application_id or 0, self._promises, self._gate)


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
            words = words_for(interaction.locale)
            await interaction.response.send_message(view=layout(notice(words.failed)), ephemeral=True)
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
    while True:
        try:
            return await _run_once(token, make_client(message_content))
        except discord.PrivilegedIntentsRequired:
            if not message_content:
                raise
            message_content = False
            _log.warning(
                "Discord does not grant the message content intent: `!ask` in servers is off; /ask, mentions and "
                "direct messages work. Turn it on in the developer portal (your application, Bot, Message Content "
                "Intent)."
            )
        except ReconnectWebSocket:
            # discord.py lets this through where the gateway hangs up on a connection that is just being made.
            _log.warning("the connection to Discord broke while it was made; starting over")
            await asyncio.sleep(_START_OVER_SECONDS)


async def _run_once(token: str, client: discord.Client) -> None:
    try:
        async with client:
            await client.start(token)
    except discord.LoginFailure:
        raise TokenRefused from None
    except discord.ConnectionClosed as closed:
        if closed.code == _TOKEN_REFUSED:
            raise TokenRefused from None
        if closed.code in _SHARDS_REFUSED:
            raise ShardsRefused from None
        raise DiscordUnreachable(f"the connection was closed with code {closed.code}") from None
    except (discord.HTTPException, discord.GatewayNotFound, aiohttp.ClientError, OSError) as error:
        raise DiscordUnreachable(reason(error)) from error
