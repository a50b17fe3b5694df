"""The connections of one process to one database, which its threads take turns with."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import LifoQueue

from index.sql.connection import Connection


class Connections:
    """At most so many connections, made when they are first needed; a thread that has its turn keeps its connection.

    Args:
        make: Connects.
        most: How many there may be; threads beyond that wait for their turn.
    """

    def __init__(self, make: Callable[[], Connection], most: int) -> None:
        """Connect to nothing yet."""
        self._make = make
        self._most = most
        self._closed = False
        self._mine = threading.local()
        # The last one that was in use is used first: the others are spares, and may never be made.
        self._free: LifoQueue[Connection | None] = LifoQueue()
        for _ in range(most):
            self._free.put(None)

    @property
    def mine(self) -> Connection:
        """The connection of this thread's turn."""
        connection: Connection = self._mine.connection
        return connection

    @contextmanager
    def turn(self) -> Iterator[Connection]:
        """Have a connection for this thread alone, or go on with the one that it has."""
        if getattr(self._mine, "connection", None) is not None:
            yield self._mine.connection
            return
        connection = self._free.get()
        try:
            if connection is None:
                connection = self._make()
                if self._closed:
                    connection.close()  # and let whoever uses it be told so
            self._mine.connection = connection
            yield connection
        finally:
            self._mine.connection = None
            self._free.put(connection)

    def close(self) -> None:
        """Close all, each when its thread's turn is over; none can be used afterwards."""
        self._closed = True
        taken = [self._free.get() for _ in range(self._most)]
        for connection in taken:
            if connection is not None:
                connection.close()
            self._free.put(connection)
