"""A connection to PostgreSQL, through psycopg, that takes the same statements as one to SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from index.sql.connection import Cursor, SqlError

if TYPE_CHECKING:
    import psycopg

_CONNECT_SECONDS = 10


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

    Args:
        url: ``postgresql://user:password@host:port/database``, as libpq reads it.
        schema: The name of the schema, made if it is not there.
        wait: How many seconds to wait for another process's lock.

    Raises:
        SqlError: There is no such database, or it does not let this user in.
    """

    postgres = True

    def __init__(self, url: str, schema: str, wait: float) -> None:
        """Connect."""
        import psycopg

        with _explained():
            self._raw = psycopg.connect(url, autocommit=True, row_factory=_named_rows, connect_timeout=_CONNECT_SECONDS)
        try:
            self.execute(f"SET lock_timeout = {int(wait * 1000)}")
            self.execute(f"SET search_path TO {schema}")
            if self.execute("SELECT current_schema()").fetchone()[0] is None:
                self.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        except BaseException:
            self._raw.close()
            raise

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open, be it one that can only be rolled back."""
        from psycopg.pq import TransactionStatus

        return self._raw.info.transaction_status not in (TransactionStatus.IDLE, TransactionStatus.UNKNOWN)

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Cursor:
        """Execute one statement."""
        with _explained():
            # psycopg leaves a statement without values as it is, signs of per cent included.
            return self._raw.cursor().execute(_translated(sql), values) if values else self._raw.execute(sql.encode())

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> Cursor:
        """Execute one statement once a row of values."""
        cursor = self._raw.cursor()
        with _explained():
            cursor.executemany(_translated(sql), rows)
        return cursor

    def close(self) -> None:
        """Disconnect."""
        self._raw.close()


@lru_cache(maxsize=1024)
def _translated(sql: str) -> bytes:
    return sql.replace("%", "%%").replace("?", "%s").encode()


def _named_rows(cursor: psycopg.Cursor[Any]) -> Callable[[Sequence[Any]], NamedRow]:
    return _row_class(tuple(column.name for column in cursor.description or ()))


@lru_cache(maxsize=1024)
def _row_class(names: tuple[str, ...]) -> type[NamedRow]:
    return type("Row", (NamedRow,), {"names": names})


@contextmanager
def _explained() -> Iterator[None]:
    import psycopg

    try:
        yield
    except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected) as error:
        raise SqlError(_one_line(error), busy=True) from error
    except psycopg.Error as error:
        raise SqlError(_one_line(error)) from error


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
