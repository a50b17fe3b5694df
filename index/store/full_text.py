"""Words looked up in the full-text tables: one set for the shared documents, and one for each owner's own.

Each set is searched and counted by itself, so that what one owner has changes nothing that another sees.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from index.owners import Owners
from index.sql.connection import Connection
from index.sql.migrations import execute_all
from index.store import schema
from index.store.best_matching import MANY, Passing, best
from index.store.finder import Findable
from index.store.protocol import Filters, Match
from index.store.queries import marks, parts, storable, where
from index.terms import terms as stems

Frequencies = dict[tuple[str, str], int]
"""In how many sentences a term occurs, by the ending of the table's name and the term: what is known already."""

_K1, _B = 1.2, 0.75  # of BM25, as FTS5 has them


def suffix_of(connection: Connection, owner: str | None, *, make: bool = False) -> str | None:
    """Return what the names of an owner's tables end in; None where it has none and none are made."""
    if owner is None:
        return ""
    row = connection.execute("SELECT number FROM owners WHERE name = ?", (owner,)).fetchone()
    if row is not None:
        return f"_{row[0]}"
    if not make:
        return None
    row = connection.execute("INSERT INTO owners (name) VALUES (?) RETURNING number", (owner,)).fetchone()
    suffix = f"_{row[0]}"
    execute_all(connection, schema.TERMS.format(suffix=suffix))
    return suffix


def all_suffixes(connection: Connection) -> list[str]:
    """Return the endings of all tables, whosever they are."""
    return ["", *(f"_{row[0]}" for row in connection.execute("SELECT number FROM owners ORDER BY number"))]


def put(connection: Connection, document: Findable) -> None:
    """Store a document's terms, and those of its sentences."""
    article = document.article
    suffix = suffix_of(connection, article.owner, make=True)
    title = " ".join(stems(article.title))
    connection.execute(
        f"INSERT INTO document_terms{suffix} (rowid, title, text) VALUES (?, ?, ?)",
        (document.number, title, " ".join(stems(article.text))),
    )
    connection.executemany(
        f"INSERT INTO sentence_terms{suffix} (rowid, title, sentence) VALUES (?, ?, ?)",
        [
            (number, title, " ".join(stems(article.text[span.start : span.end])))
            for number, span in zip(document.numbers, document.spans, strict=True)
        ],
    )


def discard(connection: Connection, number: int, owner: str | None) -> None:
    """Take a document's terms out, and those of its sentences, whose rows must still be there."""
    suffix = suffix_of(connection, owner, make=True)
    sentences = "SELECT number FROM sentences WHERE document = ?"
    connection.execute(f"DELETE FROM sentence_terms{suffix} WHERE rowid IN ({sentences})", (number,))
    connection.execute(f"DELETE FROM document_terms{suffix} WHERE rowid = ?", (number,))


def lexical(
    connection: Connection,
    terms: Sequence[str],
    limit: int,
    filters: Filters,
    known: Frequencies | None = None,
) -> list[Match]:
    """Return the sentences with the highest BM25 (headline and sentence together), best first.

    ``known`` is what :func:`document_frequency` has looked up in the same state; it is added to.
    """
    known = {} if known is None else known
    suffixes = _suffixes(connection, filters.owners)
    found = {suffix: _sentences(connection, suffix, terms, limit, filters, known) for suffix in suffixes}
    if len(suffixes) == 1:
        return found[suffixes[0]]
    return _ranked_together(connection, terms, found, filters.owners)[:limit]


def article_terms(connection: Connection, ids: Sequence[str], owners: Owners) -> dict[str, frozenset[str]]:
    """Return the distinct terms of documents, headline and text: id -> terms."""
    found: dict[str, frozenset[str]] = {}
    for suffix in _suffixes(connection, owners):
        for some in parts(storable(ids)):
            sql = (
                f"SELECT documents.id, document_terms{suffix}.title, document_terms{suffix}.text FROM documents "
                f"JOIN document_terms{suffix} ON document_terms{suffix}.rowid = documents.number "
                f"WHERE documents.id IN ({marks(some)})"
            )
            found |= {row[0]: frozenset(f"{row[1]} {row[2]}".split()) for row in connection.execute(sql, some)}
    return found


def document_frequency(
    connection: Connection, terms: Sequence[str], owners: Owners, known: Frequencies | None = None
) -> dict[str, int]:
    """Return in how many sentences each term occurs, headlines counted in; absent terms are left out.

    ``known`` is what was looked up before in the same state; it is added to.
    """
    known = {} if known is None else known
    found = Counter[str]()
    for suffix in _suffixes(connection, owners):
        found.update(_frequency(connection, suffix, terms, known))
    return dict(found)


def _frequency(connection: Connection, suffix: str, terms: Sequence[str], known: Frequencies) -> dict[str, int]:
    for some in parts([term for term in terms if (suffix, term) not in known]):
        sql = f"SELECT term, doc FROM sentence_vocabulary{suffix} WHERE term IN ({marks(some)})"
        found = dict(connection.execute(sql, some).fetchall())
        known |= {(suffix, term): found.get(term, 0) for term in some}
    return {term: known[suffix, term] for term in terms if known[suffix, term]}


def vocabulary(connection: Connection, beginning: str, shortest: int, longest: int, owners: Owners) -> dict[str, int]:
    """Return the terms with a beginning and a length in characters: term -> in how many sentences."""
    found = Counter[str]()
    for suffix in _suffixes(connection, owners):
        sql = (
            f"SELECT term, doc FROM sentence_vocabulary{suffix} "
            "WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?"
        )
        found.update(dict(connection.execute(sql, (beginning, beginning + "\U0010ffff", shortest, longest)).fetchall()))
    return dict(found)


def _suffixes(connection: Connection, owners: Owners) -> list[str]:
    if owners.everyone:
        return all_suffixes(connection)
    own = (suffix_of(connection, name) for name in sorted(owners.names))
    return [""] * owners.shared + [suffix for suffix in own if suffix is not None]


def _sentences(
    connection: Connection,
    suffix: str,
    terms: Sequence[str],
    limit: int,
    filters: Filters,
    known: Frequencies,
) -> list[Match]:
    table = f"sentence_terms{suffix}"
    frequency = _frequency(connection, suffix, terms, known)
    if sum(frequency.values()) > MANY:
        return best(connection, table, frequency, limit, _passing(connection, filters))
    return exact(connection, suffix, terms, limit, filters)


def exact(connection: Connection, suffix: str, terms: Sequence[str], limit: int, filters: Filters) -> list[Match]:
    """Return the sentences of one set of tables with the highest BM25, each with any of the terms scored by FTS5."""
    table = f"sentence_terms{suffix}"
    condition, values = where(filters)
    # What these tables hold is visible as it is; documents are only looked at for what was asked for beside that.
    joined = (
        f"JOIN sentences ON sentences.number = {table}.rowid "
        f"JOIN documents ON documents.number = sentences.document AND {condition}"
        if filters.any
        else ""
    )
    sql = f"SELECT {table}.rowid, bm25({table}) FROM {table} {joined} WHERE {table} MATCH ? ORDER BY 2, 1 LIMIT ?"
    rows = connection.execute(sql, [*(values if filters.any else []), _any_of(terms), limit])
    return [Match(row[0], -row[1]) for row in rows]


def _passing(connection: Connection, filters: Filters) -> Passing | None:
    """Return what tells which sentences pass the filters; None where all do that a table has."""
    if not filters.any:
        return None
    condition, values = where(filters)

    def passing(numbers: Sequence[int]) -> list[int]:
        found: set[int] = set()
        for some in parts(numbers):
            # SQLite joins across in the order written: else it would go through all articles of the outlets, each time.
            sql = (
                "SELECT sentences.number FROM sentences CROSS JOIN documents ON documents.number = sentences.document "
                f"WHERE sentences.number IN ({marks(some)}) AND {condition}"
            )
            found.update(row[0] for row in connection.execute(sql, [*some, *values]))
        return [number for number in numbers if number in found]

    return passing


def _ranked_together(
    connection: Connection, terms: Sequence[str], found: Mapping[str, list[Match]], owners: Owners
) -> list[Match]:
    """Score the best of several tables again with word counts over all of them: scores of one do not fit another's."""
    rows = {number: words for suffix, matches in found.items() for number, words in _words(connection, suffix, matches)}
    if not rows:
        return []
    total = sum(
        connection.execute(f"SELECT count(*) FROM sentence_terms{suffix}_docsize").fetchone()[0] for suffix in found
    )
    frequency = document_frequency(connection, terms, owners)
    weights = {
        term: max(math.log((total - known + 0.5) / (known + 0.5)), 1e-6) for term, known in frequency.items() if known
    }
    usual = sum(map(len, rows.values())) / len(rows)

    def score(words: list[str]) -> float:
        counts = Counter(words)
        length = _K1 * (1 - _B + _B * len(words) / usual)
        return sum(weight * counts[term] * (_K1 + 1) / (counts[term] + length) for term, weight in weights.items())

    matches = [Match(number, score(words)) for number, words in rows.items()]
    return sorted(matches, key=lambda match: (-match.score, match.number))


def _words(connection: Connection, suffix: str, matches: Sequence[Match]) -> list[tuple[int, list[str]]]:
    found: list[tuple[int, list[str]]] = []
    for some in parts([match.number for match in matches]):
        sql = f"SELECT rowid, title, sentence FROM sentence_terms{suffix} WHERE rowid IN ({marks(some)})"
        found += [(row[0], f"{row[1]} {row[2]}".split()) for row in connection.execute(sql, some)]
    return found


def _any_of(terms: Iterable[str]) -> str:
    # Quoted, so that FTS5 sees strings and never operators; a term holds letters and digits only.
    return " OR ".join(f'"{term}"' for term in terms)
