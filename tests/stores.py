"""Stores filled on the spot, and what a person would get out of them."""

from __future__ import annotations

import atexit
import hashlib
import multiprocessing
import os
import re
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from functools import cache
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest
from encoders import HashedEncoder
from worlds import OverlapReader

from index.answer import Answer
from index.answerer import Answerer
from index.document import Document, Span
from index.encoder import Encoder, PackagedEncoder
from index.ingest.article import Article
from index.ingest.ingestor import Ingested, Ingestor
from index.question import ask
from index.split import split
from index.sql.place import SqliteFile
from index.store.address import MilvusServer
from index.store.database import FILE_NAME
from index.store.embedded import EmbeddedStore
from index.store.milvus.store import MilvusStore
from index.store.protocol import Change, EncodedArticle, Filters, Match, Store
from index.store.schema import MIGRATIONS
from index.store.table_store import TableStore

ENCODER = HashedEncoder()
TOWNS = ("Harrowgate", "Millbrook", "Ostrava", "Pinecrest", "Quillan", "Redmoor", "Selby", "Tarnholm")
TRADES = ("ferry", "bakery", "library", "quarry", "orchard", "foundry", "theatre", "brewery")
QUESTIONS = (
    "who closed the ferry in Harrowgate?",
    "what does the mayor of Ostrava say about the bakery?",
    "how many people work at the quarry?",
    "did the theatre in Selby reopen?",
    "17.5 percent of the brewery",
)


def story(number: int, version: int = 0) -> Article:
    """One of any number of articles that differ from each other; a later version says another sum."""
    town, trade = TOWNS[number % len(TOWNS)], TRADES[(number // len(TOWNS)) % len(TRADES)]
    text = (
        f"The {trade} in {town} closed on day {number}. Its {number + 20} workers met the mayor of {town}. "
        f"“We lost {version}.{number} million,” said Ada Quist{number}, who called it a mistake. "
        f"The {trade} may reopen in spring."
    )
    return Article(
        source=f"stories.jsonl:{number}",
        id=f"story-{number}",
        title=f"{trade.title()} Closes in {town}",
        text=text,
        outlet=("Harbour Post", "Valley Courier", None)[number % 3],
        author="Ina Brandt",
        url=f"https://post.example/{number}",
        published=f"2020-01-{1 + number % 28:02d}",
        retrieved="2020-02-01T00:00:00+00:00",
    )


def encode(article: Article, spans: Sequence[Span] | None = None, encoder: Encoder = ENCODER) -> EncodedArticle:
    """An article as the store takes it, in sentences of its own or in these spans."""
    if spans is None:
        spans = [Span(each.start, each.end) for each in split(Document("", article.title, article.text))]
    return EncodedArticle(article, tuple(spans), encoder.encode([article.text[s.start : s.end] for s in spans]))


def new_store(folder: Path, *articles: Article, wait: float = 30.0, kind: str = "embedded") -> TableStore:
    """Make or open a store and put articles in, each in a transaction of its own."""
    store: TableStore = (
        EmbeddedStore(folder, ENCODER.name, create=True, wait=wait)
        if kind == "embedded"
        else MilvusStore(milvus_database(folder), SqliteFile(folder / FILE_NAME), ENCODER.name, create=True, wait=wait)
    )
    for article in articles:
        store.put([encode(article)])
    return store


def milvus_database(folder: Path) -> MilvusServer:
    """A database of the tests' Milvus server, another one for each folder."""
    name = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    return MilvusServer("127.0.0.1", milvus_port(), f"db_{name}")


@cache
def milvus_port() -> int:
    """Where Milvus Lite listens: in this process, until it ends, and with nothing kept."""
    from milvus_lite.adapter.grpc.server import start_server_in_thread

    folder = tempfile.TemporaryDirectory()
    server, database, port = start_server_in_thread(data_dir=folder.name, host="127.0.0.1", port=0)

    def stop() -> None:
        server.stop(grace=0).wait()
        database.close()
        folder.cleanup()

    atexit.register(stop)
    return int(port)


def ingest(store: Store, *articles: Article) -> list[Change]:
    """Take articles in as the command line does."""
    outcomes = list(Ingestor(store, ENCODER, split).ingest(articles))
    assert all(isinstance(outcome, Ingested) for outcome in outcomes), outcomes
    return [outcome.change for outcome in outcomes if isinstance(outcome, Ingested)]


def answerer(store: Store) -> Answerer:
    return Answerer(store, ENCODER, OverlapReader())


def answers(store: Store, *questions: str) -> list[Answer]:
    """The answers to some questions, without what differs from run to run."""
    asking = answerer(store)
    found = [asking.answer(ask(question, limit=10)) for question in questions or QUESTIONS]
    return [replace(answer, milliseconds=0) for answer in found]


def nearest_texts(store: Store, text: str, limit: int = 10, filters: Filters | None = None) -> list[str]:
    """The sentences most similar to a text."""
    return texts(store, store.nearest(ENCODER.encode([text])[0], limit, filters or Filters()))


def texts(store: Store, matches: Sequence[Match]) -> list[str]:
    return [stored.sentence.text for stored in store.sentences([match.number for match in matches])]


def state(store: Store) -> list[tuple[Document, list[tuple[int, int, str, bytes]]]]:
    """Everything in a store but the numbers that it gave."""
    found = []
    for document_id in sorted(store.ids()):
        document = store.document(document_id)
        assert document is not None
        rows = store.sentences_of(document_id)
        spans = [(r.sentence.start, r.sentence.end, r.sentence.text, r.vector.tobytes()) for r in rows]
        found.append((document, spans))
    return found


def flip_bit(path: Path, position: int) -> None:
    """Flip one bit of a file."""
    content = bytearray(path.read_bytes())
    content[position // 8] ^= 1 << position % 8
    path.write_bytes(content)


def prepared_processes() -> ForkServerContext:
    """Processes that start at once: each is a copy of one that has imported everything."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pytest", "stores"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        forkserver.ensure_running()
    return context


@cache
def real_encoder() -> PackagedEncoder:
    """The embedded model, loaded once for all tests."""
    return PackagedEncoder()


def as_before(folder: Path, table: str) -> None:
    """Take an index back to what it was before the step of the schema that made a table."""
    before = next(number for number, step in enumerate(MIGRATIONS) if f"CREATE TABLE {table} " in step)
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        for step in reversed(MIGRATIONS[before:]):
            for index in re.findall(r"CREATE INDEX (\w+)", step):
                connection.execute(f"DROP INDEX {index}")
            for made in reversed(re.findall(r"CREATE TABLE (\w+)", step)):
                connection.execute(f"DROP TABLE {made}")
            for changed, column in re.findall(r"ALTER TABLE (\w+) ADD COLUMN (\w+)", step):
                connection.execute(f"ALTER TABLE {changed} DROP COLUMN {column}")
        connection.execute(f"PRAGMA user_version = {before}")
        connection.commit()
