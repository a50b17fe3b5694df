"""The running bot follows its feeds, and lets questions go first."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

import numpy as np
import numpy.typing as npt

from bot.bridge import Bridge
from bot.wording import reason
from index.encoder import Encoder
from index.errors import CoverageError
from index.feeds.update import Updated, Updater

OpenUpdater = Callable[[Callable[[], None]], AbstractContextManager[Updater]]
"""Opens an updater that calls the given function before each piece of work."""

_log = logging.getLogger(__name__)

_TRY_AGAIN_SECONDS = 60.0
_MOST_WAITING = 2.0  # seconds for each piece: with questions all the time, articles come in nevertheless
_GLANCE_SECONDS = 0.02
_PIECE = 8  # texts encoded at once: a question that comes in waits for these at most


class CourteousEncoder:
    """An encoder that works in small pieces and lets others go first; its vectors are the same."""

    def __init__(self, encoder: Encoder, give_way: Callable[[], None]) -> None:
        """Encode with ``encoder``, and call ``give_way`` before each piece."""
        self._encoder = encoder
        self._give_way = give_way

    @property
    def name(self) -> str:
        """The encoder's own."""
        return self._encoder.name

    @property
    def dimension(self) -> int:
        """The encoder's own."""
        return self._encoder.dimension

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one row a text, shape ``(len(texts), dimension)``, each of Euclidean length 1."""
        pieces = []
        for start in range(0, len(texts), _PIECE):
            self._give_way()
            pieces.append(self._encoder.encode(texts[start : start + _PIECE]))
        return np.concatenate(pieces) if pieces else self._encoder.encode(texts)

    def knows(self, word: str) -> bool:
        """Whether the encoder knows a word."""
        return self._encoder.knows(word)


async def follow_feeds(bridge: Bridge, open_updater: OpenUpdater) -> None:
    """Update feeds as they are due, in a thread of the bridge, until this is cancelled."""
    stop = threading.Event()
    try:
        await bridge.beside(lambda: _follow(bridge, open_updater, stop))
    finally:
        stop.set()


def _follow(bridge: Bridge, open_updater: OpenUpdater, stop: threading.Event) -> None:
    # Not by a lower priority of the thread: descheduled with the interpreter's lock in its hands, it would hold up all.
    def give_way() -> None:
        until = time.monotonic() + _MOST_WAITING
        while not bridge.idle and time.monotonic() < until and not stop.is_set():
            time.sleep(_GLANCE_SECONDS)

    while not stop.is_set():
        try:
            with open_updater(give_way) as updater:
                for updated in updater.follow(stop):
                    _tell(updated)
        except CoverageError as error:
            _log.warning("the feeds cannot be followed, trying again in a minute: %s", reason(error))
        except Exception:
            _log.exception("following the feeds failed, trying again in a minute")
        stop.wait(_TRY_AGAIN_SECONDS)


def _tell(updated: Updated) -> None:
    feed = updated.feed
    if updated.error:
        _log.warning("the feed %s failed: %s", feed.url, updated.error)
    if updated.added or updated.replaced or updated.withdrawn:
        told = (feed.url, updated.added, updated.replaced, updated.withdrawn)
        _log.info("the feed %s: %d new, %d changed, %d withdrawn", *told)
