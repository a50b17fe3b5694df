"""The finder of one machine: full-text tables beside the documents, and FAISS over all vectors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from index.owners import Owners
from index.sql.connection import Connection
from index.store import full_text, queries
from index.store.counts import Counts
from index.store.derived import EXACT_UNTIL, DerivedIndex
from index.store.finder import Findable, Reading
from index.store.protocol import Filters, Match, Vectors


class LocalFinder:
    """Finds in FTS5 tables of the database itself, and in a FAISS index that is derived from its vectors."""

    def __init__(self, folder: Path, exact_until: int = EXACT_UNTIL) -> None:
        """Keep the derived file in ``folder``; nothing is read yet. Up to ``exact_until`` vectors, all are compared."""
        self._derived = DerivedIndex(folder, exact_until)
        self._counts = Counts()

    def put(self, connection: Connection, document: Findable) -> None:
        """Store the terms; the vectors are read from their table by the next :meth:`refresh`."""
        full_text.put(connection, document)

    def discard(self, connection: Connection, number: int, owner: str | None) -> None:
        """Take the terms out; the vectors' table says what else is gone."""
        full_text.discard(connection, number, owner)

    def committed(self, connection: Connection) -> None:
        """Do nothing: what is stored is found."""

    def refresh(self, connection: Connection) -> None:
        """Catch up with the vectors' table."""
        self._derived.refresh(connection)

    def nearest(self, connection: Connection, vectors: Vectors, limit: int, filters: Filters) -> list[list[Match]]:
        """Return, for each unit vector, the sentences with the highest cosine similarity, best first."""
        # Withdrawn documents have no vectors: without owners, everything that there is may be found.
        everything = not filters.any and filters.owners.shared and not queries.any_owned(connection)
        return self._derived.search(connection, vectors, limit, None if everything else filters)

    def lexical(self, connection: Connection, terms: Sequence[str], limit: int, filters: Filters) -> list[Match]:
        """Return the sentences with the highest BM25 of headline and sentence, best first."""
        return full_text.lexical(connection, terms, limit, filters, self._counts.frequencies(connection))

    def candidates(
        self, connection: Connection, vector: Vectors, terms: Sequence[str], each: int, filters: Filters
    ) -> list[int]:
        """Return the numbers of what both searches find."""
        (near,) = self.nearest(connection, vector[None, :], each, filters)
        said = self.lexical(connection, terms, each, filters) if terms else []
        return list(dict.fromkeys(match.number for match in (*near, *said)))

    def document_frequency(self, connection: Connection, terms: Sequence[str], owners: Owners) -> dict[str, int]:
        """Return in how many sentences (headline counted in) each term occurs."""
        return full_text.document_frequency(connection, terms, owners, self._counts.frequencies(connection))

    def article_terms(self, connection: Connection, ids: Sequence[str], owners: Owners) -> dict[str, frozenset[str]]:
        """Return the distinct terms of documents, headline and text: id -> terms."""
        return full_text.article_terms(connection, ids, owners)

    def vocabulary(
        self, connection: Connection, beginning: str, shortest: int, longest: int, owners: Owners
    ) -> dict[str, int]:
        """Return the terms with a beginning and a length in characters: term -> in how many sentences."""
        return full_text.vocabulary(connection, beginning, shortest, longest, owners)

    def erase(self, connection: Connection) -> None:
        """Merge the full-text tables' segments, so that none holds a removed word."""
        for suffix in full_text.all_suffixes(connection):
            for table in (f"sentence_terms{suffix}", f"document_terms{suffix}"):
                connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")

    def save(self, reading: Reading, *, erased: bool) -> None:
        """Write the derived file, if much has changed since."""
        self._derived.save(reading, erased=erased)

    def forget(self) -> None:
        """Drop the FAISS index and its file."""
        self._derived.forget()

    def __len__(self) -> int:
        """Return the number of sentences at the last refresh."""
        return len(self._derived)

    def close(self) -> None:
        """Do nothing: the database is its owner's to close."""
