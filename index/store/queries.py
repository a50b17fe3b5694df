"""What is read from the store's tables; no function here changes anything."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from index.document import Document, Sentence, Span, Version
from index.owners import EVERYONE, Owners
from index.sql.connection import Connection, Row
from index.store.protocol import Arrivals, Census, Coverage, Filters, StoredSentence

_DOCUMENT = "id, title, text, outlet, author, url, published, retrieved, version, from_summary"
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_T = TypeVar("_T")
_MANY = 500  # SQLite's oldest limit of bound values is 999


def where(filters: Filters, *, counting: bool = False) -> tuple[str, list[Any]]:
    """Return an SQL condition on ``documents`` for what may be found, and its values.

    Nearly every document is shared and not withdrawn, which SQLite does not know: it would look documents up by that,
    and not by the numbers or names that are asked for. So the condition is written such that it leads to no index,
    unless all that passes is to be counted: then there is one that has everything.
    """
    asked, values = _asked_for(filters)
    seen, owners = visible(filters.owners, counting=counting)
    there = "documents.withdrawn IS NULL" if counting else "(documents.withdrawn IS NULL) = TRUE"
    return f"{seen} AND {there} AND {asked}", [*owners, *values]


def visible(owners: Owners, *, counting: bool = False) -> tuple[str, list[str]]:
    """Return an SQL condition on ``documents`` for what these owners see, withdrawn or not; see :func:`where`."""
    if owners.everyone:
        return "true", []
    names = sorted(owners.names)
    own = f"documents.owner IN ({marks(names)})" if counting else f"coalesce(documents.owner, '') IN ({marks(names)})"
    shared = "documents.owner IS NULL" if counting else "(documents.owner IS NULL) = TRUE"
    return (f"({shared} OR {own})" if names else shared) if owners.shared else own, names


def _asked_for(filters: Filters) -> tuple[str, list[Any]]:
    conditions, values = ["true"], list[Any]()
    for column, names in (("outlet", filters.outlets), ("id", filters.documents)):
        if names:
            conditions.append(f"documents.{column} IN ({marks(names)})")
            values += sorted(names)
    if filters.since:
        conditions.append("documents.published_at >= ?")
        values.append(filters.since.timestamp())
    if filters.until:
        conditions.append("documents.published_at < ?")
        values.append(filters.until.timestamp())
    return " AND ".join(conditions), values


def document_numbers(connection: Connection, filters: Filters) -> npt.NDArray[np.int64]:
    """Return the numbers of the documents that pass the filters."""
    condition, values = where(filters, counting=True)
    rows = connection.execute(f"SELECT number FROM documents WHERE {condition}", values)
    return np.fromiter((row[0] for row in rows), np.int64)


def any_owned(connection: Connection) -> bool:
    """Tell whether any document ever had an owner."""
    return connection.execute("SELECT 1 FROM owners LIMIT 1").fetchone() is not None


def documents(connection: Connection, ids: Sequence[str], owners: Owners) -> dict[str, Document]:
    """Return those of the documents that exist, by id."""
    condition, values = where(Filters(owners=owners))
    found: dict[str, Document] = {}
    for some in parts(storable(ids)):
        sql = f"SELECT {_DOCUMENT} FROM documents WHERE id IN ({marks(some)}) AND {condition}"
        found |= {row["id"]: _document(row) for row in connection.execute(sql, [*some, *values])}
    return found


def _document(row: Row) -> Document:
    known = dict(zip(row.keys(), tuple(row), strict=True))
    return Document(**known | {"from_summary": bool(row["from_summary"])})


def versions(connection: Connection, document_id: str, owners: Owners) -> list[Version]:
    """Return a document's versions, the current one first."""
    number = document_number(connection, document_id, owners)
    if number is None:
        return []
    sql = "SELECT start, stop FROM sentences WHERE document = ? ORDER BY position"
    current = json.dumps([list(row) for row in connection.execute(sql, (number,))])
    columns = "version, title, text, author, published, retrieved, arrived"
    rows = connection.execute(
        f"SELECT {columns}, NULL AS superseded, ? AS spans FROM documents WHERE number = ? "
        f"UNION ALL SELECT {columns}, superseded, spans FROM versions WHERE document = ? ORDER BY 1 DESC",
        (current, number, number),
    )
    return [
        Version(
            number=row["version"],
            title=row["title"],
            text=row["text"],
            author=row["author"],
            published=row["published"],
            retrieved=row["retrieved"],
            superseded=row["superseded"],
            spans=tuple(Span(*each) for each in json.loads(row["spans"])),
            arrived=row["arrived"],
        )
        for row in rows
    ]


def ids(connection: Connection, owners: Owners) -> list[str]:
    """Return all document ids in the order in which they were stored."""
    condition, values = where(Filters(owners=owners))
    return [row[0] for row in connection.execute(f"SELECT id FROM documents WHERE {condition} ORDER BY number", values)]


def generation(connection: Connection) -> int:
    """Return the number of the newest change."""
    (newest,) = connection.execute("SELECT max(number) FROM generations").fetchone()
    return int(newest or 0)


def state(connection: Connection) -> str:
    """Return the token of the newest change, which is that of no other; empty before the first."""
    row = connection.execute("SELECT token FROM generations ORDER BY number DESC LIMIT 1").fetchone()
    return "" if row is None else str(row[0])


def arrivals(connection: Connection, after: int, since: datetime, owners: Owners, most: int) -> Arrivals:
    """Return what arrived after a generation, about ``most`` documents and never a part of a generation."""
    condition, values = where(Filters(owners=owners))
    arrived = f"{condition} AND (published_at IS NULL OR published_at >= ?) AND arrived > ?"
    values = [*values, since.timestamp(), after]
    sql = f"SELECT arrived FROM documents WHERE {arrived} ORDER BY arrived LIMIT 1 OFFSET ?"
    row = connection.execute(sql, [*values, most - 1]).fetchone()
    until = int(row[0]) if row else max(generation(connection), after)
    sql = f"SELECT id FROM documents WHERE {arrived} AND arrived <= ? ORDER BY arrived, number"
    return Arrivals(tuple(row[0] for row in connection.execute(sql, [*values, until])), until)


def outlets(connection: Connection, owners: Owners) -> list[tuple[str, int]]:
    """Return the outlets with their numbers of documents, most first."""
    counted = [(row[0], row[1]) for row in counts(connection, Filters(owners=owners)) if row[0] is not None]
    return sorted(counted, key=lambda each: (-each[1], each[0]))


def document_number(connection: Connection, document_id: str, owners: Owners) -> int | None:
    """Return the number of a document, withdrawn or not, or None."""
    condition, values = visible(owners)
    sql = f"SELECT number FROM documents WHERE id = ? AND {condition}"
    rows = [connection.execute(sql, (some, *values)).fetchone() for some in storable([document_id])]
    return next((int(row[0]) for row in rows if row is not None), None)


def sentences(connection: Connection, numbers: Sequence[int], owners: Owners) -> list[StoredSentence]:
    """Return those of the sentences that exist, in the order asked for."""
    condition, values = where(Filters(owners=owners))
    found: dict[int, StoredSentence] = {}
    for some in parts(numbers):
        rows = _select_sentences(connection, f"sentences.number IN ({marks(some)}) AND {condition}", [*some, *values])
        found |= {stored.number: stored for stored in rows}
    return [found[number] for number in numbers if number in found]


def sentences_of(connection: Connection, document_id: str, owners: Owners) -> list[StoredSentence]:
    """Return a document's sentences in order."""
    number = document_number(connection, document_id, owners)
    return [] if number is None else _select_sentences(connection, "sentences.document = ?", [number])


def outlets_of(connection: Connection, numbers: Sequence[int], owners: Owners) -> dict[int, str]:
    """Return who published sentences, by number; those that are gone or of no outlet are left out."""
    condition, values = where(Filters(owners=owners))
    found: dict[int, str] = {}
    for some in parts(numbers):
        sql = (
            "SELECT sentences.number, outlet FROM sentences JOIN documents ON documents.number = sentences.document "
            f"WHERE sentences.number IN ({marks(some)}) AND outlet IS NOT NULL AND {condition}"
        )
        found |= {row[0]: row[1] for row in connection.execute(sql, [*some, *values])}
    return found


def dimension(connection: Connection) -> int | None:
    """Return the length of the stored vectors; None while there are none."""
    row = connection.execute("SELECT vector FROM vectors LIMIT 1").fetchone()
    return None if row is None else len(row[0]) // np.dtype(np.float16).itemsize


def counts(connection: Connection, filters: Filters) -> list[tuple[str | None, int, int, float | None]]:
    """Return each outlet of what passes the filters with its documents, their sentences, and when the last came out."""
    condition, values = where(filters, counting=True)
    sql = (
        "SELECT outlet, count(*), sum(sentence_count), max(published_at) FROM documents "
        f"WHERE {condition} GROUP BY outlet"
    )
    return [(row[0], row[1], row[2], row[3]) for row in connection.execute(sql, values)]


def coverage(connection: Connection, filters: Filters) -> Coverage:
    """Count what passes the filters."""
    counted = counts(connection, filters)
    last = max((each[3] for each in counted if each[3] is not None), default=None)
    condition, values = where(filters)
    sql = f"SELECT published FROM documents WHERE published_at = ? AND {condition} ORDER BY number LIMIT 1"
    newest = None if last is None else connection.execute(sql, [last, *values]).fetchone()
    return Coverage(
        sum(each[1] for each in counted),
        int(sum(each[2] for each in counted)),
        sum(each[0] is not None for each in counted),
        newest[0] if newest else None,
    )


def census(connection: Connection) -> Census:
    """Count everything, whosever it is."""
    everything = coverage(connection, Filters(owners=EVERYONE))
    (withdrawn,) = connection.execute("SELECT count(*) FROM documents WHERE withdrawn IS NOT NULL").fetchone()
    (versions,) = connection.execute("SELECT count(*) FROM versions").fetchone()
    owned = connection.execute(
        "SELECT owner, count(*) FROM documents WHERE owner IS NOT NULL AND withdrawn IS NULL "
        "GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    return Census(
        everything.documents, everything.sentences, withdrawn, versions, tuple((row[0], row[1]) for row in owned)
    )


def _select_sentences(connection: Connection, condition: str, values: Sequence[Any]) -> list[StoredSentence]:
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


def _sentence(row: Row, text: str) -> Sentence:
    start, end = row["start"], row["stop"]
    return Sentence(row["id"], row["position"], start, end, text[start:end])


def _texts(connection: Connection, documents: Sequence[int]) -> dict[int, str]:
    # Sentences are cut out here and not by SQLite, whose substr() ends a text at its first U+0000.
    found: dict[int, str] = {}
    for some in parts(documents):
        sql = f"SELECT number, text FROM documents WHERE number IN ({marks(some)})"
        found |= {row[0]: row[1] for row in connection.execute(sql, some)}
    return found


def storable(ids: Iterable[str]) -> list[str]:
    """Return those of the ids that a store could hold at all."""
    # The shell passes bytes that are no text on as lone surrogates, which no stored id holds. PostgreSQL holds no NUL.
    return [each for each in ids if _UNSTORABLE.search(each) is None]


def marks(values: Iterable[object]) -> str:
    """Return as many placeholders as there are values; for none at all, what no value is one of."""
    return ", ".join("?" for _ in values) or "NULL"


def parts(values: Sequence[_T], each: int = 1) -> list[list[_T]]:
    """Return the values in lists that one statement takes, where ``each`` stands for so many values."""
    many = _MANY // each
    return [list(values[start : start + many]) for start in range(0, len(values), many)]
