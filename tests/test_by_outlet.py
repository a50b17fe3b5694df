"""Outlets are searched together, and what each of them says is found as if it had been searched by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from stores import ENCODER, QUESTIONS, new_store, story

from index.answerer import Answerer
from index.by_outlet import Search, by_outlet
from index.compare import compare
from index.ingest.article import Article
from index.question import ask
from index.reader import packaged_reader
from index.store.embedded import EmbeddedStore
from index.store.protocol import Filters, Match
from index.terms import question_terms

EACH = 3
SIZES = {"Gazette": 90, "Herald": 40, "Courier": 12, "Post": 3, "Leaflet": 1}
BREAD = "The price of bread rose on market day {number}, said the baker."
DRY = "It was about the price of flour, and of bread, that nobody spoke on day {number} for all the rain there was."


def articles() -> Iterator[Article]:
    number = 0
    for outlet, size in SIZES.items():
        for _ in range(size):
            yield replace(story(number), outlet=outlet)
            number += 1


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    nobody = replace(story(200), outlet=None)
    with closing(new_store(tmp_path_factory.mktemp("index"), *articles(), nobody)) as opened:
        yield opened


def searches(store: EmbeddedStore, question: str) -> list[Search]:
    vector, words = ENCODER.encode([question])[0], question_terms(question)
    return [
        lambda limit, filters: store.nearest(vector, limit, filters),
        lambda limit, filters: store.lexical(words, limit, filters),
    ]


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_outlet_gets_what_it_would_get_by_itself(store: EmbeddedStore, question: str) -> None:
    for search in searches(store, question):
        scores = {match.number: round(match.score, 4) for match in search(10_000, Filters())}
        alone = {name: search(EACH, Filters(outlets=frozenset({name}))) for name in SIZES}
        together = by_outlet(store, search, Filters(), list(SIZES), EACH)
        # Of equal sentences, either is right.
        assert {name: [scores[number] for number in found] for name, found in together.items()} == {
            name: [round(match.score, 4) for match in found] for name, found in alone.items() if found
        }
        published = store.outlets_of(list(scores))
        assert all(published[number] == name for name, found in together.items() for number in found)


def test_only_the_outlets_asked_about_are_found_and_only_what_passes(store: EmbeddedStore) -> None:
    search = searches(store, QUESTIONS[0])[0]
    filters = Filters(outlets=frozenset({"Post", "Courier"}), documents=frozenset(store.ids()) - {"story-142"})
    found = by_outlet(store, search, filters, ["Post"], EACH)
    assert set(found) == {"Post"}
    assert {each.sentence.document_id for each in store.sentences(found["Post"])} <= {"story-143", "story-144"}
    assert by_outlet(store, search, Filters(), [], EACH) == {}


def test_many_outlets_take_few_searches(store: EmbeddedStore) -> None:
    made: list[Filters] = []

    def search(limit: int, filters: Filters) -> list[Match]:
        made.append(filters)
        return store.nearest(ENCODER.encode(["the mayor"])[0], limit, filters)

    by_outlet(store, search, Filters(), [*SIZES, *(f"Paper {number}" for number in range(40))], EACH)
    assert len(made) <= 2


def test_an_outlet_with_much_to_say_does_not_silence_one_with_little(tmp_path: Path) -> None:
    loud = [
        replace(story(number), title="Bread Dear", text=BREAD.format(number=number), outlet=f"Loud {number % 3}")
        for number in range(150)
    ]
    quiet = replace(story(150), title="Rain", text=DRY.format(number=1), outlet="Quiet")
    other = replace(story(151), title="Ferry", text="The ferry sank.", outlet="Other")
    with closing(new_store(tmp_path, *loud, quiet, other)) as store:
        compared = compare(Answerer(store, ENCODER, packaged_reader()), ask("price of bread"))
    named = {name for line in compared.lines for name in (line.outlet, *line.also_in)}
    assert named == {"Loud 0", "Loud 1", "Loud 2", "Quiet"}
    assert compared.silent == ("Other",)
    assert compared.lines[0].citation.document.outlet != "Quiet"


@pytest.mark.parametrize("topic", ["the ferry in Harrowgate", "mayor of Ostrava", "brewery", "nothing of the kind"])
def test_what_an_outlet_says_does_not_depend_on_who_else_is_compared(store: EmbeddedStore, topic: str) -> None:
    answerer = Answerer(store, ENCODER, packaged_reader())
    together = {line.outlet: line for line in compare(answerer, ask(topic)).lines}
    alone = {name: compare(answerer, ask(topic, outlet=name)) for name in SIZES}
    said = {name for line in together.values() for name in (line.outlet, *line.also_in)}
    assert said == {name for name, compared in alone.items() if compared.lines}
    for name, line in together.items():
        assert line.citation.text == alone[name].lines[0].citation.text
