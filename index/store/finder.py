"""What finds a database's sentences: the seam between the tables and the engine that searches them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from index.document import Span
from index.ingest.article import Article
from index.owners import Owners
from index.sql.connection import Connection
from index.store.protocol import Filters, Match, Vectors

Reading = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True, slots=True)
class Findable:
    """A document that is to be found: its number, its article, and its sentences with their numbers.

    ``vectors`` has the shape ``(len(sentences), dimension)``; ``numbers`` are consecutive.
    """

    number: int
    article: Article
    spans: tuple[Span, ...]
    numbers: Sequence[int]
    vectors: Vectors


class Finder(Protocol):
    """Finds sentences by their words and by their vectors. The tables are the truth; it follows them.

    Every method that takes a connection runs inside a transaction of it.
    """

    def put(self, connection: Connection, document: Findable) -> None:
        """Make a document's sentences findable, inside the write transaction that stores them."""

    def discard(self, connection: Connection, number: int, owner: str | None) -> None:
        """Make a document's sentences findable no more, inside a write transaction, before their rows go."""

    def committed(self, connection: Connection) -> None:
        """Do what is to be done once a write transaction is stored; there is none open."""

    def refresh(self, connection: Connection) -> None:
        """Catch up with what any process has stored since the last look."""

    def nearest(self, connection: Connection, vectors: Vectors, limit: int, filters: Filters) -> list[list[Match]]:
        """Return, for each unit vector, the sentences with the highest cosine similarity, best first.

        ``vectors`` has the shape ``(questions, dimension)``; the transaction is that of the last :meth:`refresh`.
        """

    def lexical(self, connection: Connection, terms: Sequence[str], limit: int, filters: Filters) -> list[Match]:
        """Return the sentences with the highest BM25 of headline and sentence, best first."""

    def candidates(
        self, connection: Connection, vector: Vectors, terms: Sequence[str], each: int, filters: Filters
    ) -> list[int]:
        """Return the numbers of what :meth:`nearest` and :meth:`lexical` find, ``each`` at most from either."""

    def document_frequency(self, connection: Connection, terms: Sequence[str], owners: Owners) -> dict[str, int]:
        """Return in how many sentences (headline counted in) each term occurs."""

    def article_terms(self, connection: Connection, ids: Sequence[str], owners: Owners) -> dict[str, frozenset[str]]:
        """Return the distinct terms (:func:`index.terms.terms`) of documents, headline and text: id -> terms."""

    def vocabulary(
        self, connection: Connection, beginning: str, shortest: int, longest: int, owners: Owners
    ) -> dict[str, int]:
        """Return the terms with a beginning and a length in characters; none where there is no list of them."""

    def erase(self, connection: Connection) -> None:
        """Make sure that the words of removed documents are kept nowhere; there is no transaction open."""

    def save(self, reading: Reading, *, erased: bool) -> None:
        """Write what is derived, so that the next start is quick.

        ``reading`` opens a read transaction: none is open meanwhile, so that others can search. What is written holds
        nothing of removed documents if words of them were just ``erased``.
        """

    def forget(self) -> None:
        """Drop what is derived; the next refresh derives it from the tables alone."""

    def __len__(self) -> int:
        """Return the number of sentences at the last refresh."""

    def close(self) -> None:
        """Let go of whatever it holds."""
