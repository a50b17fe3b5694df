"""A connection to PostgreSQL, through psycopg, that takes the same statements as one to SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

import psycopg
from psycopg import errors
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import Format
from psycopg.types.numeric import NumericBinaryLoader

from index.sql.connection import Cursor, SqlError

# Unless the address says otherwise. A server that is there no more, or whose network is, is noticed within a minute.
_DEFAULTS: dict[str, str | int] = {
    "application_name": "coverage-bot",
    "connect_timeout": 10,
    "keepalives_idle": 20,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 50_000,
}
_BUSY = (errors.LockNotAvailable, errors.DeadlockDetected)
_DAMAGED = (errors.DataCorrupted, errors.IndexCorrupted)
_MADE_MEANWHILE = (errors.DuplicateSchema, errors.UniqueViolation)


class NamedRow(tuple[Any, ...]):
    """A row whose values have numbers and names, as ``sqlite3.Row`` has them."""

    names: tuple[str, ...]

    def __getitem__(self, key: Any) -> Any:  # noqa: ANN401  # a number, a slice or a name
        """Return a value by its number or its column's name."""
        return super().__getitem__(self.names.index(key) if isinstance(key, str) else key)

    def keys(self) -> tuple[str, ...]:
        """Return the columns' names."""
        return self.names


class PostgresConnection:
    """One connection, whose tables are in one schema. Statements outside a transaction are one each.

    Where the server has gone away, what is in a transaction fails, up to its end; the next statement after that
    connects again.

    Args:
        url: ``postgresql://user:password@host:port/database``, as libpq reads it.
        schema: The name of the schema.
        wait: How many seconds to wait for another process's lock.
        create: Make the schema if it is not there.

    Raises:
        SqlError: There is no such database, or it does not let this user in.
    """

    postgres = True

    def __init__(self, url: str, schema: str, wait: float, *, create: bool = True) -> None:
        """Connect."""
        self._url = url
        self._schema = schema
        self._wait = wait
        self._begun = False
        self._closed = False
        self._raw = self._connected()
        if create:
            self._create()

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open, be it one that can only be rolled back."""
        return self._begun

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Cursor:
        """Execute one statement."""
        first = sql.split(maxsplit=1)[0]
        if first == "ROLLBACK":
            return self._roll_back()
        if first == "BEGIN":
            return self._begin(sql)
        try:
            # psycopg leaves a statement without values as it is, signs of per cent included.
            return self._run(_translated(sql) if values else sql.encode(), values or None)
        finally:
            if first == "COMMIT":
                self._begun = False  # a server that went away in the middle of it has or has not stored it

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> Cursor:
        """Execute one statement once a row of values; they go to the server together."""
        every = list(rows)
        try:
            cursor = self._there().cursor()
            if every:
                cursor.executemany(_translated(sql), every)
        except psycopg.Error as error:
            raise self._explained(error) from error
        return cursor

    def close(self) -> None:
        """Disconnect."""
        self._closed = True
        self._raw.close()

    def _begin(self, sql: str) -> Cursor:
        try:
            begun = self._run(sql.encode())
        except SqlError as error:
            if not error.lost:
                raise
            begun = self._run(sql.encode())  # it had gone away since the last statement, and nothing was begun yet
        self._begun = True
        return begun

    def _roll_back(self) -> Cursor:
        self._begun = False
        try:
            return self._raw.execute(b"ROLLBACK")
        except psycopg.Error as error:
            if not self._raw.closed:
                raise self._explained(error) from error
            return psycopg.Cursor(self._raw)  # with the connection went the transaction

    def _run(self, sql: bytes, values: Sequence[Any] | None = None) -> Cursor:
        try:
            return self._there().cursor(binary=True).execute(sql, values)
        except psycopg.Error as error:
            raise self._explained(error) from error

    def _there(self) -> psycopg.Connection[NamedRow]:
        """Return a connection that is open, as far as one can know; never another one within a transaction."""
        if self._raw.closed:
            if self._begun or self._closed:
                raise SqlError("the connection was lost", lost=True)
            self._raw = self._connected()
        return self._raw

    def _connected(self) -> psycopg.Connection[NamedRow]:
        try:
            given = conninfo_to_dict(self._url)
        except psycopg.Error:  # whose message may hold a password
            raise SqlError("the address must be postgresql://USER:PASSWORD@HOST:PORT/DATABASE", lost=True) from None
        try:
            address = make_conninfo(self._url, **{key: _DEFAULTS[key] for key in _DEFAULTS.keys() - given.keys()})
            raw = psycopg.connect(address, autocommit=True, row_factory=_named_rows)
        except psycopg.Error as error:
            raise SqlError(_one_line(error), lost=True) from error
        try:
            raw.adapters.register_loader("numeric", _WholeNumber)
            raw.adapters.register_loader("numeric", _WholeNumberBinary)
            raw.execute("SET client_encoding TO 'UTF8'")
            # A machine that has vanished with a lock in its hands is noticed within a minute, not after two hours.
            raw.execute("SET tcp_keepalives_idle = 20; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3")
            raw.execute(f"SET lock_timeout = {int(self._wait * 1000)}")
            raw.execute(f"SET search_path TO {self._schema}")
        except psycopg.Error as error:
            raw.close()
            raise SqlError(_one_line(error)) from error
        return raw

    def _create(self) -> None:
        try:
            (there,) = self._raw.execute("SELECT current_schema()").fetchone() or (None,)
            if there is None:
                self._raw.execute(f"CREATE SCHEMA IF NOT EXISTS {self._schema}")
        except _MADE_MEANWHILE:  # by another process: PostgreSQL looks before it makes one
            return
        except psycopg.Error as error:
            self._raw.close()
            raise SqlError(_one_line(error)) from error

    def _explained(self, error: psycopg.Error) -> SqlError:
        return SqlError(
            _one_line(error),
            busy=isinstance(error, _BUSY),
            lost=bool(self._raw.closed),
            damaged=isinstance(error, _DAMAGED),
        )


class _WholeNumber(Loader):
    """Reads what PostgreSQL makes of a sum of whole numbers."""

    def load(self, data: Buffer) -> int | float:
        text = bytes(data).decode()
        return float(text) if "." in text else int(text)


class _WholeNumberBinary(NumericBinaryLoader):
    format = Format.BINARY

    def load(self, data: Buffer) -> Any:  # noqa: ANN401  # psycopg's says Decimal
        number = super().load(data)
        return int(number) if number == int(number) else float(number)


@lru_cache(maxsize=1024)
def _translated(sql: str) -> bytes:
    return sql.replace("%", "%%").replace(" IS ?", " IS NOT DISTINCT FROM ?").replace("?", "%s").encode()


def _named_rows(cursor: psycopg.Cursor[Any]) -> Callable[[Sequence[Any]], NamedRow]:
    return _row_class(tuple(column.name for column in cursor.description or ()))


@lru_cache(maxsize=1024)
def _row_class(names: tuple[str, ...]) -> type[NamedRow]:
    return type("Row", (NamedRow,), {"names": names})


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
