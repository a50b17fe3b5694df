"""What keeps a large index quick changes nothing of what is found: bounded BM25, counts, and looking up by number."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stores import ENCODER, TOWNS, TRADES, ingest, new_store, story

from index.document import Span
from index.store import best_matching, full_text
from index.store.embedded import EmbeddedStore
from index.store.protocol import Coverage, Filters, Match
from index.terms import question_terms, terms

WORDS = sorted(
    {*terms(" ".join((*TOWNS, *TRADES))), *terms("closed workers mayor lost million called mistake spring 25")}
)
OUTLET = Filters(outlets=frozenset({"Valley Courier"}))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    with closing(new_store(tmp_path_factory.mktemp("index"), *(story(number) for number in range(96)))) as opened:
        yield opened


def searched(store: EmbeddedStore, asked: Sequence[str], limit: int, filters: Filters) -> list[Match]:
    """The best as FTS5 has them when it scores every row."""
    with store._session.reading() as connection:
        return full_text.exact(connection, "", asked, limit, filters)


def scored(matches: Sequence[Match]) -> list[tuple[int, float]]:
    return [(match.number, match.score) for match in matches]


@settings(deadline=None, max_examples=60)
@given(
    asked=st.lists(st.sampled_from(WORDS), min_size=1, max_size=6, unique=True),
    limit=st.integers(1, 60),
    filters=st.sampled_from([Filters(), OUTLET]),
)
def test_rows_left_out_for_their_common_words_change_neither_scores_nor_order(
    store: EmbeddedStore, asked: list[str], limit: int, filters: Filters
) -> None:
    exact = searched(store, asked, limit, filters)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(full_text, "MANY", 0)
        patch.setattr(best_matching, "_RAREST", 60)
        assert scored(store.lexical(asked, limit, filters)) == scored(exact)


def test_what_is_left_out_is_the_tail(store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = question_terms("did the mayor of Ostrava say that the bakery lost 25 million?")
    exact = searched(store, asked, 400, Filters())
    monkeypatch.setattr(full_text, "MANY", 100)
    monkeypatch.setattr(best_matching, "_RAREST", 20)
    monkeypatch.setattr(best_matching, "_OTHERS", 150)
    monkeypatch.setattr(best_matching, "_AGAIN", 30)
    few = store.lexical(asked, 10, Filters())
    assert scored(few) == scored(exact[:10])
    known = dict(scored(exact))
    assert all(known[number] == score for number, score in scored(store.lexical(asked, 30, Filters())))


def test_counts_are_those_of_now_whoever_wrote(tmp_path: Path) -> None:
    with closing(new_store(tmp_path, story(0))) as store, closing(new_store(tmp_path)) as other:
        frequency = store.document_frequency(["ferri"])
        assert store.coverage(Filters()) == Coverage(1, 4, 1, "2020-01-01")
        assert store.outlets() == [("Harbour Post", 1)]
        ingest(other, story(1))
        assert store.coverage(Filters()) == Coverage(2, 8, 2, "2020-01-02")
        assert store.outlets() == [("Harbour Post", 1), ("Valley Courier", 1)]
        assert store.document_frequency(["ferri"]) == {"ferri": 2 * frequency["ferri"]}
        other.withdraw(["story-0"])
        assert store.coverage(Filters()) == Coverage(1, 4, 1, "2020-01-02")
        assert store.document_frequency(["ferri", "absent"]) == frequency


def test_what_is_asked_for_by_number_or_name_is_not_found_by_reading_all(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The statements of one question, as SQLite goes about them."""
    vector = ENCODER.encode(["ferry"])[0]
    numbers = [match.number for match in store.nearest(vector, 40, Filters())]
    statements: list[str] = []
    monkeypatch.setattr(full_text, "MANY", 0)
    with store.snapshot():
        connection = cast(sqlite3.Connection, store._session.connection)
        connection.set_trace_callback(statements.append)
        found = store.sentences(numbers)
        ids = [each.sentence.document_id for each in found]
        assert len(store.documents(ids)) == len(store.article_terms(ids)) == len(set(ids))
        store.quotations_in([(ids[0], Span(0, 20))])
        store.story(ids[0], Filters())
        assert store.outlets_of(numbers)
        assert store.lexical(["ferri"], 20, OUTLET)
        connection.set_trace_callback(None)
        reads = [each for each in statements if each.lstrip().startswith(("SELECT", "WITH"))]
        assert len(reads) >= 6
        for each in reads:
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {each}")]
            through = ("documents_counted", "documents_by_outlet", "SCAN documents")
            assert not [step for step in plan if any(way in step for way in through)], each[:300]


def test_words_that_nothing_has_find_nothing_in_a_large_index_too(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full_text, "MANY", 0)
    assert store.lexical(["zugzwang"], 20, Filters()) == []
    assert scored(store.lexical(["zugzwang", "mayor"], 20, Filters())) == scored(
        searched(store, ["mayor"], 20, Filters())
    )
