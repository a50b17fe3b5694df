"""Changes to the embedded store; every function expects to run inside a write transaction."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from index.ingest.article import Article
from index.store.protocol import Change, EncodedArticle, Vectors
from index.terms import terms


def fingerprint(article: Article) -> bytes:
    """Return a digest of everything that a reader could see of the article."""
    fields = (article.title, article.text, article.outlet, article.author, article.url, article.published)
    return hashlib.sha256("\x1f".join(field or "" for field in fields).encode()).digest()


def timestamp(published: str | None) -> float | None:
    """Return an ISO 8601 date or time as seconds since 1970, taking UTC where no zone is given."""
    if published is None:
        return None
    moment = datetime.fromisoformat(published)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def find(connection: sqlite3.Connection, article: Article) -> sqlite3.Row | None:
    """Return the stored document (``number``, ``id``, ``fingerprint``) that this article is a version of.

    An ``id`` decides where there is one, else the ``url``. An article with neither is a version of what was
    last read from the same one-article file, or else the same as one with the same content.
    """
    candidates = (
        [("id = ?", article.id)]
        if article.id
        else [("url = ?", article.url)]
        if article.url
        else ([("source = ?", article.source)] if article.whole_source else [])
        + [("fingerprint = ?", fingerprint(article))]
    )
    for condition, value in candidates:
        sql = f"SELECT number, id, fingerprint FROM documents WHERE {condition} ORDER BY number LIMIT 1"
        row: sqlite3.Row | None = connection.execute(sql, (value,)).fetchone()
        if row is not None:
            return row
    return None


def put(connection: sqlite3.Connection, encoded: EncodedArticle, generation: int) -> Change:
    """Add or replace one article."""
    found = find(connection, encoded.article)
    if found is None:
        _insert(connection, encoded, None, _new_id(connection, encoded.article))
        return Change.ADDED
    if found["fingerprint"] == fingerprint(encoded.article):
        return Change.UNCHANGED
    delete(connection, found["number"], generation)
    _insert(connection, encoded, found["number"], found["id"])
    return Change.REPLACED


def delete(connection: sqlite3.Connection, number: int, generation: int) -> None:
    """Take a document with its sentences, vectors and terms out."""
    sentences = "SELECT number FROM sentences WHERE document = ?"
    connection.execute(
        f"INSERT INTO removed (sentence, generation) SELECT number, ? FROM ({sentences})", (generation, number)
    )
    connection.execute(f"DELETE FROM sentence_terms WHERE rowid IN ({sentences})", (number,))
    connection.execute("DELETE FROM document_terms WHERE rowid = ?", (number,))
    connection.execute("DELETE FROM documents WHERE number = ?", (number,))


def replace_vectors(connection: sqlite3.Connection, sentences: Sequence[int], vectors: Vectors) -> None:
    """Give sentences other vectors, shape ``(len(sentences), dimension)``."""
    rows = zip(_halves(vectors), sentences, strict=True)
    connection.executemany("UPDATE vectors SET vector = ? WHERE sentence = ?", rows)


def _halves(vectors: Vectors) -> list[bytes]:
    return [row.tobytes() for row in vectors.astype(np.float16)]


def _new_id(connection: sqlite3.Connection, article: Article) -> str:
    if article.id:
        return article.id
    identity = article.url or (article.source if article.whole_source else "")
    digest = hashlib.sha256(identity.encode("utf-8", "surrogatepass") or fingerprint(article)).hexdigest()
    taken = connection.execute("SELECT 1 FROM documents WHERE id = ?", (digest[:12],)).fetchone()
    return digest if taken else digest[:12]


def _insert(connection: sqlite3.Connection, encoded: EncodedArticle, number: int | None, document_id: str) -> None:
    article = encoded.article
    source = article.source if article.whole_source else None
    cursor = connection.execute(
        "INSERT INTO documents (number, id, title, text, outlet, author, url, published, published_at, source, "
        "fingerprint) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (number, document_id, article.title, article.text, article.outlet, article.author, article.url,
         article.published, timestamp(article.published), source, fingerprint(article)),
    )  # fmt: skip
    document = cursor.lastrowid
    title = " ".join(terms(article.title))
    connection.execute(
        "INSERT INTO document_terms (rowid, title, text) VALUES (?, ?, ?)",
        (document, title, " ".join(terms(article.text))),
    )
    for position, (span, vector) in enumerate(zip(encoded.spans, _halves(encoded.vectors), strict=True)):
        sentence = connection.execute(
            "INSERT INTO sentences (document, position, start, stop) VALUES (?, ?, ?, ?)",
            (document, position, span.start, span.end),
        ).lastrowid
        connection.execute("INSERT INTO vectors (sentence, vector) VALUES (?, ?)", (sentence, vector))
        connection.execute(
            "INSERT INTO sentence_terms (rowid, title, sentence) VALUES (?, ?, ?)",
            (sentence, title, " ".join(terms(article.text[span.start : span.end]))),
        )
