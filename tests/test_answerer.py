"""Whatever is asked gets an answer that stands in the coverage, a refusal, or one line that says why not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from stores import ENCODER, answerer, ingest, new_store, story

from index.answer import Answer
from index.answerer import Answerer
from index.errors import CitationError, QuestionError
from index.question import ask
from index.reader import packaged_reader
from index.store.embedded import EmbeddedStore

QUESTION = "who closed the ferry in Millbrook?"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    with closing(new_store(tmp_path, *(story(number) for number in range(12)))) as opened:
        yield opened


@pytest.fixture(scope="module")
def askers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Answerer]]:
    """The reader of the tests and the one that ships, over the same store, which nobody changes."""
    with closing(new_store(tmp_path_factory.mktemp("asked"), *(story(number) for number in range(12)))) as opened:
        yield [answerer(opened), Answerer(opened, ENCODER, packaged_reader())]


def is_sound(answer: Answer) -> bool:
    return all(each.document.text[each.start : each.end] == each.text for each in answer.quoted)


# --- any question -------------------------------------------------------------------------------------------

OPERATORS = st.text(st.sampled_from("NEARANDORNOT\"*-:^(){}+.,~'? \0\u202e\ud800🚀éß17%"), max_size=60)
WORDS = st.lists(
    st.sampled_from(
        ["who", "AND", "NEAR(", "ferry", "mistake", "NOT", '"', "*", "title:", "-", "^mayor", "مرحبا", "0.1"]
    ),
    max_size=12,
).map(" ".join)


@settings(deadline=None, max_examples=150)
@given(text=st.text() | OPERATORS | WORDS)
@example(text="🚀🎉")
@example(text="a" * 6_000)
@example(text="من قال ذلك؟")
@example(text="ferry\0mayor")
@example(text='NEAR("ferry" "mayor", 5) OR title:* -NOT ^( "')
@example(text="\ud800 ferry \udfff")
@example(text="@everyone who closed the ferry")
@example(text="'; DROP TABLE documents; --")
def test_any_text_gets_a_sound_answer_or_is_refused_in_words(askers: list[Answerer], text: str) -> None:
    for asker in askers:
        try:
            answer = asker.answer(ask(text))
        except QuestionError as error:
            assert str(error)
            assert "\n" not in str(error)
            continue
        assert is_sound(answer)
        assert len(answer.citations) <= 3
        assert answer.searched.documents == 12
        assert 0 <= answer.confidence <= 1
        assert answer.milliseconds > 0
        assert all(0 <= each.score <= 1 for each in answer.citations)


def test_operators_of_the_search_are_words_like_any_other(askers: list[Answerer]) -> None:
    plain = askers[0].answer(ask("ferry Millbrook", limit=10))
    for text in ('"ferry" Millbrook', "ferry* -Millbrook", "^ferry: (Millbrook)", "{ferry} + Millbrook"):
        found = askers[0].answer(ask(text, limit=10))
        assert [each.text for each in found.citations] == [each.text for each in plain.citations]


# --- limits and filters -------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [1, 2, 7, 10**6])
def test_no_more_is_cited_than_was_asked_for(askers: list[Answerer], limit: int) -> None:
    cited = askers[0].answer(ask(QUESTION, limit=limit)).citations
    assert 0 < len(cited) <= limit
    assert len({(each.document.id, each.start) for each in cited}) == len(cited)
    assert [each.score for each in cited] == sorted((each.score for each in cited), reverse=True)


def test_a_filter_that_leaves_nothing_is_no_answer_and_says_that_nothing_was_searched(askers: list[Answerer]) -> None:
    for asker in askers:
        answer = asker.answer(ask(QUESTION, since="2031-01-01"))
        assert not answer.answered
        assert answer.citations == ()
        assert (answer.searched.documents, answer.searched.sentences, answer.searched.outlets) == (0, 0, 0)
        assert answer.searched.newest is None
        assert answer.confidence == 0


def test_what_is_cited_passes_the_filters_and_what_was_searched_is_counted(askers: list[Answerer]) -> None:
    for asker in askers:
        answer = asker.answer(ask(QUESTION, outlet="Harbour Post", since="2020-01-02", until="2020-01-10", limit=50))
        assert answer.citations
        assert {each.document.outlet for each in answer.citations} == {"Harbour Post"}
        assert {each.document.published for each in answer.citations} <= {"2020-01-04", "2020-01-07", "2020-01-10"}
        assert (answer.searched.documents, answer.searched.outlets, answer.searched.newest) == (3, 1, "2020-01-10")


def test_until_holds_the_whole_day(store: EmbeddedStore) -> None:
    ingest(store, replace(story(20), published="2020-03-05T23:59:59Z"), replace(story(21), published="2020-03-06"))
    answer = answerer(store).answer(ask("mayor", since="2020-03-05", until="2020-03-05"))
    assert {each.document.id for each in answer.citations} == {"story-20"}


@pytest.mark.parametrize("typed", ["harbour post", " HARBOUR POST ", "Harbour  Post", "ｈａｒｂｏｕｒ post"])
def test_an_outlet_is_known_however_it_is_typed(askers: list[Answerer], typed: str) -> None:
    answer = askers[0].answer(ask(QUESTION, outlet=typed))
    assert {each.document.outlet for each in answer.citations} == {"Harbour Post"}


def test_outlets_that_differ_in_case_alone_are_all_searched(store: EmbeddedStore) -> None:
    ingest(store, replace(story(20), outlet="AP"), replace(story(21), outlet="Ap"))
    assert answerer(store).answer(ask("mayor", outlet="ap")).searched.documents == 2


@pytest.mark.parametrize("typed", ["Nobody's Gazette", "x" * 5_000, "\ud800", "Harbour Post'; --"])
def test_an_outlet_that_is_not_there_is_refused_with_some_that_are(askers: list[Answerer], typed: str) -> None:
    with pytest.raises(QuestionError) as error:
        askers[0].answer(ask(QUESTION, outlet=typed))
    message = str(error.value)
    assert "Harbour Post, Valley Courier" in message
    assert len(message) < 400
    message.encode()


def test_an_index_without_outlets_says_so(tmp_path: Path) -> None:
    with (
        closing(new_store(tmp_path / "none", replace(story(1), outlet=None))) as store,
        pytest.raises(QuestionError, match="Outlets: none"),
    ):
        answerer(store).answer(ask(QUESTION, outlet="Harbour Post"))


def test_an_empty_index_answers_that_it_has_nothing(tmp_path: Path) -> None:
    with closing(new_store(tmp_path / "empty")) as store:
        for asker in (answerer(store), Answerer(store, ENCODER, packaged_reader())):
            answer = asker.answer(ask(QUESTION))
            assert (answer.answered, answer.citations, answer.searched.documents) == (False, (), 0)


# --- several questions, and articles that change meanwhile --------------------------------------------------


def test_questions_together_are_answered_as_one_by_one_and_a_bad_one_spoils_no_other(askers: list[Answerer]) -> None:
    good = [ask(QUESTION), ask("what happened in Ostrava?", since="2020-01-02")]
    bad = ask(QUESTION, outlet="Nobody's Gazette")
    first, refused, last = askers[0].answer_many([good[0], bad, good[1]])
    assert isinstance(refused, QuestionError)
    assert [replace(each, milliseconds=0) for each in (first, last) if isinstance(each, Answer)] == [
        replace(askers[0].answer(question), milliseconds=0) for question in good
    ]
    assert list(askers[0].answer_many([])) == []


def test_a_citation_is_checked_against_the_article_as_it_is_when_it_is_sent(store: EmbeddedStore) -> None:
    asker = answerer(store)
    answer = asker.answer(ask("who closed the ferry in Millbrook?", limit=1))
    assert answer.citations[0].document.id == "story-1"
    asker.check(answer)
    ingest(store, replace(story(1), title="Another Headline"))
    asker.check(answer)
    ingest(store, replace(story(1), text="Another story. " + story(1).text))
    with pytest.raises(CitationError, match="not what stands"):
        asker.check(answer)
    store.remove(["story-1"])
    with pytest.raises(CitationError, match="is gone"):
        asker.check(answer)


def test_the_same_question_gets_the_same_answer(askers: list[Answerer]) -> None:
    for asker in askers:
        one, other = (replace(asker.answer(ask(QUESTION)), milliseconds=0) for _ in range(2))
        assert one == other
