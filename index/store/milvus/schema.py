"""What a collection is made of: its fields, the function that makes BM25 vectors of texts, and its indexes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pymilvus import CollectionSchema

TEXT_BYTES = 65_535
"""The longest text that Milvus takes."""

_K1, _B = 1.2, 0.75  # of BM25, as the embedded store has them


def schema(dimension: int, *, lite: bool) -> CollectionSchema:
    """Return the fields of a collection. The partition key is the outlet: a question about one reads its part only."""
    from pymilvus import DataType, Function, FunctionType, MilvusClient

    made = MilvusClient.create_schema(auto_id=False)
    made.add_field("number", DataType.INT64, is_primary=True)
    made.add_field("document", DataType.INT64)
    made.add_field("outlet", DataType.INT64, is_partition_key=not lite)
    made.add_field("published_at", DataType.INT64)
    made.add_field(
        "text",
        DataType.VARCHAR,
        max_length=TEXT_BYTES,
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


def indexes(*, lite: bool) -> list[tuple[str, str, str | None, dict[str, Any]]]:
    """Return the indexes of a new collection: field, kind, metric and parameters.

    Milvus Lite looks at every vector; a server has HNSW (Malkov and Yashunin 2018), or what its operator puts in place.
    """
    hnsw: dict[str, Any] = {"M": 16, "efConstruction": 200}
    dense = ("vector", "FLAT", "IP", {}) if lite else ("vector", "HNSW", "IP", hnsw)
    words: dict[str, Any] = {"bm25_k1": _K1, "bm25_b": _B}
    scalar = [(field, "INVERTED", None, dict[str, Any]()) for field in ("document", "published_at") if not lite]
    return [dense, ("bm25", "SPARSE_INVERTED_INDEX", "BM25", words), *scalar]
