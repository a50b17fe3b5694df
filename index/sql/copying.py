"""Rows from one database to another that has the same tables, be they in SQLite or in PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from index.sql.connection import Connection, Row, is_postgres, transaction
from index.sql.place import Database, may_be_there

_ROWS = 500


Opened = Callable[[Database], AbstractContextManager[Connection]]


def move_tables(source: Database, target: Database, opened: Opened) -> bool:
    """Copy all tables into another database, both of which ``opened`` opens for a block.

    Returns whether that could be done, as :func:`copy_tables` does; it could where there is nothing to copy.
    """
    if not may_be_there(source):
        return True
    with (
        opened(source) as theirs,
        opened(target) as ours,
        transaction(theirs, write=False),
        transaction(ours, write=True),
    ):
        return copy_tables(theirs, ours)


def copy_tables(source: Connection, target: Connection) -> bool:
    """Copy all rows of all tables; call inside a transaction of each.

    Returns whether it did: where the target has rows already, it is left as it is.
    """
    names = _tables(target)
    if any(target.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone() for name in names):
        return False
    for name in names:
        rows = source.execute(f"SELECT * FROM {name}")
        while some := rows.fetchmany(_ROWS):
            insert(target, name, some)
    catch_up_numbers(target)
    return True


def insert(connection: Connection, table: str, rows: Sequence[Row]) -> None:
    """Insert rows with all of their columns, as they came from a table of that name."""
    if rows:
        columns = list(rows[0].keys())
        connection.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            [tuple(row) for row in rows],
        )


def catch_up_numbers(connection: Connection) -> None:
    """Make the next number of each table one above its highest; PostgreSQL counts only those that it gave itself."""
    if not is_postgres(connection):
        return
    given = connection.execute(
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND is_identity = 'YES'"
    ).fetchall()
    for table, column in given:
        connection.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), "
            f"COALESCE((SELECT max({column}) FROM {table}), 0) + 1, false)"
        ).fetchone()


def _tables(connection: Connection) -> list[str]:
    """Return the tables in the order in which they were made: one that others refer to comes before them."""
    sql = (
        "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' "
        "AND relname != 'schema_version' ORDER BY oid"
        if is_postgres(connection)
        else "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
    )
    return [row[0] for row in connection.execute(sql).fetchall()]
