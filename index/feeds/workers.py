"""The threads that read feeds from the web, and what they hand to the one that stores."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from index.feeds.reading import FeedReader, Reading, Taken
from index.feeds.subscriptions import Claim, Subscription, Subscriptions

_BATCH = 16  # articles stored together, if so many wait; none is kept waiting for others
_WAITING = 64
_LOOK_SECONDS = 0.2
_IDLE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a reading thread has for the storing one: an item, or else the end of a feed."""

    claim: Claim
    taken: Taken | None = None
    reading: Reading | None = None
    failure: Exception | None = None


class Workers:
    """Threads that read groups of feeds, one group each at a time.

    They do not keep the process alive: one that waits for a slow host when the rest is over is left alone.

    Args:
        subscriptions: The feeds; they are claimed one by one.
        reader: What reads a feed.
        clock: The time now, in seconds since 1970.
        everything: Also read feeds that are not due.
        lasting: Wait for more feeds when all are read, until ``stop`` is set.
        stop: Set when no more is to be read.
    """

    def __init__(
        self,
        subscriptions: Subscriptions,
        reader: FeedReader,
        clock: Callable[[], float],
        everything: bool,
        lasting: bool,
        stop: threading.Event,
    ) -> None:
        """No thread starts yet."""
        self._subscriptions = subscriptions
        self._reader = reader
        self._clock = clock
        self._groups: queue.SimpleQueue[Sequence[Subscription]] = queue.SimpleQueue()
        self._under_way: set[str] = set()
        self._everything = everything
        self._lasting = lasting
        self._stop = stop
        self._abandoned = threading.Event()
        self._claims: dict[str, Claim] = {}
        self._parts: queue.Queue[Part | None] = queue.Queue(_WAITING)  # None: a thread has ended
        self._running = 0

    def add(self, groups: Sequence[Sequence[Subscription]]) -> None:
        """Have the feeds of some hosts read, but for those that are under way."""
        for group in groups:
            new = [feed for feed in group if feed.id not in self._under_way]
            self._under_way |= {feed.id for feed in new}
            if new:
                self._groups.put(new)

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
        while not self._stopped:
            try:
                group = self._groups.get(block=self._lasting, timeout=_IDLE_SECONDS)
            except queue.Empty:
                if self._lasting:
                    continue
                break
            for feed in group:
                if not self._stopped:
                    self._claim_and_read(feed)
                self._under_way.discard(feed.id)
        self._offer(None)

    @property
    def _stopped(self) -> bool:
        return self._stop.is_set() or self._abandoned.is_set()

    def _claim_and_read(self, feed: Subscription) -> None:
        try:
            claim = self._subscriptions.claim(feed.id, self._clock(), even_if_not_due=self._everything)
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
                if self._stopped:
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
