"""Waiting until something can be seen, and saying what was missing when it never was."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from .entities import Channel, Message
from .seen import SeenMessage, see

T = TypeVar("T")


class Watch:
    """Wakes waiting tests whenever the world changes."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()
        self._returned: dict[str, int] = {}

    def pulse(self) -> None:
        """Something changed: let everyone look again."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, look: Callable[[], T | None], timeout: float, missing: str) -> T:
        """Wait until `look()` gives something; AssertionError with `missing` after `timeout` seconds."""
        deadline = asyncio.get_running_loop().time() + timeout
        while True:
            found = look()
            if found is not None:
                return found
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                raise AssertionError(f"{missing} (waited {timeout:g} s)")
            try:
                await asyncio.wait_for(self._changed.wait(), left)
            except TimeoutError:
                continue

    async def next_message(self, channel: Channel, after: SeenMessage | None, timeout: float) -> SeenMessage:
        """The bot's first finished public message after `after`, or after the last one returned."""
        mark = int(after.id) if after else self._returned.get(channel.id, 0)
        message = await self.until(
            lambda: _first_after(channel, mark),
            timeout,
            f"the bot said nothing in #{channel.name or 'direct'}",
        )
        self._returned[channel.id] = max(int(message.id), self._returned.get(channel.id, 0))
        return see(message)

    async def stays_quiet(self, channel: Channel, seconds: float) -> None:
        """AssertionError when the bot adds a message, even one that still loads, within `seconds`."""
        before = len(channel.messages)
        await asyncio.sleep(seconds)
        said = [message for message in channel.messages[before:] if message.author.bot]
        if said:
            raise AssertionError(f"the bot was to stay quiet but said: {see(said[0]).visible_text!r}")


def _first_after(channel: Channel, mark: int) -> Message | None:
    for message in channel.messages:
        finished = not (message.loading or message.deleted or message.audience)
        if finished and message.author.bot and int(message.id) > mark:
            return message
    return None
