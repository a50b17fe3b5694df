"""The collections of one index: what they are called, and what a sentence is in them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from index.errors import StoreError
from index.store.milvus.server import SECONDS, Server
from index.store.protocol import Filters, Match, Vectors
from index.terms import terms

if TYPE_CHECKING:
    from pymilvus import CollectionSchema

_PREFIX = "coverage_sentences"
_TEXT_BYTES = 65_535  # Milvus' longest text
_MOST = 16_384  # and its longest result
_UNDATED = -(2**62)  # before every date; then a field need not be nullable
_K1, _B = 1.2, 0.75  # of BM25, as the embedded store has them


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
    if len(text.encode()) > _TEXT_BYTES:
        text = text.encode()[:_TEXT_BYTES].decode(errors="ignore").rpartition(" ")[0]
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

    def nearest(self, collection: int, vector: Vectors, limit: int, condition: str, level: str) -> list[Match]:
        """Return the sentences with the highest inner product, best first."""
        asked = vector.astype(np.float32 if self._server.lite else np.float16)
        wide = {"metric_type": "IP", "params": {"ef": max(128, 2 * limit)}}
        hits = self._search(collection, "vector", [asked], limit, condition, level, wide)
        return [Match(int(hit["number"]), float(hit["distance"])) for hit in hits]

    def lexical(
        self, collection: int, words: Sequence[str], limit: int, condition: str, level: str
    ) -> list[tuple[Match, str]]:
        """Return the sentences with the highest BM25, best first, each with its text."""
        hits = self._search(collection, "bm25", [as_text(words)], limit, condition, level, {"metric_type": "BM25"})
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
        if limit < 1 or not self._there(name):
            return []
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
        return list(found[0])

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
            for field, kind, metric, parameters in _indexes(lite=self._server.lite):
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


def schema(dimension: int, *, lite: bool) -> CollectionSchema:
    """Return the fields of a collection. The partition key is the outlet: a question about one reads its part only."""
    from pymilvus import DataType, Function, FunctionType, MilvusClient

    made = MilvusClient.create_schema(auto_id=False)
    made.add_field("number", DataType.INT64, is_primary=True)
    made.add_field("document", DataType.INT64)
    made.add_field("outlet", DataType.INT64, is_partition_key=True)
    made.add_field("published_at", DataType.INT64)
    made.add_field(
        "text",
        DataType.VARCHAR,
        max_length=_TEXT_BYTES,
        enable_analyzer=True,
        analyzer_params={"tokenizer": "standard" if lite else "whitespace"},
    )
    made.add_field("vector", DataType.FLOAT_VECTOR if lite else DataType.FLOAT16_VECTOR, dim=dimension)
    made.add_field("bm25", DataType.SPARSE_FLOAT_VECTOR)
    made.add_function(
        Function(
            name="bm25_of_text", function_type=FunctionType.BM25, input_field_names="text", output_field_names="bm25"
        )
    )
    return made


def _indexes(*, lite: bool) -> list[tuple[str, str, str | None, dict[str, Any]]]:
    hnsw: dict[str, Any] = {"M": 16, "efConstruction": 200}
    dense = ("vector", "FLAT", "IP", {}) if lite else ("vector", "HNSW", "IP", hnsw)
    words: dict[str, Any] = {"bm25_k1": _K1, "bm25_b": _B}
    scalar = [(field, "INVERTED", None, dict[str, Any]()) for field in ("document", "published_at") if not lite]
    return [dense, ("bm25", "SPARSE_INVERTED_INDEX", "BM25", words), *scalar]
