"""Which stored documents are copies of each other: pairs that are kept as documents come and go.

Whether two documents are a pair depends on their two texts alone. A story is what hangs together by pairs among the
documents that somebody may see; it is put together when it is read. So neither the order in which documents came nor
what was removed since nor what others own leaves a trace in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np

from index.copies.runs import METHOD, Hashes, Runs, are_copies, largest_sharing, runs_of, sample, shares_enough
from index.sql.connection import Connection, is_postgres, transaction
from index.store.derived import meta, set_meta
from index.store.protocol import Filters
from index.store.queries import marks, parts, storable, where

# A run in more documents than this is an outlet's furniture or a phrase of the trade, and leads nowhere.
_COMMON = 300
_NOTE = "copies"  # the note of the method by which the runs were made


def link(connection: Connection, number: int, text: str) -> None:
    """Note a document's runs, and with which documents it is a pair; it must not be noted yet."""
    runs = runs_of(text)
    sampled = sample(runs).tolist()
    connection.execute(
        "INSERT INTO runs (document, runs, lead, sampled) VALUES (?, ?, ?, ?)",
        (number, _blob(runs.all), _blob(runs.lead), len(sampled)),
    )
    copies = [other for other, theirs in _candidates(connection, sampled) if are_copies(runs, theirs)]
    connection.executemany("INSERT INTO sampled_runs (run, document) VALUES (?, ?)", [(run, number) for run in sampled])
    both = [pair for other in copies for pair in ((number, other), (other, number))]
    connection.executemany("INSERT INTO copies (document, other) VALUES (?, ?)", both)


def unlink(connection: Connection, number: int) -> None:
    """Forget what was noted of a document, if anything was."""
    row = connection.execute("SELECT runs, lead FROM runs WHERE document = ?", (number,)).fetchone()
    if row is None:
        return
    sampled = sample(_runs(*row)).tolist()
    connection.executemany(
        "DELETE FROM sampled_runs WHERE run = ? AND document = ?", [(run, number) for run in sampled]
    )
    connection.execute(
        "DELETE FROM copies WHERE other = ? AND document IN (SELECT other FROM copies WHERE document = ?)",
        (number, number),
    )
    connection.execute("DELETE FROM copies WHERE document = ?", (number,))
    connection.execute("DELETE FROM runs WHERE document = ?", (number,))


def sample_again(connection: Connection, number: int) -> None:
    """Note a document's sampled runs, where all of its runs are noted already."""
    row = connection.execute("SELECT runs, lead FROM runs WHERE document = ?", (number,)).fetchone()
    if row is not None:
        rows = [(run, number) for run in sample(_runs(*row)).tolist()]
        connection.executemany("INSERT INTO sampled_runs (run, document) VALUES (?, ?)", rows)


def catch_up(connection: Connection) -> None:
    """Note what an index from before this method lacks; takes the write lock only where there is something to do."""
    if meta(connection, _NOTE) == METHOD:
        return
    with transaction(connection, write=True):
        if meta(connection, _NOTE) == METHOD:  # another process was faster
            return
        for table in ("runs", "sampled_runs", "copies"):
            connection.execute(f"DELETE FROM {table}")
        numbers = connection.execute("SELECT number FROM documents WHERE withdrawn IS NULL").fetchall()
        for (number,) in numbers:
            (text,) = connection.execute("SELECT text FROM documents WHERE number = ?", (number,)).fetchone()
            link(connection, number, text)
        set_meta(connection, _NOTE, METHOD)


def story(connection: Connection, document_id: str, filters: Filters) -> list[str]:
    """Return the ids of the other documents of a document's story that pass the filters, in the order stored."""
    condition, values = where(filters)
    sql = (
        "WITH RECURSIVE story (document) AS ("
        f"SELECT number FROM documents WHERE id = ? AND {condition} UNION "
        "SELECT copies.other FROM story JOIN copies ON copies.document = story.document "
        f"JOIN documents ON documents.number = copies.other AND {condition}) "
        "SELECT id FROM story JOIN documents ON documents.number = story.document WHERE id != ? ORDER BY number"
    )
    found: list[str] = []
    for some in storable([document_id]):
        found += [row[0] for row in connection.execute(sql, [some, *values, *values, some])]
    return found


def stories(connection: Connection, filters: Filters) -> int:
    """Count the stories among the documents that pass the filters; one without copies is a story too."""
    condition, values = where(filters)
    (documents,) = connection.execute(f"SELECT count(*) FROM documents WHERE {condition}", values).fetchone()
    passing = f"SELECT number FROM documents WHERE {condition}"
    pairs = connection.execute(
        f"SELECT document, other FROM copies WHERE document < other AND document IN ({passing}) "
        f"AND other IN ({passing})",
        [*values, *values],
    )
    return int(documents) - _merged((row[0], row[1]) for row in pairs)


def _candidates(connection: Connection, sampled: list[int]) -> list[tuple[int, Runs]]:
    """Return the documents that share enough sampled runs, with all of their runs."""
    shared: Counter[int] = Counter()
    for documents in _sharing(connection, sampled):
        if len(documents) <= _COMMON:
            shared.update(documents)
    likely = _sharing_enough(connection, shared, len(sampled))
    candidates: list[tuple[int, Runs]] = []
    for some in parts(likely):
        sql = f"SELECT document, runs, lead FROM runs WHERE document IN ({marks(some)})"
        rows = connection.execute(sql, some)
        candidates += [(document, _runs(everything, lead)) for document, everything, lead in rows]
    return candidates


def _sharing_enough(connection: Connection, shared: Mapping[int, int], own: int) -> list[int]:
    """Return which documents share enough sampled runs with one that has ``own`` of them.

    Most share a phrase or two. That can only be enough for a short one, so the runs of all others are left alone.
    """
    found = [document for document, common in shared.items() if largest_sharing(common) >= own]
    few = [document for document, common in shared.items() if largest_sharing(common) < own]
    longest = max((largest_sharing(shared[document]) for document in few), default=0)
    for some in parts(few):
        sql = f"SELECT document, sampled FROM runs WHERE document IN ({marks(some)}) AND sampled <= ?"
        rows = connection.execute(sql, [*some, longest])
        found += [document for document, theirs in rows if shares_enough(shared[document], own, theirs)]
    return sorted(found)


def _sharing(connection: Connection, sampled: list[int]) -> Iterable[list[int]]:
    """Return for each run the documents that have it, of a common one just too many."""
    if is_postgres(connection):  # to which every statement is a journey
        sql = (
            "SELECT wanted.run, found.document FROM unnest(?::bigint[]) AS wanted (run) "
            "CROSS JOIN LATERAL (SELECT document FROM sampled_runs WHERE run = wanted.run "
            # In the order of the index, so that it is used also where PostgreSQL does not know yet how large this is.
            "ORDER BY run, document LIMIT ?) AS found"
        )
        together: dict[int, list[int]] = {}
        for run, document in connection.execute(sql, (sampled, _COMMON + 1)):
            together.setdefault(run, []).append(document)
        return together.values()
    sql = "SELECT document FROM sampled_runs WHERE run = ? LIMIT ?"
    return [[row[0] for row in connection.execute(sql, (run, _COMMON + 1))] for run in sampled]


def _merged(pairs: Iterable[tuple[int, int]]) -> int:
    """Return how many pairs join what no pair before them has joined (union-find, Tarjan 1975)."""
    above: dict[int, int] = {}

    def top(document: int) -> int:
        while (higher := above.get(document, document)) != document:
            above[document] = above.get(higher, higher)
            document = higher
        return document

    joined = 0
    for one, other in pairs:
        first, second = top(one), top(other)
        if first != second:
            above[second] = first
            joined += 1
    return joined


def _blob(hashes: Hashes) -> bytes:
    return hashes.astype("<u4").tobytes()


def _runs(everything: bytes, lead: bytes) -> Runs:
    return Runs(np.frombuffer(everything, "<u4"), np.frombuffer(lead, "<u4"))
