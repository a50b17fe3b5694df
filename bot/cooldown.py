"""How many questions a person may ask in a burst."""

from __future__ import annotations

import time
from collections.abc import Callable

BURST = 5
BURST_SECONDS = 30.0
_MOST_PEOPLE = 10_000  # remembered before those are let go who may ask freely again


class Cooldown:
    """Lets a person ask ``burst`` questions at once, and then one every ``seconds / burst``.

    The "generic cell rate algorithm" (ITU-T I.371): one moment a person says all there is to know.
    """

    def __init__(
        self, burst: int = BURST, seconds: float = BURST_SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Nobody has asked yet. ``clock`` returns seconds."""
        self._each = seconds / burst
        self._seconds = seconds
        self._clock = clock
        self._free_at: dict[int, float] = {}
        self._told_until: dict[int, float] = {}

    def wait(self, person: int) -> float:
        """Count a question of a person, or return how many seconds they have to wait before the next; 0 for none."""
        now = self._clock()
        if len(self._free_at) >= _MOST_PEOPLE:
            self._let_go(now)
        free_at = max(self._free_at.get(person, now), now) + self._each
        if free_at - now > self._seconds + 1e-9:  # sums of tenths are not exact
            return free_at - now - self._seconds
        self._free_at[person] = free_at
        return 0.0

    def to_be_told(self, person: int, wait: float) -> bool:
        """Whether the person does not know yet that they have to wait; from now on they do."""
        now = self._clock()
        if self._told_until.get(person, now) > now:
            return False
        self._told_until[person] = now + wait
        return True

    def _let_go(self, now: float) -> None:
        self._free_at = {person: at for person, at in self._free_at.items() if at > now}
        self._told_until = {person: at for person, at in self._told_until.items() if at > now}
