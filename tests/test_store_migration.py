"""An index of the first release is brought up to date when it is opened, and loses nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from stores import ENCODER, answerer, answers, encode, ingest, nearest_texts, new_store, state, story

from bot.markdown import escaped
from bot.research_text import timeline_text
from bot.said import said_blocks, said_text
from bot.words import ENGLISH
from index.check import Verdict, check_quotation
from index.compare import compare
from index.document import Document
from index.happened.articles import retime
from index.ingest.article import Article
from index.question import ask
from index.said import request
from index.store import schema, vector_file
from index.store.database import FILE_NAME
from index.store.embedded import EmbeddedStore
from index.store.identity import fingerprint
from index.store.protocol import Change, Filters
from index.store.writes import timestamp
from index.terms import terms
from index.timeline import timeline


def first_release(folder: Path, articles: Sequence[Article]) -> None:
    """Make an index with the tables and the statements of the first release."""
    folder.mkdir()
    connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    connection.executescript(schema.MIGRATIONS[0])
    connection.execute("PRAGMA user_version = 1")
    connection.execute("INSERT INTO meta (key, value) VALUES ('encoder', ?)", (ENCODER.name,))
    connection.execute("INSERT INTO generations (token) VALUES ('a')")
    for article in articles:
        encoded = encode(article)
        document = connection.execute(
            "INSERT INTO documents (number, id, title, text, outlet, author, url, published, published_at, source, "
            "fingerprint) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (None, article.id, article.title, article.text, article.outlet, article.author, article.url,
             article.published, timestamp(article.published), None, fingerprint(article)),
        ).lastrowid  # fmt: skip
        title = " ".join(terms(article.title))
        connection.execute(
            "INSERT INTO document_terms (rowid, title, text) VALUES (?, ?, ?)",
            (document, title, " ".join(terms(article.text))),
        )
        for position, (span, vector) in enumerate(zip(encoded.spans, encoded.vectors, strict=True)):
            sentence = connection.execute(
                "INSERT INTO sentences (document, position, start, stop) VALUES (?, ?, ?, ?)",
                (document, position, span.start, span.end),
            ).lastrowid
            connection.execute(
                "INSERT INTO vectors (sentence, vector) VALUES (?, ?)", (sentence, vector.astype(np.float16).tobytes())
            )
            connection.execute(
                "INSERT INTO sentence_terms (rowid, title, sentence) VALUES (?, ?, ?)",
                (sentence, title, " ".join(terms(article.text[span.start : span.end]))),
            )
    connection.close()


def test_an_index_of_the_first_release_answers_counts_and_goes_on_as_a_new_one(tmp_path: Path) -> None:
    articles = [story(number) for number in range(12)]
    first_release(tmp_path / "old", articles)
    old, new = EmbeddedStore(tmp_path / "old", ENCODER.name), new_store(tmp_path / "new", *articles)

    def told(store: EmbeddedStore) -> list[tuple[Document, list[tuple[int, int, str, bytes]]]]:
        return [(replace(document, retrieved=None), rows) for document, rows in state(store)]

    assert told(old) == told(new)
    assert old.coverage(Filters()) == new.coverage(Filters())
    assert old.outlets() == new.outlets()
    found = [[(c.text, c.score) for c in answer.citations] for answer in answers(old)]
    assert found == [[(c.text, c.score) for c in answer.citations] for answer in answers(new)]
    document = old.document("story-1")
    assert document is not None
    assert (document.version, document.retrieved) == (1, None), "nobody noted when it was taken in"
    assert ingest(old, *articles, story(3, version=2)) == [*[Change.UNCHANGED] * 12, Change.REPLACED]
    assert [(each.number, each.retrieved is None) for each in old.versions("story-3")] == [(2, False), (1, True)]
    assert old.remove(["story-3"]) == ["story-3"]
    old.close()
    new.close()
    with vector_file.opened(tmp_path / "old", lambda _: True) as (derived_from, _, _):
        assert derived_from.generation


def test_a_migration_that_was_cut_short_is_done_by_the_next_start(tmp_path: Path) -> None:
    first_release(tmp_path / "old", [story(1)])
    connection = sqlite3.connect(tmp_path / "old" / FILE_NAME, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("ALTER TABLE documents ADD COLUMN owner TEXT")
    connection.close()  # without a commit, as a killed process leaves it
    store = EmbeddedStore(tmp_path / "old", ENCODER.name)
    assert nearest_texts(store, story(1).title)
    store.close()


def test_an_index_of_the_first_release_serves_every_command_and_says_where_a_rebuild_is_needed(tmp_path: Path) -> None:
    first_release(tmp_path / "old", [story(number) for number in range(4)])
    old = EmbeddedStore(tmp_path / "old", ENCODER.name)
    asking, question = answerer(old), ask("the ferry closed")
    said = asking.said(request("Ada Quist1"))
    assert said_text(said, width=None).splitlines()[:2] == [
        "Not in this coverage: nobody called “Ada Quist1” is quoted.",
        ENGLISH.said_unread,
    ]
    assert said_blocks(said, ENGLISH)[1] == escaped(ENGLISH.said_unread)
    assert check_quotation(old, "We lost 0.1 million").verdict is Verdict.EXACT
    assert compare(asking, question).lines
    ordered = timeline(asking, question)
    assert ordered.untimed and ENGLISH.timeline_untimed in timeline_text(ordered, None)
    assert old.story("story-1", Filters()) == [] and old.stories(Filters()) == 4
    assert asking.arrivals(0, datetime(2000, 1, 1, tzinfo=UTC)).documents == ()
    retime(old)
    old.put_quotations([(document, []) for document in old.documents(list(old.ids())).values()])
    assert not timeline(asking, question).untimed and not asking.said(request("Ada Quist1")).unread
    old.close()
