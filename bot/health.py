"""``python -m bot.health``: is the bot that runs beside this connected to Discord?

The bot touches the file that ``COVERAGE_HEARTBEAT`` names while its gateway connection stands. Exit status 0:
touched within the last minute; 1: not. Only the standard library is used, so that asking often costs little.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

INTERVAL_SECONDS = 15.0
STALE_SECONDS = 4 * INTERVAL_SECONDS


def is_alive(heartbeat: Path, now: float) -> bool:
    """Tell whether the file was touched in the minute before ``now``, in seconds since 1970."""
    try:
        return abs(now - heartbeat.stat().st_mtime) <= STALE_SECONDS
    except OSError:
        return False


def main() -> int:
    """Say in one line how the bot is, and return the exit status."""
    name = os.environ.get("COVERAGE_HEARTBEAT", "")
    if not name:
        print("unknown: COVERAGE_HEARTBEAT names no file", file=sys.stderr)
        return 1
    alive = is_alive(Path(name), time.time())
    print("connected to Discord" if alive else "not connected to Discord")
    return 0 if alive else 1


if __name__ == "__main__":
    sys.exit(main())
