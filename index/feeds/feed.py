"""What a feed says, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass

from index.errors import SourceError

MAX_ITEMS = 500
"""How many items of one feed are looked at; publishers list the newest first."""

MAX_PARTS = 5
"""How many of the sitemaps that a sitemap index lists are looked at, the newest of them."""


@dataclass(frozen=True, slots=True)
class Item:
    """One article as a feed announces it.

    ``id`` is the feed's own name for it, else its address. ``summary`` is plain text, empty if there is none; it
    may be the whole article. ``published`` and ``updated`` are ISO 8601.
    """

    id: str
    url: str | None
    title: str
    summary: str
    author: str | None
    published: str | None
    updated: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it was read: its title, the address of its site, its items, and for a sitemap index its sitemaps."""

    title: str
    site: str | None
    items: tuple[Item, ...]
    parts: tuple[str, ...] = ()


class NotAFeed(SourceError):
    """Something else than a feed; ``feeds`` are the addresses of those that a web page links to."""

    def __init__(self, source: str, reason: str, feeds: tuple[str, ...] = ()) -> None:
        """Say what is there instead."""
        super().__init__(source, reason)
        self.feeds = feeds
