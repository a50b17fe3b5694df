"""txtai: one hybrid index, its own BM25 and dense scores, half each, as it comes."""

from __future__ import annotations

from adapter import MOST, Search, Texts, run


def build(texts: Texts, model: str) -> Search:
    """Index texts."""
    from txtai import Embeddings

    embeddings = Embeddings(path=model, hybrid=True, content=False, gpu=False)
    embeddings.index((number, text, None) for number, text in enumerate(texts))
    return lambda question: [number for number, _ in embeddings.search(question, MOST)]


if __name__ == "__main__":
    run(build, "txtai", "torch")
