"""An address becomes a store, and a place for the tables of what is kept beside it."""

from __future__ import annotations

import re
from pathlib import Path

from index.sql.place import Tables
from index.store.address import Address, Folder, MilvusLite
from index.store.table_store import TableStore

NAME = "coverage"
"""What a store's tables are called, among those of an index and its bot."""


def tables_of(address: Address, database: str | None, local: Path) -> Tables:
    """Return where the tables of an index are.

    They are beside it, where it is in files of this machine. Those of an index in a Milvus server are in the PostgreSQL
    database ``database``, or, where none is named, in a folder in ``local`` that has the address's name: then this
    machine alone can use the index.
    """
    if isinstance(address, Folder):
        return Tables(address.path)
    if isinstance(address, MilvusLite):
        return Tables(address.home)
    return Tables(local / re.sub(r"[^\w.]+", "-", f"{address.host}-{address.port}-{address.database}"), database)


def open_store(address: Address, tables: Tables, encoder: str | None, *, create: bool = False) -> TableStore:
    """Open the store at an address; arguments and errors are those of the stores."""
    if isinstance(address, Folder):
        from index.store.embedded import EmbeddedStore

        return EmbeddedStore(address.path, encoder, create=create)
    from index.store.milvus.store import MilvusStore

    return MilvusStore(address, tables.database(NAME), encoder, create=create)
