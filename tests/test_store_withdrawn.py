"""A withdrawn article is kept, but nobody finds, counts or is offered anything of it until it is put in again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from stores import ENCODER, answers, encode, ingest, nearest_texts, new_store, state, story

from index.store.protocol import Change, Filters
from index.store.table_store import TableStore
from index.terms import terms


@pytest.fixture
def store(tmp_path: Path, kind: str) -> Iterator[TableStore]:
    opened = new_store(tmp_path / "index", *(story(number) for number in range(4)), kind=kind)
    yield opened
    opened.close()


def test_nothing_of_a_withdrawn_article_is_found_cited_or_counted(store: TableStore) -> None:
    numbers = [each.number for each in store.sentences_of("story-2")]
    assert store.withdraw(["story-2", "nobody", "story-2"]) == ["story-2"]
    assert store.withdraw(["story-2"]) == []
    some = Filters(documents=frozenset({"story-2"}))
    for filters in (Filters(), some):
        assert not [text for text in nearest_texts(store, story(2).text, 50, filters) if "Ostrava" in text]
        assert store.lexical(terms("Ostrava"), 10, filters) == []
    assert store.document("story-2") is None and "story-2" not in store.ids()
    assert store.sentences_of("story-2") == store.sentences(numbers) == []
    assert store.document_frequency(["ostrava"]) == store.vocabulary("ostr", 1, 20) == {}
    assert store.coverage(some).documents == store.coverage(some).sentences == 0
    assert (store.coverage(Filters()).documents, store.census().withdrawn) == (3, 1)
    assert dict(store.outlets()) == {"Harbour Post": 2, "Valley Courier": 1}
    assert all("Ostrava" not in each.text for answer in answers(store) for each in answer.citations)


def test_it_stays_withdrawn_when_the_vectors_are_derived_again(store: TableStore) -> None:
    store.withdraw(["story-2"])
    store.rebuild()
    assert not [text for text in nearest_texts(store, story(2).text, 50) if "Ostrava" in text]
    assert len(nearest_texts(store, "mayor", 50)) == store.coverage(Filters()).sentences


def test_its_versions_can_still_be_read(store: TableStore) -> None:
    ingest(store, story(2, version=5))
    store.withdraw(["story-2"])
    assert [each.text for each in store.versions("story-2")] == [story(2, version=5).text, story(2).text]


def test_the_same_article_again_brings_it_back_as_it_was(store: TableStore) -> None:
    before = state(store)
    store.withdraw(["story-2"])
    assert not store.unchanged(story(2))
    assert ingest(store, story(2)) == [Change.REPLACED]
    assert state(store) == before
    assert store.census().withdrawn == 0 and len(store.versions("story-2")) == 1
    assert any("Ostrava" in text for text in nearest_texts(store, story(2).text, 5))
    assert ingest(store, story(2)) == [Change.UNCHANGED]


def test_a_changed_article_brings_it_back_as_a_new_version(store: TableStore) -> None:
    store.withdraw(["story-2"])
    assert store.put([encode(story(2, version=3))]) == [Change.REPLACED]
    assert [each.number for each in store.versions("story-2")] == [2, 1]
    vector = ENCODER.encode(["We lost 3.2 million"])[0]
    assert len(store.nearest(vector, 100, Filters())) == store.coverage(Filters()).sentences
