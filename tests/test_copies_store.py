"""Stories in a real store: however documents come and go, they hang together as their texts do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from copies.cases import articles, load_cases
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stores import as_before, encode, new_store

from index.copies.runs import are_copies, runs_of
from index.ingest.article import Article
from index.owners import EVERYONE, Owners, seen_by
from index.store.database import FILE_NAME
from index.store.embedded import EmbeddedStore
from index.store.protocol import Filters
from index.store.table_store import TableStore

WIRE = articles()["news-a-01-a"]["text"]
PAPER = articles()["news-a-01-b"]["text"]
REWRITTEN = articles()["lead-a-01"]["text"]
OTHER = articles()["news-a-05-a"]["text"]
GUILD, RIVAL = "guild:1", "guild:2"


def article(name: str, text: str, owner: str | None = None) -> Article:
    return Article(f"{name}.txt", name, text, id=name, outlet=name.title(), owner=owner)


@pytest.fixture
def store(tmp_path: Path, kind: str) -> Iterator[TableStore]:
    made = new_store(tmp_path, article("wire", WIRE), article("paper", PAPER), article("other", OTHER), kind=kind)
    yield made
    made.close()


def everything(store: TableStore) -> set[frozenset[str]]:
    """All stories, as those see them who run the index."""
    filters = Filters(owners=EVERYONE)
    return {frozenset([one, *store.story(one, filters)]) for one in store.ids(EVERYONE)}


def test_every_document_belongs_to_a_story_and_copies_to_the_same(store: TableStore) -> None:
    assert everything(store) == {frozenset({"wire", "paper"}), frozenset({"other"})}
    assert store.stories(Filters()) == 2


def test_a_document_that_is_not_there_has_no_story(store: TableStore) -> None:
    assert store.story("nobody", Filters()) == [] == store.story("\ud800", Filters())


def test_a_removed_copy_leaves_its_story_and_leaves_nothing_behind(store: TableStore, tmp_path: Path) -> None:
    store.remove(["paper"])
    assert everything(store) == {frozenset({"wire"}), frozenset({"other"})}
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        numbers = {row[0] for row in connection.execute("SELECT number FROM documents")}
        for table in ("runs", "sampled_runs", "copies"):
            assert {row[0] for row in connection.execute(f"SELECT document FROM {table}")} <= numbers, table


def test_what_held_two_copies_together_leaves_two_stories_when_it_goes(tmp_path: Path) -> None:
    halves = WIRE.split("\n\n")
    store = new_store(
        tmp_path,
        article("beginning", "\n\n".join(halves[:4])),
        article("whole", WIRE),
        article("end", "\n\n".join(halves[4:])),
    )
    assert everything(store) == {frozenset({"beginning", "whole", "end"})}
    store.remove(["whole"])
    assert everything(store) == {frozenset({"beginning"}), frozenset({"end"})}
    store.close()


def test_a_replaced_document_joins_the_story_of_its_new_text(store: TableStore) -> None:
    store.put([encode(article("other", REWRITTEN))])
    assert everything(store) == {frozenset({"wire", "paper", "other"})}
    store.put([encode(article("other", OTHER))])
    assert everything(store) == {frozenset({"wire", "paper"}), frozenset({"other"})}


def test_a_withdrawn_copy_is_counted_no_more_until_it_is_brought_back(store: TableStore) -> None:
    store.withdraw(["paper"])
    assert store.story("wire", Filters()) == [] and store.stories(Filters()) == 2
    store.put([encode(article("paper", PAPER))])
    assert store.story("wire", Filters()) == ["paper"]


def test_nobody_sees_or_counts_copies_of_another_owner(tmp_path: Path) -> None:
    shared, own = article("wire", WIRE), article("own", PAPER, GUILD)
    store = new_store(tmp_path, shared, own, article("theirs", REWRITTEN, RIVAL))
    ours = Filters(owners=seen_by(GUILD))
    (name,) = store.story("wire", ours)
    assert store.documents([name], seen_by(GUILD))[name].outlet == "Own"
    assert store.story("wire", Filters()) == [] and store.stories(Filters()) == 1
    assert store.story(name, Filters()) == [], "a story of what one may not see says nothing"
    assert store.stories(ours) == 1
    assert store.stories(Filters(owners=Owners(frozenset({GUILD}), shared=False))) == 1
    store.close()


def test_what_one_may_not_see_joins_nothing(tmp_path: Path) -> None:
    halves = WIRE.split("\n\n")
    beginning, end = article("beginning", "\n\n".join(halves[:4])), article("end", "\n\n".join(halves[4:]))
    store = new_store(tmp_path, beginning, article("whole", WIRE, GUILD), end)
    assert store.story("beginning", Filters()) == [] and store.stories(Filters()) == 2
    assert "end" in store.story("beginning", Filters(owners=seen_by(GUILD)))
    store.close()


def test_filters_leave_copies_out(store: TableStore) -> None:
    assert store.story("wire", Filters(outlets=frozenset({"Wire"}))) == []
    assert store.stories(Filters(outlets=frozenset({"Wire", "Paper"}))) == 1


def test_an_index_from_before_has_its_stories_when_it_is_opened(store: TableStore, tmp_path: Path) -> None:
    expected = everything(store)
    store.close()
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("DELETE FROM meta WHERE key = 'copies'")
    as_before(tmp_path, "runs")
    reopened = EmbeddedStore(tmp_path, None)
    assert everything(reopened) == expected
    reopened.close()


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False))
def test_any_order_of_ingest_gives_the_same_stories(tmp_path_factory: pytest.TempPathFactory, dice) -> None:  # noqa: ANN001
    cases = [case for case in load_cases("measure") if case.kind in ("agency copy", "follow-up", "new lead")]
    names = sorted({name for case in cases for name in case.names})[:18]
    texts = {name: articles()[name]["text"] for name in names}
    shuffled = dice.sample(names, len(names))
    store = new_store(tmp_path_factory.mktemp("store"))
    store.put([encode(article(name, texts[name])) for name in shuffled])
    gone = shuffled[::5]
    store.remove(gone[:2])
    store.put([encode(article(name, texts[name])) for name in gone[:2]])
    store.put([encode(replace(article(name, texts[name] + " "), title="again")) for name in shuffled[1::6]])
    assert everything(store) == hanging_together(texts)
    assert store.stories(Filters()) == len(everything(store))
    store.close()


def hanging_together(texts: dict[str, str]) -> set[frozenset[str]]:
    """The stories by definition: every text against every other."""
    found = {name: {name} for name in texts}
    for one, other in combinations(texts, 2):
        if are_copies(runs_of(texts[one]), runs_of(texts[other])) and found[one] is not found[other]:
            found[one] |= found[other]
            for name in found[other]:
                found[name] = found[one]
    return {frozenset(names) for names in found.values()}
