"""The store past one machine: documents in tables, their sentences found by Milvus."""

from __future__ import annotations

from index.errors import StoreMissing
from index.sql.place import Database
from index.store.address import Milvus
from index.store.milvus.finder import MilvusFinder
from index.store.milvus.server import Server
from index.store.session import Session
from index.store.table_store import TableStore

_WAIT_SECONDS = 30.0


class MilvusStore(TableStore):
    """A store whose sentences are found by Milvus; several machines may have it open if its tables are shared.

    Args:
        address: Where Milvus is.
        where: Where the tables are.
        encoder: The name of the encoder whose vectors are wanted; None for work that needs no vectors.
        create: Make the index if there is none.
        wait: How many seconds to wait for another process that is writing.

    Raises:
        StoreUnreachable: Milvus does not answer.
        StoreError: As for the embedded store, and where the Milvus database has the sentences of another index.
    """

    def __init__(
        self,
        address: Milvus,
        where: Database,
        encoder: str | None,
        *,
        create: bool = False,
        wait: float = _WAIT_SECONDS,
    ) -> None:
        """Open tables and Milvus, and tell Milvus what a killed process left untold."""
        try:
            session = Session(where, encoder, create=create, wait=wait, address=str(address))
        except StoreMissing as error:
            raise missing(address, where) from error
        try:
            with session.alone():
                finder = MilvusFinder(Server(address, create=create), session.connection)
            super().__init__(session, finder)
            self._committed()
        except BaseException:
            session.close()
            raise


def missing(address: Milvus, where: Database) -> StoreMissing:
    """Return the error that there are no tables where those of an index are to be."""
    return StoreMissing(
        f"there is no index in {address} with its tables in {where}; make one with: coverage-bot ingest SOURCE "
        f"--index {address}, or name the tables' database with COVERAGE_DATABASE"
    )
