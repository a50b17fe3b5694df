"""Answers that were promised on Discord ("is thinking…") and not given yet.

Each promise is also a small file, so that the next start can apologise for what a killed one left open. A promise's
token lets whoever has it write in the bot's name for 15 minutes: only the owner can read the file, and it is gone as
soon as the promise is kept.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

_log = logging.getLogger(__name__)

LIFETIME_SECONDS = 15 * 60.0  # of an interaction's token, by Discord's documentation


@dataclass(frozen=True, slots=True)
class Promise:
    """A deferred answer to one interaction; ``made`` is in seconds since 1970, ``locale`` one of Discord's."""

    interaction: int
    application: int
    token: str
    locale: str
    made: float

    @property
    def expired(self) -> bool:
        """Whether Discord itself has given up on it."""
        return time.time() - self.made > LIFETIME_SECONDS


class Promises:
    """The open promises of one process, in memory and, where ``folder`` is given, on disk.

    Processes that run at the same time need a folder each.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Keep files in ``folder``, which is made when the first promise is."""
        self._folder = folder
        self._open: dict[str, Promise] = {}
        self._being_kept = 0

    @property
    def open(self) -> list[Promise]:
        """What this process has promised and is not sending at this moment, oldest first."""
        return list(self._open.values())

    @property
    def settled(self) -> bool:
        """Whether nothing is promised, nor on its way."""
        return not self._open and not self._being_kept

    async def make(self, promise: Promise) -> None:
        """Remember a promise; call it right before it is made, so that none can be lost."""
        for old in self.open:
            if old.expired:
                await self.end(old.token)
        self._open[promise.token] = promise
        if self._folder is not None:
            await asyncio.to_thread(_write, self._folder, promise)

    @asynccontextmanager
    async def keeping(self, token: str) -> AsyncIterator[None]:
        """Send what was promised under this token in the block: afterwards it is kept, unless the block fails."""
        promise = self._open.pop(token, None)
        self._being_kept += 1
        try:
            yield
        except BaseException:
            if promise is not None:
                self._open[token] = promise
            raise
        finally:
            self._being_kept -= 1
        await self._erase(promise)

    async def end(self, token: str) -> None:
        """Forget the promise with this token, if there is one: it cannot be kept any more."""
        await self._erase(self._open.pop(token, None))

    async def left_open(self) -> list[Promise]:
        """Return what an earlier process left open, but for what has expired, and erase it all."""
        found = await asyncio.to_thread(_take_all, self._folder) if self._folder is not None else []
        return [promise for promise in found if not promise.expired]

    async def _erase(self, promise: Promise | None) -> None:
        if promise is not None and self._folder is not None:
            await asyncio.to_thread(_erase, self._folder / str(promise.interaction))


def _write(folder: Path, promise: Promise) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Made with these permissions, not given them afterwards: at no moment can others read it.
        descriptor = os.open(folder / str(promise.interaction), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(promise), file)
    except OSError as error:
        _log.warning("%s cannot be written (%s); a killed bot could not apologise later", folder, error.strerror)


def _erase(file: Path) -> None:
    with suppress(OSError):
        file.unlink()


def _take_all(folder: Path) -> list[Promise]:
    try:
        files = sorted(folder.iterdir())
    except OSError:
        return []
    found = []
    for file in files:
        with suppress(OSError, ValueError, TypeError):  # half of a file, as a kill may leave it, promises nothing
            found.append(Promise(**json.loads(file.read_text("utf-8"))))
        _erase(file)
    return found
