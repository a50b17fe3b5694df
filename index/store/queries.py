"""What is read from the embedded store's tables; no function here changes anything."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from index.document import Document, Sentence
from index.store.protocol import Coverage, Filters, Match, StoredSentence

_DOCUMENT = "id, title, text, outlet, author, url, published"
_T = TypeVar("_T")
_MANY = 500  # SQLite's oldest limit of bound values is 999


def where(filters: Filters) -> tuple[str, list[Any]]:
    """Return an SQL condition on ``documents`` and its values."""
    conditions, values = ["1"], list[Any]()
    for column, names in (("outlet", filters.outlets), ("id", filters.documents)):
        if names:
            conditions.append(f"documents.{column} IN ({_marks(names)})")
            values += sorted(names)
    if filters.since:
        conditions.append("documents.published_at >= ?")
        values.append(filters.since.timestamp())
    if filters.until:
        conditions.append("documents.published_at < ?")
        values.append(filters.until.timestamp())
    return " AND ".join(conditions), values


def document_numbers(connection: sqlite3.Connection, filters: Filters) -> npt.NDArray[np.int64]:
    """Return the numbers of the documents that pass the filters."""
    condition, values = where(filters)
    rows = connection.execute(f"SELECT number FROM documents WHERE {condition}", values)
    return np.fromiter((row[0] for row in rows), np.int64)


def documents(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, Document]:
    """Return those of the documents that exist, by id."""
    found: dict[str, Document] = {}
    for some in _parts(_storable(ids)):
        sql = f"SELECT {_DOCUMENT} FROM documents WHERE id IN ({_marks(some)})"
        found |= {row["id"]: Document(*row) for row in connection.execute(sql, some)}
    return found


def ids(connection: sqlite3.Connection) -> list[str]:
    """Return all document ids in the order in which they were stored."""
    return [row[0] for row in connection.execute("SELECT id FROM documents ORDER BY number")]


def outlets(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """Return the outlets with their numbers of documents, most first."""
    sql = "SELECT outlet, count(*) FROM documents WHERE outlet IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
    return [(row[0], row[1]) for row in connection.execute(sql)]


def document_number(connection: sqlite3.Connection, document_id: str) -> int | None:
    """Return the number of a document, or None."""
    sql = "SELECT number FROM documents WHERE id = ?"
    rows = [connection.execute(sql, (some,)).fetchone() for some in _storable([document_id])]
    return next((int(row[0]) for row in rows if row is not None), None)


def sentences(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[StoredSentence]:
    """Return those of the sentences that exist, in the order asked for."""
    found: dict[int, StoredSentence] = {}
    for some in _parts(numbers):
        rows = _select_sentences(connection, f"sentences.number IN ({_marks(some)})", some)
        found |= {stored.number: stored for stored in rows}
    return [found[number] for number in numbers if number in found]


def sentences_of(connection: sqlite3.Connection, document_id: str) -> list[StoredSentence]:
    """Return a document's sentences in order."""
    number = document_number(connection, document_id)
    return [] if number is None else _select_sentences(connection, "documents.number = ?", [number])


def lexical(connection: sqlite3.Connection, terms: Sequence[str], limit: int, filters: Filters) -> list[Match]:
    """Return the sentences with the highest BM25 (headline and sentence together), best first."""
    condition, values = where(filters)
    joined = (
        "JOIN sentences ON sentences.number = sentence_terms.rowid "
        f"JOIN documents ON documents.number = sentences.document AND {condition}"
        if filters.any
        else ""
    )
    sql = (
        f"SELECT sentence_terms.rowid, bm25(sentence_terms) FROM sentence_terms {joined} "
        "WHERE sentence_terms MATCH ? ORDER BY 2, 1 LIMIT ?"
    )
    rows = connection.execute(sql, [*(values if filters.any else []), _any_of(terms), limit])
    return [Match(row[0], -row[1]) for row in rows]


def lexical_documents(
    connection: sqlite3.Connection, terms: Sequence[str], limit: int, filters: Filters
) -> dict[str, float]:
    """Return the documents with the highest BM25: id -> score."""
    condition, values = where(filters)
    sql = (
        "SELECT documents.id, bm25(document_terms) FROM document_terms "
        f"JOIN documents ON documents.number = document_terms.rowid AND {condition} "
        "WHERE document_terms MATCH ? ORDER BY 2, documents.number LIMIT ?"
    )
    return {row[0]: -row[1] for row in connection.execute(sql, [*values, _any_of(terms), limit])}


def document_frequency(connection: sqlite3.Connection, terms: Sequence[str]) -> dict[str, int]:
    """Return in how many sentences each term occurs, headlines counted in; absent terms are left out."""
    found: dict[str, int] = {}
    for some in _parts(terms):
        sql = f"SELECT term, doc FROM sentence_vocabulary WHERE term IN ({_marks(some)})"
        found |= {row[0]: row[1] for row in connection.execute(sql, some)}
    return found


def vocabulary(connection: sqlite3.Connection, beginning: str, shortest: int, longest: int) -> dict[str, int]:
    """Return the terms with a beginning and a length in characters: term -> in how many sentences."""
    sql = "SELECT term, doc FROM sentence_vocabulary WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?"
    return dict(connection.execute(sql, (beginning, beginning + "\U0010ffff", shortest, longest)).fetchall())


def dimension(connection: sqlite3.Connection) -> int | None:
    """Return the length of the stored vectors; None while there are none."""
    row = connection.execute("SELECT vector FROM vectors LIMIT 1").fetchone()
    return None if row is None else len(row[0]) // np.dtype(np.float16).itemsize


def coverage(connection: sqlite3.Connection, filters: Filters) -> Coverage:
    """Count what passes the filters."""
    condition, values = where(filters)
    counted = connection.execute(
        f"SELECT count(*), count(DISTINCT outlet) FROM documents WHERE {condition}", values
    ).fetchone()
    newest = connection.execute(
        f"SELECT published FROM documents WHERE {condition} AND published_at IS NOT NULL "
        "ORDER BY published_at DESC LIMIT 1",
        values,
    ).fetchone()
    cited = connection.execute(
        f"SELECT count(*) FROM sentences JOIN documents ON documents.number = document AND {condition}", values
    ).fetchone()
    return Coverage(counted[0], cited[0], counted[1], newest[0] if newest else None)


def _select_sentences(connection: sqlite3.Connection, condition: str, values: Sequence[Any]) -> list[StoredSentence]:
    sql = (
        "SELECT sentences.number, document, id, position, start, stop, vector FROM sentences "
        "JOIN documents ON documents.number = sentences.document "
        f"JOIN vectors ON vectors.sentence = sentences.number WHERE {condition} ORDER BY sentences.number"
    )
    rows = connection.execute(sql, values).fetchall()
    texts = _texts(connection, list({row["document"] for row in rows}))
    return [
        StoredSentence(
            row["number"],
            _sentence(row, texts[row["document"]]),
            np.frombuffer(row["vector"], np.float16).astype(np.float32),
        )
        for row in rows
    ]


def _sentence(row: sqlite3.Row, text: str) -> Sentence:
    start, end = row["start"], row["stop"]
    return Sentence(row["id"], row["position"], start, end, text[start:end])


def _texts(connection: sqlite3.Connection, documents: Sequence[int]) -> dict[int, str]:
    # Sentences are cut out here and not by SQLite, whose substr() ends a text at its first U+0000.
    found: dict[int, str] = {}
    for some in _parts(documents):
        sql = f"SELECT number, text FROM documents WHERE number IN ({_marks(some)})"
        found |= {row[0]: row[1] for row in connection.execute(sql, some)}
    return found


def _storable(ids: Iterable[str]) -> list[str]:
    # The shell passes bytes that are no text on as lone surrogates, which no stored id holds.
    return [each for each in ids if not any("\ud800" <= character <= "\udfff" for character in each)]


def _any_of(terms: Iterable[str]) -> str:
    # Quoted, so that FTS5 sees strings and never operators; a term holds letters and digits only.
    return " OR ".join(f'"{term}"' for term in terms)


def _marks(values: Iterable[object]) -> str:
    return ", ".join("?" for _ in values)


def _parts(values: Sequence[_T]) -> list[list[_T]]:
    return [list(values[start : start + _MANY]) for start in range(0, len(values), _MANY)]
