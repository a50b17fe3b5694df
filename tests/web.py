"""A web to fetch from: a real HTTP server on loopback that answers for any host name, and does what it is told to.

>>> with Web() as web, web.fetcher() as fetcher:
...     web.serve("/a", "<p>One</p>")
...     fetcher.fetch(web.url("/a"), kind=Kind.PAGE)
"""

from __future__ import annotations

import ssl
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from types import TracebackType
from typing import Self

from index.fetch.fetcher import Fetcher

HOST = "news.example"
CERTIFICATE = Path(__file__).with_name("web.pem")


@dataclass(frozen=True)
class Answer:
    """What the server does when it is asked.

    ``hold`` is waited for before the head is sent, ``drip`` is the pause in seconds after each byte of the body, and
    ``break_after`` the number of its bytes that are sent before the connection breaks off. A request with the same
    ``etag``, or else the same ``modified``, is answered 304. ``raw`` is sent instead of all that.
    """

    body: bytes = b""
    status: int = 200
    media_type: str | None = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    modified: str | None = None
    hold: threading.Event | None = None
    drip: float | None = None
    break_after: int | None = None
    raw: bytes | None = None


@dataclass(frozen=True)
class Asked:
    """A request as it came: the host and path, and its headers; ``at`` is the monotonic time."""

    host: str
    path: str
    headers: Message
    at: float


class Web:
    """Routes can be changed at any time; ``asked`` holds every request in order, those for robots.txt too."""

    def __init__(self, *, tls: bool = False) -> None:
        """Listen on a free port of 127.0.0.1; with ``tls``, as ``news.example`` with the certificate in web.pem."""
        self.asked: list[Asked] = []
        self.most_at_once: Counter[str] = Counter()
        self._at_once: Counter[str] = Counter()
        self._routes: dict[tuple[str | None, str], list[Answer]] = defaultdict(list)
        self._lock = threading.Lock()
        self._scheme = "https" if tls else "http"
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.web = self
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def url(self, path: str = "/", host: str = HOST) -> str:
        return f"{self._scheme}://{host}:{self.port}{path}"

    def fetcher(self, *hosts: str, **options: object) -> Fetcher:
        """A fetcher that finds every name here, may visit news.example and ``hosts``, and makes no pauses."""
        names = [HOST, "127.0.0.1", *hosts]
        defaults = {"pause": 0.0, "resolve": lambda host, port: ["127.0.0.1"]}
        return Fetcher(names, **(defaults | options))

    def serve(self, path: str, body: str | bytes = b"", *, host: str | None = None, **answer: object) -> None:
        """Answer ``path`` so from now on; on every host, or on one."""
        self.script(path, Answer(body.encode() if isinstance(body, str) else body, **answer), host=host)

    def script(self, path: str, *answers: Answer, host: str | None = None) -> None:
        """Answer ``path`` with each of ``answers`` in turn; the last one stays."""
        with self._lock:
            self._routes[host, path] = list(answers)

    def redirect(self, path: str, to: str, status: int = 302, *, host: str | None = None) -> None:
        self.serve(path, status=status, headers={"Location": to}, media_type=None, host=host)

    def paths(self) -> list[str]:
        """The paths that were asked for, without robots.txt."""
        return [each.path for each in self.asked if each.path != "/robots.txt"]

    def entered(self, asked: Asked) -> Answer:
        with self._lock:
            self.asked.append(asked)
            self._at_once[asked.host] += 1
            self.most_at_once[asked.host] = max(self.most_at_once[asked.host], self._at_once[asked.host])
            answers = self._routes.get((asked.host, asked.path)) or self._routes.get((None, asked.path))
            if not answers:
                return Answer(b"not here", 404)
            return answers.pop(0) if len(answers) > 1 else answers[0]

    def left(self, asked: Asked) -> None:
        with self._lock:
            self._at_once[asked.host] -= 1


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    web: Web

    def server_bind(self) -> None:
        """Bind without the look-up of our own name that HTTPServer makes, which can take seconds."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are what is tested here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        self.close_connection = True
        host = self.headers.get("Host", "").rpartition(":")[0]
        asked = Asked(host, self.path, self.headers, time.monotonic())
        answer = self.server.web.entered(asked)
        if answer.hold is not None:
            answer.hold.wait(30)
        self.server.web.left(asked)
        with suppress(OSError):
            if answer.raw is not None:
                self.wfile.write(answer.raw)
                return
            self._send(_conditional(answer, self.headers))

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        given = {name.lower() for name in answer.headers}
        about = {"Content-Type": answer.media_type, "ETag": answer.etag, "Last-Modified": answer.modified}
        if answer.status != 304 and "transfer-encoding" not in given:
            about["Content-Length"] = str(len(answer.body))
        about["Connection"] = "close"
        for name, value in [*answer.headers.items(), *about.items()]:
            if value is not None and (name in answer.headers or name.lower() not in given):
                self.send_header(name, value)
        self.end_headers()
        body = answer.body[: answer.break_after]
        if answer.drip is None:
            self.wfile.write(body)
            return
        for position in range(len(body)):
            self.wfile.write(body[position : position + 1])
            self.wfile.flush()
            time.sleep(answer.drip)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


def _conditional(answer: Answer, headers: Message) -> Answer:
    tag, since = headers.get("If-None-Match"), headers.get("If-Modified-Since")
    is_same = tag == answer.etag if tag is not None else since is not None and since == answer.modified
    if answer.status == 200 and is_same:
        return replace(answer, status=304, body=b"", media_type=None)
    return answer
