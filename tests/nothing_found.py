"""A finder that finds nothing: for what is about the tables alone."""

from __future__ import annotations

from collections.abc import Sequence

from index.owners import Owners
from index.sql.connection import Connection
from index.store.finder import Findable, Reading
from index.store.protocol import Filters, Match, Vectors


class NothingFound:
    """Follows no table."""

    def put(self, connection: Connection, document: Findable) -> None:
        pass

    def discard(self, connection: Connection, number: int, owner: str | None) -> None:
        pass

    def committed(self, connection: Connection) -> None:
        pass

    def refresh(self, connection: Connection) -> None:
        pass

    def nearest(self, connection: Connection, vectors: Vectors, limit: int, filters: Filters) -> list[list[Match]]:
        return [[] for _ in vectors]

    def lexical(self, connection: Connection, terms: Sequence[str], limit: int, filters: Filters) -> list[Match]:
        return []

    def candidates(
        self, connection: Connection, vector: Vectors, terms: Sequence[str], each: int, filters: Filters
    ) -> list[int]:
        return []

    def document_frequency(self, connection: Connection, terms: Sequence[str], owners: Owners) -> dict[str, int]:
        return {}

    def article_terms(self, connection: Connection, ids: Sequence[str], owners: Owners) -> dict[str, frozenset[str]]:
        return {}

    def vocabulary(
        self, connection: Connection, beginning: str, shortest: int, longest: int, owners: Owners
    ) -> dict[str, int]:
        return {}

    def erase(self, connection: Connection) -> None:
        pass

    def save(self, reading: Reading, *, erased: bool) -> None:
        pass

    def forget(self) -> None:
        pass

    def __len__(self) -> int:
        return 0

    def close(self) -> None:
        pass
