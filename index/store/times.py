"""The times that sentences name, in the store's tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from index.happened.days import Doubt, Mention
from index.owners import Owners
from index.sql.connection import Connection
from index.store.protocol import Filters
from index.store.queries import marks, parts, where

UNTIMED = "untimed"  # noted where documents were stored before times were


def read(connection: Connection, numbers: Sequence[int], owners: Owners) -> dict[int, tuple[Mention, ...]]:
    """Return the times of sentences, by number, in the order of the text."""
    condition, values = where(Filters(owners=owners))
    found: dict[int, tuple[Mention, ...]] = {}
    for some in parts(numbers):
        sql = (
            "SELECT sentence, times.start, times.stop, first, last, doubt FROM times "
            "JOIN sentences ON sentences.number = sentence JOIN documents ON documents.number = sentences.document "
            f"WHERE sentence IN ({marks(some)}) AND {condition} ORDER BY sentence, times.start"
        )
        for sentence, start, stop, first, last, doubt in connection.execute(sql, [*some, *values]):
            mention = Mention(start, stop, date.fromisoformat(first), date.fromisoformat(last), Doubt(doubt))
            found[sentence] = (*found.get(sentence, ()), mention)
    return found


def write(connection: Connection, named: Iterable[tuple[int, Sequence[Mention]]]) -> None:
    """Store the times of sentences, by number, that have none."""
    connection.executemany(
        "INSERT INTO times (sentence, start, stop, first, last, doubt) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (sentence, each.start, each.end, str(each.first), str(each.last), each.doubt.value)
            for sentence, mentions in named
            for each in mentions
        ],
    )


def replace(connection: Connection, sentence: int, mentions: Sequence[Mention]) -> None:
    """Store other times of a sentence."""
    connection.execute("DELETE FROM times WHERE sentence = ?", (sentence,))
    write(connection, [(sentence, mentions)])
