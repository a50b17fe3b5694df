"""Sending to Discord, and what is done where that fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import aiohttp
import discord

from bot.wording import reason

_log = logging.getLogger(__name__)
_UNSENT = (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError)
# The message to reply to is gone, or may not be referred to: the answer can still be sent without the reference.
_NO_REFERENCE = {50035, 10008, 160002}
_TYPING_SECONDS = 8.0  # Discord shows it for 10


@contextmanager
def unsent_is_logged(what: str) -> Iterator[None]:
    """Turn what Discord refuses, or what is lost on the way, into one line in the log; ``what`` could not be done."""
    try:
        yield
    except _UNSENT as error:
        _log.warning("%s: %s", what, reason(error))


async def reply_to(message: discord.Message, view: discord.ui.LayoutView) -> discord.Message:
    """Reply to a message, or write after it where no reply is possible."""
    try:
        # With fail_if_not_exists=False Discord itself drops the reference to a message that is gone.
        reference = message.to_reference(fail_if_not_exists=False)
        return await message.channel.send(view=view, reference=reference)
    except discord.HTTPException as error:
        if error.code not in _NO_REFERENCE:
            raise
        return await message.channel.send(view=view)


@asynccontextmanager
async def typing(channel: discord.abc.Messageable) -> AsyncIterator[None]:
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
