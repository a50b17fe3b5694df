"""The gate through which events come in: each once, though Discord may deliver one again after a lost connection."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, MutableMapping
from typing import Any

_EVENTS = ("INTERACTION_CREATE", "MESSAGE_CREATE")
_REMEMBERED = 4096

Parser = Callable[[Any], Any]


class Gate:
    """Lets through what asks the bot something, each event once, until it is shut."""

    def __init__(self, remembered: int = _REMEMBERED) -> None:
        """Remember this many events; one that comes again later than that is let through again."""
        self._remembered = remembered
        self._seen: OrderedDict[str, str] = OrderedDict()  # an event's id -> the locale of who caused it, if known
        self._shut = False

    def guard(self, parsers: MutableMapping[str, Parser]) -> None:
        """Stand before the functions that take events in, given by the event's name."""
        for name in _EVENTS:
            parsers[name] = self._guarded(parsers[name])

    def shut(self) -> None:
        """Let nothing through from now on."""
        self._shut = True

    def locale_of(self, event_id: int) -> str:
        """Return the locale of the person behind an interaction that came in lately; empty where it is not known."""
        return self._seen.get(str(event_id), "")

    def _guarded(self, parse: Parser) -> Parser:
        def parse_once(event: Any) -> None:  # noqa: ANN401  # Discord's JSON
            if not self._shut and self._is_new(str(event["id"]), str(event.get("locale") or "")):
                parse(event)

        return parse_once

    def _is_new(self, event_id: str, locale: str) -> bool:
        if event_id in self._seen:
            return False
        self._seen[event_id] = locale
        if len(self._seen) > self._remembered:
            self._seen.popitem(last=False)
        return True
