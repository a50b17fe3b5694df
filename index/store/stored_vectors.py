"""The vectors in the embedded store's database, read in parts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from index.sql.connection import Connection
from index.store.queries import marks, parts
from index.store.rows import Halves, Numbers

ROWS = 10_000  # in a part
Part = tuple[Numbers, Numbers, Halves]  # sentence numbers, document numbers, vectors: a row each


def count(connection: Connection) -> int:
    """Return how many sentences have vectors."""
    sql = "SELECT total(sentence_count) FROM documents WHERE withdrawn IS NULL"
    return int(connection.execute(sql).fetchone()[0])


def last(connection: Connection) -> int:
    """Return the highest sentence number, 0 where there is none."""
    return int(connection.execute("SELECT max(number) FROM sentences").fetchone()[0] or 0)


def removed_since(connection: Connection, generation: int) -> Numbers:
    """Return the numbers of the sentences that lost their vectors after a generation."""
    rows = connection.execute("SELECT sentence FROM removed WHERE generation > ?", (generation,))
    return np.fromiter((row[0] for row in rows), np.int64)


def part_after(connection: Connection, number: int) -> Part | None:
    """Return the next rows after a sentence number, in order; None if there are no more."""
    rows = connection.execute(
        "SELECT sentences.number, sentences.document, vector FROM sentences JOIN vectors "
        "ON vectors.sentence = sentences.number WHERE sentences.number > ? ORDER BY sentences.number LIMIT ?",
        (number, ROWS),
    ).fetchall()
    if not rows:
        return None
    numbers, documents, vectors = zip(*rows, strict=True)
    return np.array(numbers, np.int64), np.array(documents, np.int64), _halves(vectors)


def vectors_of(connection: Connection, numbers: Numbers) -> tuple[Numbers, Halves]:
    """Return those of the sentence numbers that have vectors, ascending, with the vectors."""
    found: list[tuple[int, bytes]] = []
    for some in parts(numbers.tolist()):
        sql = f"SELECT sentence, vector FROM vectors WHERE sentence IN ({marks(some)}) ORDER BY sentence"
        found += connection.execute(sql, some).fetchall()
    if not found:
        return np.zeros(0, np.int64), np.zeros((0, 0), np.float16)
    sentences, vectors = zip(*found, strict=True)
    return np.array(sentences, np.int64), _halves(vectors)


def sample(connection: Connection, many: int) -> npt.NDArray[np.float32]:
    """Return about so many vectors from all over the database, in the order stored; fewer where there are fewer."""
    withdrawn = "SELECT number FROM documents WHERE withdrawn IS NOT NULL"  # they have no vectors
    rows = connection.execute(f"SELECT number FROM sentences WHERE document NOT IN ({withdrawn})")
    numbers = np.sort(np.fromiter((row[0] for row in rows), np.int64))
    return vectors_of(connection, numbers[:: max(1, numbers.size // many)])[1].astype(np.float32)


def all_parts(connection: Connection, after: int) -> Iterator[Part]:
    """Yield all rows after a sentence number, in order."""
    while (part := part_after(connection, after)) is not None:
        yield part
        after = int(part[0][-1])


def _halves(vectors: tuple[bytes, ...]) -> Halves:
    return np.frombuffer(b"".join(vectors), np.float16).reshape(len(vectors), -1)
