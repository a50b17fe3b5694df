"""Deleted rows leave more behind than nothing: making sure that they do not."""

from __future__ import annotations

from index.sql.connection import Connection, is_postgres


def scrub(connection: Connection, *, thoroughly: bool = False) -> bool:
    """Make sure that what was deleted is gone; outside a transaction. Returns whether another process hinders that.

    A SQLite file has overwritten it already (``secure_delete``), and its log is emptied here. PostgreSQL's rows, which
    no statement has seen since, are given up to be overwritten; ``thoroughly``, its tables are written anew without
    them, which keeps everybody out meanwhile. What its log and its backups still hold is for whoever keeps them to say.

    Raises:
        sqlite3.Error, SqlError: It cannot be done.
    """
    if not is_postgres(connection):
        (blocked, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return bool(blocked)
    sql = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
    tables = [row[0] for row in connection.execute(sql).fetchall()]
    if tables:
        connection.execute(f"VACUUM {'(FULL) ' * thoroughly}{', '.join(tables)}")
    return False
