"""The running bot: answers, the client and the sign of life, for as long as one process lives."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from bot.bridge import Bridge
from bot.client import CoverageBot, run_bot
from bot.heartbeat import Heartbeat
from bot.settings import Settings
from index.answerer import Answerer


async def serve(answerer: Answerer, settings: Settings, token: str, heartbeat: Heartbeat | None) -> None:
    """Run the bot until it is stopped.

    Raises:
        CoverageError: The token is refused, Discord cannot be reached, or the index or model cannot be used.
    """
    async with Bridge(answerer) as bridge:

        def make_client(message_content: bool) -> CoverageBot:
            client = CoverageBot(bridge, prefix=settings.prefix, message_content=message_content)
            if heartbeat:
                heartbeat.watch(client)
            return client

        beating = asyncio.create_task(heartbeat.beat()) if heartbeat else None
        try:
            await run_bot(token, make_client, message_content=settings.message_content)
        finally:
            if beating:
                beating.cancel()
                with suppress(asyncio.CancelledError):
                    await beating
