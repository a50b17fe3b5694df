"""Whose turn it is: which due feed is read next, so that nobody's feeds keep everybody else waiting."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from itertools import count
from urllib.parse import urlsplit

from index.feeds.subscriptions import Subscription, Subscriptions

_LOOK_SECONDS = 0.2
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
        again: Hand out a feed again that becomes due meanwhile, and wait for such feeds while any is under way.
        threads: How many threads there are.
    """

    def __init__(
        self, subscriptions: Subscriptions, clock: Callable[[], float], *, everything: bool, again: bool, threads: int
    ) -> None:
        """Nothing is handed out yet."""
        self._subscriptions = subscriptions
        self._clock = clock
        self._everything = everything
        self._again = again
        self._share = max(threads // _OWNERS_SHARE, 1)
        self._changed = threading.Condition()
        self._taken: dict[str, float] = {}  # a feed -> when it was due as it was handed out
        self._hosts: set[str] = set()
        self._under_way: Counter[str | None] = Counter()
        self._turns = count(1)
        self._last_turn: dict[str | None, int] = {}

    def waiting(self) -> list[Subscription]:
        """Return the feeds that are to be handed out, the first due first."""
        due = self._subscriptions.due(self._clock(), even_if_not=self._everything)
        return [feed for feed in due if feed.id not in self._taken or self._is_due_again(feed)]

    def take(self, stopped: Callable[[], bool]) -> Subscription | None:
        """Return the feed whose turn it is, once there is one; None when nothing is left to do, or when ``stopped``."""
        with self._changed:
            while not stopped():
                waiting = self.waiting()
                free = [feed for feed in waiting if self._is_free(feed)]
                if free:
                    return self._handed_out(min(free, key=self._rank))
                if not waiting and not (self._again and self._hosts):
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
        self._taken[feed.id] = feed.due_at
        self._hosts.add(_host(feed))
        self._under_way[feed.owner] += 1
        self._last_turn[feed.owner] = next(self._turns)
        return feed

    def _is_free(self, feed: Subscription) -> bool:
        return _host(feed) not in self._hosts and (feed.owner is None or self._under_way[feed.owner] < self._share)

    def _rank(self, feed: Subscription) -> tuple[int, int, float]:
        return self._under_way[feed.owner], self._last_turn.get(feed.owner, 0), feed.due_at

    def _is_due_again(self, feed: Subscription) -> bool:
        # One that could not be claimed, or was let go of, is due as it was; it is for the next update.
        return self._again and feed.due_at != self._taken[feed.id]


def _host(feed: Subscription) -> str:
    return urlsplit(feed.url).netloc
