"""Where the time of an answer goes, measured from outside: the parts that an answerer is made of, with clocks on them.

Nothing in the product changes: the store, the encoder and the reader are handed to it through its own seams.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.cli import Parts
from index.answer import Answer
from index.answerer import Answerer
from index.encoder import Encoder
from index.question import ask
from index.reader import Reader, Reading
from index.signals import Asked, Candidate
from index.store.address import Folder
from index.store.protocol import Filters, Vectors
from tests.benchmarks.prepared_vectors import PreparedEncoder

SPLIT = ("understand", "encode", "lexical", "vector", "candidates", "read", "cite")
"""What an answer's time is split into: to the call of the encoder; the encoder; the store's full text; its vectors;
the rest up to the reader (counting, fetching sentences and articles); the reader; from there to the answer."""

_OF_THE_STORE = {
    "document_frequency": "lexical",
    "lexical": "lexical",
    "lexical_documents": "lexical",
    "nearest": "vector",
    "nearest_to_each": "vector",
}
Call = tuple[str, float, float]


class Clock:
    """Notes calls with their beginnings and ends, on the clock and in the CPU time of all of the process's threads."""

    def __init__(self) -> None:
        """Start with none."""
        self.calls: list[Call] = []
        self.cpu_calls: list[Call] = []

    def timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Return ``work`` with a clock on it."""

        def run(*given: Any, **named: Any) -> Any:  # noqa: ANN401  # whatever is asked and answered
            began, cpu_began = time.perf_counter(), time.process_time()
            try:
                return work(*given, **named)
            finally:
                self.calls.append((name, began, time.perf_counter()))
                self.cpu_calls.append((name, cpu_began, time.process_time()))

        return run


class TimedStore:
    """A store whose searches are timed."""

    def __init__(self, store: object, clock: Clock) -> None:
        """Ask ``store``."""
        self._store, self._clock = store, clock

    def candidates(self, vector: Vectors, terms: Sequence[str], each: int, filters: Filters) -> list[int]:
        """Search both ways, one after the other as the embedded store does, so that either can be timed."""
        found = (*self.nearest(vector, each, filters), *self.lexical(terms, each, filters))
        return [match.number for match in found]

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # the store's own
        """Return the store's method, with a clock on it if it searches."""
        found = getattr(self._store, name)
        return self._clock.timed(_OF_THE_STORE[name], found) if name in _OF_THE_STORE else found


class TimedEncoder:
    """An encoder that is timed."""

    def __init__(self, encoder: Encoder, clock: Clock) -> None:
        """Encode with ``encoder``."""
        self._encoder = encoder
        self.encode = clock.timed("encode", encoder.encode)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # the encoder's own
        """Return what else the encoder has."""
        return getattr(self._encoder, name)


class TimedReader:
    """A reader that is timed."""

    def __init__(self, reader: Reader, clock: Clock) -> None:
        """Read with ``reader``."""
        self.read = clock.timed("read", reader.read)
        self.skim = clock.timed("read", reader.skim)


@dataclass(frozen=True, slots=True)
class SignalsOnly:
    """A reader that weighs signals, reads no passages, and answers always: what all but the reading costs."""

    reader: Reader

    def read(self, asked: Asked, candidates: Sequence[Candidate]) -> Reading:
        """Rank by signals."""
        return Reading(self.reader.skim(asked, candidates).ranked, bool(candidates), 1.0)

    def skim(self, asked: Asked, candidates: Sequence[Candidate]) -> Reading:
        """Rank by signals."""
        return self.reader.skim(asked, candidates)


class PreparedParts(Parts):
    """The product's parts with vectors that were made before; nobody looks for quotations, which takes a parser."""

    def __init__(self, index: Path, vectors: Path) -> None:
        """Look vectors up in the folder ``vectors``."""
        super().__init__(Folder(index))
        self._vectors = vectors

    @cached_property
    def encoder(self) -> Encoder:
        """The configured encoder, behind the prepared vectors."""
        return PreparedEncoder(self._vectors, Parts(self._chosen).encoder)

    @property
    def find_quotations(self) -> None:  # type: ignore[override]
        """None."""
        return None


class TimedParts(Parts):
    """The product's parts with clocks on them."""

    def __init__(self, index: Path) -> None:
        """Work on the index in a folder."""
        super().__init__(Folder(index))
        self.clock = Clock()

    @contextmanager
    def store(self, *, create: bool = False, any_encoder: bool = False) -> Iterator[Any]:
        """Open the store for a block."""
        with super().store(create=create, any_encoder=any_encoder) as store:
            yield TimedStore(store, self.clock)

    @cached_property
    def encoder(self) -> Encoder:
        """The configured encoder."""
        return TimedEncoder(Parts(self._chosen).encoder, self.clock)

    @cached_property
    def reader(self) -> Any:  # noqa: ANN401  # a reader, though not the very class that is promised
        """The reader."""
        return TimedReader(Parts(self._chosen).reader, self.clock)


@dataclass(slots=True)
class Split:
    """Milliseconds of each answer by :data:`SPLIT`, on the clock and of CPU time; ``whole`` is on the clock."""

    whole: list[float] = field(default_factory=list)
    parts: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    cpu: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))


def timed_answer(answerer: Answerer, clock: Clock, text: str, split: Split) -> Answer:
    """Answer a question, and note what took how long."""
    clock.calls.clear()
    clock.cpu_calls.clear()
    began, cpu_began = time.perf_counter(), time.process_time()
    answer = answerer.answer(ask(text))
    ended, cpu_ended = time.perf_counter(), time.process_time()
    split.whole.append((ended - began) * 1000)
    for name, seconds in parted(list(clock.calls), began, ended).items():
        split.parts[name].append(seconds * 1000)
    for name, seconds in parted(list(clock.cpu_calls), cpu_began, cpu_ended).items():
        split.cpu[name].append(seconds * 1000)
    return answer


def parted(calls: Sequence[Call], began: float, ended: float) -> dict[str, float]:
    """Split the time of an answer, in seconds, by the calls in it; it must have been encoded and read."""
    encoded = min(start for name, start, _ in calls if name == "encode")
    searching = max(end for name, _, end in calls if name == "encode")
    reading = min((start for name, start, _ in calls if name == "read"), default=ended)
    read = max((end for name, _, end in calls if name == "read"), default=ended)
    spent = {"understand": encoded - began, "encode": searching - encoded, "read": read - reading, "cite": ended - read}
    for name in ("lexical", "vector"):
        spent[name] = sum(end - start for part, start, end in calls if part == name and searching <= start <= reading)
    spent["candidates"] = max(reading - searching - spent["lexical"] - spent["vector"], 0.0)
    return spent
