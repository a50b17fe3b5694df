"""Apologies for answers that were promised and cannot be given any more."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

import aiohttp
import discord

from bot.promises import Promise
from bot.render import layout, notice
from bot.requests import InteractionRequests
from bot.wording import reason
from bot.words import words_for

_log = logging.getLogger(__name__)

_SECONDS = 4.0
_COMPONENTS_V2 = 1 << 15


async def apologise(requests: InteractionRequests, promises: Iterable[Promise]) -> None:
    """Put an apology in the place of each promised answer, all at once and within a few seconds."""
    async with aiohttp.ClientSession() as session:  # the client's own may be closed, or not open yet
        await asyncio.gather(*(_apologise(requests, promise, session) for promise in promises))


async def _apologise(requests: InteractionRequests, promise: Promise, session: aiohttp.ClientSession) -> None:
    view = layout(notice(words_for(promise.locale).restarted))
    body = {"components": view.to_components(), "flags": _COMPONENTS_V2}  # type: ignore[no-untyped-call]
    try:
        async with asyncio.timeout(_SECONDS):
            await requests.edit_original_interaction_response(
                promise.application, promise.token, session=session, payload=body
            )
    except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
        _log.warning("nobody could be told that interaction %s is not answered: %s", promise.interaction, reason(error))
