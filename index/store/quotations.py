"""The tables of quotations and of who is quoted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from index.document import Span
from index.owners import Owners
from index.quotations.names import key
from index.quotations.quotation import FINDER, Kind, Quotation
from index.sql.connection import Connection, Row
from index.store import queries
from index.store.protocol import Filters, Quoted, Speaker

_QUOTATION = (
    "documents.id, quotations.start, quotations.stop, words_start, words_stop, kind, name_start, name_stop, "
    "role_start, role_stop"
)


def put_quotations(connection: Connection, number: int, text: str, found: Sequence[Quotation]) -> None:
    """Store a document's quotations in place of those that it has."""
    forget_quotations(connection, number)
    add_quotations(connection, number, text, found)
    connection.execute("UPDATE documents SET quoted = ? WHERE number = ?", (FINDER, number))


def add_quotations(connection: Connection, number: int, text: str, found: Sequence[Quotation]) -> None:
    """Store the quotations of a document that has none; that somebody looked for them is noted in its row."""
    named = [text[each.speaker.start : each.speaker.end] for each in found]
    speakers: dict[str, int] = {}
    for some in queries.parts(list(Counter(named).items()), 4):
        rows = ", ".join("(?, ?, ?, ?)" for _ in some)
        sql = f"INSERT INTO speakers (document, key, name, quotations) VALUES {rows} RETURNING name, number"
        values = [value for name, quotations in some for value in (number, key(name), name, quotations)]
        speakers |= dict(connection.execute(sql, values).fetchall())
    connection.executemany(
        "INSERT INTO quotations (document, speaker, kind, start, stop, words_start, words_stop, name_start, name_stop, "
        "role_start, role_stop) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (number, speakers[name], each.kind.value, each.cited.start, each.cited.end, each.words.start,
             each.words.end, each.speaker.start, each.speaker.end, each.role and each.role.start,
             each.role and each.role.end)
            for name, each in zip(named, found, strict=True)
        ],
    )  # fmt: skip


def forget_quotations(connection: Connection, number: int) -> None:
    """Take a document's quotations out, and who is quoted there."""
    connection.execute("DELETE FROM quotations WHERE document = ?", (number,))
    connection.execute("DELETE FROM speakers WHERE document = ?", (number,))
    connection.execute("UPDATE documents SET quoted = 0 WHERE number = ?", (number,))


def speakers(connection: Connection, filters: Filters) -> list[Speaker]:
    """Return who is quoted in what passes the filters, most quoted first."""
    condition, values = queries.where(filters)
    rows = connection.execute(
        "SELECT key, name, sum(quotations) FROM speakers JOIN documents ON documents.number = speakers.document "
        f"WHERE {condition} GROUP BY key, name ORDER BY 3 DESC, name",
        values,
    )
    found: dict[str, Speaker] = {}
    for same, name, quotations in rows:
        known = found.get(same)
        found[same] = Speaker(same, known.name if known else name, quotations + (known.quotations if known else 0))
    return sorted(found.values(), key=lambda each: (-each.quotations, each.name))


def quoted(connection: Connection, keys: Sequence[str], filters: Filters) -> list[Quoted]:
    """Return what speakers say in what passes the filters, in order of publication."""
    condition, values = queries.where(filters)
    rows = connection.execute(
        f"SELECT quotations.number AS number, key, {_QUOTATION}, vector FROM speakers "
        f"JOIN documents ON documents.number = speakers.document AND {condition} "
        "JOIN quotations ON quotations.speaker = speakers.number "
        "JOIN sentences ON sentences.document = quotations.document AND sentences.start < quotations.stop "
        "AND sentences.stop > quotations.start JOIN vectors ON vectors.sentence = sentences.number "
        f"WHERE key IN ({queries.marks(keys)}) "
        "ORDER BY published_at NULLS FIRST, documents.number, words_start, quotations.number, "
        "sentences.number",
        [*values, *keys],
    ).fetchall()
    together: dict[int, list[Row]] = {}
    for row in rows:
        together.setdefault(row["number"], []).append(row)
    return [_quoted(some) for some in together.values()]


def quotations_in(connection: Connection, spans: Sequence[tuple[str, Span]], owners: Owners) -> list[Quotation | None]:
    """Return for each span of a document the first quotation with words in it, None where several people speak."""
    condition, values = queries.where(Filters(owners=owners))
    sql = (
        f"SELECT {_QUOTATION} FROM quotations JOIN documents ON documents.number = quotations.document "
        f"WHERE documents.id = ? AND {condition} AND words_start < ? AND words_stop > ? "
        "ORDER BY words_start, quotations.number"
    )
    found = [connection.execute(sql, (name, *values, span.end, span.start)).fetchall() for name, span in spans]
    return [_quotation(rows[0]) if len({row["name_start"] for row in rows}) == 1 else None for rows in found]


def unquoted(connection: Connection) -> list[str]:
    """Return the ids of the documents in which these rules have not looked for quotations."""
    sql = "SELECT id FROM documents WHERE quoted < ? AND withdrawn IS NULL ORDER BY number"
    return [row[0] for row in connection.execute(sql, (FINDER,))]


def unread(connection: Connection, filters: Filters) -> bool:
    """Tell whether these rules have not looked for quotations in something that passes the filters."""
    condition, values = queries.where(filters)
    sql = f"SELECT 1 FROM documents WHERE quoted < ? AND {condition} LIMIT 1"
    return connection.execute(sql, (FINDER, *values)).fetchone() is not None


def counts(connection: Connection) -> tuple[int, int, int]:
    """Return how many quotations and speakers there are, and in how many documents nobody has looked for them."""
    found = connection.execute("SELECT coalesce(sum(quotations), 0), count(DISTINCT key) FROM speakers").fetchone()
    sql = "SELECT count(*) FROM documents WHERE quoted < ? AND withdrawn IS NULL"
    return found[0], found[1], connection.execute(sql, (FINDER,)).fetchone()[0]


def _quoted(rows: Sequence[Row]) -> Quoted:
    mean = np.mean([np.frombuffer(row["vector"], np.float16).astype(np.float32) for row in rows], axis=0)
    return Quoted(_quotation(rows[0]), rows[0]["key"], mean / max(float(np.linalg.norm(mean)), 1e-6))


def _quotation(row: Row) -> Quotation:
    return Quotation(
        row["id"],
        Span(row["start"], row["stop"]),
        Span(row["words_start"], row["words_stop"]),
        Kind(row["kind"]),
        Span(row["name_start"], row["name_stop"]),
        None if row["role_start"] is None else Span(row["role_start"], row["role_stop"]),
    )
