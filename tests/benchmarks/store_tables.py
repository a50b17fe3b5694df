"""What the store's tables take in SQLite and in PostgreSQL: `python -m tests.benchmarks.store_tables`.

Made-up articles of thirty sentences, with quotations, times and vectors of length 384, are put in batches of eight
into the tables of both, whose sentences nobody finds: neither full text nor vectors are indexed. Prints what a
sentence took, of the clock and of this process's CPU, the bytes a sentence of every table in PostgreSQL, and how many
sentences a second several processes put at once. Without ``--postgres URL`` (an empty database), a server is started
for it.
"""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from index.document import Span
from index.happened.days import Doubt, Mention
from index.ingest.article import Article
from index.quotations.quotation import Kind, Quotation
from index.sql.place import Database, PostgresSchema, SqliteFile, connect
from index.store.protocol import EncodedArticle
from index.store.session import Session
from index.store.table_store import TableStore
from tests.nothing_found import NothingFound
from tests.postgres import Server, binaries

SENTENCES, WORDS, DIMENSION, BATCH = 30, 25, 384, 8


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--articles", type=int, default=800)
    arguments.add_argument("--postgres", metavar="URL")
    chosen = arguments.parse_args()
    with _server(chosen.postgres) as url, tempfile.TemporaryDirectory() as folder:
        places = {"SQLite": SqliteFile(Path(folder) / "coverage.db"), "PostgreSQL": PostgresSchema(url, "coverage")}
        print(f"{chosen.articles:,} articles, {chosen.articles * SENTENCES:,} sentences, a put of {BATCH} articles\n")
        for name, place in places.items():
            clock, processor = _put(place, 0, chosen.articles)
            every = chosen.articles * SENTENCES
            print(
                f"{name:<12} {clock / every * 1e6:>7.0f} us a sentence, {processor / every * 1e6:>7.0f} us of CPU here"
            )
        _sizes(places["PostgreSQL"])
        print()
        for ingesters in (1, 2, 4):
            print(f"{ingesters} at once: {_at_once(url, ingesters, chosen.articles // 2):>6,.0f} sentences a second")


def _sizes(place: Database) -> None:
    with closing(connect(place, 30)) as connection:
        connection.execute("VACUUM ANALYZE")
        (sentences,) = connection.execute("SELECT count(*) FROM sentences").fetchone()
        rows = connection.execute(
            "SELECT relname, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class "
            "WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' ORDER BY 2 DESC"
        ).fetchall()
    print(f"\n{'bytes a sentence':<18} rows  indexes")
    for name, table, indexes in rows:
        if table + indexes > sentences:
            print(f"{name:<16} {table / sentences:>6.0f} {indexes / sentences:>8.0f}")
    print(
        f"{'all':<16} {sum(row[1] for row in rows) / sentences:>6.0f} {sum(row[2] for row in rows) / sentences:>8.0f}"
    )


def _at_once(url: str, ingesters: int, articles: int) -> float:
    place = PostgresSchema(url, f"ingesters_{ingesters}")
    _put(place, 0, BATCH)
    context = multiprocessing.get_context("spawn")
    with context.Pool(ingesters) as pool:
        pool.map(_prepare, range(ingesters * 4))
        began = time.perf_counter()
        share = articles // ingesters
        pool.starmap(_put, [(place, (number + 1) * 10**6, share) for number in range(ingesters)], chunksize=1)
        return share * ingesters * SENTENCES / (time.perf_counter() - began)


def _prepare(number: int) -> int:
    return number  # what this module imports is imported then


def _put(place: Database, first: int, articles: int) -> tuple[float, float]:
    """Put articles; returns the seconds and the CPU's seconds of it, the making left out."""
    dice = np.random.default_rng(first)
    clock = processor = 0.0
    with closing(TableStore(Session(place, "made-up", create=True, wait=600), NothingFound())) as store:
        for start in range(0, articles, BATCH):
            made = [_article(first + start + number, dice) for number in range(BATCH)]
            began = time.perf_counter(), time.process_time()
            store.put(made)
            clock += time.perf_counter() - began[0]
            processor += time.process_time() - began[1]
    return clock, processor


def _article(number: int, dice: np.random.Generator) -> EncodedArticle:
    weights = 1 / (np.arange(1, 30_001) + 2.7)  # Zipf's law as Mandelbrot has it
    drawn = dice.choice(30_000, SENTENCES * WORDS, p=weights / weights.sum())
    spans, sentences = list[Span](), list[str]()
    for row in drawn.reshape(SENTENCES, WORDS):
        sentence = " ".join(f"{'bcdfglmnprst'[word % 12]}{word:x}" for word in row)
        start = spans[-1].end + 1 if spans else 0
        spans.append(Span(start, start + len(sentence)))
        sentences.append(sentence)
    vectors = dice.standard_normal((SENTENCES, DIMENSION)).astype(np.float32)
    day = date(2020, 1, 1) + timedelta(number % 1000)
    times = tuple(
        (Mention(span.start, span.start + 4, day, day, Doubt.NONE),) * (position % 5 == 0)
        for position, span in enumerate(spans)
    )
    quotations = tuple(
        Quotation("", span, span, Kind.DIRECT, Span(span.start, span.start + 6), None) for span in spans[::6]
    )
    article = Article(
        source=f"made-up:{number}",
        id=f"made-up-{number}",
        title=sentences[0][:60],
        text=" ".join(sentences),
        outlet=f"Outlet {number % 40}",
        url=f"https://outlet-{number % 40}.example/{day}/{number}",
        published=str(day),
    )
    return EncodedArticle(article, tuple(spans), vectors, quotations, times)


@contextmanager
def _server(url: str | None) -> Iterator[str]:
    if url is not None:
        yield url
        return
    programs = binaries()
    assert programs is not None, "PostgreSQL's server is not installed"
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        server = Server(programs, Path(folder), quick=False)
        try:
            yield server.url(server.new_database())
        finally:
            server.stop()


if __name__ == "__main__":
    main()
