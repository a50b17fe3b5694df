"""The running bot follows its feeds, and lets questions go first."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial

import numpy as np
import numpy.typing as npt

from bot.bridge import Bridge
from bot.own_coverage import OwnCoverage
from bot.wording import reason
from index.document import Document, Span
from index.encoder import Encoder
from index.errors import CoverageError
from index.feeds.update import Updated, Updater
from index.ingest.ingestor import FindQuotations
from index.quotations.quotation import Quotation

OpenUpdater = Callable[[Callable[[], None]], AbstractContextManager[Updater]]
"""Opens an updater that calls the given function before each piece of work."""

Forget = Callable[[str, Sequence[str]], None]
"""Forgets what else is remembered of an owner and its documents. Blocking."""

_log = logging.getLogger(__name__)

_TRY_AGAIN_SECONDS = 60.0
_ERASING_SECONDS = 3600.0
_MOST_WAITING = 2.0  # seconds for each piece: with questions all the time, articles come in nevertheless
_GLANCE_SECONDS = 0.02
_PIECE = 8  # texts encoded at once: a question that comes in waits for these at most


def _nothing_else(owner: str, documents: Sequence[str]) -> None:
    """Forget nothing: nothing else remembers."""


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


def courteous(find_quotations: FindQuotations, give_way: Callable[[], None]) -> FindQuotations:
    """Return what finds the same quotations an article at a time, and calls ``give_way`` before each."""

    def find(documents: Sequence[Document], sentences: Sequence[Sequence[Span]]) -> list[tuple[Quotation, ...]]:
        found: list[tuple[Quotation, ...]] = []
        for document, spans in zip(documents, sentences, strict=True):
            give_way()
            found += find_quotations([document], [spans])
        return found

    return find


async def follow_feeds(
    bridge: Bridge, open_updater: OpenUpdater, own: OwnCoverage | None = None, forget: Forget = _nothing_else
) -> None:
    """Update feeds as they are due, in a thread of the bridge, until this is cancelled.

    Whoever waits at ``own`` for a feed's first articles is told of them. What servers had that the bot left long ago is
    erased; ``forget`` is called with the owner and the documents' ids, for whatever else remembers them.
    """
    following = _Following(bridge, open_updater, own, forget)
    try:
        await bridge.beside(following.run)
    finally:
        following.end()


class _Following:
    """The loop, in a thread of its own."""

    def __init__(self, bridge: Bridge, open_updater: OpenUpdater, own: OwnCoverage | None, forget: Forget) -> None:
        self._bridge = bridge
        self._open_updater = open_updater
        self._own = own
        self._forget = forget
        self._erasing_at = 0.0
        self._stop = threading.Event()

    def run(self) -> None:
        while not self._stop.is_set():
            try:
                with self._open_updater(self._give_way) as updater:
                    for updated in updater.follow(self._stop, partial(self._erase_departed, updater)):
                        _tell(updated)
                        if self._own is not None:
                            self._own.tell(updated)
            except CoverageError as error:
                _log.warning("the feeds cannot be followed, trying again in a minute: %s", reason(error))
            except Exception:
                _log.exception("following the feeds failed, trying again in a minute")
            self._stop.wait(_TRY_AGAIN_SECONDS)

    def end(self) -> None:
        self._stop.set()

    def _erase_departed(self, updater: Updater) -> None:
        """Erase what is to be erased, about once an hour; what goes wrong there keeps no feed waiting."""
        if self._own is None or time.monotonic() < self._erasing_at:
            return
        self._erasing_at = time.monotonic() + _ERASING_SECONDS
        try:
            for owner in updater.erase_departed(self._own.departures, self._forget):
                _log.info("what %s had is erased: the bot left it some days ago", owner)
        except CoverageError as error:
            _log.warning("what servers had that were left is not erased yet: %s", reason(error))

    def _give_way(self) -> None:
        # Not by a lower priority of the thread: descheduled with the interpreter's lock in its hands, it would hold
        # up all.
        until = time.monotonic() + _MOST_WAITING
        while not self._bridge.idle and time.monotonic() < until and not self._stop.is_set():
            time.sleep(_GLANCE_SECONDS)


def _tell(updated: Updated) -> None:
    feed = updated.feed
    if updated.error:
        _log.warning("the feed %s failed: %s", feed.url, updated.error)
    if updated.added or updated.replaced or updated.withdrawn:
        told = (feed.url, updated.added, updated.replaced, updated.withdrawn)
        _log.info("the feed %s: %d new, %d changed, %d withdrawn", *told)
