"""A connection that is kept for long, by several threads, and outlives a restart of its server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from index.sql.connection import Connection, SqlError, is_lost, transaction


class KeptConnection:
    """One connection at which threads take turns. One that the server has let go of is replaced by a new one.

    That a connection is lost shows when a transaction begins, and then nothing is lost with it: the transaction
    begins on a new one. Where it shows in the middle, that transaction fails, and the next one has a new connection.

    Args:
        open_it: Opens the connection, now and again after it was lost.
    """

    def __init__(self, open_it: Callable[[], Connection]) -> None:
        """Nothing is opened yet."""
        self._open_it = open_it
        self._connection: Connection | None = None
        self._lock = threading.RLock()

    @contextmanager
    def transaction(self, *, write: bool) -> Iterator[Connection]:
        """Lend the connection for one transaction; see :func:`index.sql.connection.transaction`.

        Raises:
            sqlite3.Error, SqlError: It cannot be opened, or what is done fails.
        """
        with self._lock, ExitStack() as open_until_then:
            yield self._begun(open_until_then, write)

    @contextmanager
    def outside(self) -> Iterator[Connection]:
        """Lend the connection for what cannot be done in a transaction."""
        with self._lock:
            yield self._opened()

    def close(self) -> None:
        """Let go of the connection, if there is one."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _begun(self, open_until_then: ExitStack, write: bool) -> Connection:
        connection = self._opened()
        try:
            open_until_then.enter_context(transaction(connection, write=write))
        except SqlError:
            if not is_lost(connection):
                raise
            connection = self._opened()
            open_until_then.enter_context(transaction(connection, write=write))
        return connection

    def _opened(self) -> Connection:
        if self._connection is not None and is_lost(self._connection):
            self.close()
        if self._connection is None:
            self._connection = self._open_it()
        return self._connection
