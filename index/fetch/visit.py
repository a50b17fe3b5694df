"""One visit to one address: ask, look at the answer's head, take its body if it is wanted."""

from __future__ import annotations

import http
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib.metadata import version

import httpcore2

from index.errors import FetchError
from index.fetch.body import ENCODINGS, BadEncoding, read_body
from index.fetch.connection import OpenSockets, answering
from index.fetch.guard import Guard, Place
from index.fetch.limits import Clock, Deadline

NAME = "coverage-bot"
"""What a robots.txt calls us."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})

_LONGEST_WISH = 7 * 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Head:
    """An answer without its body; the names of ``headers`` are in lower case."""

    status: int
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Visited:
    """An answer; ``body`` is empty where it was not wanted."""

    head: Head
    body: bytes


class Visitor:
    """Visits addresses that the guard lets through."""

    def __init__(
        self, guard: Guard, clock: Clock, ssl_context: Callable[[], ssl.SSLContext], sockets: OpenSockets
    ) -> None:
        """Put together the ``guard`` and what makes the TLS settings; every connection is among ``sockets``."""
        self._guard = guard
        self._clock = clock
        self._ssl_context = ssl_context
        self._sockets = sockets
        self._headers = {"User-Agent": f"{NAME}/{version(NAME)} (news search)", "Accept-Encoding": ENCODINGS}

    def visit(
        self,
        place: Place,
        headers: Mapping[str, str],
        deadline: Deadline,
        limit: int,
        wanted: Callable[[Head], bool],
    ) -> Visited:
        """Return the answer of ``place``, with at most ``limit`` bytes of body where ``wanted`` says so of its head.

        Raises:
            AddressRefused: The guard does not let it through.
            FetchError: There is no whole answer in time.
            TooLarge: The body is larger than ``limit``.
        """
        url = str(place.url)
        try:
            addresses = self._guard.addresses(place, deadline)
            sent = self._headers | dict(headers)
            with answering(place, addresses, sent, deadline, self._ssl_context(), self._sockets) as response:
                head = Head(response.status, _read_headers(response))
                if not wanted(head):
                    return Visited(head, b"")
                return Visited(head, _body(url, response, head, limit))
        except (TimeoutError, httpcore2.TimeoutException):
            raise FetchError(url, f"took longer than {deadline.seconds:g} seconds; try again later") from None
        except httpcore2.ConnectError as error:
            raise FetchError(url, _unreached(error)) from error
        except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
            raise FetchError(url, "broke off, or does not speak HTTP; try again later") from error

    def failure(self, url: str, head: Head) -> FetchError:
        """Return the error that an answer is which holds nothing."""
        known = {status.value: status.phrase for status in http.HTTPStatus}
        answered = f"{head.status} {known.get(head.status, '')}".strip()
        wish = self.retry_after(head)
        later = f"; try again in {wish:,.0f} seconds" if wish else ""
        return FetchError(url, f"answered {answered}{later}", status=head.status, retry_after=wish)

    def retry_after(self, head: Head) -> float | None:
        """Return the ``Retry-After`` of an answer in seconds from now, a week at most; None without a usable one."""
        wish = head.headers.get("retry-after", "").strip()
        if wish.isascii() and wish.isdigit():
            return min(float(wish[:12]), _LONGEST_WISH)
        try:
            until = parsedate_to_datetime(wish)
            seconds = (until.astimezone(self._clock.now().tzinfo) - self._clock.now()).total_seconds()
        except (ValueError, TypeError, OverflowError):
            return None
        return min(max(seconds, 0.0), _LONGEST_WISH)


def _body(url: str, response: httpcore2.Response, head: Head, limit: int) -> bytes:
    try:
        return read_body(response.iter_stream(), head.headers.get("content-encoding", ""), limit)
    except BadEncoding as error:
        raise FetchError(url, str(error)) from error


def _read_headers(response: httpcore2.Response) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in response.headers:
        headers.setdefault(name.decode("latin-1").lower(), value.decode("latin-1").strip())
    return headers


def _unreached(error: Exception) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"is not who it says it is: {cause.verify_message.rstrip('.')}"
        if isinstance(cause, ssl.SSLError):
            return "cannot be reached over a safe connection (TLS)"
        cause = cause.__cause__ or cause.__context__
    return "cannot be reached: nothing answers there; check the address, or try again later"
