"""Articles into the store: split, encode together, one transaction a batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.document import Document, Sentence, Span
from index.encoder import Encoder
from index.errors import SourceError
from index.ingest.article import Article
from index.store.protocol import Change, EncodedArticle, Store

_BATCH_SENTENCES = 512  # enough for the encoder to work in full batches, little enough to lose on a kill


@dataclass(frozen=True, slots=True)
class Ingested:
    """One article is stored for good. ``sentences`` is how many of its sentences can be cited."""

    source: str
    title: str
    change: Change
    sentences: int


class Ingestor:
    """Takes articles in; an outcome is only yielded once its article would survive a crash."""

    def __init__(self, store: Store, encoder: Encoder, split: Callable[[Document], Sequence[Sentence]]) -> None:
        """Wire a store, the encoder of its vectors, and a sentence splitter together."""
        self._store = store
        self._encoder = encoder
        self._split = split

    def ingest(self, articles: Iterable[Article | SourceError]) -> Iterator[Ingested | SourceError]:
        """Yield an outcome for every article; what cannot be read passes through as its error."""
        batch: list[tuple[Article, tuple[Span, ...]]] = []
        waiting = 0
        for article in articles:
            if isinstance(article, SourceError):
                yield article
                continue
            if self._store.unchanged(article):
                yield Ingested(article.source, article.title, Change.UNCHANGED, 0)
                continue
            spans = self._spans(article)
            if not spans:
                yield SourceError(article.source, "no sentence in it that could be cited; nothing was stored")
                continue
            batch.append((article, spans))
            waiting += len(spans)
            if waiting >= _BATCH_SENTENCES:
                yield from self._put(batch)
                batch, waiting = [], 0
        yield from self._put(batch)
        self._store.flush()

    def _spans(self, article: Article) -> tuple[Span, ...]:
        document = Document(article.id or article.source, article.title, article.text)
        return tuple(Span(sentence.start, sentence.end) for sentence in self._split(document))

    def _put(self, batch: Sequence[tuple[Article, tuple[Span, ...]]]) -> Iterator[Ingested]:
        if not batch:
            return
        texts = [article.text[span.start : span.end] for article, spans in batch for span in spans]
        vectors = self._encoder.encode(texts)
        encoded, row = [], 0
        for article, spans in batch:
            encoded.append(EncodedArticle(article, spans, vectors[row : row + len(spans)]))
            row += len(spans)
        for (article, spans), change in zip(batch, self._store.put(encoded), strict=True):
            yield Ingested(article.source, article.title, change, len(spans))
