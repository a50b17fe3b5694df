"""One connection to a database, as whoever reads and writes tables uses it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol


class SqlError(Exception):
    """PostgreSQL refused something; what SQLite refuses is a ``sqlite3.Error``.

    ``busy`` says that another process kept it waiting too long, ``lost`` that the server cannot be reached or went
    away, ``damaged`` that it found its own files broken.
    """

    def __init__(self, message: str, *, busy: bool = False, lost: bool = False, damaged: bool = False) -> None:
        """Say what, in one line."""
        super().__init__(message)
        self.busy = busy
        self.lost = lost
        self.damaged = damaged


class Row(Protocol):
    """A row, whose values have numbers and names."""

    def __getitem__(self, key: Any, /) -> Any:  # noqa: ANN401  # a column's number or name, and whatever it holds
        """Return a value."""

    def __iter__(self) -> Iterator[Any]:
        """Iterate over the values."""

    def __len__(self) -> int:
        """Count the values."""

    def keys(self) -> Sequence[str]:
        """Return the columns' names."""


class Cursor(Protocol):
    """What a statement returned."""

    @property
    def rowcount(self) -> int:
        """How many rows the statement changed."""

    def fetchone(self) -> Any:  # noqa: ANN401  # a Row, or None
        """Return the next row, None at the end."""

    def fetchall(self) -> list[Any]:
        """Return all rows that are left."""

    def fetchmany(self, size: int, /) -> list[Any]:
        """Return at most ``size`` rows."""

    def __iter__(self) -> Iterator[Any]:
        """Iterate over the rows."""


class Connection(Protocol):
    """A ``sqlite3.Connection`` with ``sqlite3.Row`` rows, or a :class:`index.sql.postgres.PostgresConnection`."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Cursor:
        """Execute one statement."""

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> Cursor:
        """Execute one statement once a row of values."""

    def close(self) -> None:
        """Let go of the database."""


def is_postgres(connection: Connection) -> bool:
    """Tell which of the two it is, for the few statements that have no common form."""
    return bool(getattr(connection, "postgres", False))


@contextmanager
def transaction(connection: Connection, *, write: bool, alone: bool = True) -> Iterator[None]:
    """Run the block in one transaction: all of it is stored, or none, and all that it reads is of one state.

    Unless told that a writer need not be ``alone``, there is one at a time, in PostgreSQL as in SQLite: numbers are
    then given out without gaps between the sentences of a document, and the order of generations is the order in which
    they can be seen.
    """
    postgres = is_postgres(connection)
    if postgres:
        # READ COMMITTED whatever the server's default is: a writer must see what the one before it has left.
        level = "READ COMMITTED" if write else "REPEATABLE READ READ ONLY"
        connection.execute(f"BEGIN ISOLATION LEVEL {level}")
    else:
        connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
    try:
        if postgres and write and alone:
            # One lock a schema, there or not yet, which goes with the transaction.
            connection.execute("SELECT pg_advisory_xact_lock(hashtext(current_setting('search_path')))")
        yield
        connection.execute("COMMIT")
    except BaseException:
        # After a full disk, SQLite has rolled back by itself, and would complain of a second time.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
