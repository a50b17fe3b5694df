"""The REST face: every request is recorded, checked, answered, and the answer is checked too."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import socket
import struct
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import BodyPartReader, web

from . import channel_endpoints, command_endpoints, interaction_endpoints, reading_endpoints
from .calls import Call, Reply, Route
from .errors import FieldError, Rejection, invalid_form, invalid_json, not_found, unauthorized
from .faults import Fault
from .schemas import in_words
from .stored import Upload
from .timing import now

if TYPE_CHECKING:
    from .double import DiscordDouble

PREFIX = "/api/v10"
ROUTES = (
    *reading_endpoints.ROUTES,
    *channel_endpoints.ROUTES,
    *interaction_endpoints.ROUTES,
    *command_endpoints.ROUTES,
)
JSON_FORM, FILES_FORM = "application/json", "multipart/form-data"
_FILE_FIELD = re.compile(r"files\[(\d)\]")


@dataclass(frozen=True)
class Exchange:
    """One request and how it was answered; `at` is on the event loop's clock."""

    at: float
    method: str
    path: str
    body: object
    status: int
    answer: object


class RestFace:
    """Answers `/api/v10/...` for one double."""

    def __init__(self, double: DiscordDouble) -> None:
        self._double = double
        self.exchanges: list[Exchange] = []

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One request from first check to recorded answer."""
        path = request.rel_url.raw_path.removeprefix(PREFIX)
        at, body = now(), None
        route = self._route(request.method, path)
        fault = self._double.faults.take(request.method, path)
        if fault is not None:
            await asyncio.sleep(fault.delay)
        try:
            if route is None:
                raise not_found()
            if fault is not None and not fault.performed:
                _strike(fault, request)
            body, uploads = await self._read(request, route)
            reply = self._perform(request, route, path, body, uploads)
            if fault is not None:
                _strike(fault, request)
        except Rejection as refused:
            reply = _refusal(refused, fault)
        except (_Dropped, ConnectionError):  # nobody is there any more to be answered
            raise
        except Exception as error:
            self._double.world.complain(f"the double failed at {request.method} {path}: {error!r}")
            raise
        self._check_answer(request.method, route, reply)
        self.exchanges.append(Exchange(at, request.method, path, body, reply.status, reply.body))
        self._double.world.watch.pulse()
        return _response(reply, f"{request.method} {route.template if route else path}", fault)

    def _route(self, method: str, path: str) -> Route | None:
        for route in ROUTES:
            if route.method == method and route.pattern.fullmatch(path):
                return route
        self._double.world.complain(f"the double does not know {method} {path}")
        return None

    def _perform(
        self, request: web.Request, route: Route, path: str, body: object, uploads: dict[int, Upload]
    ) -> Reply:
        if route.needs_token and request.headers.get("Authorization") != f"Bot {self._double.token}":
            raise unauthorized()
        self._check_body(request, route, body)
        match = route.pattern.fullmatch(path)
        assert match is not None
        call = Call(self._double, match.groupdict(), request.query, uploads=uploads)
        if isinstance(body, dict):
            call.body = body
        if isinstance(body, list):
            call.listed = body
        return route.endpoint(call)

    def _check_body(self, request: web.Request, route: Route, body: object) -> None:
        specification = self._double.specification
        if specification is None or body is None:
            return
        faults = specification.request(route.method, route.template, body, JSON_FORM)
        if faults:
            raise invalid_form(faults)

    async def _read(self, request: web.Request, route: Route) -> tuple[object, dict[int, Upload]]:
        if request.content_type == FILES_FORM:
            return await _read_multipart(request)
        text = await request.text()
        if not text:
            return None, {}
        if request.headers.get("Content-Type") != JSON_FORM:
            raise invalid_json()
        return _parsed(text), {}

    def _check_answer(self, method: str, route: Route | None, reply: Reply) -> None:
        specification = self._double.specification
        if specification is None or (route is None and reply.status < 400) or reply.status >= 500:
            return
        faults = specification.answer(method, route.template if route else "", reply.status, reply.body)
        if faults:
            name = route.template if route else "?"
            self._double.world.complain(f"{method} {name} answered {reply.status} untruly: {in_words(faults)}")


def _parsed(text: str) -> object:
    try:
        value: object = json.loads(text)
    except json.JSONDecodeError:
        raise invalid_json() from None
    return value


async def _read_multipart(request: web.Request) -> tuple[object, dict[int, Upload]]:
    body: object = None
    uploads: dict[int, Upload] = {}
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        assert isinstance(part, BodyPartReader)
        content = bytes(await part.read())
        name = part.name or ""
        number = _FILE_FIELD.fullmatch(name)
        if name == "payload_json":
            body = _parsed(content.decode())
        elif number and part.filename:
            kind = part.headers.get("Content-Type", "application/octet-stream")
            uploads[int(number[1])] = Upload(part.filename, content, kind)
        else:
            fault = FieldError(
                (name,), "DOUBLE_UNKNOWN_FIELD", "A multipart body has payload_json and files[0] to files[9]"
            )
            raise invalid_form([fault])
    return body if body is not None else {}, uploads


class _Dropped(web.HTTPException):
    """The connection is gone; nothing will be read of this answer."""

    status_code = 500


def _strike(fault: Fault, request: web.Request) -> None:
    if fault.drop or fault.reset:
        if request.transport is not None:
            if fault.reset:
                connection = request.transport.get_extra_info("socket")
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            request.transport.abort()
        raise _Dropped
    if fault.status is not None:
        raise Rejection(fault.status, fault.code, fault.message or f"{fault.status}: fault on order")


def _response(reply: Reply, bucket: str, fault: Fault | None) -> web.Response:
    headers = {
        "Via": "1.1 google",
        "X-RateLimit-Limit": "50",
        "X-RateLimit-Remaining": "49",
        "X-RateLimit-Reset": f"{time.time() + 1:.3f}",
        "X-RateLimit-Reset-After": "1.000",
        "X-RateLimit-Bucket": hashlib.md5(bucket.encode(), usedforsecurity=False).hexdigest(),
    }
    if reply.status == 429 and fault is not None and fault.retry_after is not None:
        headers |= _limit_headers(fault, fault.retry_after)
        if not fault.via:
            del headers["Via"]
    if reply.body is None:
        return web.Response(status=reply.status, headers=headers)
    headers["Content-Type"] = JSON_FORM
    return web.Response(body=json.dumps(reply.body).encode(), status=reply.status, headers=headers)


def _refusal(refused: Rejection, fault: Fault | None) -> Reply:
    body = refused.body()
    if refused.status == 429 and fault is not None:
        body |= {"retry_after": fault.retry_after, "global": fault.is_global}
    return Reply(refused.status, body)


def _limit_headers(fault: Fault, retry_after: float) -> dict[str, str]:
    headers = {"Retry-After": str(max(1, round(retry_after)))}
    if fault.is_global:
        return headers | {"X-RateLimit-Scope": "global", "X-RateLimit-Global": "true"}
    spent = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": f"{retry_after:.3f}"}
    return headers | spent | {"X-RateLimit-Scope": "user"}
