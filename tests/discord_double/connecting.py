"""Opening a double and connecting a real client to it; the client itself is never changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from typing import TypeVar
from unittest.mock import patch

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from .double import DiscordDouble
from .timing import Timing

ClientT = TypeVar("ClientT", bound=discord.Client)


@asynccontextmanager
async def running_double(
    *,
    token: str = "a-token-of-the-double",
    bot_name: str = "coverage",
    timing: Timing | None = None,
    privileged: Iterable[str] = ("message_content",),
    shards: int = 1,
    checked: bool = True,
) -> AsyncIterator[DiscordDouble]:
    """A double that listens until the block ends; AssertionError then if it ever spoke untruly."""
    double = DiscordDouble(
        token=token, bot_name=bot_name, timing=timing, privileged=privileged, shards=shards, checked=checked
    )
    await double.open()
    try:
        with addressed(double):
            yield double
    finally:
        await double.close()
    if double.complaints:
        raise AssertionError("the protocol was broken:\n" + "\n".join(double.complaints))


def addressed(double: DiscordDouble) -> AbstractContextManager[None]:
    """Point discord.py at the double for the length of the block."""
    return pointed_at(double.api_url, double.gateway_url)


@contextmanager
def pointed_at(api_url: str, gateway_url: str) -> Iterator[None]:
    """Point discord.py at a double's two faces, which may be those of another process."""
    with (
        patch.object(Route, "BASE", api_url),
        patch.object(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(gateway_url)),
    ):
        yield


@asynccontextmanager
async def connected(
    make_client: Callable[[], ClientT], double: DiscordDouble, *, timeout: float = 10.0
) -> AsyncIterator[ClientT]:
    """The client, logged in and ready; closed when the block ends. What made its run fail is raised here."""
    client = make_client()
    client._connection.guild_ready_timeout = 0.05
    run = asyncio.ensure_future(client.start(double.token))
    ready = asyncio.ensure_future(_ready(client))
    try:
        await asyncio.wait({run, ready}, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        if run.done():
            run.result()
        if not ready.done():
            raise AssertionError(f"the client was not ready within {timeout:g} s")
        yield client
    finally:
        ready.cancel()
        await client.close()
        await asyncio.wait({run}, timeout=5)
        if not run.done():
            run.cancel()
            raise AssertionError("the client did not end within 5 s of being closed")
    run.result()


async def _ready(client: discord.Client) -> None:
    while client.loop is discord.utils.MISSING or client._ready is discord.utils.MISSING:  # not set up yet
        await asyncio.sleep(0.005)
    await client.wait_until_ready()
