"""The passage reader: its weights, and what it thinks of each candidate."""

from __future__ import annotations

import copy
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.document import Span
from index.encoder import chosen_precision, embedded_folder
from index.encoder.weights import WEIGHTS as ENCODER_WEIGHTS
from index.errors import ModelError
from index.passages.layout import Sequenced, sequenced
from index.passages.windows import Window, windows
from index.signals import Candidate

if TYPE_CHECKING:
    from index.passages.network import PassageNetwork
    from index.passages.scorer import PassageScorer

WEIGHTS = "passages.safetensors"
TUNED = "bert.encoder.layer."
_SPAN_TOKENS = 24
_BATCH = 8
_TOGETHER = 4  # questions: more gain nothing, and keep the first of them waiting

Floats = npt.NDArray[np.float32]
Offsets = Sequence[tuple[int, int]]
Tokenise = Callable[[Sequence[str]], tuple[list[list[int]], list[Offsets]]]


@dataclass(frozen=True, slots=True)
class Edges:
    """Where in a sentence the answer is thought to begin and to end.

    ``tokens`` are in order and in characters of the sentence; ``first`` and ``last`` are the log-probabilities that
    the answer begins, or ends, with each of them.
    """

    tokens: tuple[Span, ...]
    first: tuple[float, ...]
    last: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What is thought of one candidate.

    ``score`` is the log-odds that its sentence answers, against "no sentence does". ``span_score`` is the
    log-probability of the likeliest answer in it, 0 where spans are not judged; ``edges`` is then None.
    """

    score: float
    span_score: float
    edges: Edges | None = None


@dataclass(eq=False, slots=True)
class _Wanted:
    """Passages that a thread wants read for its question, and what came of it."""

    question: str
    some: Sequence[Window]
    read: dict[int, Judged] | None = None


class PassageReader:
    """Reads candidates in their context with a small transformer. Thread-safe; its model is loaded on first use.

    Threads that want passages read at the same time have them read together, in full batches. One of the threads reads
    for all of them (the flat combining of Hendler et al. 2010).
    """

    def __init__(self, weights: Path | None = None) -> None:
        """Use the weights that ship, or those in a file."""
        self._weights = weights
        self._loaded: tuple[PassageScorer, Tokenise] | None = None
        self._lock = threading.Lock()
        self._waiting: deque[_Wanted] = deque()

    def judge(self, question: str, candidates: Sequence[Candidate]) -> list[Judged | None]:
        """Return what the network thinks of each candidate; None for one that had no place in any passage.

        Raises:
            ModelError: The weights are missing or are others.
        """
        read = self.read(question, windows(candidates))
        return [read.get(candidate.stored.number) for candidate in candidates]

    def read(self, question: str, some: Sequence[Window]) -> dict[int, Judged]:
        """Return what the network thinks of every sentence of some passages, by its number.

        Raises:
            ModelError: As for :meth:`judge`.
        """
        wanted = _Wanted(question, some)
        self._waiting.append(wanted)
        with self._lock:  # torch parallelises inside one call; two calls at once only fight for cores
            if wanted.read is None:  # nobody has read it together with their own
                others = self._others(wanted)
                try:
                    if self._loaded is None:
                        self._loaded = _load(self._weights)
                    for each, read in zip((wanted, *others), _read(*self._loaded, (wanted, *others)), strict=True):
                        each.read = read
                except BaseException:
                    self._waiting.extendleft(reversed(others))  # each finds out for itself what is wrong
                    raise
            return wanted.read or {}

    def _others(self, wanted: _Wanted) -> list[_Wanted]:
        """Take a thread's own out of what waits, and the first of the rest to be read with it."""
        self._waiting.remove(wanted)  # only the thread that has the lock takes anything out
        return [self._waiting.popleft() for _ in range(min(len(self._waiting), _TOGETHER - 1))]


def _read(scorer: PassageScorer, tokenise: Tokenise, wanted: Sequence[_Wanted]) -> list[dict[int, Judged]]:
    """Return, for each question, what is thought of every sentence of its passages, by its number in the store."""
    judged: list[dict[int, Judged]] = [{} for _ in wanted]
    prepared = [
        (found, *passage)
        for found, each in zip(judged, wanted, strict=True)
        for passage in _prepared(tokenise, each.question, each.some)
    ]
    prepared.sort(key=lambda each: len(each[2].ids))
    for start in range(0, len(prepared), _BATCH):
        batch = prepared[start : start + _BATCH]
        every = scorer.scores([tokens for _, _, tokens, _ in batch])
        for (found, window, tokens, where), scores in zip(batch, every, strict=True):
            for sentence, row in zip(window.sentences, _judged(tokens, where, scores), strict=True):
                found[sentence.number] = row
    return judged


def _prepared(
    tokenise: Tokenise, question: str, some: Sequence[Window]
) -> Iterator[tuple[Window, Sequenced, list[Offsets]]]:
    """Yield each passage as the network takes it, with where each sentence's tokens stand in it."""
    if not some:
        return
    texts = [question, *(each.title for each in some), *(s.sentence.text for each in some for s in each.sentences)]
    ids, offsets = tokenise(texts)
    at = 1 + len(some)
    for number, window in enumerate(some):
        here = slice(at, at + len(window.sentences))
        at = here.stop
        yield window, sequenced(ids[0], ids[1 + number], ids[here]), offsets[here]


def _judged(tokens: Sequenced, offsets: Sequence[Offsets], rows: Floats) -> list[Judged]:
    made = []
    for mark, start, length, where in zip(tokens.marks, tokens.starts, tokens.lengths, offsets, strict=True):
        score = float(rows[mark, 0])
        made.append(_with_edges(score, rows[start : start + length, 1:], where) if length else Judged(score, 0.0))
    return made


def _with_edges(score: float, inside: Floats, offsets: Offsets) -> Judged:
    """Return a judgement of a sentence whose tokens have these scores, shape ``(tokens, 2)``."""
    logs = inside - np.logaddexp.reduce(inside, axis=0)
    pairs = logs[:, :1] + logs[None, :, 1]
    allowed = np.tril(np.triu(np.ones_like(pairs)), _SPAN_TOKENS - 1).astype(bool)
    tokens = tuple(Span(*each) for each in offsets[: len(logs)])
    first, last = (tuple(column.tolist()) for column in logs.T)
    return Judged(score, float(pairs[allowed].max()), Edges(tokens, first, last))


def _load(weights: Path | None) -> tuple[PassageScorer, Tokenise]:
    from safetensors import SafetensorError
    from safetensors.torch import load, load_file

    from index.passages.scorer import PassageScorer

    encoder = load_file(embedded_folder() / ENCODER_WEIGHTS)
    try:
        learned = load((weights or resources.files("index.passages").joinpath(WEIGHTS)).read_bytes())
        scorer = PassageScorer(encoder, learned, chosen_precision())
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise ModelError(
            f"the passage reader's weights ({weights or WEIGHTS}) cannot be used: {error}; install coverage-bot again"
        ) from error
    return scorer, tokeniser()


def untrained() -> PassageNetwork:
    """Return the network with the packaged encoder's layers; what it says of sentences and spans is yet to be learned.

    Raises:
        ModelError: The packaged model is missing or altered.
    """
    from safetensors.torch import load_file
    from transformers import BertConfig

    from index.passages.network import PassageNetwork

    folder = embedded_folder()
    config = copy.copy(BertConfig.from_pretrained(str(folder), local_files_only=True))
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
    config._attn_implementation = "sdpa"
    network = PassageNetwork(config)
    network.bert.load_state_dict(load_file(folder / ENCODER_WEIGHTS), strict=False)
    return network


def tokeniser() -> Tokenise:
    """Return what turns texts into token numbers and, for each token, where it stands in its text."""
    from tokenizers import Tokenizer

    made = Tokenizer.from_file(str(embedded_folder() / "tokenizer.json"))
    made.no_padding()
    made.no_truncation()

    def tokenise(texts: Sequence[str]) -> tuple[list[list[int]], list[Offsets]]:
        found = made.encode_batch(list(texts), add_special_tokens=False)
        return [each.ids for each in found], [each.offsets for each in found]

    return tokenise


def write_weights(network: PassageNetwork, frozen: int, path: Path) -> None:
    """Write what was learned, in half precision: the layers above the ``frozen`` ones, and the heads."""
    import torch
    from safetensors.torch import save

    learned = {
        name: tensor.to(torch.float16).contiguous()
        for name, tensor in network.state_dict().items()
        if not name.startswith("bert.") or (name.startswith(TUNED) and int(name[len(TUNED) :].split(".")[0]) >= frozen)
    }
    path.write_bytes(save(learned))
