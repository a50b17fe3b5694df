"""Whose turn it is: which due feed is read next, so that nobody's feeds keep everybody else waiting."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from itertools import count
from urllib.parse import urlsplit

from index.feeds.subscriptions import Subscription, Subscriptions

_LOOK_SECONDS = 0.5
_OWNERS_SHARE = 4  # one owner has a quarter of the threads at most


class Agenda:
    """Hands out feeds to the threads that read them.

    Of a host one feed is read at a time. The owner with the fewest feeds under way goes first, then the one whose last
    turn was longest ago, then the feed that was due first. An owner may have a quarter of the threads and no more,
    however many slow feeds it has; the shared coverage, which is of who runs the index, may have them all.

    Args:
        subscriptions: The feeds.
        clock: The time now, in seconds since 1970.
        everything: Hand out also what is not due.
        lasting: Wait for feeds to become due, and hand each out whenever it is; else hand out once what is due now.
        threads: How many threads there are.
    """

    def __init__(
        self, subscriptions: Subscriptions, clock: Callable[[], float], *, everything: bool, lasting: bool, threads: int
    ) -> None:
        """Nothing is handed out yet."""
        self._subscriptions = subscriptions
        self._clock = clock
        self._everything = everything
        self._lasting = lasting
        self._share = max(threads // _OWNERS_SHARE, 1)
        self._changed = threading.Condition()
        self._waiting: list[Subscription] = []
        self._looked: float | None = None
        self._hosts: set[str] = set()
        self._under_way: Counter[str | None] = Counter()
        self._turns = count(1)
        self._last_turn: dict[str | None, int] = {}

    def waiting(self) -> list[Subscription]:
        """Return the feeds that are to be handed out, the first due first."""
        with self._changed:
            now = time.monotonic()
            if self._looked is None or (self._lasting and now - self._looked >= _LOOK_SECONDS):
                # One that is being read is claimed, and so is one that another process has.
                self._waiting = self._subscriptions.due(self._clock(), even_if_not=self._everything)
                self._looked = now
            return self._waiting

    def take(self, stopped: Callable[[], bool]) -> Subscription | None:
        """Return the feed whose turn it is, once there is one; None when nothing is left to do, or when ``stopped``."""
        with self._changed:
            while not stopped():
                free = [feed for feed in self.waiting() if self._is_free(feed)]
                if free:
                    return self._handed_out(min(free, key=self._rank))
                if not self._waiting and not self._lasting:
                    return None
                self._changed.wait(_LOOK_SECONDS)
            return None

    def done(self, feed: Subscription) -> None:
        """Note that a feed that was handed out has been read."""
        with self._changed:
            self._hosts.discard(_host(feed))
            self._under_way[feed.owner] -= 1
            self._changed.notify_all()

    def _handed_out(self, feed: Subscription) -> Subscription:
        self._waiting.remove(feed)
        self._hosts.add(_host(feed))
        self._under_way[feed.owner] += 1
        self._last_turn[feed.owner] = next(self._turns)
        return feed

    def _is_free(self, feed: Subscription) -> bool:
        return _host(feed) not in self._hosts and (feed.owner is None or self._under_way[feed.owner] < self._share)

    def _rank(self, feed: Subscription) -> tuple[int, int, float]:
        return self._under_way[feed.owner], self._last_turn.get(feed.owner, 0), feed.due_at


def _host(feed: Subscription) -> str:
    return urlsplit(feed.url).netloc
