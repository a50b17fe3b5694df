"""LlamaIndex: a vector index and BM25 behind a QueryFusionRetriever, reciprocal rank fusion, one query a question."""

from __future__ import annotations

from adapter import MOST, Search, Texts, run

_EACH = 40  # from either retriever, as many as this project takes


def build(texts: Texts, model: str) -> Search:
    """Index texts."""
    from llama_index.core import VectorStoreIndex
    from llama_index.core.llms import MockLLM
    from llama_index.core.retrievers import QueryFusionRetriever
    from llama_index.core.schema import TextNode
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding
    from llama_index.retrievers.bm25 import BM25Retriever

    embedding = HuggingFaceEmbedding(model_name=model, device="cpu", embed_batch_size=64)
    nodes = [TextNode(id_=str(number), text=text) for number, text in enumerate(texts)]
    dense = VectorStoreIndex(nodes, embed_model=embedding).as_retriever(similarity_top_k=min(_EACH, len(texts)))
    lexical = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=min(_EACH, len(texts)))
    fusion = QueryFusionRetriever(
        [dense, lexical],
        llm=MockLLM(),  # it would write more queries; one is what everybody here is given
        num_queries=1,
        mode="reciprocal_rerank",
        similarity_top_k=MOST,
        use_async=False,
    )
    return lambda question: [int(each.node.node_id) for each in fusion.retrieve(question)]


if __name__ == "__main__":
    run(build, "llama-index-core", "llama-index-retrievers-bm25", "torch")
