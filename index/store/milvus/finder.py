"""The finder that asks Milvus: it follows the tables, and is told what changed after each transaction."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from index.document import Document
from index.owners import Owners
from index.sql.connection import Connection, transaction
from index.store import queries
from index.store.finder import Findable, Reading
from index.store.milvus import tables
from index.store.milvus.collections import Collections, Entity, as_stems, expression, stems_of
from index.store.milvus.server import Server
from index.store.protocol import Coverage, Filters, Match, Vectors
from index.terms import terms

_DOCUMENTS = 100  # that Milvus is told about in one transaction
_ENTITIES = 1000  # in one request, which may have 64 MB
# For so long after a change, what is read is no older than the change; afterwards every replica has caught up by
# itself (Milvus' "bounded" staleness is 5 seconds), and nothing has to be waited for.
_FRESH_SECONDS = 10.0
_K1, _B = 1.2, 0.75


class MilvusFinder:
    """Finds sentences in Milvus. The tables note what it has yet to be told; see :meth:`committed`."""

    def __init__(self, server: Server, connection: Connection) -> None:
        """Use a connected server, and make the tables in which this finder keeps its notes.

        Raises:
            StoreError: The server has the sentences of another index.
        """
        self._server = server
        self._collections = Collections(server, tables.prepare(connection))
        self._from_scratch = False
        self._generation = -1
        self._changed = 0.0

    def put(self, connection: Connection, document: Findable) -> None:
        """Count the terms, and note that Milvus is to be told."""
        article = document.article
        collection = tables.collection_of(connection, article.owner, make=True)
        assert collection is not None
        found = (stems_of(article.title, article.text[span.start : span.end]) for span in document.spans)
        tables.count(connection, collection, found, 1)
        tables.note(connection, document.number, collection)

    def discard(self, connection: Connection, number: int, owner: str | None) -> None:
        """Count the terms out, and note that Milvus is to be told."""
        collection = tables.collection_of(connection, owner, make=True)
        assert collection is not None
        found = (entity.stems for entity in _entities(connection, [number]))
        tables.count(connection, collection, found, -1)
        tables.note(connection, number, collection)

    def committed(self, connection: Connection) -> None:
        """Tell Milvus what it has not been told, by this process or by one that was killed.

        It happens under the tables' write lock: what Milvus is told is the state that the tables are in, and nobody
        tells it an older one afterwards.

        Raises:
            StoreUnreachable: Milvus does not answer. What is stored is stored, and whoever writes next tells it.
        """
        if self._from_scratch:
            with transaction(connection, write=True):
                self._collections.drop()
                tables.note_everything(connection)
            self._from_scratch = False
        while tables.untold(connection, 1):
            with transaction(connection, write=True):
                some = tables.untold(connection, _DOCUMENTS)
                self._tell(connection, some)
                tables.told(connection, some)

    def _tell(self, connection: Connection, some: Sequence[tuple[int, int]]) -> None:
        for collection in sorted({collection for _, collection in some}):
            documents = [document for document, its in some if its == collection]
            first: dict[int, int] = {}
            batch: list[Entity] = []
            for entity in _entities(connection, documents):
                first.setdefault(entity.document, entity.number)
                batch.append(entity)
                if len(batch) == _ENTITIES:
                    self._collections.put(collection, batch)
                    batch = []
            self._collections.put(collection, batch)
            # What was there before has lower numbers: none is given out twice. New sentences come first, so that a
            # document that is replaced is found all the time.
            older = [f"(document == {document} and number < {number})" for document, number in first.items()]
            gone = [document for document in documents if document not in first]
            conditions = [*older, *([f"document in {gone}"] if gone else [])]
            self._collections.discard(collection, " or ".join(conditions))

    def refresh(self, connection: Connection) -> None:
        """Do nothing: each search asks how fresh its answer must be."""

    def nearest(self, connection: Connection, vectors: Vectors, limit: int, filters: Filters) -> list[list[Match]]:
        """Return, for each unit vector, the sentences with the highest cosine similarity, best first."""
        condition = self._condition(connection, filters)
        if condition is None:
            return [[] for _ in vectors]
        level = self._level(connection)
        collections = tables.collections(connection, filters.owners)
        found = [self._collections.nearest(each, vectors, limit, condition, level) for each in collections]
        together = ([match for one in found for match in one[number]] for number in range(len(vectors)))
        return [sorted(each, key=lambda match: (-match.score, match.number))[:limit] for each in together]

    def lexical(self, connection: Connection, terms: Sequence[str], limit: int, filters: Filters) -> list[Match]:
        """Return the sentences with the highest BM25 of headline and sentence, best first."""
        condition = self._condition(connection, filters)
        if condition is None:
            return []
        level = self._level(connection)
        collections = tables.collections(connection, filters.owners)
        found = [
            hit
            for collection in collections
            for hit in self._collections.lexical(collection, terms, limit, condition, level)
        ]
        if len(collections) > 1:
            everything = queries.coverage(connection, Filters(owners=filters.owners))
            found = _ranked_together(found, tables.frequency(connection, terms, collections), everything)
        return [match for match, _ in sorted(found, key=lambda hit: (-hit[0].score, hit[0].number))[:limit]]

    def candidates(
        self, connection: Connection, vector: Vectors, terms: Sequence[str], each: int, filters: Filters
    ) -> list[int]:
        """Return the numbers of what both searches find: of what all share, by one request that makes both.

        With room for all of both, Milvus' ranker (reciprocal rank fusion) leaves nothing out; the reader weighs them.
        """
        collections = tables.collections(connection, filters.owners)
        condition = self._condition(connection, filters)
        if condition is not None and terms and len(collections) == 1:
            level = self._level(connection)
            return self._collections.both(collections[0], vector, terms, each, condition, level)
        (near,) = self.nearest(connection, vector[None, :], each, filters)
        said = self.lexical(connection, terms, each, filters) if terms else []
        return list(dict.fromkeys(match.number for match in (*near, *said)))

    def document_frequency(self, connection: Connection, terms: Sequence[str], owners: Owners) -> dict[str, int]:
        """Return in how many sentences (headline counted in) each term occurs."""
        return tables.frequency(connection, terms, tables.collections(connection, owners))

    def article_terms(self, connection: Connection, ids: Sequence[str], owners: Owners) -> dict[str, frozenset[str]]:
        """Return the distinct terms of documents, headline and text: id -> terms."""
        found = queries.documents(connection, ids, owners).values()
        return {document.id: _distinct_terms(document) for document in found}

    def vocabulary(
        self, connection: Connection, beginning: str, shortest: int, longest: int, owners: Owners
    ) -> dict[str, int]:
        """Return the terms with a beginning and a length in characters: term -> in how many sentences."""
        return tables.vocabulary(connection, beginning, shortest, longest, tables.collections(connection, owners))

    def erase(self, connection: Connection) -> None:
        """Ask Milvus to write its segments anew, without what was deleted; it does so in its own time."""
        self._collections.compact()

    def save(self, reading: Reading, *, erased: bool) -> None:
        """Do nothing: Milvus keeps what it has been told."""

    def forget(self) -> None:
        """Have everything told again by the next :meth:`committed`."""
        self._from_scratch = True

    def __len__(self) -> int:
        """Return the number of sentences that Milvus has."""
        return self._collections.count()

    def close(self) -> None:
        """Disconnect."""
        self._server.close()

    def _condition(self, connection: Connection, filters: Filters) -> str | None:
        """Return what Milvus is to filter by; None where nothing can pass."""
        documents = queries.document_numbers(connection, filters).tolist() if filters.documents else []
        return None if filters.documents and not documents else expression(filters, documents)

    def _level(self, connection: Connection) -> str:
        generation = queries.generation(connection)
        if generation != self._generation:
            self._generation, self._changed = generation, time.monotonic()
        return "Strong" if time.monotonic() - self._changed < _FRESH_SECONDS else "Bounded"


@lru_cache(maxsize=2048)
def _distinct_terms(document: Document) -> frozenset[str]:
    return frozenset(terms(f"{document.title}\n{document.text}"))


def _entities(connection: Connection, documents: Sequence[int]) -> Iterator[Entity]:
    """Yield the sentences, as the tables have them, by which documents are found, in order."""
    sql = "SELECT number, title, text, outlet, published_at FROM documents WHERE number = ?"
    for document in documents:
        row = connection.execute(sql, (document,)).fetchone()
        if row is None:
            continue
        sentences = connection.execute(
            "SELECT sentences.number, start, stop, vector FROM sentences JOIN vectors "
            "ON vectors.sentence = sentences.number WHERE document = ? ORDER BY sentences.number",
            (document,),
        ).fetchall()
        for number, start, stop, vector in sentences:
            stems = stems_of(row["title"], row["text"][start:stop])
            yield Entity(number, document, row["outlet"], row["published_at"], stems, np.frombuffer(vector, np.float16))


def _ranked_together(
    found: Sequence[tuple[Match, str]], frequency: dict[str, int], everything: Coverage
) -> list[tuple[Match, str]]:
    """Score the best of several collections again by word counts over all of them: one's scores do not fit another's.

    The formula is FTS5's BM25 (Robertson and Zaragoza 2009).
    """
    words = [as_stems(text) for _, text in found]
    usual = sum(map(len, words)) / len(words) if words else 1.0
    weights = {
        term: max(math.log((everything.sentences - known + 0.5) / (known + 0.5)), 1e-6)
        for term, known in frequency.items()
    }

    def score(words: list[str]) -> float:
        counts = Counter(words)
        length = _K1 * (1 - _B + _B * len(words) / usual)
        return sum(weight * counts[term] * (_K1 + 1) / (counts[term] + length) for term, weight in weights.items())

    return [(Match(match.number, score(its)), text) for (match, text), its in zip(found, words, strict=True)]
