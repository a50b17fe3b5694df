"""Time as the double sees it: Discord's deadlines, and the clock that they are measured on."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """How long the double waits, in seconds; the defaults are Discord's."""

    acknowledge_within: float = 3.0
    token_lifetime: float = 900.0
    heartbeat_interval: float = 41.25


def now() -> float:
    """Seconds on the event loop's clock."""
    return asyncio.get_running_loop().time()
