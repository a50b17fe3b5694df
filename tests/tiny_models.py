"""Real sentence-transformers models that are made on the spot and answer in no time."""

from __future__ import annotations

from pathlib import Path

WORDS = ("harbour", "bridge", "mayor", "budget", "storm", "ferry", "vote", "strike", "school", "river")


def save_tiny_model(folder: Path, dimension: int, seed: int = 0) -> Path:
    """Save a model of random word vectors of length ``dimension`` and return its folder."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    torch.manual_seed(seed)
    vocabulary = {word: number for number, word in enumerate(("[UNK]", *WORDS))}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=dimension)], device="cpu").save(str(folder))
    return folder
