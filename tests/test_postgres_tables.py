"""Tables in PostgreSQL hold what they hold in SQLite, whatever was done to them, and read the same."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from nothing_found import NothingFound
from stores import ENCODER, encode

from index.document import Span
from index.happened.days import Doubt, Mention
from index.ingest.article import Article
from index.owners import EVERYONE, SHARED, Owners, seen_by
from index.quotations.quotation import Kind, Quotation
from index.sql.place import Database, PostgresSchema, SqliteFile, connect
from index.store import schema
from index.store.derived import set_meta
from index.store.protocol import EncodedArticle, Filters
from index.store.session import Session
from index.store.table_store import TableStore

NAMES = ["a", "B", "ä", "Z"]
OWNERS = [SHARED, EVERYONE, seen_by("guild:1"), seen_by("guild:1", shared=False), Owners(shared=False)]
_PARTS = [
    "The ferry sank.",
    "“It was 100% a mistake?” said Ada Quist.",
    "Über 𝔘nicode’s é…",
    "ferry THE sank",
    "\t\n%s",
]
_UNICODE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12)
_DATES = st.sampled_from([None, "2020-01-01", "2020-01-01T00:00:00+00:00", "2020-01-01T01:30:00-05:00", "2019-12-31"])


@st.composite
def articles(draw: st.DrawFn) -> EncodedArticle:
    text = " ".join(draw(st.lists(st.sampled_from(_PARTS) | _UNICODE, min_size=1, max_size=4)))
    number = draw(st.integers(0, 3))
    article = Article(
        source=f"file-{number}",
        title=draw(_UNICODE),
        text=text,
        id=draw(st.sampled_from([None, NAMES[number]])),
        outlet=draw(st.sampled_from([None, "Post", "post", "Ärzteblatt", "Zeit"])),
        url=draw(st.sampled_from([None, f"https://post.example/{number}"])),
        published=draw(_DATES),
        whole_source=draw(st.booleans()),
        retrieved="2020-02-01T00:00:00+00:00",
        owner=draw(st.sampled_from([None, None, "guild:1"])),
        from_summary=draw(st.booleans()),
    )
    middle = max(len(text) // 2, 1)
    spans = [Span(0, middle), *([Span(middle, len(text))] if middle < len(text) else [])]
    return replace(encode(article, spans), quotations=draw(st.none() | quotations(text)), times=_times(spans, draw))


@st.composite
def quotations(draw: st.DrawFn, text: str) -> tuple[Quotation, ...]:
    some = draw(st.lists(st.tuples(*[st.integers(0, len(text) - 1)] * 2), max_size=3, unique=True))
    whole = Span(0, len(text))
    return tuple(
        Quotation("", whole, Span(words, len(text)), Kind.MIXED, Span(name, name + 1), whole if words % 2 else None)
        for words, name in some
    )


def _times(spans: list[Span], draw: st.DrawFn) -> tuple[tuple[Mention, ...], ...]:
    several = draw(st.lists(st.integers(0, 2), min_size=2, max_size=2))
    first, last = date(2020, 1, 1), date(2020, 2, 1)
    return tuple(
        tuple(Mention(span.start + number, span.end, first, last, Doubt.WIDE) for number in range(many))
        for span, many in zip(spans, several, strict=False)
    )


_STEPS = st.lists(
    st.tuples(st.just("put"), st.lists(articles(), min_size=1, max_size=3))
    | st.tuples(st.just("put"), st.lists(articles(), min_size=1, max_size=3))
    | st.tuples(st.sampled_from(["remove", "withdraw"]), st.lists(st.integers(0, 5), max_size=2))
    | st.tuples(st.sampled_from(["vectors", "times", "quotations"]), st.integers(0, 5)),
    min_size=1,
    max_size=6,
)  # fmt: skip


def opened(where: Database) -> TableStore:
    session = Session(where, ENCODER.name, create=True, wait=5)
    with session.writing():
        set_meta(session.connection, "secret", "5e" * 32)  # which owned documents' ids are made with
    return TableStore(session, NothingFound())


def step(store: TableStore, what: str, given: object) -> object:
    """Change a store; returns what it said."""
    ids = [*sorted(store.ids(EVERYONE)), "none", "no\0ne", "no\ud800ne"]
    if isinstance(given, int):
        document_id = ids[given % len(ids)]
        document, rows = store.document(document_id, EVERYONE), store.sentences_of(document_id, EVERYONE)
        if document is not None and what == "quotations":
            found = Quotation("", Span(0, 1), Span(0, 1), Kind.DIRECT, Span(0, 1), None)
            store.put_quotations([(document, [found])])
        elif what == "times":
            store.replace_times([(row.number, [Mention(0, 1, date.min, date.max, Doubt.NONE)]) for row in rows])
        elif what == "vectors":
            store.replace_vectors(ENCODER.name, iter([([row.number], -row.vector[None, :]) for row in rows]))
        return document
    assert isinstance(given, list)
    if what == "put":
        return store.put(given)
    some = [ids[number % len(ids)] for number in given]
    return store.remove(some, EVERYONE) if what == "remove" else store.withdraw(some, EVERYONE)


def everything(store: TableStore) -> Iterator[object]:
    """All that can be read from the tables."""
    yield store.generation(), store.census(), store.quotation_counts(), store.unquoted(), store.untimed, store.encoder
    year = datetime(2019, 12, 31, 12, tzinfo=UTC)
    for owners in OWNERS:
        ids = list(store.ids(owners))
        yield ids, store.documents([*ids, "no\0ne"], owners), store.outlets(owners)
        rows = [row for each in ids for row in store.sentences_of(each, owners)]
        numbers = [row.number for row in rows]
        yield [(row.number, row.sentence, row.vector.tolist()) for row in rows], store.times(numbers, owners)
        yield [row.number for row in store.sentences([*reversed(numbers), 10**9], owners)] == numbers[::-1]
        yield [store.versions(each, owners) for each in ids]
        yield [store.arrivals(after, year, owners, most) for after, most in itertools.product(range(4), (1, 2))]
        spans = [(each, Span(0, 2)) for each in ids]
        yield store.quotations_in(spans, owners)
        for filters in (
            Filters(owners=owners),
            Filters(frozenset({"Post", "Zeit"}), owners=owners),
            Filters(since=year, owners=owners),
            Filters(until=year, documents=frozenset(ids[:3]), owners=owners),
        ):
            speakers = store.speakers(filters)
            quoted = store.quoted([each.key for each in speakers], filters)
            yield store.coverage(filters), store.stories(filters), store.unread(filters), speakers
            yield [(each.quotation, each.key, np.round(each.vector, 5).tolist()) for each in quoted]
            yield [store.story(each, filters) for each in ids]


@pytest.fixture(scope="module")
def schemas(postgres: object) -> Iterator[Iterator[PostgresSchema]]:
    name = postgres.new_database()
    yield (PostgresSchema(postgres.url(name), f"tables_{number}") for number in itertools.count())
    postgres.drop(name)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.generate])
@given(steps=_STEPS)
def test_the_same_changes_read_the_same_in_both(
    schemas: Iterator[PostgresSchema], steps: list[tuple[str, object]]
) -> None:
    with TemporaryDirectory() as folder, ExitStack() as stack:
        places = (SqliteFile(Path(folder) / "coverage.db"), next(schemas))
        stores = [stack.enter_context(closing(opened(place))) for place in places]
        for what, given in steps:
            said = [step(store, what, given) for store in stores]
            assert said[0] == said[1]
        for here, there in zip(everything(stores[0]), everything(stores[1]), strict=True):
            assert here == there


def test_both_have_the_same_tables_with_the_same_columns(postgres_url: str) -> None:
    """A step of the one schema that the other lacks would be seen here."""
    where = PostgresSchema(postgres_url, "coverage")
    opened(where).close()
    with closing(connect(where, 5)) as connection:
        rows = connection.execute(
            "SELECT table_name, column_name, is_nullable FROM information_schema.columns "
            "WHERE table_schema = current_schema() AND table_name != 'schema_version'"
        )
        there = {(row[0], row[1], row[2] == "NO") for row in rows}
    with closing(sqlite3.connect(":memory:")) as connection:
        for steps in schema.MIGRATIONS:
            connection.executescript(steps)
        names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        here = {
            (name, row[1], bool(row[3] or row[5]))
            for (name,) in names.fetchall()
            if not name.startswith(("sentence_terms", "document_terms", "sentence_vocabulary"))
            for row in connection.execute(f"PRAGMA table_info({name})")
        }
    assert here == there
