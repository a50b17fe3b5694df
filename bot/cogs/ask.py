"""Asking: /ask, !ask, a mention or a direct message. All end in the same one call."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.addressed import question_in, without_emoji
from bot.bridge import Bridge
from bot.errors import Busy
from bot.render import CHANGED, FAILED, HINT, Blocks, layout, notice, render
from bot.wording import reason
from index.answer import Answer
from index.errors import CitationError, QuestionError
from index.question import Question, ask

_log = logging.getLogger(__name__)
_UNSENT = (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError)
# The message to reply to is gone, or may not be referred to: the answer can still be sent without the reference.
_NO_REFERENCE = {50035, 10008, 160002}
_TYPING_SECONDS = 8.0  # Discord shows it for 10


class AskCog(commands.Cog):
    """Takes questions, on every way into the bot."""

    def __init__(self, bot: commands.AutoShardedBot, bridge: Bridge, prefix: str) -> None:
        """Answer with ``bridge``; ``prefix`` is what ``ask`` follows in a message."""
        self._bot = bot
        self._bridge = bridge
        self._prefix = prefix

    @app_commands.command(name="ask", description="Ask about the news coverage; the answer is an exact quotation.")
    @app_commands.describe(
        question="What you want to know, in your own words",
        outlet="Only from this outlet",
        since="Only published on this day or later: YYYY-MM-DD, today or yesterday",
        until="Only published on this day or earlier: YYYY-MM-DD, today or yesterday",
        private="Show the answer to you alone",
    )
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    async def slash(
        self,
        interaction: discord.Interaction,
        question: str,
        outlet: str | None = None,
        since: str | None = None,
        until: str | None = None,
        private: bool = False,
    ) -> None:
        """Acknowledge at once, then answer."""
        try:
            await interaction.response.defer(ephemeral=private, thinking=True)
            blocks = await respond(self._bridge, without_emoji(question), outlet=outlet, since=since, until=until)
            if not self._bot.is_closed():
                await interaction.edit_original_response(view=layout(blocks))
        except _UNSENT as error:
            _log.warning("interaction %s could not be answered: %s", interaction.id, reason(error))

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that asks the bot something, with a reply to it."""
        if self._bot.user is None or message.author.bot or message.webhook_id or message.is_system():
            return
        text = question_in(message, self._bot.user, self._prefix)
        if text is None:
            return
        async with _typing(message.channel):
            blocks = await respond(self._bridge, text)
        if self._bot.is_closed():
            return
        try:
            await _reply(message, blocks)
        except _UNSENT as error:
            _log.warning("the answer to message %s could not be sent: %s", message.id, reason(error))


async def respond(
    bridge: Bridge, text: str, *, outlet: str | None = None, since: str | None = None, until: str | None = None
) -> Blocks:
    """Return the message that answers what a person typed, checked and ready to be sent at once.

    Whatever goes wrong becomes words for the person; nothing is raised but cancellation.
    """
    if not text.strip():
        return notice(HINT)
    try:
        question = ask(text, outlet=outlet, since=since, until=until)
        return render(await _checked(bridge, question))
    except (QuestionError, Busy) as error:
        return notice(str(error))
    except CitationError as error:
        _log.warning("not sent: %s", error)
        return notice(CHANGED)
    except Exception:  # the person is told, and the reason is in the log
        _log.exception("a question could not be answered")
        return notice(FAILED)


async def _checked(bridge: Bridge, question: Question) -> Answer:
    """Answer, and once more if an article was changed or removed in the meantime."""
    answer = await bridge.answer(question)
    try:
        await bridge.check(answer)
    except CitationError:
        answer = await bridge.answer(question)
        await bridge.check(answer)
    return answer


async def _reply(message: discord.Message, blocks: Blocks) -> None:
    try:
        # With fail_if_not_exists=False Discord itself drops the reference to a message that is gone.
        reference = message.to_reference(fail_if_not_exists=False)
        await message.channel.send(view=layout(blocks), reference=reference)
    except discord.HTTPException as error:
        if error.code not in _NO_REFERENCE:
            raise
        await message.channel.send(view=layout(blocks))


@asynccontextmanager
async def _typing(channel: discord.abc.Messageable) -> AsyncIterator[None]:
    """Show the bot typing while the block runs, which never waits for that nor fails because of it."""
    showing = asyncio.create_task(_keep_typing(channel))
    try:
        yield
    finally:
        showing.cancel()


async def _keep_typing(channel: discord.abc.Messageable) -> None:
    try:
        while True:
            await channel.typing()
            await asyncio.sleep(_TYPING_SECONDS)
    except _UNSENT as error:
        _log.debug("typing could not be shown: %s", reason(error))
