"""The threads that read feeds from the web, and what they hand to the one that stores."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from index.feeds.agenda import Agenda
from index.feeds.database import FeedsUnusable
from index.feeds.reading import FeedReader, Reading, Taken
from index.feeds.subscriptions import Claim, Subscription, Subscriptions

_BATCH = 16  # articles stored together, if so many wait; none is kept waiting for others
_WAITING = 64
_LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a reading thread has for the storing one: an item, or else the end of a feed."""

    claim: Claim
    taken: Taken | None = None
    reading: Reading | None = None
    failure: Exception | None = None


class Workers:
    """Threads that read feeds, one each at a time.

    They do not keep the process alive: one that waits for a slow host when the rest is over is left alone.

    Args:
        subscriptions: The feeds; they are claimed one by one.
        reader: What reads a feed.
        clock: The time now, in seconds since 1970.
        agenda: Whose turn it is.
        everything: Also read feeds that are not due.
        stop: Set when no more is to be read.
    """

    def __init__(
        self,
        subscriptions: Subscriptions,
        reader: FeedReader,
        clock: Callable[[], float],
        agenda: Agenda,
        everything: bool,
        stop: threading.Event,
    ) -> None:
        """No thread starts yet."""
        self._subscriptions = subscriptions
        self._reader = reader
        self._clock = clock
        self._agenda = agenda
        self._everything = everything
        self._stop = stop
        self._abandoned = threading.Event()
        self._claims: dict[str, Claim] = {}
        self._parts: queue.Queue[Part | None] = queue.Queue(_WAITING)  # None: a thread has ended
        self._running = 0

    def start(self, number: int) -> None:
        """Start that many threads."""
        self._running = number
        for _ in range(number):
            threading.Thread(target=self._work, name="feeds", daemon=True).start()

    @property
    def done(self) -> bool:
        """Whether all threads have ended and all that they read was taken."""
        return not self._running

    def waiting(self) -> list[Part]:
        """Return what waits to be stored, in order; nothing if that takes longer than a moment."""
        ready: list[Part | None] = []
        with suppress(queue.Empty):
            ready.append(self._parts.get(timeout=_LOOK_SECONDS))
            while len(ready) < _BATCH:
                ready.append(self._parts.get_nowait())
        self._running -= ready.count(None)
        return [part for part in ready if part is not None]

    def settle(self, claim: Claim) -> None:
        """Note that a feed was read to its end, and its claim is no longer needed."""
        self._claims.pop(claim.token, None)

    def abandon(self) -> None:
        """Take no more from the threads, and let go of the feeds that they have not read to their end."""
        self._abandoned.set()
        for claim in list(self._claims.values()):
            self._subscriptions.release(claim)

    def _work(self) -> None:
        # Where the file cannot be used, who stores finds out, and says so.
        with suppress(FeedsUnusable):
            while (feed := self._agenda.take(self._is_stopped)) is not None:
                try:
                    self._claim_and_read(feed)
                finally:
                    self._agenda.done(feed)
        self._offer(None)

    def _is_stopped(self) -> bool:
        return self._stop.is_set() or self._abandoned.is_set()

    def _claim_and_read(self, feed: Subscription) -> None:
        try:
            claim = self._subscriptions.claim(
                feed.id, self._clock(), even_if_not_due=self._everything, seen=feed.attempted_at
            )
        except Exception:  # the file cannot be used: who stores finds out, and says so
            return
        if claim is not None:
            self._claims[claim.token] = claim
            self._read(claim)

    def _read(self, claim: Claim) -> None:
        reading: Reading | None = None
        try:
            for found in self._reader.read(claim.feed, self._subscriptions.items(claim.feed.id)):
                if isinstance(found, Reading):
                    reading = found
                else:
                    self._offer(Part(claim, taken=found))
                if self._is_stopped():
                    reading = None  # not to its end
                    break
        except Exception as error:  # one feed's misfortune is its own
            self._offer(Part(claim, failure=error))
        else:
            self._offer(Part(claim, reading=reading))

    def _offer(self, part: Part | None) -> None:
        while not self._abandoned.is_set():
            try:
                return self._parts.put(part, timeout=_LOOK_SECONDS)
            except queue.Full:
                continue
