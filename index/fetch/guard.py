"""The guard at the door: which links are followed, and to which addresses."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import httpx2

from index.errors import AddressRefused, FetchError
from index.fetch.addresses import INTRANET, PrivateHosts, Resolve, refusal
from index.fetch.limits import Deadline

MAX_ADDRESS = 2000
"""Length of the longest address that is visited; browsers take no more."""

_LONGEST_SHOWN = 200
_PORTS = {"http": 80, "https": 443}
_HIGHEST_PORT = 65535
_HOST = re.compile(r"[a-z0-9_-][a-z0-9._-]*|[0-9a-f:.]+")  # a name as DNS has it, or an IPv4 or IPv6 address


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request goes: an address that was read and checked once. ``host`` is in ASCII, lower case."""

    url: httpx2.URL
    host: str
    port: int

    @property
    def origin(self) -> str:
        """Scheme, host and port, as a ``Host`` and a robots.txt go by them."""
        return f"{self.url.scheme}://{self.authority}"

    @property
    def authority(self) -> str:
        """The ``Host`` header: without the port where it is the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.url.scheme] else f"{host}:{self.port}"


def parse_address(text: str) -> Place:
    """Return where ``text`` leads, without its fragment.

    What is read here is all that is used of it later, so that no second reading of an odd address can differ.

    Raises:
        AddressRefused: It is no http or https address of a host, or holds a password or a name of a user.
    """
    if len(text) > MAX_ADDRESS:
        raise AddressRefused(_shown(text), f"is longer than {MAX_ADDRESS} characters")
    try:
        url = httpx2.URL(text.strip())
        host = url.raw_host.decode("ascii").rstrip(".").lower()
        port = _PORTS.get(url.scheme, 0) if url.port is None else url.port
    except (httpx2.InvalidURL, UnicodeError, ValueError):
        raise AddressRefused(_shown(text), "is not a web address (http://… or https://…)") from None
    if url.scheme not in _PORTS or not _HOST.fullmatch(host) or not 0 < port <= _HIGHEST_PORT:
        raise AddressRefused(_shown(text), "is not a web address (http://… or https://…)")
    if url.userinfo:
        raise AddressRefused(_shown(text), "holds a user name or password, which is never sent: leave it out")
    return Place(url.copy_with(fragment=None), host, port)


def _shown(text: str) -> str:
    """Return an address that nobody has checked so that a message can hold it: one line, no controls, not too long."""
    line = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text[:_LONGEST_SHOWN])
    return line if len(text) <= _LONGEST_SHOWN else f"{line}…"


class Guard:
    """Lets requests out to the public internet and to the private hosts that were named, and nowhere else."""

    def __init__(self, private: PrivateHosts, resolve: Resolve) -> None:
        """Look names up with ``resolve``; of the hosts in ``private``, private addresses are let through."""
        self._private = private
        self._resolve = resolve

    def addresses(self, place: Place, deadline: Deadline) -> Sequence[str]:
        """Return the addresses behind ``place``; the connection must be made to one of them, without another look-up.

        Raises:
            AddressRefused: One of them, and be it a single one, must not be visited.
            FetchError: There are none.
            TimeoutError: Looking them up took too long.
        """
        found = self._look_up(place, deadline)
        intranet = (place.host, place.port) in self._private
        for address in found:
            kind = refusal(address, intranet=intranet)
            if kind is not None:
                way = "; name the host in COVERAGE_PRIVATE_HOSTS if it is yours" if kind in INTRANET else ""
                raise AddressRefused(str(place.url), f"is not visited: the address of its host is {kind}{way}")
        return found

    def _look_up(self, place: Place, deadline: Deadline) -> Sequence[str]:
        """Resolve in a thread of its own: the system's look-up has no time limit that could be set."""
        found: list[str] = []
        failed: list[OSError | UnicodeError] = []

        def look_up() -> None:
            try:
                found.extend(self._resolve(place.host, place.port))
            except (OSError, UnicodeError) as error:
                failed.append(error)

        looking = threading.Thread(target=look_up, daemon=True, name="look-up")
        looking.start()
        looking.join(deadline.left())
        if looking.is_alive():
            raise TimeoutError
        if failed or not found:
            raise FetchError(str(place.url), "cannot be reached: there is no host of this name; check the address")
        return found
