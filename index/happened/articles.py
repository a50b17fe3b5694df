"""The times that an article's sentences name, when it comes in and, for what was stored before, later."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from index.dates import day_of
from index.document import Span
from index.happened.days import Mention
from index.happened.mentions import mentions
from index.owners import EVERYONE
from index.store.protocol import Store

_NEAR = 3  # sentences after which nobody means a day by "two days later" any more


def article_times(text: str, spans: Sequence[Span], published: str | None) -> tuple[tuple[Mention, ...], ...]:
    """Return the times that each sentence of an article names, with offsets into its text.

    ``published`` is ISO 8601; without it, only what is dated in full is known.
    """
    day = day_of(published)
    found: list[tuple[Mention, ...]] = []
    before: list[date | None] = []
    for span in spans:
        anchor = next((each for each in reversed(before[-_NEAR:]) if each), None)
        named = mentions(text[span.start : span.end], day, anchor)
        found.append(tuple(replace(each, start=each.start + span.start, end=each.end + span.start) for each in named))
        before.append(next((each.last for each in reversed(named) if each.last - each.first < timedelta(days=1)), None))
    return tuple(found)


def retime(store: Store, progress: Callable[[], None] = lambda: None) -> int:
    """Find the times of all stored sentences again, in one transaction; returns how many name one."""
    counted = 0

    def batches() -> Iterator[tuple[int, Sequence[Mention]]]:
        nonlocal counted
        for document_id in store.ids(EVERYONE):
            document = store.document(document_id, EVERYONE)
            stored = store.sentences_of(document_id, EVERYONE)
            if document is None:
                continue
            spans = [Span(each.sentence.start, each.sentence.end) for each in stored]
            for each, named in zip(stored, article_times(document.text, spans, document.published), strict=True):
                counted += bool(named)
                yield each.number, named
                progress()

    store.replace_times(batches())
    return counted
