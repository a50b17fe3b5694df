"""One request over one connection, made to the very address that was checked, and over in time."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import httpcore2

from index.fetch.guard import Place
from index.fetch.limits import Deadline


class OpenSockets:
    """The connections that are open, so that all of them can be ended at once."""

    def __init__(self) -> None:
        """Hold none."""
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()

    def add(self, opened: socket.socket) -> None:
        """Hold ``opened``."""
        with self._lock:
            self._open.add(opened)

    def discard(self, closed: socket.socket) -> None:
        """Hold ``closed`` no longer."""
        with self._lock:
            self._open.discard(closed)

    def end(self) -> None:
        """End every connection; whoever waits on one gets an error."""
        with self._lock:
            for each in self._open:
                with suppress(OSError):
                    socket.socket.shutdown(
                        each, socket.SHUT_RDWR
                    )  # not the TLS socket's own, which belongs to a reader


class _TimedStream(httpcore2.NetworkStream):
    """A stream whose every wait ends with the deadline, so that a dripping body ends too."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline, sockets: OpenSockets) -> None:
        self._stream = stream
        self._deadline = deadline
        self._sockets = sockets
        self._socket: socket.socket = stream.get_extra_info("socket")
        sockets.add(self._socket)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._sockets.discard(self._socket)
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        try:
            stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left())
        finally:
            self._sockets.discard(self._socket)  # it is closed, or has become the TLS stream's
        return _TimedStream(stream, self._deadline, self._sockets)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401  # httpcore's own signature
        return self._stream.get_extra_info(info)


class _PinnedBackend(httpcore2.NetworkBackend):
    """Connects to addresses that were checked; the name of the host is not looked up again."""

    def __init__(self, addresses: Sequence[str], deadline: Deadline, sockets: OpenSockets) -> None:
        self._addresses = addresses
        self._deadline = deadline
        self._sockets = sockets
        self._system = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        failure: Exception = httpcore2.ConnectError("no address")
        for number, address in enumerate(self._addresses):
            share = self._deadline.left() / (len(self._addresses) - number)
            try:
                stream = self._system.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self._deadline, self._sockets)
        raise failure


@contextmanager
def answering(
    place: Place,
    addresses: Sequence[str],
    headers: dict[str, str],
    deadline: Deadline,
    ssl_context: ssl.SSLContext,
    sockets: OpenSockets,
) -> Iterator[httpcore2.Response]:
    """Ask ``place`` at one of its ``addresses`` and lend the answer, whose body has yet to be read.

    The connection is among ``sockets`` while it is open.

    TLS verifies the name of the host, not the address. No proxy is used, whatever the environment says.

    Raises:
        httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.TimeoutException: There is no answer.
        TimeoutError: The deadline has passed.
    """
    target = place.url.raw_path or b"/"
    url = httpcore2.URL(scheme=place.url.raw_scheme, host=place.host.encode(), port=place.port, target=target)
    backend = _PinnedBackend(addresses, deadline, sockets)
    with (
        httpcore2.ConnectionPool(ssl_context=ssl_context, network_backend=backend, max_keepalive_connections=0) as pool,
        pool.stream("GET", url, headers=_encoded({"Host": place.authority} | headers)) as response,
    ):
        yield response


def _encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("ascii"), value.encode("latin-1")) for name, value in headers.items()]
