"""Articles into the store: split, encode together, one transaction a batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from index.document import Document, Sentence, Span
from index.encoder import Encoder
from index.errors import SourceError
from index.happened.articles import article_times
from index.ingest.article import Article
from index.quotations.quotation import Quotation
from index.store.protocol import Change, EncodedArticle, Store

_BATCH_SENTENCES = 512  # enough for the encoder to work in full batches, little enough to lose on a kill
_BATCH_OUTCOMES = 512


@dataclass(frozen=True, slots=True)
class Ingested:
    """One article is stored for good. ``sentences`` is how many of its sentences went in; 0 if it is unchanged."""

    source: str
    title: str
    change: Change
    sentences: int


@dataclass(frozen=True, slots=True)
class _Ready:
    """An article that waits for its batch."""

    article: Article
    spans: tuple[Span, ...]


FindQuotations = Callable[[Sequence[Document], Sequence[Sequence[Span]]], Sequence[tuple[Quotation, ...]]]
_Outcome = Ingested | SourceError


class Ingestor:
    """Takes articles in; an outcome is only yielded once its article would survive a crash."""

    def __init__(
        self,
        store: Store,
        encoder: Encoder,
        split: Callable[[Document], Sequence[Sentence]],
        find_quotations: FindQuotations | None = None,
    ) -> None:
        """Wire a store, the encoder of its vectors, and a sentence splitter together.

        ``find_quotations`` takes documents and each one's sentences; without it, nobody looks for quotations.
        """
        self._find_quotations = find_quotations
        self._store = store
        self._encoder = encoder
        self._split = split

    def ingest(
        self, articles: Iterable[Article | SourceError], *, flush: bool = True
    ) -> Iterator[Ingested | SourceError]:
        """Yield an outcome for every article, in order; what cannot be read passes through as its error.

        Without ``flush``, the files that are derived from the store are left for a later time.
        """
        batch: list[_Ready | _Outcome] = []
        for article in articles:
            if not isinstance(article, SourceError) and _has_version_of(batch, article):
                yield from self._put(batch)
                batch = []
            batch.append(article if isinstance(article, SourceError) else self._prepared(article))
            if _is_full(batch):
                yield from self._put(batch)
                batch = []
        yield from self._put(batch)
        if flush:
            self._store.flush()

    def _prepared(self, article: Article) -> _Ready | _Outcome:
        if self._store.unchanged(article):
            return Ingested(article.source, article.title, Change.UNCHANGED, 0)
        spans = tuple(Span(sentence.start, sentence.end) for sentence in self._split(_document(article)))
        if not spans:
            return SourceError(article.source, "no sentence in it that could be cited; nothing was stored")
        return _Ready(article, spans)

    def _put(self, batch: Sequence[_Ready | _Outcome]) -> Iterator[_Outcome]:
        ready = [each for each in batch if isinstance(each, _Ready)]
        changes = iter(self._store.put(self._encoded(ready), self._encoder.knows) if ready else ())
        for each in batch:
            yield _stored(each, next(changes)) if isinstance(each, _Ready) else each

    def _encoded(self, ready: Sequence[_Ready]) -> list[EncodedArticle]:
        texts = [each.article.text[span.start : span.end] for each in ready for span in each.spans]
        vectors = self._encoder.encode(texts)
        ends = list(accumulate(len(each.spans) for each in ready))
        return [
            EncodedArticle(
                each.article,
                each.spans,
                vectors[end - len(each.spans) : end],
                quotations=quotations,
                times=article_times(each.article.text, each.spans, each.article.published),
            )
            for each, end, quotations in zip(ready, ends, self._quotations(ready), strict=True)
        ]

    def _quotations(self, ready: Sequence[_Ready]) -> Sequence[tuple[Quotation, ...] | None]:
        if self._find_quotations is None:
            return [None] * len(ready)
        documents = [_document(each.article) for each in ready]
        return self._find_quotations(documents, [each.spans for each in ready])


def _document(article: Article) -> Document:
    return Document(article.id or article.source, article.title, article.text)


def _stored(ready: _Ready, change: Change) -> Ingested:
    sentences = 0 if change is Change.UNCHANGED else len(ready.spans)
    return Ingested(ready.article.source, ready.article.title, change, sentences)


def _is_full(batch: Sequence[_Ready | _Outcome]) -> bool:
    """Tell whether nothing in the batch is worth waiting for any longer."""
    sentences = sum(len(each.spans) for each in batch if isinstance(each, _Ready))
    return not 0 < sentences < _BATCH_SENTENCES or len(batch) >= _BATCH_OUTCOMES


def _has_version_of(batch: Sequence[_Ready | _Outcome], article: Article) -> bool:
    """Tell whether an article that waits would change what is stored of this one."""
    return any(not _names(article).isdisjoint(_names(each.article)) for each in batch if isinstance(each, _Ready))


def _names(article: Article) -> set[tuple[str, str | None, str]]:
    named = (("id", article.id), ("url", article.url), ("source", article.source if article.whole_source else None))
    return {(kind, article.owner, name) for kind, name in named if name}
