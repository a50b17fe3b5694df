"""Brings an index up to date with the packaged demonstration coverage."""

from __future__ import annotations

import io
from typing import TypeVar

from bot.demo import ID_PREFIX, articles_file
from index.document import Document
from index.errors import SourceError
from index.ingest.ingestor import Ingestor
from index.ingest.sources import read_sources
from index.store.protocol import Store

_Outcome = TypeVar("_Outcome")


def refresh(ingestor: Ingestor, store: Store) -> list[Document]:
    """Store the packaged articles, forget those that are packaged no longer, and return all that there are.

    Articles that have not changed are not encoded again; articles of anybody else are left alone.

    Raises:
        SourceError: The packaged articles are damaged.
    """
    with articles_file() as path:
        articles = [_sound(article) for article in read_sources([str(path)], io.BytesIO())]
    for outcome in ingestor.ingest(articles):
        _sound(outcome)
    packaged = {article.id for article in articles if article.id}
    store.remove([each for each in store.ids() if each.startswith(ID_PREFIX) and each not in packaged])
    return list(store.documents(sorted(packaged)).values())


def _sound(outcome: _Outcome | SourceError) -> _Outcome:
    if isinstance(outcome, SourceError):
        raise outcome
    return outcome
