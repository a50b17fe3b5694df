"""The way from an asked address through its redirects."""

from __future__ import annotations

from contextlib import suppress

import httpx2

from index.errors import AddressRefused, FetchError
from index.fetch.guard import Place, parse_address
from index.fetch.visit import Head

_PERMANENT = (301, 308)


class Trail:
    """Where a call is, where it has been, and whether the asked address has moved for good."""

    def __init__(self, url: str, redirects: int) -> None:
        """Start at ``url`` and follow at most ``redirects``.

        Raises:
            AddressRefused: It is no address that could be visited.
        """
        self.current: Place = parse_address(url)
        self.permanent: str | None = None
        self._redirects = redirects
        self._seen = {str(self.current.url)}
        self._is_permanent = True

    def follow(self, head: Head) -> None:
        """Go where a redirect leads.

        Raises:
            AddressRefused: It leads to what is no address that could be visited, or from https to http, where what
                is quoted later could have been changed on the way.
            FetchError: It leads nowhere, in a circle, or too far.
        """
        here = str(self.current.url)
        location = head.headers.get("location", "")
        if not location:
            raise FetchError(here, "redirects to nowhere", status=head.status)
        if len(self._seen) > self._redirects:
            raise FetchError(here, f"redirects more than {self._redirects} times", status=head.status)
        following = parse_address(_joined(self.current.url, location))
        if self.current.url.scheme == "https" and following.url.scheme == "http":
            raise AddressRefused(here, "redirects from https to http, which anybody on the way could change")
        there = str(following.url)
        if there in self._seen:
            raise FetchError(here, "redirects in a circle", status=head.status)
        self._seen.add(there)
        self.current = following
        self._is_permanent = self._is_permanent and head.status in _PERMANENT
        if self._is_permanent:
            self.permanent = there


def _joined(base: httpx2.URL, location: str) -> str:
    # Servers send UTF-8 in a header that is read as Latin-1.
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return str(base.join(location))
    except httpx2.InvalidURL:
        return location
