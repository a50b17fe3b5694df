"""What the tables note for Milvus: what it has yet to be told, and in how many sentences each term occurs.

Milvus counts no words for whoever asks, and has no list of them: weights of a question's words, and the mending of
misspelt ones, come from here.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence

from index.owners import Owners
from index.sql.connection import Connection, is_postgres, transaction
from index.store.derived import meta, set_meta
from index.store.queries import marks, parts

_TOKEN = "milvus"  # the note of what this index's collections are named after
SHARED_COLLECTION = 0


def prepare(connection: Connection) -> str:
    """Make the tables if they are not there; returns the token of the index's collections."""
    token = meta(connection, _TOKEN) if _there(connection) else None
    if token is not None:
        return token
    # Ranges of terms are by code points, as SQLite has them.
    by_code = ' COLLATE "C"' if is_postgres(connection) else ""
    with transaction(connection, write=True):
        connection.execute(
            "CREATE TABLE IF NOT EXISTS milvus_untold (document BIGINT NOT NULL, collection BIGINT NOT NULL, "
            "PRIMARY KEY (document, collection))"
        )
        connection.execute(
            f"CREATE TABLE IF NOT EXISTS milvus_terms (collection BIGINT NOT NULL, term TEXT{by_code} NOT NULL, "
            "sentences BIGINT NOT NULL, PRIMARY KEY (collection, term))"
        )
        if (token := meta(connection, _TOKEN)) is None:
            token = uuid.uuid4().hex[:12]
            set_meta(connection, _TOKEN, token)
    return token


def _there(connection: Connection) -> bool:
    sql = (
        "SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'milvus_terms'"
        if is_postgres(connection)
        else "SELECT 1 FROM sqlite_master WHERE name = 'milvus_terms'"
    )
    return connection.execute(sql).fetchone() is not None


def note(connection: Connection, document: int, collection: int) -> None:
    """Note that Milvus is to be told about a document."""
    connection.execute(
        "INSERT INTO milvus_untold (document, collection) VALUES (?, ?) ON CONFLICT DO NOTHING", (document, collection)
    )


def note_everything(connection: Connection) -> None:
    """Note that Milvus is to be told about everything."""
    connection.execute("DELETE FROM milvus_untold")
    connection.execute(
        "INSERT INTO milvus_untold (document, collection) "
        f"SELECT documents.number, COALESCE(owners.number, {SHARED_COLLECTION}) FROM documents "
        "LEFT JOIN owners ON owners.name = documents.owner WHERE documents.withdrawn IS NULL"
    )


def untold(connection: Connection, most: int) -> list[tuple[int, int]]:
    """Return documents with their collections about which Milvus is to be told, in order, at most ``most``."""
    sql = "SELECT document, collection FROM milvus_untold ORDER BY document, collection LIMIT ?"
    return [(row[0], row[1]) for row in connection.execute(sql, (most,))]


def told(connection: Connection, some: Iterable[tuple[int, int]]) -> None:
    """Note that Milvus has been told."""
    connection.executemany("DELETE FROM milvus_untold WHERE document = ? AND collection = ?", list(some))


def collection_of(connection: Connection, owner: str | None, *, make: bool = False) -> int | None:
    """Return the number of an owner's collection; None where it has none and none is made."""
    if owner is None:
        return SHARED_COLLECTION
    row = connection.execute("SELECT number FROM owners WHERE name = ?", (owner,)).fetchone()
    if row is None and make:
        row = connection.execute("INSERT INTO owners (name) VALUES (?) RETURNING number", (owner,)).fetchone()
    return None if row is None else int(row[0])


def collections(connection: Connection, owners: Owners) -> list[int]:
    """Return the numbers of the collections that these owners see."""
    if owners.everyone:
        rows = connection.execute("SELECT number FROM owners ORDER BY number")
        return [SHARED_COLLECTION, *(int(row[0]) for row in rows)]
    own = (collection_of(connection, name) for name in sorted(owners.names))
    return [SHARED_COLLECTION] * owners.shared + [number for number in own if number is not None]


def count(connection: Connection, collection: int, sentences: Iterable[Iterable[str]], sign: int) -> None:
    """Count the terms of sentences in (``sign`` 1) or out (-1)."""
    counted = Counter(term for sentence in sentences for term in set(sentence))
    connection.executemany(
        "INSERT INTO milvus_terms (collection, term, sentences) VALUES (?, ?, ?) ON CONFLICT (collection, term) "
        "DO UPDATE SET sentences = milvus_terms.sentences + excluded.sentences",
        [(collection, term, sign * number) for term, number in sorted(counted.items())],
    )
    if sign < 0:
        for some in parts(sorted(counted)):
            sql = f"DELETE FROM milvus_terms WHERE collection = ? AND sentences <= 0 AND term IN ({marks(some)})"
            connection.execute(sql, [collection, *some])


def frequency(connection: Connection, terms: Sequence[str], collections: Sequence[int]) -> dict[str, int]:
    """Return in how many sentences each term occurs; absent ones are left out."""
    found = Counter[str]()
    for some in parts(list(dict.fromkeys(terms))):
        rows = connection.execute(
            f"SELECT term, sentences FROM milvus_terms WHERE collection IN ({marks(collections)}) "
            f"AND term IN ({marks(some)})",
            [*collections, *some],
        )
        for term, sentences in rows:
            found[term] += sentences
    return dict(found)


def vocabulary(
    connection: Connection, beginning: str, shortest: int, longest: int, collections: Sequence[int]
) -> dict[str, int]:
    """Return the terms with a beginning and a length in characters: term -> in how many sentences."""
    found = Counter[str]()
    rows = connection.execute(
        f"SELECT term, sentences FROM milvus_terms WHERE collection IN ({marks(collections)}) "
        "AND term >= ? AND term < ? AND length(term) BETWEEN ? AND ?",
        [*collections, beginning, beginning + "\U0010ffff", shortest, longest],
    )
    for term, sentences in rows:
        found[term] += sentences
    return dict(found)
