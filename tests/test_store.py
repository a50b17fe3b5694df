"""The embedded store: what goes in comes out, to the character, and what is removed is gone."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from stores import ENCODER, encode, ingest, nearest_texts, new_store, state, story

from index.document import Span
from index.ingest.article import Article
from index.store.protocol import Change, Filters
from index.store.table_store import TableStore
from index.terms import terms


@pytest.fixture
def store(tmp_path: Path, kind: str) -> Iterator[TableStore]:
    opened = new_store(tmp_path / "index", kind=kind)
    yield opened
    opened.close()


def test_the_same_article_again_changes_nothing(store: TableStore) -> None:
    assert ingest(store, story(1)) == [Change.ADDED]
    before = state(store)
    assert ingest(store, story(1)) == [Change.UNCHANGED]
    assert store.put([encode(story(1))]) == [Change.UNCHANGED]
    assert state(store) == before


def test_a_changed_text_under_the_same_id_replaces_the_old_one(store: TableStore) -> None:
    ingest(store, story(1), story(2))
    assert ingest(store, story(1, version=7)) == [Change.REPLACED]
    assert "7.1 million" in (store.documents(["story-1"])["story-1"].text)
    assert store.coverage(Filters()).documents == 2
    assert not [text for text in nearest_texts(store, "We lost 0.1 million") if "0.1 million" in text]
    assert not store.lexical(terms("0.1"), 10, Filters())


@pytest.mark.parametrize("field", ["title", "outlet", "author", "url", "published"])
def test_a_change_of_what_a_reader_sees_beside_the_text_is_stored(store: TableStore, field: str) -> None:
    ingest(store, story(1))
    changed = replace(story(1), **{field: "2021-02-03"})  # type: ignore[arg-type]
    assert ingest(store, changed) == [Change.REPLACED]
    document = store.document("story-1")
    assert document is not None
    assert getattr(document, field) == "2021-02-03"


def test_a_changed_text_under_the_same_address_replaces_the_old_one_and_keeps_its_id(store: TableStore) -> None:
    first, second = replace(story(1), id=None), replace(story(1, version=7), id=None, source="other.html")
    ingest(store, first)
    ids = list(store.ids())
    assert ingest(store, second) == [Change.REPLACED]
    assert list(store.ids()) == ids


def test_an_article_without_id_and_address_is_known_by_its_content(store: TableStore) -> None:
    nameless = replace(story(1), id=None, url=None, source="monday.jsonl:1")
    ingest(store, nameless)
    assert ingest(store, replace(nameless, source="tuesday.jsonl:9")) == [Change.UNCHANGED]
    assert ingest(store, replace(nameless, source="monday.jsonl:1", text=story(2).text)) == [Change.ADDED]


def test_a_file_that_holds_one_article_has_versions(store: TableStore) -> None:
    file = Article("/news/letter.txt", "Letter", "A letter went around. Nobody signed it.", whole_source=True)
    ingest(store, file)
    assert ingest(store, replace(file, text="A letter was taken back. Somebody signed it.")) == [Change.REPLACED]
    assert [document.text for document, _ in state(store)] == ["A letter was taken back. Somebody signed it."]


def test_a_file_that_now_says_what_another_file_says_no_longer_says_the_old(store: TableStore) -> None:
    one = Article("/news/one.txt", "Letter", "The army leaves in May. It was a mistake.", whole_source=True)
    two = Article("/news/two.txt", "Letter", "The army stays for good. Nobody knows why.", whole_source=True)
    ingest(store, one, two)
    assert ingest(store, replace(one, text=two.text)) == [Change.REPLACED]
    assert not [document for document, _ in state(store) if "May" in document.text]
    assert ingest(store, replace(one, text=two.text), two) == [Change.UNCHANGED, Change.UNCHANGED]


def test_a_renamed_file_is_the_same_article(store: TableStore) -> None:
    file = Article("/news/letter.txt", "Letter", "A letter went around. Nobody signed it.", whole_source=True)
    ingest(store, file)
    assert ingest(store, replace(file, source="/news/renamed.txt")) == [Change.UNCHANGED]


def test_articles_with_ids_of_their_own_are_apart_even_with_one_address_and_one_text(store: TableStore) -> None:
    ingest(store, story(1), replace(story(1), id="story-1-live"))
    assert sorted(store.ids()) == ["story-1", "story-1-live"]


def test_a_removed_article_is_in_no_search_and_no_count(store: TableStore) -> None:
    ingest(store, story(1), story(2))
    gone = store.sentences_of("story-1")
    assert store.remove(["story-1", "never-there", "story-1"]) == ["story-1"]
    assert store.document("story-1") is None
    assert list(store.ids()) == ["story-2"]
    assert store.sentences([stored.number for stored in gone]) == []
    assert not [text for text in nearest_texts(store, gone[0].sentence.text, 50) if "Millbrook" in text]
    assert store.lexical(terms("Millbrook"), 10, Filters()) == []
    assert store.document_frequency(terms("Millbrook")) == {}
    assert store.coverage(Filters()).documents == 1


def test_ids_that_no_store_could_hold_are_not_there(store: TableStore) -> None:
    argument = os.fsdecode(b"\xff")  # what the shell passes on for a byte that is no text
    assert store.remove([argument, "\0"]) == []
    assert store.documents([argument, "\0"]) == {}
    assert store.document(argument) is None
    assert store.sentences_of(argument) == []


def test_many_ids_at_once_are_found(store: TableStore) -> None:
    ingest(store, *(story(number) for number in range(20)))
    wanted = [f"story-{number}" for number in range(2_000)]
    assert set(store.documents(wanted)) == set(wanted[:20])
    numbers = [each.number for wanted_id in wanted[:20] for each in store.sentences_of(wanted_id)]
    assert [each.number for each in store.sentences([*numbers[::-1], *range(10_000, 13_000)])] == numbers[::-1]


CHARACTERS = st.characters(exclude_categories=["Cs"]) | st.sampled_from("\0👩🏽‍🚀e\u0301\u202e\ufeff𝔘ß \n")
COUNTER = itertools.count()
ANY_TEXT = st.text(CHARACTERS, min_size=1)


@st.composite
def spanned(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(ANY_TEXT)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)) | {0, len(text)})
    return text, [Span(start, end) for start, end in zip(cuts, cuts[1:], strict=False)]


@pytest.fixture(scope="module")
def reused(tmp_path_factory: pytest.TempPathFactory, kind: str) -> Iterator[TableStore]:
    opened = new_store(tmp_path_factory.mktemp("characters"), kind=kind)
    yield opened
    opened.close()


@settings(deadline=None, max_examples=150)
@given(cut=spanned(), title=ANY_TEXT)
@example(cut=("before\0after. 🚀e\u0301", [Span(0, 6), Span(6, 13), Span(13, 17)]), title="T\0itle")
def test_a_stored_sentence_is_the_text_between_its_offsets_whatever_the_characters(
    reused: TableStore, cut: tuple[str, list[Span]], title: str
) -> None:
    text, spans = cut
    once = f"{next(COUNTER)}"  # else the same text in other spans would be the same article again
    reused.put([encode(Article("any", title, text, id="any", author=once), spans)])
    document = reused.document("any")
    assert document is not None
    assert (document.title, document.text) == (title, text)
    stored = reused.sentences_of("any")
    assert [(each.sentence.start, each.sentence.end) for each in stored] == [(s.start, s.end) for s in spans]
    assert [each.sentence.text for each in stored] == [text[span.start : span.end] for span in spans]
    assert [each.number - stored[0].number for each in stored] == list(range(len(spans)))
    assert [each.sentence.position for each in stored] == list(range(len(spans)))


def test_vectors_come_back_as_unit_rows(store: TableStore) -> None:
    store.put([encode(story(3))])
    for stored in store.sentences_of("story-3"):
        wanted = ENCODER.encode([stored.sentence.text])[0]
        assert stored.vector.dtype == wanted.dtype
        assert float(stored.vector @ wanted) == pytest.approx(1, abs=2e-3)
