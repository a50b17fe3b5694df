"""Changes to a store's tables; everything here expects to run inside a write transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import astuple
from datetime import UTC, datetime
from typing import Any

import numpy as np

from index.document import Span
from index.errors import StoreError
from index.quotations.quotation import FINDER
from index.sql.connection import Connection, is_postgres
from index.store import copies, queries, times
from index.store.finder import Findable, Finder
from index.store.identity import find, fingerprint, new_id
from index.store.protocol import Change, EncodedArticle, Vectors
from index.store.quotations import add_quotations, forget_quotations
from index.wording_changes import differs, plain


def timestamp(published: str | None) -> float | None:
    """Return an ISO 8601 date or time as seconds since 1970, taking UTC where no zone is given."""
    if published is None:
        return None
    moment = datetime.fromisoformat(published)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def now() -> str:
    """Return this moment as ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Writer:
    """Changes documents inside one write transaction, and keeps their finder in step.

    Args:
        connection: In the write transaction.
        generation: The number of the state that the transaction makes.
        finder: What finds the documents' sentences.
    """

    def __init__(self, connection: Connection, generation: int, finder: Finder) -> None:
        """Nothing is changed yet."""
        self._connection = connection
        self._generation = generation
        self._finder = finder

    def put(self, encoded: EncodedArticle, knows: Callable[[str], bool]) -> Change:
        """Add one article, or replace the document that it is a version of.

        Raises:
            StoreError: Its text cannot be kept to the character.
        """
        connection, article = self._connection, encoded.article
        if is_postgres(connection) and any("\0" in str(value) for value in astuple(article)):
            raise StoreError(f"{article.source} holds the character U+0000, which PostgreSQL cannot store: take it out")
        retrieved = article.retrieved or now()
        found = find(connection, article)
        if found is None:
            row = {"id": new_id(connection, article), "owner": article.owner, "arrived": self._generation}
            row |= _row(encoded, retrieved)
            sql = f"INSERT INTO documents ({', '.join(row)}) VALUES ({queries.marks(row)}) RETURNING number"
            (number,) = connection.execute(sql, list(row.values())).fetchone()
            self._fill(encoded, number)
            return Change.ADDED
        if found["fingerprint"] == fingerprint(article) and found["withdrawn"] is None:
            return Change.UNCHANGED
        number = found["number"]
        if _keep_version(connection, encoded, number, retrieved, knows):
            connection.execute("UPDATE documents SET arrived = ? WHERE number = ?", (self._generation, number))
        self._clear(number)
        connection.execute("DELETE FROM sentences WHERE document = ?", (number,))
        row = _row(encoded, retrieved)
        changed = ", ".join(f"{column} = ?" for column in row)
        sql = f"UPDATE documents SET {changed}, withdrawn = NULL WHERE number = ?"
        connection.execute(sql, [*row.values(), number])
        self._fill(encoded, number)
        return Change.REPLACED

    def delete(self, number: int) -> None:
        """Take a document out with its sentences, vectors, terms and earlier versions."""
        self._clear(number)
        self._connection.execute("DELETE FROM documents WHERE number = ?", (number,))

    def withdraw(self, number: int) -> bool:
        """Take a document's vectors and terms out and keep all else; returns whether it was not withdrawn before."""
        sql = "UPDATE documents SET withdrawn = ?, sentence_count = 0 WHERE number = ? AND withdrawn IS NULL"
        if not self._connection.execute(sql, (now(), number)).rowcount:
            return False
        self._clear(number)
        return True

    def _clear(self, number: int) -> None:
        """Take out all by which a document is found: its vectors, terms, copies and quotations."""
        connection = self._connection
        copies.unlink(connection, number)
        sentences = "SELECT number FROM sentences WHERE document = ?"
        connection.execute(
            f"INSERT INTO removed (sentence, generation) SELECT number, ? FROM ({sentences}) AS gone WHERE true "
            "ON CONFLICT (sentence) DO UPDATE SET generation = excluded.generation",
            (self._generation, number),
        )
        (owner,) = connection.execute("SELECT owner FROM documents WHERE number = ?", (number,)).fetchone()
        self._finder.discard(connection, number, owner)
        connection.execute(f"DELETE FROM vectors WHERE sentence IN ({sentences})", (number,))
        forget_quotations(connection, number)

    def _fill(self, encoded: EncodedArticle, number: int) -> None:
        """Store the sentences of a document whose row is there, and all that it is found by."""
        connection, article = self._connection, encoded.article
        copies.link(connection, number, article.text)
        numbers = _put_sentences(connection, number, encoded.spans)
        connection.executemany(
            "INSERT INTO vectors (sentence, vector) VALUES (?, ?)",
            list(zip(numbers, _halves(encoded.vectors), strict=True)),
        )
        times.write(connection, zip(numbers, encoded.times or ((),) * len(numbers), strict=True))
        self._finder.put(connection, Findable(number, article, encoded.spans, numbers, encoded.vectors))
        if encoded.quotations is not None:
            add_quotations(connection, number, article.text, encoded.quotations)


def _row(encoded: EncodedArticle, retrieved: str) -> dict[str, Any]:
    """Return what a document's row has of its article, by column."""
    article = encoded.article
    return {
        "title": article.title,
        "text": article.text,
        "outlet": article.outlet,
        "author": article.author,
        "url": article.url,
        "published": article.published,
        "published_at": timestamp(article.published),
        "source": article.source if article.whole_source else None,
        "fingerprint": fingerprint(article),
        "retrieved": retrieved,
        "sentence_count": len(encoded.spans),
        "from_summary": int(article.from_summary),
        "quoted": 0 if encoded.quotations is None else FINDER,
    }


def _put_sentences(connection: Connection, document: int, spans: Sequence[Span]) -> Sequence[int]:
    """Store a document's sentences under consecutive numbers, which are never given out again."""
    if not spans:
        return ()
    sql = "INSERT INTO sentences (document, position, start, stop) VALUES (?, 0, ?, ?) RETURNING number"
    (first,) = connection.execute(sql, (document, spans[0].start, spans[0].end)).fetchone()
    numbers = range(first, first + len(spans))
    connection.executemany(
        "INSERT INTO sentences (number, document, position, start, stop) VALUES (?, ?, ?, ?, ?)",
        [
            (number, document, position, span.start, span.end)
            for position, (number, span) in enumerate(zip(numbers, spans, strict=True))
            if position
        ],
    )
    if is_postgres(connection):  # which counts only the numbers that it gave itself
        sql = "SELECT setval(pg_get_serial_sequence('sentences', 'number'), ?)"
        connection.execute(sql, (numbers[-1],))
    return numbers


def replace_vectors(connection: Connection, sentences: Sequence[int], vectors: Vectors) -> None:
    """Give sentences other vectors, shape ``(len(sentences), dimension)``."""
    rows = zip(_halves(vectors), sentences, strict=True)
    connection.executemany("UPDATE vectors SET vector = ? WHERE sentence = ?", rows)


def _halves(vectors: Vectors) -> list[bytes]:
    return [row.tobytes() for row in vectors.astype(np.float16)]


def _keep_version(
    connection: Connection,
    encoded: EncodedArticle,
    number: int,
    retrieved: str,
    knows: Callable[[str], bool],
) -> bool:
    """Put the stored version aside if the new one differs in more than typing, and count on.

    Returns whether what is stored now is something new to read.
    """
    sql = "SELECT title, text, author, from_summary FROM documents WHERE number = ?"
    stored = connection.execute(sql, (number,)).fetchone()
    if stored["from_summary"] and not encoded.article.from_summary:
        return True  # the article takes the place of a feed's summary of it: nothing was corrected
    sql = "SELECT start, stop FROM sentences WHERE document = ? ORDER BY position"
    spans = [(row[0], row[1]) for row in connection.execute(sql, (number,))]
    article = encoded.article
    before = [stored["title"], *(stored["text"][start:stop] for start, stop in spans)]
    after = [article.title, *(article.text[span.start : span.end] for span in encoded.spans)]
    if plain(stored["author"] or "") == plain(article.author or "") and not differs(before, after, knows):
        return False
    connection.execute(
        "INSERT INTO versions "
        "(document, version, title, text, author, published, retrieved, superseded, spans, arrived) "
        "SELECT number, version, title, text, author, published, retrieved, ?, ?, arrived "
        "FROM documents WHERE number = ?",
        (retrieved, json.dumps(spans), number),
    )
    connection.execute("UPDATE documents SET version = version + 1 WHERE number = ?", (number,))
    return True
