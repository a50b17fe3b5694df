"""Which addresses may be visited: those of the public internet, and named private hosts."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""From a host and a port to the addresses behind them, as text. Raises OSError where there are none."""

# The special-purpose registries of IANA (RFC 6890), written out: Python's own properties differ by version.
_REFUSED_V4 = (
    ("0.0.0.0/8", "unspecified"),
    ("10.0.0.0/8", "private"),
    ("100.64.0.0/10", "carrier-grade NAT"),
    ("127.0.0.0/8", "loopback"),
    ("168.63.129.16/32", "metadata"),  # Azure's, the one such service at a public address
    ("169.254.0.0/16", "link-local"),  # with the metadata services of most clouds
    ("172.16.0.0/12", "private"),
    ("192.0.0.0/24", "reserved"),
    ("192.0.2.0/24", "reserved"),
    ("192.31.196.0/24", "reserved"),
    ("192.52.193.0/24", "reserved"),
    ("192.88.99.0/24", "6to4 relay"),
    ("192.168.0.0/16", "private"),
    ("192.175.48.0/24", "reserved"),
    ("198.18.0.0/15", "reserved"),
    ("198.51.100.0/24", "reserved"),
    ("203.0.113.0/24", "reserved"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved"),
)
_REFUSED_V6 = (
    ("::/128", "unspecified"),
    ("::1/128", "loopback"),
    ("::ffff:0:0/96", "IPv4-mapped"),
    ("::ffff:0:0:0/96", "IPv4-translated"),
    ("::/96", "IPv4-compatible"),
    ("64:ff9b::/96", "NAT64"),
    ("64:ff9b:1::/48", "NAT64"),
    ("2001::/32", "Teredo"),
    ("2001::/23", "reserved"),
    ("2001:db8::/32", "reserved"),
    ("2002::/16", "6to4"),
    ("2620:4f:8000::/48", "reserved"),
    ("3fff::/20", "reserved"),
    ("fc00::/7", "private"),
    ("fe80::/10", "link-local"),
    ("fec0::/10", "private"),
    ("ff00::/8", "multicast"),
)
_PRIVATE_HOST = re.compile(r"(?P<name>[\w.-]+|\[[0-9a-f:.]+\])(?::(?P<port>\d{1,5}))?")
_GLOBAL_V6 = IPv6Network("2000::/3")  # all that IANA has given out for unicast
INTRANET = ("loopback", "private", "carrier-grade NAT")
"""The kinds of refused addresses that a named private host may have."""


def refusal(address: str, *, intranet: bool = False) -> str | None:
    """Return why ``address`` must not be visited ("loopback"), or None for one that may be.

    With ``intranet``, loopback and private addresses may be visited too; link-local ones, with the metadata
    services behind them, and addresses that hide another one never.
    """
    if "%" in address:
        return "link-local"
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    kind = _kind(parsed)
    return None if kind is None or (intranet and kind in INTRANET) else kind


def _kind(address: Address) -> str | None:
    for network, kind in _refused(address.version):
        if address in network:
            return kind
    if isinstance(address, IPv6Address) and address not in _GLOBAL_V6:
        return "reserved"
    return None if address.is_global else "reserved"


@cache
def _refused(version: int) -> Sequence[tuple[IPv4Network | IPv6Network, str]]:
    return tuple((ip_network(network), kind) for network, kind in (_REFUSED_V4 if version == 4 else _REFUSED_V6))


def private_host(name: str) -> str:
    """Return ``name`` as a host is compared: ``host``, ``host:port``, ``[address]`` or ``[address]:port``.

    Raises:
        ValueError: It is none of these.
    """
    text = name.strip().casefold()
    with suppress(ValueError):
        return f"[{IPv6Address(text)}]"
    match = _PRIVATE_HOST.fullmatch(text)
    if match is None:
        raise ValueError(f"{name.strip()[:100]!r} is no host or host:port")
    host = match["name"].rstrip(".")
    with suppress(UnicodeError):
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    if host.startswith("["):
        host = f"[{IPv6Address(host[1:-1])}]"
    return f"{host}:{int(match['port'])}" if match["port"] else host


class PrivateHosts:
    """The named hosts whose private addresses may be visited, on every port or on one."""

    def __init__(self, names: Sequence[str] = ()) -> None:
        """Take names as :func:`private_host` does.

        Raises:
            ValueError: One of them is no host.
        """
        self._names = frozenset(map(private_host, names))

    def __contains__(self, place: tuple[str, int]) -> bool:
        """Tell whether the host and port in ``place`` are named."""
        host, port = place
        shown = f"[{IPv6Address(host)}]" if ":" in host else host
        return shown in self._names or f"{shown}:{port}" in self._names


def resolve_host(host: str, port: int) -> list[str]:
    """Return the addresses of ``host`` in the order in which the system would try them.

    Raises:
        OSError: There are none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))
