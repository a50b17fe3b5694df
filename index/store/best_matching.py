"""The best BM25 matches of many: where FTS5 would take long, for it scores every row that has any of the terms.

Scoring a row takes FTS5 about 2 µs, and a common word is in hundreds of thousands of a million. So only the rows with
the rarest terms are scored that way; the other terms are added by what they weigh, in rows of average length; and the
best of all these rows are scored again, exactly, with all terms. A row may be missed that has none of the rarest terms
or is unusually short; how many are: ``python -m tests.benchmarks.asking``. The idea is that of MaxScore (Turtle &
Flood 1995), with an estimate in place of the bound, which BM25 has only a loose one of for short texts.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from index.sql.connection import Connection
from index.store.protocol import Match
from index.store.queries import marks, parts

MANY = 8_000  # rows: up to as many are scored by FTS5 alone
_RAREST = 5_000  # rows with the rarest terms, which FTS5 scores
_OTHERS = 250_000  # rows with other terms, which are only looked up
_AGAIN = 500  # rows that are scored again, exactly
_LEAST = 1e-6  # what a term weighs at least, as in FTS5
_K1, _B = 1.2, 0.75  # of BM25, as FTS5 has them

Passing = Callable[[Sequence[int]], Sequence[int]]
"""Those of some rows that may be found, in the same order."""


def best(
    connection: Connection, table: str, frequency: Mapping[str, int], limit: int, passing: Passing | None
) -> list[Match]:
    """Return the rows of a full-text table with nearly the highest BM25, with their exact scores, best first.

    Args:
        connection: Inside a read transaction.
        table: The table's name; it has the columns ``title`` and ``sentence``.
        frequency: In how many rows each term occurs that is searched for, at least one in one.
        limit: How many rows are wanted.
        passing: What may be found; None for everything.
    """
    rows, tokens = _totals(connection, table)
    weights = {term: _weight(known, rows) for term, known in frequency.items()}
    promising = _promising(connection, table, frequency, weights)
    wanted = max(_AGAIN, 2 * limit)
    chosen = promising[:wanted].tolist() if passing is None else _passing(promising, passing, wanted)
    found = [
        Match(number, _score(words, weights, tokens / max(rows, 1)))
        for number, words in _words(connection, table, chosen)
    ]
    return sorted(found, key=lambda match: (-match.score, match.number))[:limit]


def _promising(
    connection: Connection, table: str, frequency: Mapping[str, int], weights: Mapping[str, float]
) -> npt.NDArray[np.int64]:
    """Return the rows that are looked at, by about how well they match, best first."""
    terms = sorted(frequency, key=frequency.__getitem__)
    reached = list(accumulate(frequency[term] for term in terms))
    scored = max(sum(each <= _RAREST for each in reached), 1)
    counted = max(sum(each <= _OTHERS for each in reached), scored)
    numbers, scores = [], []
    any_of = " OR ".join(f'"{term}"' for term in terms[:scored])
    sql = f"SELECT rowid, -bm25({table}) FROM {table} WHERE {table} MATCH ?"
    some = np.array(_plain(connection, sql, any_of).fetchall(), np.float64).reshape(-1, 2)
    numbers.append(some[:, 0].astype(np.int64))
    scores.append(some[:, 1])
    for term in terms[scored:counted]:
        # As one text, which takes a third of the time that as many rows take.
        sql = f"SELECT group_concat(rowid) FROM {table} WHERE {table} MATCH ?"
        having = np.fromstring(_plain(connection, sql, f'"{term}"').fetchone()[0], np.int64, sep=",")
        numbers.append(having)
        scores.append(np.full(having.size, weights[term]))
    every, place = np.unique(np.concatenate(numbers), return_inverse=True)
    together = np.bincount(place, np.concatenate(scores), every.size)
    return every[np.argsort(-together, kind="stable")]


def _passing(promising: npt.NDArray[np.int64], passing: Passing, wanted: int) -> list[int]:
    chosen: list[int] = []
    for start in range(0, promising.size, 2 * wanted):
        chosen += passing(promising[start : start + 2 * wanted].tolist())
        if len(chosen) >= wanted:
            break
    return chosen[:wanted]


def _score(words: Sequence[str], weights: Mapping[str, float], usual: float) -> float:
    length = _K1 * (1 - _B + _B * len(words) / usual)
    counted = ((weight, words.count(term)) for term, weight in weights.items())
    # In FTS5's order, so that what is equal there is equal here.
    return sum(weight * (count * (_K1 + 1) / (count + length)) for weight, count in counted)


def _weight(known: int, rows: int) -> float:
    return max(math.log((rows - known + 0.5) / (known + 0.5)), _LEAST) if known < rows + 0.5 else _LEAST


def _words(connection: Connection, table: str, rows: Sequence[int]) -> Iterator[tuple[int, list[str]]]:
    for some in parts(rows):
        sql = f"SELECT rowid, title, sentence FROM {table} WHERE rowid IN ({marks(some)})"
        for number, title, sentence in _plain(connection, sql, *some):
            yield number, f"{title} {sentence}".split()


def _plain(connection: Connection, sql: str, *values: object) -> sqlite3.Cursor:
    assert isinstance(connection, sqlite3.Connection)  # FTS5 is SQLite's
    cursor = connection.cursor()
    cursor.row_factory = None  # tuples, which cost half of what rows do
    return cursor.execute(sql, values)


def _totals(connection: Connection, table: str) -> tuple[int, int]:
    """Return how many rows and how many tokens a full-text table has: FTS5's record of averages, some varints."""
    (block,) = connection.execute(f"SELECT block FROM {table}_data WHERE id = 1").fetchone()
    rows, *columns = _varints(block)
    return rows, sum(columns)


def _varints(block: bytes) -> Iterator[int]:
    """Yield SQLite's variable-length integers: seven bits a byte, highest first, the last byte without the top bit."""
    value = 0
    for byte in block:
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            yield value
            value = 0
