"""Misfortune on order: what Discord or the network between does wrong, planned by a test in advance.

    double.faults.next("POST", "/channels/{id}/messages", status=500)
    double.faults.next("PATCH", "/webhooks/{id}/{token}/messages/@original", drop=True, performed=True)
    double.faults.rate_limit("POST", "/channels/{id}/messages", retry_after=0.2)
    double.faults.ignored_heartbeats = 3
    double.faults.copies_of_events = 2
    double.faults.close_next_connection = 4014
    double.faults.refused_connections = 1  # to the gateway, by status 503
    double.faults.silent_connections = 2  # that end before HELLO

A name in braces stands for one part of a path, whatever the name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_PLACE = re.compile(r"\\\{[^/]*?\\\}")


@dataclass(eq=False)
class Fault:
    """One planned fault of one kind of request; `times` says how often it still strikes.

    `performed` lets the request take effect first: the answer alone is lost.
    """

    method: str
    path: str
    status: int | None = None
    code: int = 0
    message: str = ""
    retry_after: float | None = None
    is_global: bool = False
    via: bool = True
    drop: bool = False
    reset: bool = False
    delay: float = 0.0
    performed: bool = False
    times: int = 1

    def strikes(self, method: str, path: str) -> bool:
        """Whether this request is the one."""
        pattern = _PLACE.sub("[^/]+", re.escape(self.path))
        return self.times > 0 and self.method == method and re.fullmatch(pattern, path) is not None


@dataclass(eq=False)
class Faults:
    """The plan; REST faults strike in the order in which they were planned."""

    planned: list[Fault] = field(default_factory=list)
    ignored_heartbeats: int = 0
    copies_of_events: int = 1
    close_next_connection: int | None = None
    refused_connections: int = 0
    silent_connections: int = 0
    refuse_resume: bool = False

    def next(
        self,
        method: str,
        path: str,
        *,
        status: int | None = None,
        code: int = 0,
        message: str = "",
        drop: bool = False,
        reset: bool = False,
        delay: float = 0.0,
        performed: bool = False,
        times: int = 1,
    ) -> Fault:
        """The next `times` such requests fail with `status` and `code`, are cut off, or come late.

        With `reset` the connection is not closed but reset, which the client meets as errno 104.
        """
        fault = Fault(method, path, status, code, message)
        fault.drop, fault.reset, fault.delay, fault.performed, fault.times = drop, reset, delay, performed, times
        self.planned.append(fault)
        return fault

    def rate_limit(
        self,
        method: str,
        path: str,
        *,
        retry_after: float = 0.1,
        is_global: bool = False,
        via: bool = True,
        times: int = 1,
    ) -> Fault:
        """The next `times` such requests get 429; without `via` it looks like a ban by Cloudflare."""
        fault = Fault(method, path, 429, 0, "You are being rate limited.", retry_after, is_global, via)
        fault.times = times
        self.planned.append(fault)
        return fault

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that strikes this request, used up once."""
        for fault in self.planned:
            if fault.strikes(method, path):
                fault.times -= 1
                return fault
        return None
