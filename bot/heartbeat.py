"""Touches a file while the bot is connected to Discord, for :mod:`bot.health` to look at."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from discord.ext import commands

from bot.health import INTERVAL_SECONDS

_log = logging.getLogger(__name__)


class Heartbeat:
    """The sign of life of a client that may be replaced by another, as after a refused intent."""

    def __init__(self, file: Path, interval: float = INTERVAL_SECONDS) -> None:
        """Touch ``file`` every ``interval`` seconds."""
        self._file = file
        self._interval = interval
        self._connected = asyncio.Event()

    def watch(self, client: commands.Bot) -> None:
        """Follow a client's connection from now on."""
        client.add_listener(self._up, "on_ready")
        client.add_listener(self._up, "on_resumed")
        client.add_listener(self._down, "on_disconnect")

    async def beat(self) -> None:
        """Touch the file for as long as the connection stands; runs until it is cancelled."""
        while True:
            await self._connected.wait()
            try:
                self._file.touch()
            except OSError as error:
                _log.warning("the heartbeat file %s cannot be touched: %s", self._file, error.strerror)
            await asyncio.sleep(self._interval)

    async def _up(self) -> None:
        self._connected.set()

    async def _down(self) -> None:
        self._connected.clear()
