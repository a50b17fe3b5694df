"""Quotations of articles that were stored before anybody looked for them, or by older rules."""

from __future__ import annotations

from collections.abc import Callable

from index.document import Span
from index.ingest.ingestor import FindQuotations
from index.owners import EVERYONE
from index.store.table_store import TableStore

_TOGETHER = 32  # articles


def find_again(store: TableStore, find_quotations: FindQuotations, progress: Callable[[], None]) -> int:
    """Find the quotations of all articles that lack them; returns how many articles that were.

    What is done is stored on the way: a run that is cut short goes on where it stopped. ``progress`` is called after
    each article.

    Raises:
        ModelError: The parser cannot be loaded.
    """
    lacking = store.unquoted()
    for first in range(0, len(lacking), _TOGETHER):
        documents = list(store.documents(lacking[first : first + _TOGETHER], EVERYONE).values())
        spans = [
            [Span(each.sentence.start, each.sentence.end) for each in store.sentences_of(document.id, EVERYONE)]
            for document in documents
        ]
        store.put_quotations(list(zip(documents, find_quotations(documents, spans), strict=True)))
        for _ in documents:
            progress()
    return len(lacking)
