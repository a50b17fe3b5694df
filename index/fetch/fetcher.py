"""Gets pages and feeds from the web, politely and through the guard; see docs/fetching.md."""

from __future__ import annotations

import copy
import re
import ssl
import threading
from collections.abc import Sequence
from functools import partial
from types import TracebackType
from typing import Self

import httpcore2

from index.errors import FetchError
from index.fetch.addresses import PrivateHosts, Resolve, resolve_host
from index.fetch.fetched import Fetched, Kind
from index.fetch.guard import Guard
from index.fetch.limits import Clock, Limits
from index.fetch.media_type import parse_media_type
from index.fetch.trail import Trail
from index.fetch.visit import Head, Visited
from index.fetch.walk import Walker

PAUSE = 1.0
"""Seconds between the end of one request to a host and the next, where its robots.txt asks for no more."""

_VALIDATOR = re.compile(r"[\t\x20-\x7e\x80-\xff]{1,1000}")


class Fetcher:
    """Fetches pages and feeds. Thread-safe; requests to one host go one after the other, to several at once."""

    def __init__(
        self,
        private_hosts: Sequence[str] = (),
        *,
        limits: Limits = Limits(),  # noqa: B008  # frozen
        pause: float = PAUSE,
        clock: Clock | None = None,
        resolve: Resolve = resolve_host,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        """Visit the public internet, and of private networks the hosts named in ``private_hosts``.

        Args:
            private_hosts: ``host`` or ``host:port``.
            limits: What one call may take.
            pause: Seconds between two requests to a host.
            clock: The time of politeness, by default the real one.
            resolve: What looks names up; by default the system.
            ssl_context: Whom to trust; by default the authorities that the system trusts.
        """
        self._limits = limits
        self._closed = threading.Event()
        self._clock = clock or Clock(sleep=self._closed.wait)
        self._ssl_context = ssl_context
        self._ssl_lock = threading.Lock()
        self._resolve = resolve
        guard = Guard(PrivateHosts(private_hosts), resolve)
        self._walker = Walker(guard, self._clock, limits, pause, self._trusted, self._closed)

    def __enter__(self) -> Self:
        """Return the fetcher itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Make no further request; calls that are under way or wait for their turn end with an error at once."""
        self._closed.set()
        self._walker.end()

    def public(self) -> Fetcher:
        """Return this fetcher without its private hosts: for addresses that come from strangers.

        It is as polite as both of them together, and ends with this one.
        """
        other = copy.copy(self)
        other._walker = self._walker.guarded_by(Guard(PrivateHosts(()), self._resolve, discreet=True))
        return other

    def fetch(self, url: str, *, kind: Kind, etag: str | None = None, modified: str | None = None) -> Fetched:
        """Return what is at ``url``, after redirects; with ``etag`` or ``modified``, only if it is another since.

        Raises:
            AddressRefused: The address, or one that it leads to, must not be visited.
            FetchError: There is nothing to be had from it; the message says why and names ``url``.
        """
        conditions = _conditions(etag, modified)
        trail = Trail(url, self._limits.redirects)
        start = str(trail.current.url)
        try:
            visited = self._walker.walk(trail, {"Accept": kind.accept} | conditions, partial(_is_wanted, trail, kind))
        except FetchError as error:
            reason = error.reason if error.source == start else f"leads to {error.source}, which {error.reason}"
            raise type(error)(url, reason, status=error.status, retry_after=error.retry_after) from error
        if visited.head.status == 304 and not conditions:
            raise FetchError(url, "answered 304 Not Modified to a question that it was not asked", status=304)
        return self._fetched(url, trail, visited, etag, modified)

    def _fetched(self, url: str, trail: Trail, visited: Visited, etag: str | None, modified: str | None) -> Fetched:
        headers = visited.head.headers
        media_type, charset = parse_media_type(headers.get("content-type", ""))
        is_new = visited.head.status == 200
        return Fetched(
            url=url,
            final_url=str(trail.current.url),
            permanent_url=trail.permanent,
            status=visited.head.status,
            media_type=media_type if is_new else "",
            charset=charset if is_new else None,
            body=visited.body,
            etag=headers.get("etag") or (None if is_new else etag),
            modified=headers.get("last-modified") or (None if is_new else modified),
            fetched_at=self._clock.now(),
        )

    def _trusted(self) -> ssl.SSLContext:
        with self._ssl_lock:
            if self._ssl_context is None:  # reading the authorities takes a while, and http needs none
                self._ssl_context = httpcore2.default_ssl_context()
            return self._ssl_context


def _conditions(etag: str | None, modified: str | None) -> dict[str, str]:
    """Return the headers of a conditional request; a validator that no header can hold is left out."""
    wanted = {"If-None-Match": etag, "If-Modified-Since": modified}
    return {name: value for name, value in wanted.items() if value and _VALIDATOR.fullmatch(value)}


def _is_wanted(trail: Trail, kind: Kind, head: Head) -> bool:
    """Tell whether the body of an answer is wanted.

    Raises:
        FetchError: It is something else than was asked for.
    """
    if head.status != 200:
        return False
    media_type, _ = parse_media_type(head.headers.get("content-type", ""))
    if media_type not in kind.value:
        found = f"is {media_type[:100]}" if media_type else "does not say what it is"
        what = "a web page" if kind is Kind.PAGE else "a feed"
        raise FetchError(str(trail.current.url), f"{found}, not {what}", status=head.status)
    return True
