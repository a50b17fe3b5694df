"""Articles that go in together, and the line of batches that are encoded while others are stored."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Self

from index.document import Span
from index.encoder import Encoder
from index.errors import SourceError
from index.ingest.article import Article
from index.store.protocol import Change, Vectors

_MOST_OUTCOMES = 512
_SWITCH_SECONDS = 0.0005


@dataclass(frozen=True, slots=True)
class Ingested:
    """One article is stored for good. ``sentences`` is how many of its sentences went in; 0 if it is unchanged."""

    source: str
    title: str
    change: Change
    sentences: int


Outcome = Ingested | SourceError


@dataclass(frozen=True, slots=True)
class Ready:
    """An article that waits for its batch."""

    article: Article
    spans: tuple[Span, ...]


class Batch:
    """Articles that are encoded and stored together, and in between them the outcomes that need neither."""

    def __init__(self) -> None:
        """Nothing is in it yet."""
        self.all: list[Ready | Outcome] = []
        self.sentences = 0
        self._names: set[tuple[str, str | None, str]] = set()

    @property
    def ready(self) -> list[Ready]:
        """The articles in it."""
        return [each for each in self.all if isinstance(each, Ready)]

    @property
    def overflows(self) -> bool:
        """Whether there are too many outcomes in it to wait for more sentences."""
        return len(self.all) >= _MOST_OUTCOMES

    def add(self, each: Ready | Outcome) -> None:
        """Put what comes next behind the others."""
        self.all.append(each)
        if isinstance(each, Ready):
            self.sentences += len(each.spans)
            self._names |= _names(each.article)

    def has_version_of(self, article: Article) -> bool:
        """Tell whether an article in it would change what is stored of this one."""
        return not self._names.isdisjoint(_names(article))

    def texts(self) -> list[str]:
        """Return its sentences."""
        return [each.article.text[span.start : span.end] for each in self.ready for span in each.spans]


class Line:
    """Batches in order, of which all but the first are being encoded in a thread of the line's own.

    The thread is started with the first batch that others wait for, and has ended when the line is left.
    """

    def __init__(self, encoder: Encoder) -> None:
        """Encode with ``encoder``, one batch after the other."""
        self._encoder = encoder
        self._waiting: deque[tuple[Batch, Callable[[], Vectors]]] = deque()
        self._thread: ThreadPoolExecutor | None = None
        self._interval = sys.getswitchinterval()

    def __enter__(self) -> Self:
        """Begin a line."""
        return self

    def __exit__(self, kind: type[BaseException] | None, raised: BaseException | None, _: TracebackType | None) -> None:
        """Let go of what still waits, once the encoder has finished its call."""
        if self._thread is not None:
            self._thread.shutdown(cancel_futures=True)
            sys.setswitchinterval(self._interval)

    def __len__(self) -> int:
        """Return how many batches wait."""
        return len(self._waiting)

    def has_version_of(self, article: Article) -> bool:
        """Tell whether an article that waits would change what is stored of this one."""
        return any(batch.has_version_of(article) for batch, _ in self._waiting)

    def add(self, batch: Batch, *, beside: bool) -> None:
        """Put a batch at the end; it is encoded ``beside`` what the caller does next, or else when it is taken."""
        encode: Callable[[], Vectors] = partial(self._encoder.encode, batch.texts())
        if beside and batch.sentences:
            encode = self._started().submit(encode).result
        self._waiting.append((batch, encode))

    def _started(self) -> ThreadPoolExecutor:
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="encoding")
            # An encoder of many small steps asks for the interpreter's lock after each: it waited 5 ms every time.
            sys.setswitchinterval(min(self._interval, _SWITCH_SECONDS))
        return self._thread

    def take(self) -> tuple[Batch, Callable[[], Vectors]]:
        """Take the first batch, and what returns the vectors of its sentences, shape ``(sentences, dimension)``."""
        return self._waiting.popleft()


def _names(article: Article) -> set[tuple[str, str | None, str]]:
    named: Iterable[tuple[str, str | None]] = (
        ("id", article.id), ("url", article.url), ("source", article.source if article.whole_source else None),
    )  # fmt: skip
    return {(kind, article.owner, name) for kind, name in named if name}
