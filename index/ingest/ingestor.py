"""Articles into the store: split, encode together, one transaction a batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate

from index.document import Document, Sentence, Span
from index.encoder import Encoder
from index.errors import SourceError
from index.happened.articles import article_times
from index.ingest.article import Article
from index.ingest.batches import Batch, Ingested, Line, Outcome, Ready
from index.quotations.quotation import Quotation
from index.store.protocol import Change, EncodedArticle, Store, Vectors

__all__ = ["FindQuotations", "Ingested", "Ingestor"]

_BATCH_SENTENCES = 512  # enough for the encoder to work in full batches, little enough to lose on a kill

FindQuotations = Callable[[Sequence[Document], Sequence[Sequence[Span]]], Sequence[tuple[Quotation, ...]]]


class Ingestor:
    """Takes articles in; an outcome is only yielded once its article would survive a crash."""

    def __init__(
        self,
        store: Store,
        encoder: Encoder,
        split: Callable[[Document], Sequence[Sentence]],
        find_quotations: FindQuotations | None = None,
        *,
        ahead: int = 1,
        batch_sentences: int = _BATCH_SENTENCES,
    ) -> None:
        """Wire a store, the encoder of its vectors, and a sentence splitter together.

        Args:
            store: Where articles go.
            encoder: What makes the vectors of their sentences. It is called from one thread at a time, which is not
                always the caller's.
            split: What parts an article into sentences.
            find_quotations: Takes documents and each one's sentences; without it, nobody looks for quotations.
            ahead: How many batches are encoded beside the work on the one before them. With 0, or with too little to
                fill a batch, there is no thread.
            batch_sentences: With so many sentences, a batch is full.
        """
        self._find_quotations = find_quotations
        self._store = store
        self._encoder = encoder
        self._split = split
        self._ahead = ahead
        self._batch_sentences = batch_sentences

    def ingest(
        self, articles: Iterable[Article | SourceError], *, flush: bool = True
    ) -> Iterator[Ingested | SourceError]:
        """Yield an outcome for every article, in order; what cannot be read passes through as its error.

        Without ``flush``, the files that are derived from the store are left for a later time.
        """
        batch = Batch()
        with Line(self._encoder) as line:
            for article in articles:
                if not isinstance(article, SourceError) and (
                    batch.has_version_of(article) or line.has_version_of(article)
                ):
                    yield from self._through(line, batch)
                    batch = Batch()
                batch.add(article if isinstance(article, SourceError) else self._prepared(article))
                if self._is_full(batch, line):
                    # What is full of errors alone tells of no long way to go.
                    many = batch.sentences >= self._batch_sentences
                    yield from self._through(line, batch, leave=self._ahead if many else 0)
                    batch = Batch()
            yield from self._through(line, batch)
        if flush:
            self._store.flush()

    def _is_full(self, batch: Batch, line: Line) -> bool:
        """Tell whether nothing in the batch is worth waiting for any longer."""
        nothing_to_wait_for = not batch.sentences and not line
        return nothing_to_wait_for or batch.sentences >= self._batch_sentences or batch.overflows

    def _prepared(self, article: Article) -> Ready | Outcome:
        if self._store.unchanged(article):
            return Ingested(article.source, article.title, Change.UNCHANGED, 0)
        spans = tuple(Span(sentence.start, sentence.end) for sentence in self._split(_document(article)))
        if not spans:
            return SourceError(article.source, "no sentence in it that could be cited; nothing was stored")
        return Ready(article, spans)

    def _through(self, line: Line, batch: Batch, leave: int = 0) -> Iterator[Outcome]:
        """Put a batch in the line, and store what waits there until no more than ``leave`` batches are left."""
        line.add(batch, beside=bool(line) or leave > 0)
        while len(line) > leave:
            yield from self._put(*line.take())

    def _put(self, batch: Batch, vectors: Callable[[], Vectors]) -> Iterator[Outcome]:
        ready = batch.ready
        changes = iter(self._store.put(self._encoded(ready, vectors), self._encoder.knows) if ready else ())
        for each in batch.all:
            yield _stored(each, next(changes)) if isinstance(each, Ready) else each

    def _encoded(self, ready: Sequence[Ready], vectors: Callable[[], Vectors]) -> list[EncodedArticle]:
        quotations = self._quotations(ready)
        times = [article_times(each.article.text, each.spans, each.article.published) for each in ready]
        rows, ends = vectors(), list(accumulate(len(each.spans) for each in ready))
        return [
            EncodedArticle(each.article, each.spans, rows[end - len(each.spans) : end], found, named)
            for each, end, found, named in zip(ready, ends, quotations, times, strict=True)
        ]

    def _quotations(self, ready: Sequence[Ready]) -> Sequence[tuple[Quotation, ...] | None]:
        if self._find_quotations is None:
            return [None] * len(ready)
        documents = [_document(each.article) for each in ready]
        return self._find_quotations(documents, [each.spans for each in ready])


def _document(article: Article) -> Document:
    return Document(article.id or article.source, article.title, article.text)


def _stored(ready: Ready, change: Change) -> Ingested:
    sentences = 0 if change is Change.UNCHANGED else len(ready.spans)
    return Ingested(ready.article.source, ready.article.title, change, sentences)
