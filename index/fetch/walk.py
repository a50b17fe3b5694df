"""From an asked address to the one that answers: every step guarded, allowed by robots.txt, and in its turn."""

from __future__ import annotations

import copy
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial

from index.errors import FetchError
from index.fetch.body import TooLarge
from index.fetch.connection import OpenSockets
from index.fetch.guard import Guard, Place
from index.fetch.limits import Clock, Deadline, Limits
from index.fetch.robots import MAX_ROBOTS, Robots, RobotsText
from index.fetch.trail import Trail
from index.fetch.turns import Turns
from index.fetch.visit import REDIRECTS, Head, Visited, Visitor

_OVERLOADED = (429, 503)


class Walker:
    """Walks trails. Threads that want one host go one after the other."""

    def __init__(
        self,
        guard: Guard,
        clock: Clock,
        limits: Limits,
        pause: float,
        ssl_context: Callable[[], ssl.SSLContext],
        closed: threading.Event,
    ) -> None:
        """Leave ``pause`` seconds between two requests to a host; make no more of them once ``closed`` is set."""
        self._limits = limits
        self._pause = pause
        self._closed = closed
        self._sockets = OpenSockets()
        self._turns = Turns(clock)
        self._make_visitor = partial(Visitor, clock=clock, ssl_context=ssl_context, sockets=self._sockets)
        self._visitor = self._make_visitor(guard)
        self._robots = Robots(clock)

    def end(self) -> None:
        """End the connections that are open."""
        self._sockets.end()

    def guarded_by(self, guard: Guard) -> Walker:
        """Return a walker with another guard that shares all else: turns, sockets, and what robots.txt said."""
        other = copy.copy(self)
        other._visitor = self._make_visitor(guard)
        return other

    def walk(self, trail: Trail, headers: Mapping[str, str], wanted: Callable[[Head], bool]) -> Visited:
        """Follow ``trail`` to the answer at its end, and take its body where ``wanted`` says so of its head.

        Raises:
            AddressRefused: A step must not be made.
            FetchError: There is no answer, or one that is an error.
        """
        deadline = Deadline(self._limits.seconds)
        while True:
            place = trail.current
            started = time.monotonic()
            pause = max(self._robots.pause(place, partial(self._read_robots, place)), self._pause)
            deadline.extend(time.monotonic() - started)  # robots.txt has a time of its own
            try:
                visited = self._step(place, pause, headers, deadline, self._limits.body, wanted)
            except TooLarge as error:
                raise FetchError(str(place.url), str(error)) from None
            if visited.head.status not in REDIRECTS:
                return self._checked(place, visited)
            trail.follow(visited.head)

    def _step(
        self,
        place: Place,
        pause: float,
        headers: Mapping[str, str],
        deadline: Deadline,
        limit: int,
        wanted: Callable[[Head], bool],
    ) -> Visited:
        url = str(place.url)
        started = time.monotonic()
        with self._turns.take(place.host, pause, url):
            deadline.extend(time.monotonic() - started)
            if self._closed.is_set():
                raise FetchError(url, "was not fetched: the program is ending")
            return self._visitor.visit(place, headers, deadline, limit, wanted)

    def _checked(self, place: Place, visited: Visited) -> Visited:
        head = visited.head
        if head.status in (200, 304):
            return visited
        failure = self._visitor.failure(str(place.url), head)
        if head.status in _OVERLOADED and failure.retry_after:
            self._turns.hold_off(place.host, failure.retry_after)
        raise failure

    def _read_robots(self, place: Place) -> RobotsText:
        """Read the robots.txt of the host of ``place``, through the same guard (RFC 9309, section 2.3.1).

        Raises:
            AddressRefused, FetchError: The host must not be visited, or cannot be reached.
        """
        address = f"{place.origin}/robots.txt"
        deadline = Deadline(self._limits.seconds)
        try:
            trail = Trail(address, self._limits.redirects)
            while True:
                visited = self._step(trail.current, 0.0, {}, deadline, MAX_ROBOTS, lambda head: head.status == 200)
                if visited.head.status not in REDIRECTS:
                    break
                trail.follow(visited.head)
        except TooLarge as error:
            return RobotsText(error.start.decode("utf-8", "replace"))
        except FetchError as error:
            if error.source == address and error.status is None:
                raise type(error)(str(place.url), error.reason, retry_after=error.retry_after) from error
            return RobotsText(None)
        status = visited.head.status
        if status == 429 or status >= 500:
            return RobotsText(None, self._visitor.retry_after(visited.head))
        return RobotsText(visited.body.decode("utf-8-sig", "replace"))
