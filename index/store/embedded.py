"""The embedded store: one SQLite database in a folder, and a FAISS index derived from it."""

from __future__ import annotations

from pathlib import Path

from index.sql.place import SqliteFile
from index.store.database import FILE_NAME
from index.store.derived import EXACT_UNTIL
from index.store.local import LocalFinder
from index.store.session import Session
from index.store.table_store import TableStore

_WAIT_SECONDS = 30.0


class EmbeddedStore(TableStore):
    """A store in a folder of this machine; several processes may have it open, one writes at a time.

    Args:
        folder: Where ``coverage.db`` and ``vectors.faiss`` are.
        encoder: The name of the encoder whose vectors are wanted; None for work that needs no vectors.
        create: Make the index if there is none.
        wait: How many seconds to wait for another process that is writing.
        exact_until: Up to how many sentences the vector search is exact.

    Raises:
        StoreMissing: There is no index and ``create`` is false.
        EncoderMismatch: The vectors were made by another encoder.
        NewerStore: The index was made by a newer version.
        StoreDamaged: The file is no database.
    """

    def __init__(
        self,
        folder: Path,
        encoder: str | None,
        *,
        create: bool = False,
        wait: float = _WAIT_SECONDS,
        exact_until: int = EXACT_UNTIL,
    ) -> None:
        """Open the database and check that it can be used."""
        where = SqliteFile(folder / FILE_NAME)
        super().__init__(Session(where, encoder, create=create, wait=wait), LocalFinder(folder, exact_until))
