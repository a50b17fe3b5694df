"""When a feed is read next, and when a page is looked at again. Times are seconds since 1970; all here is pure."""

from __future__ import annotations

import re

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0

DEFAULT_INTERVAL = 15 * MINUTE
SHORTEST_INTERVAL = MINUTE
LONGEST_INTERVAL = 30 * DAY

_LONGEST_BACK_OFF = DAY
_LONGEST_RETRY_AFTER = 7 * DAY
_RECHECKS = (HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY)
_FIRST_RETRY = 10 * MINUTE
_RETRIES = 8
_INTERVAL = re.compile(r"\s*(\d{1,6})\s*(s|m|h|d)?\s*")
_UNITS = {"s": 1.0, "m": MINUTE, "h": HOUR, "d": DAY}


def interval(typed: str) -> float:
    """Return how many seconds "15m", "2h", "1d", "90s", or a number of minutes are.

    Raises:
        ValueError: It is none of these, or not between a minute and 30 days.
    """
    match = _INTERVAL.fullmatch(typed.lower())
    if match is None:
        raise ValueError("write a number with s, m, h or d, for example 15m or 2h")
    seconds = int(match[1]) * _UNITS[match[2] or "m"]
    if not SHORTEST_INTERVAL <= seconds <= LONGEST_INTERVAL:
        raise ValueError("choose between 1m and 30d")
    return seconds


def interval_text(seconds: float) -> str:
    """Return an interval as it would be typed: "15m"."""
    unit = next((name for name in ("d", "h", "m") if seconds >= _UNITS[name] and not seconds % _UNITS[name]), "s")
    return f"{seconds / _UNITS[unit]:g}{unit}"


def next_reading(now: float, every: float, failures: int, retry_after: float | None) -> float:
    """Return when a feed is due that was just read, or that just failed for the ``failures``-th time in a row.

    Each failure doubles the time to wait, up to a day; a server that says when to come back is believed, up to a week.
    """
    waiting = every if not failures else max(every, min(every * 2.0 ** min(failures, 30), _LONGEST_BACK_OFF))
    return now + max(waiting, min(retry_after or 0.0, _LONGEST_RETRY_AFTER))


def next_look(now: float, published: float) -> float | None:
    """Return when a page is looked at again for corrections; None once it is old.

    ``published`` is when it was published, or first seen. Corrections come early, so the looks become rarer.
    """
    return next((published + age for age in _RECHECKS if published + age > now), None)


def next_try(now: float, failures: int, retry_after: float | None) -> float | None:
    """Return when a page is tried again that could not be had for the ``failures``-th time in a row."""
    if failures > _RETRIES:
        return None
    return now + max(min(_FIRST_RETRY * 2.0 ** (failures - 1), DAY), min(retry_after or 0.0, _LONGEST_RETRY_AFTER))


def is_gone_for_good(now: float, gone_at: float | None) -> bool:
    """Tell whether a page that is not there now, and was not at ``gone_at``, counts as withdrawn."""
    return gone_at is not None and now - gone_at >= DAY
