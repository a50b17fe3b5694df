"""How much of anything one request may take, and the time that it lives in."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may take: ``body`` bytes after decoding, ``seconds`` on the network in all, ``redirects``."""

    body: int = 10 * 1024 * 1024
    seconds: float = 20.0
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Clock:
    """The time of day and of waiting. What lives on the network's own time, a deadline, does not ask it."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep


class Deadline:
    """The end of the time that one call may spend on the network, through all its redirects."""

    def __init__(self, seconds: float) -> None:
        """Start counting now."""
        self.seconds = seconds
        self._ends = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left.

        Raises:
            TimeoutError: None are.
        """
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def extend(self, seconds: float) -> None:
        """Leave out ``seconds`` that were spent in a queue."""
        self._ends += seconds
