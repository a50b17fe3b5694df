"""What came back from an address, and what may come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_FEEDS = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/xml",
        "text/xml",
        "application/feed+json",
        "application/json",
        # Feeds are served under these as well; what they hold is for the parser of feeds to judge.
        "application/x-rss+xml",
        "text/rss+xml",
        "text/html",
    }
)


class Kind(Enum):
    """What is asked for; its value is the media types that may answer."""

    PAGE = _PAGES
    FEED = _FEEDS

    @property
    def accept(self) -> str:
        """The ``Accept`` header of a request for it."""
        return (
            "text/html,application/xhtml+xml" if self is Kind.PAGE else ",".join(sorted(_FEEDS - _PAGES)) + ",*/*;q=.1"
        )


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer to a request, whole and decoded.

    Attributes:
        url: The address that was asked for.
        final_url: The address that answered, after redirects.
        permanent_url: Where an unbroken chain of permanent redirects (301, 308) from ``url`` leads; None without one.
        status: 200, or 304 where the body is still that of ``etag`` or ``modified``.
        media_type: Such as ``text/html``, in lower case; empty for 304.
        charset: What the header declares, in lower case; None where it does not.
        body: The bytes with gzip, brotli or deflate undone; empty for 304.
        etag: The entity tag to ask with next time, as the host wrote it; None without one.
        modified: The ``Last-Modified`` to ask with next time, as the host wrote it; None without one.
        fetched_at: When the answer was complete, UTC.
    """

    url: str
    final_url: str
    permanent_url: str | None
    status: int
    media_type: str
    charset: str | None
    body: bytes
    etag: str | None
    modified: str | None
    fetched_at: datetime
