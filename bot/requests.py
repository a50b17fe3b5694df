"""How requests to Discord survive a connection that breaks, and how deferred answers are remembered.

discord.py waits out rate limits and repeats what Discord's servers failed at, but a connection that is lost on the
way surfaces as an error. Here such a request is made again where a repetition cannot do its work twice.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import discord
from discord.http import Route
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

from bot.gate import Gate
from bot.promises import Promise, Promises
from bot.wording import reason

_log = logging.getLogger(__name__)

# In seconds. All together they stay inside the three seconds in which an interaction must be acknowledged.
PAUSES = (0.1, 0.5, 1.5)
_LOST = (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, ConnectionError)
_REPEATABLE = frozenset({"GET", "PUT", "PATCH", "DELETE"})
_KEEPING = frozenset({"PATCH", "DELETE"})
_GONE = frozenset({401, 404})  # the token has expired, or the message or its channel is not there any more
_ALREADY_ACKNOWLEDGED = 40060
_DEFERRED = discord.InteractionResponseType.deferred_channel_message.value
_CHOICES = discord.InteractionResponseType.autocomplete_result.value
_CALLBACK = "/interactions/{webhook_id}/{webhook_token}/callback"
_ORIGINAL = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
_FOLLOW_UP = "/webhooks/{webhook_id}/{webhook_token}"

Send = Callable[[], Awaitable[Any]]


async def insistently(send: Send, what: str, closed: Callable[[], bool]) -> Any:  # noqa: ANN401  # Discord's JSON
    """Make a request, and make it again a few times if the connection is lost; it must bear being made twice.

    Once everything is ``closed``, it is not repeated any more.
    """
    for pause in PAUSES:
        try:
            return await send()
        except _LOST as error:
            lost = error
        await asyncio.sleep(pause)
        if closed():
            raise lost
        _log.info("%s was lost on the way and is repeated: %s", what, reason(lost))
    return await send()


class OwnRequests:
    """A client's own requests, which survive lost connections from now on.

    A message is only sent again because discord.py gives each a nonce that Discord enforces: a second one with the
    same nonce is not posted, and the first is given back.
    """

    def __init__(self, http: discord.http.HTTPClient, closed: Callable[[], bool]) -> None:
        """Take the place of the requests of ``http``; ``closed`` tells whether the client is."""
        self.under_way = 0
        self._closed = closed
        self._once = http.request
        http.request = self._request  # type: ignore[method-assign]  # discord.py lets nobody hand it another client

    async def _request(self, route: Route, **options: Any) -> Any:  # noqa: ANN401  # as in discord.py
        body = options.get("json")
        enforced = isinstance(body, dict) and body.get("enforce_nonce") is True
        self.under_way += 1
        try:
            if route.method in _REPEATABLE or enforced:
                return await insistently(
                    lambda: self._once(route, **options), f"{route.method} {route.path}", self._closed
                )
            return await self._once(route, **options)
        finally:
            self.under_way -= 1


class InteractionRequests(AsyncWebhookAdapter):
    """The requests that answer interactions; those that promise an answer are remembered until they are kept."""

    def __init__(self, application: int, promises: Promises, gate: Gate) -> None:
        """Answer for an ``application``, which is how Discord calls the bot here, what came through the ``gate``."""
        super().__init__()  # type: ignore[no-untyped-call]
        self._application = application
        self._promises = promises
        self._gate = gate

    def use(self) -> None:
        """Answer all interactions of the current task, and of the tasks that it starts, through these requests."""
        async_context.set(self)

    async def request(self, route: Route, session: aiohttp.ClientSession, **options: Any) -> Any:  # noqa: ANN401
        """Make a request as discord.py does, and again where that is safe."""

        async def send() -> Any:  # noqa: ANN401
            return await super(InteractionRequests, self).request(route, session, **options)

        payload = options.get("payload") or {}
        if route.path == _CALLBACK and payload.get("type") == _CHOICES:
            return await self._offer(route, send, lambda: session.closed)
        if route.path == _CALLBACK:
            return await self._acknowledge(route, send, payload, lambda: session.closed)
        if route.path == _FOLLOW_UP or (route.path == _ORIGINAL and route.method in _KEEPING):
            return await self._keep(route, send, lambda: session.closed)
        if route.method in _REPEATABLE:
            return await insistently(send, f"{route.method} {route.path}", lambda: session.closed)
        return await send()

    async def _keep(self, route: Route, send: Send, closed: Callable[[], bool]) -> Any:  # noqa: ANN401
        token = str(route.webhook_token)
        try:
            async with self._promises.keeping(token):
                # A further message has no nonce: made twice, it may be shown twice.
                return await (send() if route.path == _FOLLOW_UP else insistently(send, "an answer", closed))
        except discord.HTTPException as error:
            if error.status in _GONE:
                await self._promises.end(token)
            raise

    async def _acknowledge(self, route: Route, send: Send, payload: dict[str, Any], closed: Callable[[], bool]) -> Any:  # noqa: ANN401
        interaction, token = int(route.webhook_id or 0), str(route.webhook_token)
        if payload.get("type") == _DEFERRED:
            locale = self._gate.locale_of(interaction)
            await self._promises.make(Promise(interaction, self._application, token, locale, time.time()))
        try:
            return await insistently(send, "an acknowledgement", closed)
        except discord.HTTPException as error:
            if error.code != _ALREADY_ACKNOWLEDGED:
                await self._promises.end(token)
                raise
            # No event comes in twice: it was acknowledged by this very request, whose answer did not get here.
            return _acknowledged(interaction)

    async def _offer(self, route: Route, send: Send, closed: Callable[[], bool]) -> Any:  # noqa: ANN401
        try:
            return await insistently(send, "choices", closed)
        except (discord.HTTPException, *_LOST) as error:
            # While they were on their way the person typed on: nobody waits for these choices any more.
            _log.debug("choices were not shown: %s", reason(error))
            return _acknowledged(int(route.webhook_id or 0))


def _acknowledged(interaction: int) -> dict[str, Any]:
    """Return the least that discord.py wants to read after an acknowledgement."""
    return {"interaction": {"id": interaction, "type": discord.InteractionType.application_command.value}}
