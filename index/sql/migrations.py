"""The version of a database's tables, and the statements that make the next one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.sql.connection import Connection, is_postgres, transaction

Step = str | Callable[[Connection], None]
"""Statements with ``;`` at the ends of their lines, or what moves rows where statements alone cannot."""


def version_of(connection: Connection) -> int:
    """Return how many steps a database has been through; 0 for an empty one."""
    if not is_postgres(connection):
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    # Not to_regclass: what that has not found, it does not find in the same transaction either, though another process
    # made it while this one waited for the lock.
    sql = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'schema_version'"
    (there,) = connection.execute(sql).fetchone()
    return int(connection.execute("SELECT version FROM schema_version").fetchone()[0]) if there else 0


def set_version(connection: Connection, version: int) -> None:
    """Note how many steps a database has been through, inside the transaction of the last one."""
    if not is_postgres(connection):
        connection.execute(f"PRAGMA user_version = {version}")
        return
    connection.execute("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)")
    connection.execute("DELETE FROM schema_version")
    connection.execute("INSERT INTO schema_version (version) VALUES (?)", (version,))


def migrate(connection: Connection, steps: Sequence[Step]) -> None:
    """Take a database through the steps that it lacks, a transaction each; several processes may do so at once.

    A database that has been through more steps than these is left as it is: ask :func:`version_of` first.
    """
    while version_of(connection) < len(steps):
        with transaction(connection, write=True):
            version = version_of(connection)  # again, under the lock: another process may have been faster
            if version < len(steps):
                step = steps[version]
                step(connection) if callable(step) else execute_all(connection, step)
                set_version(connection, version + 1)


def execute_all(connection: Connection, statements: str) -> None:
    """Execute several statements inside the transaction that is open, which ``executescript`` would end."""
    for statement in filter(str.strip, statements.split(";\n")):
        connection.execute(statement)
