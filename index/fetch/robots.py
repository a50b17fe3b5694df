"""robots.txt (RFC 9309): what a host does not want fetched, and how often it may be asked."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from protego import Protego

from index.errors import AddressRefused, FetchError
from index.fetch.guard import Place
from index.fetch.limits import Clock
from index.fetch.visit import NAME

MAX_ROBOTS = 512 * 1024
"""How much of a robots.txt is read, in bytes; the standard asks for 500 KiB at least."""

_KEPT = 1000
_FRESH = 24 * 3600.0  # RFC 9309, section 2.4
_RETRY = 5 * 60.0
_NO_RULES = Protego.parse("")
_USER_AGENT = re.compile(r"^[ \t]*user[- ]?agent[ \t]*[: \t][ \t]*([^\r\n#]*)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RobotsText:
    """A robots.txt that was asked for. ``text`` is None where the host failed, and empty where it has none.

    ``retry_after`` is when the host wants to be asked again, in seconds.
    """

    text: str | None
    retry_after: float | None = None


@dataclass(slots=True)
class _Entry:
    lock: threading.Lock = field(default_factory=threading.Lock)
    rules: Protego | None = None
    until: float = float("-inf")


class Robots:
    """The rules of the hosts that were visited lately."""

    def __init__(self, clock: Clock) -> None:
        """Know nothing yet; what is known grows old by ``clock``."""
        self._clock = clock
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._lock = threading.Lock()

    def pause(self, place: Place, read: Callable[[], RobotsText]) -> float:
        """Return the pause in seconds that the host wants after a request for ``place``; 0.0 if it does not say.

        ``read`` gets the robots.txt where it is not known or is old; once, however many threads wait.

        Raises:
            AddressRefused: The host does not want ``place`` fetched, or must not be visited.
            FetchError: Its robots.txt cannot be had at present, or the host cannot be reached.
        """
        rules = self._rules(place, read)
        url = str(place.url)
        if not rules.can_fetch(url, NAME):
            raise AddressRefused(url, "is not for programs: the robots.txt of its host says so")
        return max(rules.crawl_delay(NAME) or 0.0, 0.0)

    def _rules(self, place: Place, read: Callable[[], RobotsText]) -> Protego:
        entry = self._entry(place.origin)
        with entry.lock:
            now = self._clock.monotonic()
            if now >= entry.until:
                found = read()
                entry.rules = None if found.text is None else _parsed(found.text)
                fresh = _FRESH if entry.rules is not None else found.retry_after or _RETRY
                entry.until = self._clock.monotonic() + fresh
            if entry.rules is None:
                wait = max(entry.until - self._clock.monotonic(), 0.0)
                raise FetchError(
                    str(place.url),
                    "is not fetched at present: the robots.txt of its host, which could forbid it, cannot be read",
                    retry_after=wait,
                )
            return entry.rules

    def _entry(self, origin: str) -> _Entry:
        with self._lock:
            entry = self._entries.setdefault(origin, _Entry())
            self._entries.move_to_end(origin)
            if len(self._entries) > _KEPT:
                self._entries.popitem(last=False)
            return entry


def _parsed(text: str) -> Protego:
    """Parse the groups for us and for everybody; groups for others become one, which keeps the time linear."""
    return Protego.parse(_USER_AGENT.sub(_for_us_or_not, text)) if text else _NO_RULES


def _for_us_or_not(line: re.Match[str]) -> str:
    name = line[1].split("/")[0].strip().lower()
    return f"User-agent: {name if name in ('*', NAME) else 'somebody-else'}"
