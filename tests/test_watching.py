"""Watching a topic: what arrives is looked at once, by whomever it was stored, and each story is told once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stores import answerer, encode, new_store

from index.ingest.article import Article
from index.owners import seen_by
from index.store.protocol import Filters
from index.store.table_store import TableStore
from index.watching import FRESH, Told, Topic, arrived, is_question, look, same_story

NOW = datetime.now(UTC)
TOPIC = "who closed the ferry in Harrowgate?"
SAID = "The council closed the ferry in Harrowgate because of its engine."


def article(name: str, text: str, *, days: float = 0.0, **fields: str) -> Article:
    published = (NOW - timedelta(days=days)).isoformat()
    return replace(Article(f"{name}.txt", name.title(), text, id=name, published=published), **fields)


FERRY = article("ferry", f"Boats are late today. {SAID} Nobody was hurt.")
OTHER = article("other", "Bread costs more in every village. The bakers blame the price of flour.")


@pytest.fixture
def store(tmp_path: Path, kind: str) -> Iterator[TableStore]:
    made = new_store(tmp_path / "index", OTHER, kind=kind)
    yield made
    made.close()


class Watcher:
    """Looks as the surfaces do, and remembers what it was told."""

    def __init__(self, store: TableStore, topic: str = TOPIC, filters: Filters | None = None) -> None:
        self.asking = answerer(store)
        self.topic = Topic(topic, filters or Filters())
        self.position = self.asking.generation()
        self.told: list[Told] = []

    def look(self, most: int = 5) -> list[str]:
        new = arrived(self.asking, self.position, NOW - FRESH, self.topic.filters.owners)
        found = look(self.asking, self.topic, new, self.position, self.told, most)
        self.position = new.until
        cited = [each for answer in found for each in answer.citations]
        self.told += [Told(each.document.id, each.document.version, each.text) for each in cited]
        return [each.text for each in cited]


def test_what_arrives_is_told_once_and_what_was_there_before_is_not(store: TableStore) -> None:
    watcher = Watcher(store)
    assert watcher.look() == []
    store.put([encode(FERRY), encode(article("more", "Flour is dear. Bakers met in the village."))])
    assert watcher.look() == [SAID]
    assert watcher.look() == []
    assert Watcher(store).look() == []


def test_whatever_process_stores_it_it_is_seen(store: TableStore, tmp_path: Path, kind: str) -> None:
    watcher = Watcher(store)
    beside = new_store(tmp_path / "index", FERRY, kind=kind)
    beside.close()
    assert watcher.look() == [SAID]


def test_a_story_is_told_once_whoever_copies_it_and_whenever(store: TableStore) -> None:
    watcher = Watcher(store)
    copies = [article(f"copy-{number}", FERRY.text.replace("late today", f"late at {number}")) for number in range(3)]
    store.put([encode(each) for each in copies[:2]])
    assert watcher.look() == [SAID]
    store.put([encode(copies[2])])
    assert watcher.look() == []
    store.put([encode(article("own", "The mayor of Harrowgate closed the ferry, workers say, to sell its land."))])
    assert len(watcher.look()) == 1


def test_what_a_copy_says_elsewhere_is_no_news(store: TableStore) -> None:
    watcher = Watcher(store)
    lead = (
        "The harbour board of Harrowgate met on Monday behind closed doors, for the third time in a month of protests. "
    )
    rest = " Its captain, a woman of 61 years, had asked in March for a new engine and was told to wait for the budget."
    store.put([encode(article("wire", lead + SAID + rest, outlet="Wire"))])
    assert watcher.look() == [SAID]
    said = SAID.replace("The council closed", "Officials who asked not to be named closed")
    store.put([encode(article("cut", lead + said + rest, outlet="Post"))])
    assert watcher.look() == []


def test_back_fills_are_not_told_and_undated_articles_are(store: TableStore) -> None:
    watcher = Watcher(store)
    store.put([encode(replace(FERRY, published=(NOW - timedelta(days=8)).isoformat()))])
    assert watcher.look() == []
    store.put([encode(replace(FERRY, id="undated", published=None, text=FERRY.text.replace("its engine", "rust")))])
    assert watcher.look() == [SAID.replace("its engine", "rust")]


def test_a_new_version_counts_where_its_sentence_is_new(store: TableStore) -> None:
    store.put([encode(FERRY)])
    watcher = Watcher(store)
    store.put([encode(replace(FERRY, text=FERRY.text.replace("late today", "late today.")))])  # typing
    assert watcher.look() == []
    store.put([encode(replace(FERRY, text=FERRY.text.replace("Nobody was hurt", "Two people were hurt")))])
    assert watcher.look() == []
    corrected = SAID.replace("The council", "Mayor Ada Quist")
    store.put([encode(replace(FERRY, text=FERRY.text.replace(SAID, corrected)))])
    assert watcher.look() == [corrected]
    store.withdraw(["ferry"])
    store.put([encode(replace(FERRY, text=FERRY.text.replace(SAID, corrected)))])  # it is back, and nothing else
    assert watcher.look() == []


def test_versions_that_came_and_went_between_two_looks_are_not_missed(store: TableStore) -> None:
    watcher = Watcher(store)
    store.put([encode(FERRY)])
    store.put([encode(replace(FERRY, text=FERRY.text.replace("Nobody was hurt", "Two people were hurt")))])
    assert watcher.look() == [SAID]


def test_another_owners_articles_are_not_seen_and_an_outlet_can_be_chosen(store: TableStore) -> None:
    shared, own = Watcher(store), Watcher(store, filters=Filters(owners=seen_by("guild:1")))
    outlet = Watcher(store, filters=Filters(outlets=frozenset({"Post"})))
    store.put([encode(replace(FERRY, owner="guild:1", outlet="Own"))])
    assert (shared.look(), own.look()) == ([], [SAID])
    store.put([encode(replace(FERRY, outlet="Courier")), encode(replace(OTHER, id="post", outlet="Post"))])
    assert (shared.look(), outlet.look()) == ([SAID], [])


def test_no_more_than_asked_for_are_told(store: TableStore) -> None:
    watcher = Watcher(store)
    texts = [
        f"The ferry in Harrowgate was closed by {name}." for name in ("a storm", "police divers", "Ada Quist's men")
    ]
    store.put([encode(article(f"many-{number}", text)) for number, text in enumerate(texts)])
    assert len(watcher.look(most=2)) == 2
    assert watcher.look() == []


def test_keywords_match_where_the_article_has_all_and_the_sentence_most(store: TableStore) -> None:
    watcher = Watcher(store, "ferry Harrowgate engine")
    store.put([encode(article("no", "The ferry sails again. Harrowgate has a theatre."))])
    assert watcher.look() == []
    store.put([encode(FERRY)])
    assert watcher.look() == [SAID]


def test_an_index_that_was_put_back_is_watched_from_its_newest_change(store: TableStore) -> None:
    watcher = Watcher(store)
    watcher.position += 1000
    assert watcher.look() == []
    store.put([encode(FERRY)])
    assert watcher.look() == [SAID]


@pytest.mark.parametrize(("topic", "question"), [
    ("who quit", True), ("Ferry Harrowgate?", True), ("Is it open", True), ("ferry harrowgate", False), ("", False),
])  # fmt: skip
def test_what_is_put_as_a_question_is_one(topic: str, question: bool) -> None:
    assert is_question(topic) is question


def test_sentences_tell_the_same_with_nearly_the_same_words_and_the_same_numbers() -> None:
    assert same_story(
        "Nine people died in the fire at the mill.", "Nine people died in the fire at the mill, police say."
    )
    assert not same_story("9 people died in the fire at the mill.", "14 people died in the fire at the mill.")
    assert not same_story("The mayor closed the ferry.", "The bakers blame the price of flour.")


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=6), st.integers(1, 3))
def test_looking_in_any_steps_sees_everything_once(
    tmp_path_factory: pytest.TempPathFactory, puts: list[int], most: int
) -> None:
    store = new_store(tmp_path_factory.mktemp("any") / "index")
    number, position, seen = 0, 0, list[str]()
    for size in puts:
        store.put([encode(article(f"a-{number + each}", f"Story {number + each} is here.")) for each in range(size)])
        number += size
        new = store.arrivals(position, NOW - FRESH, most=most)
        position, seen = new.until, [*seen, *new.documents]
    while (new := store.arrivals(position, NOW - FRESH, most=most)).documents:
        position, seen = new.until, [*seen, *new.documents]
    assert seen == [f"a-{each}" for each in range(number)]
    store.close()
