"""Haystack: an in-memory store, BM25 and dense retrievers side by side, joined by reciprocal rank fusion."""

from __future__ import annotations

from adapter import MOST, Search, Texts, run

_EACH = 40  # from either retriever, as many as this project takes


def build(texts: Texts, model: str) -> Search:
    """Index texts."""
    from haystack import Document, Pipeline
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack.utils import ComponentDevice
    from haystack_integrations.components.embedders.sentence_transformers import (
        SentenceTransformersDocumentEmbedder,
        SentenceTransformersTextEmbedder,
    )

    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    given = {"model": model, "device": ComponentDevice.from_str("cpu"), "progress_bar": False}
    embedder = SentenceTransformersDocumentEmbedder(**given)
    embedder.warm_up()
    documents = [Document(id=str(number), content=text) for number, text in enumerate(texts)]
    store.write_documents(embedder.run(documents)["documents"])
    pipeline = Pipeline()
    pipeline.add_component("embedder", SentenceTransformersTextEmbedder(**given))
    pipeline.add_component("dense", InMemoryEmbeddingRetriever(store, top_k=_EACH))
    pipeline.add_component("lexical", InMemoryBM25Retriever(store, top_k=_EACH))
    pipeline.add_component("joined", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=MOST))
    pipeline.connect("embedder.embedding", "dense.query_embedding")
    pipeline.connect("dense", "joined")
    pipeline.connect("lexical", "joined")

    def search(question: str) -> list[int]:
        found = pipeline.run({"embedder": {"text": question}, "lexical": {"query": question}})
        return [int(each.id) for each in found["joined"]["documents"]]

    return search


if __name__ == "__main__":
    run(build, "haystack-ai", "sentence-transformers-haystack", "torch")
