"""The collections of one index: what they are called, and what a sentence is in them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from index.errors import StoreError
from index.store.milvus.schema import TEXT_BYTES, indexes, schema
from index.store.milvus.server import SECONDS, Server
from index.store.protocol import Filters, Match, Vectors
from index.terms import terms

_PREFIX = "coverage_sentences"
_MOST = 16_384  # and its longest result
_UNDATED = -(2**62)  # before every date; then a field need not be nullable


@dataclass(frozen=True, slots=True)
class Entity:
    """A sentence to be found. ``stems`` are those of headline and sentence (:mod:`index.terms`).

    ``published_at`` is in seconds since 1970, ``vector`` has the shape ``(dimension,)``.
    """

    number: int
    document: int
    outlet: str | None
    published_at: float | None
    stems: tuple[str, ...]
    vector: npt.NDArray[np.float16]


def stems_of(title: str, sentence: str) -> tuple[str, ...]:
    """Return the terms by which a sentence is found: its headline's, and its own."""
    return (*terms(title), *terms(sentence))


def as_text(stems: Sequence[str]) -> str:
    """Return stems as Milvus' analyzer splits them again: at spaces, and nowhere else.

    A number's full stop becomes a ``_``, which is in no stem, for Milvus Lite splits at every other sign.
    """
    text = " ".join(stems).replace(".", "_")
    if len(text.encode()) > TEXT_BYTES:
        text = text.encode()[:TEXT_BYTES].decode(errors="ignore").rpartition(" ")[0]
    return text


def as_stems(text: str) -> list[str]:
    """Return the stems in a text of :func:`as_text`."""
    return text.replace("_", ".").split()


def outlet_number(outlet: str | None) -> int:
    """Return the number that stands for an outlet, made from its name alone: no name is ever part of an expression."""
    return 0 if outlet is None else int.from_bytes(hashlib.sha256(outlet.encode()).digest()[:8], "big") >> 1


def expression(filters: Filters, documents: Sequence[int]) -> str:
    """Return the filters as an expression of Milvus, made of numbers only; ``documents`` are those of the filters."""
    parts = []
    if filters.outlets:
        parts.append(f"outlet in {sorted(map(outlet_number, filters.outlets))}")
    if filters.since or filters.until:
        parts.append(f"published_at > {_UNDATED}")
    if filters.since:
        parts.append(f"published_at >= {_moment(filters.since.timestamp())}")
    if filters.until:
        parts.append(f"published_at < {_moment(filters.until.timestamp())}")
    if filters.documents:
        parts.append(f"document in {list(documents)}")
    return " and ".join(parts)


def _wide(limit: int) -> dict[str, Any]:
    """Return how far HNSW looks around: twice as wide as what is wanted."""
    return {"metric_type": "IP", "params": {"ef": max(128, 2 * limit)}}


def _moment(timestamp: float) -> int:
    return round(timestamp * 1_000_000)


class Collections:
    """The collections of the index that has ``token``: number 0 for the shared sentences, else an owner's.

    Raises:
        StoreError: The database has the sentences of another index.
    """

    def __init__(self, server: Server, token: str) -> None:
        """Make sure that nobody else's sentences are there."""
        self._server = server
        self._token = token
        names = server.collections()
        strange = [name for name in names if name.startswith(_PREFIX) and not name.startswith(f"{_PREFIX}_{token}_")]
        if strange:
            raise StoreError(
                f"{server.address} has the sentences of an index whose tables are elsewhere; name those with "
                "COVERAGE_DATABASE, or give this index another Milvus database"
            )
        self._known: set[str] = set()  # those that are there and loaded

    def put(self, collection: int, entities: Sequence[Entity]) -> None:
        """Store sentences in place of those with the same numbers."""
        name = self._name(collection)
        if not entities:
            return
        self._make(name, len(entities[0].vector))
        with self._server.explained():
            self._server.client.upsert(name, [self._row(each) for each in entities], timeout=SECONDS)

    def discard(self, collection: int, condition: str) -> None:
        """Delete the sentences for which an expression holds."""
        name = self._name(collection)
        if condition and self._there(name):
            with self._server.explained():
                self._server.client.delete(name, filter=condition, timeout=SECONDS)

    def nearest(self, collection: int, vectors: Vectors, limit: int, condition: str, level: str) -> list[list[Match]]:
        """Return for each vector the sentences with the highest inner product, best first."""
        asked = list(self._asked(vectors))
        found = self._search(collection, "vector", asked, limit, condition, level, _wide(limit))
        return [[Match(int(hit["number"]), float(hit["distance"])) for hit in hits] for hits in found]

    def both(
        self, collection: int, vector: Vectors, words: Sequence[str], each: int, condition: str, level: str
    ) -> list[int]:
        """Return the numbers of what :meth:`nearest` and :meth:`lexical` find, from one request."""
        from pymilvus import AnnSearchRequest, RRFRanker

        name = self._name(collection)
        if each < 1 or not self._there(name):
            return []
        each = min(each, _MOST // 2)
        requests = [
            AnnSearchRequest([self._asked(vector)], "vector", _wide(each), each, expr=condition),
            AnnSearchRequest([as_text(words)], "bm25", {"metric_type": "BM25"}, each, expr=condition),
        ]
        with self._server.explained():
            found = self._server.client.hybrid_search(
                name,
                requests,
                RRFRanker(),
                limit=2 * each,
                output_fields=["number"],
                consistency_level=level,
                timeout=SECONDS,
            )
        return [int(hit["number"]) for hit in found[0]]

    def lexical(
        self, collection: int, words: Sequence[str], limit: int, condition: str, level: str
    ) -> list[tuple[Match, str]]:
        """Return the sentences with the highest BM25, best first, each with its text."""
        (hits,) = self._search(collection, "bm25", [as_text(words)], limit, condition, level, {"metric_type": "BM25"})
        # Milvus Lite gives a score as a distance, with the sign turned round.
        return [(Match(int(hit["number"]), abs(float(hit["distance"]))), str(hit["entity"]["text"])) for hit in hits]

    def count(self) -> int:
        """Count all sentences."""
        total = 0
        for name in self._all():
            self._there(name)
            with self._server.explained():
                rows = self._server.client.query(
                    name, filter="", output_fields=["count(*)"], consistency_level="Strong", timeout=SECONDS
                )
            total += int(rows[0]["count(*)"])
        return total

    def drop(self) -> None:
        """Drop all collections of the index."""
        for name in self._all():
            with self._server.explained():
                self._server.client.drop_collection(name, timeout=SECONDS)
        self._known.clear()

    def compact(self) -> None:
        """Ask for the segments to be written anew without what was deleted."""
        for name in self._all():
            with self._server.explained():
                self._server.client.flush(name, timeout=SECONDS)
                self._server.client.compact(name, timeout=SECONDS)

    def _all(self) -> list[str]:
        return [name for name in self._server.collections() if name.startswith(f"{_PREFIX}_{self._token}_")]

    def _search(
        self,
        collection: int,
        field: str,
        asked: list[Any],
        limit: int,
        condition: str,
        level: str,
        parameters: Mapping[str, Any],
    ) -> list[Any]:
        name = self._name(collection)
        if limit < 1 or not asked or not self._there(name):
            return [[] for _ in asked]
        with self._server.explained():
            found = self._server.client.search(
                name,
                data=asked,
                anns_field=field,
                filter=condition,
                limit=min(limit, _MOST),
                output_fields=["number", "text"] if field == "bm25" else ["number"],
                search_params=dict(parameters),
                consistency_level=level,
                timeout=SECONDS,
            )
        return list(found)

    def _asked(self, vectors: Vectors) -> Vectors | npt.NDArray[np.float16]:
        return vectors.astype(np.float32) if self._server.lite else vectors.astype(np.float16)

    def _name(self, collection: int) -> str:
        return f"{_PREFIX}_{self._token}_{collection}"

    def _there(self, name: str) -> bool:
        """Tell whether there is a collection; another process may have made it since."""
        if name not in self._known:
            with self._server.explained():
                if self._server.client.has_collection(name, timeout=SECONDS):
                    self._server.client.load_collection(name, timeout=SECONDS)
                    self._known.add(name)
        return name in self._known

    def _make(self, name: str, dimension: int) -> None:
        if self._there(name):
            return
        client = self._server.client
        with self._server.explained():
            client.create_collection(
                name, schema=schema(dimension, lite=self._server.lite), consistency_level="Bounded", timeout=SECONDS
            )
            for field, kind, metric, parameters in indexes(lite=self._server.lite):
                index = client.prepare_index_params()
                index.add_index(field, index_type=kind, metric_type=metric, params=parameters)
                client.create_index(name, index, sync=False, timeout=SECONDS)
            client.load_collection(name, timeout=SECONDS)
        self._known.add(name)

    def _row(self, entity: Entity) -> dict[str, Any]:
        return {
            "number": entity.number,
            "document": entity.document,
            "outlet": outlet_number(entity.outlet),
            "published_at": _UNDATED if entity.published_at is None else _moment(entity.published_at),
            "text": as_text(entity.stems),
            "vector": entity.vector.astype(np.float32) if self._server.lite else entity.vector,
        }
