"""Where tables are kept, and how one gets a connection to them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from index.errors import StoreError
from index.sql.connection import Connection

POSTGRES = ("postgresql://", "postgres://")


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """Tables in a file of this machine."""

    path: Path

    def __str__(self) -> str:
        """Return the file's name, for people."""
        return str(self.path)


@dataclass(frozen=True, slots=True)
class PostgresSchema:
    """Tables in a schema of a PostgreSQL database. The ``url`` may hold a password and is shown to nobody."""

    url: str = field(repr=False)
    schema: str

    def __str__(self) -> str:
        """Return where it is, without user and password."""
        # Not ``hostname`` and ``port``: libpq takes several of them, with commas between.
        parts = urlsplit(self.url)
        return f"postgresql://{parts.netloc.rpartition('@')[2]}{parts.path} (schema {self.schema})"


Database = SqliteFile | PostgresSchema


def may_be_there(database: Database) -> bool:
    """Tell whether there is something to be forgotten: not in a file that was never made."""
    return not isinstance(database, SqliteFile) or database.path.exists()


@dataclass(frozen=True, slots=True)
class Tables:
    """Where all tables of an index and of its bot are: a folder, or the address of a PostgreSQL database.

    ``home`` is a folder of this machine's in any case, for what is no table.
    """

    home: Path
    url: str | None = field(default=None, repr=False)

    def database(self, name: str) -> Database:
        """Return where the tables called ``name`` are: ``coverage``, ``bot`` or ``feeds``."""
        return PostgresSchema(self.url, name) if self.url else SqliteFile(self.home / f"{name}.db")


def connect(database: Database, wait: float, *, create: bool = True) -> Connection:
    """Return a connection in which every statement is a transaction of its own until one is begun.

    ``wait`` is in seconds, for other processes' locks. ``create`` makes a schema that is not there.

    Raises:
        sqlite3.Error, SqlError: It cannot be had.
        StoreError: What connects to PostgreSQL is not installed.
    """
    if isinstance(database, PostgresSchema):
        try:
            from index.sql.postgres import PostgresConnection
        except ImportError as error:
            raise StoreError(
                "tables in PostgreSQL need psycopg, which is not installed; run: pip install 'coverage-bot[milvus]'"
            ) from error
        return PostgresConnection(database.url, database.schema, wait, create=create)
    opened = sqlite3.connect(database.path, timeout=wait, isolation_level=None, check_same_thread=False)
    opened.row_factory = sqlite3.Row
    return opened
