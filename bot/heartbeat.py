"""Touches a file while the bot is connected to Discord, for :mod:`bot.health` to look at."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from discord.ext import commands

from bot.health import INTERVAL_SECONDS

_log = logging.getLogger(__name__)


class Heartbeat:
    """The sign of life of a client that may be replaced by another, as after a refused intent.

    The client counts as connected while every one of its shards is.
    """

    def __init__(self, file: Path, interval: float = INTERVAL_SECONDS) -> None:
        """Touch ``file`` every ``interval`` seconds."""
        self._file = file
        self._interval = interval
        self._connected = asyncio.Event()
        self._ready = False
        self._down: set[int] = set()

    def watch(self, client: commands.AutoShardedBot) -> None:
        """Follow a client's connections from now on."""
        self._ready = False
        self._down.clear()
        client.add_listener(self._all_up, "on_ready")
        client.add_listener(self._up, "on_shard_ready")
        client.add_listener(self._up, "on_shard_resumed")
        client.add_listener(self._lost, "on_shard_disconnect")

    async def beat(self) -> None:
        """Touch the file for as long as the connections stand; runs until it is cancelled."""
        while True:
            await self._connected.wait()
            try:
                self._file.touch()
            except OSError as error:
                _log.warning("the heartbeat file %s cannot be touched: %s", self._file, error.strerror)
            await asyncio.sleep(self._interval)

    async def _all_up(self) -> None:
        self._ready = True
        self._look()

    async def _up(self, shard_id: int) -> None:
        self._down.discard(shard_id)
        self._look()

    async def _lost(self, shard_id: int) -> None:
        self._down.add(shard_id)
        self._look()

    def _look(self) -> None:
        if self._ready and not self._down:
            self._connected.set()
        else:
            self._connected.clear()
