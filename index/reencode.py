"""Every sentence of a store through another encoder, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from index.encoder import Encoder
from index.owners import EVERYONE
from index.store.protocol import StoredSentence, Vectors
from index.store.table_store import TableStore

_BATCH_SENTENCES = 512


def reencode(store: TableStore, encoder: Encoder, progress: Callable[[], None]) -> int:
    """Replace all vectors by those of ``encoder``; returns the number of sentences.

    Readers answer from the old vectors until all is done; other writers wait. ``progress`` is called after each
    sentence.

    Raises:
        ModelError: The encoder cannot be loaded; the store is as it was.
    """
    done = 0

    def batches() -> Iterator[tuple[list[int], Vectors]]:
        nonlocal done
        sentences = _sentences(store)
        while batch := list(islice(sentences, _BATCH_SENTENCES)):
            yield [each.number for each in batch], encoder.encode([each.sentence.text for each in batch])
            done += len(batch)
            for _ in batch:
                progress()

    store.replace_vectors(encoder.name, batches())
    return done


def _sentences(store: TableStore) -> Iterator[StoredSentence]:
    for document_id in store.ids(EVERYONE):
        yield from store.sentences_of(document_id, EVERYONE)
