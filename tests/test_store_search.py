"""Searching the embedded store: filters, counts, order, and words however they are written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stores import ENCODER, encode, ingest, new_store, story, texts

from index.document import Span
from index.ingest.article import Article
from index.store.protocol import Coverage, Filters
from index.store.table_store import TableStore
from index.terms import question_terms, terms


@pytest.fixture
def store(tmp_path: Path, kind: str) -> Iterator[TableStore]:
    opened = new_store(tmp_path / "index", kind=kind)
    yield opened
    opened.close()


def day(number: int) -> datetime:
    return datetime(2020, 1, number, tzinfo=UTC)


OUTLETS = ("Harbour Post", "Valley Courier")
FILTERS = st.builds(
    Filters,
    outlets=st.frozensets(st.sampled_from([*OUTLETS, "Nobody's Gazette"]), max_size=2),
    since=st.none() | st.integers(1, 28).map(day),
    until=st.none() | st.integers(1, 28).map(day),
    documents=st.frozensets(st.sampled_from([f"story-{number}" for number in (0, 1, 5, 99)]), max_size=3),
)


def passes(article: Article, filters: Filters) -> bool:
    published = datetime.fromisoformat(article.published or "").replace(tzinfo=UTC)
    return (
        (not filters.outlets or article.outlet in filters.outlets)
        and (not filters.documents or article.id in filters.documents)
        and (filters.since is None or published >= filters.since)
        and (filters.until is None or published < filters.until)
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, kind: str) -> Iterator[TableStore]:
    opened = new_store(tmp_path_factory.mktemp("filters"), *(story(number) for number in range(40)), kind=kind)
    yield opened
    opened.close()


@settings(deadline=None, max_examples=60)
@given(filters=FILTERS)
def test_searches_and_counts_see_what_passes_the_filters_and_nothing_else(filled: TableStore, filters: Filters) -> None:
    through = {article.id: article for article in map(story, range(40)) if passes(article, filters)}
    vector = ENCODER.encode(["The mayor said the ferry closed"])[0]
    dense = filled.sentences([match.number for match in filled.nearest(vector, 1000, filters)])
    lexical = filled.sentences([match.number for match in filled.lexical(terms("mayor closed"), 1000, filters)])
    assert {each.sentence.document_id for each in dense} == set(through)
    assert {each.sentence.document_id for each in lexical} == set(through)
    assert filled.coverage(filters) == Coverage(
        documents=len(through),
        sentences=len(dense),
        outlets=len({article.outlet for article in through.values()} - {None}),
        newest=max((article.published or "" for article in through.values()), default=None),
    )


def test_a_limit_is_kept_with_and_without_a_filter(filled: TableStore) -> None:
    vector = ENCODER.encode(["mayor"])[0]
    some = Filters(outlets=frozenset({"Harbour Post"}))
    for filters in (Filters(), some):
        assert len(filled.nearest(vector, 3, filters)) == 3
        assert len(filled.lexical(["mayor"], 3, filters)) == 3
        assert filled.nearest(vector, 0, filters) == []


def test_best_comes_first_in_both_searches(filled: TableStore) -> None:
    vector = ENCODER.encode(["mayor of Ostrava"])[0]
    for matches in (
        filled.nearest(vector, 50, Filters()),
        filled.lexical(terms("mayor Ostrava"), 50, Filters()),
    ):
        scores = [match.score for match in matches]
        assert scores == sorted(scores, reverse=True)
        assert "Ostrava" in texts(filled, matches[:1])[0]


def test_an_article_without_a_date_passes_no_date_filter(store: TableStore) -> None:
    ingest(store, replace(story(1), published=None))
    assert store.coverage(Filters()).newest is None
    assert store.coverage(Filters(since=day(1))).documents == 0
    assert store.coverage(Filters(until=day(28))).documents == 0


def test_a_time_with_a_zone_is_compared_as_the_moment_that_it_is(store: TableStore) -> None:
    ingest(store, replace(story(1), published="2020-01-06T23:30:00-05:00"))
    assert store.coverage(Filters(since=day(7))).documents == 1
    assert store.coverage(Filters(until=day(7))).documents == 0
    assert store.coverage(Filters()).newest == "2020-01-06T23:30:00-05:00"


@pytest.mark.parametrize("published", ["0001-01-01", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00"])
def test_the_ends_of_the_calendar_are_dates_too(store: TableStore, published: str) -> None:
    ingest(store, replace(story(1), published=published))
    assert store.coverage(Filters()).newest == published


def test_outlets_come_with_their_numbers_most_first(filled: TableStore) -> None:
    assert filled.outlets() == [("Harbour Post", 14), ("Valley Courier", 13)]


def test_an_empty_store_answers_everything_with_nothing(store: TableStore) -> None:
    assert store.nearest(ENCODER.encode(["mayor"])[0], 5, Filters()) == []
    assert store.lexical(["mayor"], 5, Filters()) == []
    assert store.lexical([], 5, Filters()) == []
    assert store.document_frequency([]) == {}
    assert store.coverage(Filters()) == Coverage(0, 0, 0, None)
    assert list(store.ids()) == []
    assert store.rebuild() == 0


@settings(deadline=None, max_examples=200)
@given(text=st.text() | st.text(st.sampled_from('NEAR AND OR NOT"*^:()-+{}.,;0123456789éß™٣🚀\0\ud800'), max_size=60))
def test_no_text_is_an_operator_of_the_full_text_search(filled: TableStore, text: str) -> None:
    found = question_terms(text)
    filled.document_frequency(found)
    filled.lexical(found, 5, Filters())


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Prices rose 17.5 percent.", "17.5"),
        ("The U.S. withdrew.", "US"),
        ("It cost 17,000 pounds.", "17000"),
        ("A café in Şırnak reopened.", "cafe Sırnak"),
        ("The Foo™ drive failed.", "Foo™"),
        ("Blun\u00adders were made.", "blunder"),
        ("A blunder was made.", "blun\u200bders"),
        ("𐐀𐐁𐐂 is a word in Deseret.", "𐐨𐐩𐐪"),
        ("ᲐᲑ is a word in capitals that are newer than SQLite's tables.", "აბ"),
        ("ミリー氏は認めた。", "ミリー氏は認めた"),
    ],
)
def test_a_word_is_found_and_counted_however_it_is_written(store: TableStore, written: str, asked: str) -> None:
    store.put([encode(story(1)), encode(Article("x", "", written, id="x"), [Span(0, len(written))])])
    found = question_terms(asked)
    assert store.document_frequency(found) == dict.fromkeys(found, 1)
    assert texts(store, store.lexical(found, 5, Filters())) == [written]


def test_document_frequency_counts_replaced_sentences_once_and_headlines_in(store: TableStore) -> None:
    ingest(store, story(1), story(2), story(1, version=3))
    sentences = len(store.sentences_of("story-1"))
    assert store.document_frequency(terms("Millbrook ferry absent")) == {"millbrook": sentences, "ferri": 2 * sentences}
