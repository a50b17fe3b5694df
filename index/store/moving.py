"""All that a store has, moved into another one as it is: documents in the order stored, a few in each transaction.

What a killed move has stored is complete, document by document; the next one goes on behind the last of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from index.document import Span
from index.errors import StoreError
from index.ingest.article import Article
from index.sql.connection import Connection, transaction
from index.sql.copying import catch_up_numbers, insert
from index.store import copies
from index.store.derived import meta, set_meta
from index.store.finder import Findable, Finder
from index.store.queries import marks

DOCUMENTS = 50  # in one transaction
NOTE = "moving"
"""The note of the state that a target has only a part of yet."""

_OWN = (NOTE, "milvus", "unerased", "reencoded")  # notes that every store makes for itself
_BY_DOCUMENT = ("versions", "sentences", "runs", "copies", "speakers", "quotations")
_BY_SENTENCE = ("vectors", "times")


def begin(source: Connection, target: Connection, places: tuple[str, str]) -> int:
    """Get a target ready; returns after which document to go on, 0 at the beginning.

    ``places`` are the addresses of both, for people. The source is in a read transaction, the target in none.

    Raises:
        StoreError: The target has other documents, or a part of what the source no longer is.
    """
    state = _state(source)
    with transaction(target, write=True):
        begun = meta(target, NOTE)
        (last,) = target.execute("SELECT max(number) FROM documents").fetchone()
        if begun is None and last is not None:
            raise StoreError(f"there are other articles in {places[1]}; move {places[0]} to a place without an index")
        if begun is not None and begun != state:
            raise StoreError(
                f"{places[1]} has a part of what was in {places[0]} before it changed, or of another index; delete it "
                "and move again"
            )
        if begun is None:
            set_meta(target, NOTE, state)
            target.execute("DELETE FROM generations")
            insert(target, "generations", source.execute("SELECT * FROM generations").fetchall())
            for key, value in source.execute("SELECT key, value FROM meta").fetchall():
                if key not in _OWN:
                    set_meta(target, key, value)
    return int(last or 0)


def documents(source: Connection, target: Connection, finder: Finder, after: int) -> Iterator[int]:
    """Move the documents with numbers above ``after``; yields the number of each, also of those moved before."""
    yield from (row[0] for row in source.execute("SELECT number FROM documents WHERE number <= ?", (after,)).fetchall())
    while numbers := _next(source, after):
        with transaction(target, write=True):
            _copy(source, target, numbers)
            for number in numbers:
                found = _findable(target, number)
                if found is not None:
                    finder.put(target, found)
            catch_up_numbers(target)
        finder.committed(target)
        after = numbers[-1]
        yield from numbers


def end(target: Connection) -> None:
    """Note that the target has everything."""
    with transaction(target, write=True):
        target.execute("DELETE FROM meta WHERE key = ?", (NOTE,))


def _state(source: Connection) -> str:
    row = source.execute("SELECT number, token FROM generations ORDER BY number DESC LIMIT 1").fetchone()
    return "empty" if row is None else f"{row[0]} {row[1]}"


def _next(source: Connection, after: int) -> list[int]:
    sql = "SELECT number FROM documents WHERE number > ? ORDER BY number LIMIT ?"
    return [row[0] for row in source.execute(sql, (after, DOCUMENTS)).fetchall()]


def _copy(source: Connection, target: Connection, numbers: Sequence[int]) -> None:
    among = marks(numbers)
    insert(
        target, "documents", source.execute(f"SELECT * FROM documents WHERE number IN ({among})", numbers).fetchall()
    )
    for table in _BY_DOCUMENT:
        insert(target, table, source.execute(f"SELECT * FROM {table} WHERE document IN ({among})", numbers).fetchall())
    for table in _BY_SENTENCE:
        sql = (
            f"SELECT {table}.* FROM {table} JOIN sentences ON sentences.number = {table}.sentence "
            f"WHERE sentences.document IN ({among})"
        )
        insert(target, table, source.execute(sql, numbers).fetchall())
    for number in numbers:
        copies.sample_again(target, number)


def _findable(connection: Connection, number: int) -> Findable | None:
    """Return a document that is to be found, as the tables have it; None for a withdrawn one, or one without a text."""
    row = connection.execute(
        "SELECT id, title, text, outlet, author, url, published, owner, withdrawn FROM documents WHERE number = ?",
        (number,),
    ).fetchone()
    if row["withdrawn"] is not None:
        return None
    sentences = connection.execute(
        "SELECT number, start, stop, vector FROM sentences JOIN vectors ON vectors.sentence = sentences.number "
        "WHERE document = ? ORDER BY number",
        (number,),
    ).fetchall()
    article = Article(
        source="", id=row["id"], title=row["title"], text=row["text"], outlet=row["outlet"], author=row["author"],
        url=row["url"], published=row["published"], owner=row["owner"],
    )  # fmt: skip
    vectors = np.frombuffer(b"".join(each["vector"] for each in sentences), np.float16).astype(np.float32)
    return Findable(
        number,
        article,
        tuple(Span(each["start"], each["stop"]) for each in sentences),
        [each["number"] for each in sentences],
        vectors.reshape(len(sentences), -1) if sentences else vectors.reshape(0, 0),
    )
