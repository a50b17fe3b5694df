"""Candidates come from both searches, each with its neighbours, and all of them pass the filters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from stores import ENCODER, encode, new_store, story

from index.document import Span
from index.ingest.article import Article
from index.retriever import Retriever
from index.signals import Asked, Candidate
from index.store.embedded import EmbeddedStore
from index.store.protocol import Filters
from index.terms import terms


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    with closing(new_store(tmp_path_factory.mktemp("index"), *(story(number) for number in range(64)))) as opened:
        yield opened


def retrieve(store: EmbeddedStore, question: str, filters: Filters | None = None) -> tuple[Asked, list[Candidate]]:
    return Retriever(store).retrieve(question, ENCODER.encode([question])[0], filters or Filters())


def said(candidates: list[Candidate]) -> list[str]:
    return [candidate.stored.sentence.text for candidate in candidates]


def test_a_sentence_is_found_once_with_its_article_and_its_neighbours_in_it(store: EmbeddedStore) -> None:
    _, found = retrieve(store, "who closed the quarry in Selby?")
    assert len({candidate.stored.number for candidate in found}) == len(found)
    for candidate in found:
        sentence, document = candidate.stored.sentence, candidate.document
        assert document.text[sentence.start : sentence.end] == sentence.text
        assert candidate.article_terms == frozenset(terms(f"{document.title}\n{document.text}"))
        around = store.sentences_of(document.id)
        place = sentence.position
        before = around[place - 1].sentence.text if place else None
        after = around[place + 1].sentence.text if place + 1 < len(around) else None
        assert (candidate.before.sentence.text if candidate.before else None) == before
        assert (candidate.after.sentence.text if candidate.after else None) == after


def test_what_only_the_words_find_and_what_only_the_vectors_find_are_both_candidates(tmp_path: Path) -> None:
    rare, near = "Zugzwang is rare.", "It closed."
    articles = [Article(text, "", text, id=text) for text in (rare, near)]
    with closing(new_store(tmp_path, *(story(number) for number in range(30)))) as store:
        other_way = -ENCODER.encode(["zugzwang"])[0]
        away = encode(articles[0], [Span(0, len(rare))])
        store.put([replace(away, vectors=other_way[None, :]), encode(articles[1], [Span(0, len(near))])])
        assert rare in said(retrieve(store, "zugzwang closed the ferry")[1])
        _, found = retrieve(store, "it closed?")
        assert near in said(found)


def test_every_candidate_passes_the_filters(store: EmbeddedStore) -> None:
    filters = Filters(
        outlets=frozenset({"Valley Courier"}),
        since=datetime(2020, 1, 5, tzinfo=UTC),
        until=datetime(2020, 1, 20, tzinfo=UTC),
    )
    _, found = retrieve(store, "the mayor closed the ferry", filters)
    assert found
    assert {candidate.document.outlet for candidate in found} == {"Valley Courier"}
    assert all("2020-01-05" <= (candidate.document.published or "") <= "2020-01-19" for candidate in found)
    assert retrieve(store, "the mayor", Filters(documents=frozenset({"nothing"})))[1] == []


def test_how_rare_a_word_is_does_not_depend_on_the_filters(store: EmbeddedStore) -> None:
    everywhere, _ = retrieve(store, "ferry in Selby mistake")
    filtered, _ = retrieve(store, "ferry in Selby mistake", Filters(outlets=frozenset({"Harbour Post"})))
    assert everywhere.weights == filtered.weights
    assert everywhere.weights["mistak"] < everywhere.weights["selbi"]


def test_a_word_that_the_coverage_lacks_weighs_most(store: EmbeddedStore) -> None:
    asked, _ = retrieve(store, "ferry zugzwang")
    assert asked.weights["zugzwang"] > asked.weights["ferri"] > 0


def test_a_question_of_stop_words_is_searched_by_its_vector_alone(store: EmbeddedStore) -> None:
    asked, found = retrieve(store, "who is it?")
    assert asked.weights == {}
    assert 0 < len(found) <= 40


def test_there_are_never_more_candidates_than_both_searches_give(store: EmbeddedStore) -> None:
    _, found = retrieve(store, "the mayor of Harrowgate closed the ferry and called it a mistake in spring")
    assert 40 <= len(found) <= 80
