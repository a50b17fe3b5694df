"""Politeness: one request at a time to a host, and a pause after each."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from index.errors import FetchError
from index.fetch.limits import Clock

MAX_WAIT = 60.0
"""The longest pause, in seconds, that is waited for; a host that wants a longer one is asked again later."""

_KEPT_HOSTS = 1000


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    users: int = 0
    free_at: float = 0.0


class Turns:
    """Who may ask which host when. Threads that want one host go one after the other."""

    def __init__(self, clock: Clock) -> None:
        """Measure pauses with ``clock``."""
        self._clock = clock
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    @contextmanager
    def take(self, host: str, pause: float, url: str) -> Iterator[None]:
        """Hold the turn at ``host`` for a block, after the pause that the one before left.

        ``pause`` seconds must pass before the next.

        Raises:
            FetchError: The pause is longer than ``MAX_WAIT``.
        """
        state = self._enter(host)
        try:
            with state.lock:
                self._wait(state, url)
                try:
                    yield
                finally:
                    state.free_at = max(state.free_at, self._clock.monotonic() + pause)
        finally:
            with self._lock:
                state.users -= 1

    def hold_off(self, host: str, seconds: float) -> None:
        """Ask nothing of ``host`` for ``seconds``, as it wishes."""
        state = self._enter(host)
        with self._lock:
            state.free_at = max(state.free_at, self._clock.monotonic() + seconds)
            state.users -= 1

    def _enter(self, host: str) -> _Host:
        with self._lock:
            if len(self._hosts) > _KEPT_HOSTS:
                now = self._clock.monotonic()
                self._hosts = {name: each for name, each in self._hosts.items() if each.users or each.free_at > now}
            state = self._hosts.setdefault(host, _Host())
            state.users += 1
            return state

    def _wait(self, state: _Host, url: str) -> None:
        wait = state.free_at - self._clock.monotonic()
        if wait > MAX_WAIT:
            raise FetchError(url, f"may be asked again in {wait:,.0f} seconds, its host says", retry_after=wait)
        if wait > 0:
            self._clock.sleep(wait)
