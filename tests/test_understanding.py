from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stores import ENCODER, answerer, ingest, new_store, story
from worlds import BREAD, LETTER

from bot.desk import problem
from bot.words import LANGUAGES, Words
from index.encoder import open_encoder
from index.errors import QuestionError
from index.question import ask
from index.store.embedded import EmbeddedStore
from index.store.protocol import Filters
from index.terms import stem
from index.understanding.dates import since_named
from index.understanding.interpreter import Interpreter, Understood, as_question
from index.understanding.language import foreign
from index.understanding.outlets import source_named
from index.understanding.parts import parts
from index.understanding.spelling import respell, rewritten, surface, suspects

TODAY = date(2020, 1, 15)  # a Wednesday
OUTLETS = ("Harbor Courier", "The Daily Ledger", "Daily", "Time")
NEWS = Path(__file__).parent / "news"
DEVELOP = [json.loads(line) for line in (NEWS / "develop.questions.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    opened = new_store(tmp_path_factory.mktemp("index"))
    ingest(opened, LETTER, BREAD, *(story(number) for number in range(12)))
    yield opened
    opened.close()


def understood(store: EmbeddedStore, text: str, *, english_only: bool = True, **asked: str) -> Understood:
    interpreter = Interpreter(store, ENCODER.knows, english_only=english_only, today=lambda: TODAY)
    return interpreter.interpret(ask(text, **asked))


def test_a_question_mark_or_none_and_capitals_make_no_difference_to_the_answer(store: EmbeddedStore) -> None:
    asking = answerer(store)
    plain = asking.answer(ask("who called it a mistake"))
    for typed in (
        "who called it a mistake?",
        "who called it a mistake ???",
        "WHO CALLED IT A MISTAKE",
        "Who called it…",
    ):
        again = asking.answer(ask(typed))
        if typed != "Who called it…":
            assert again.citations == plain.citations and again.confidence == plain.confidence


@given(st.text(min_size=1))
def test_every_text_that_is_searched_for_ends_in_one_question_mark(text: str) -> None:
    made = as_question(text)
    assert made.endswith("?") and not made[:-1].endswith(("?", " ", "!"))
    assert as_question(made) == made


def test_a_misspelt_name_is_searched_for_as_the_coverage_has_it(store: EmbeddedStore) -> None:
    answer = answerer(store).answer(ask("what did Gen. Vletman call a mistake?"))
    assert answer.citations[0].text.endswith("Gen. Doran K. Veltman, who called it a mistake.")
    assert answer.understood == "what did Gen. veltman call a mistake?"
    assert answer.question.text == "what did Gen. Vletman call a mistake?"


def test_a_question_without_a_slip_is_left_as_it_was_typed(store: EmbeddedStore) -> None:
    assert understood(store, "who called the draft a mistake").respelt is None


def test_a_word_that_the_language_knows_is_no_slip_though_the_coverage_lacks_it(store: EmbeddedStore) -> None:
    known = Interpreter(store, frozenset(["broad"]).__contains__, english_only=True)
    assert understood(store, "who bought the broad").respelt == "who bought the bread"
    assert known.interpret(ask("who bought the broad")).respelt is None


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("garnok", "garnock"),
        ("phillipa", "philippa"),
        ("helicoptors", "helicopt"),
        ("floting", "float"),
        ("canidates", "candid"),
        ("clsoed", "close"),
        ("opne", "open"),
        ("ritz", None),  # in four letters, only two that changed places
        ("jarnock", None),  # another first letter
        ("gxrnxk", None),  # too far for its length
    ],
)
def test_a_slip_is_forgiven_as_far_as_the_length_of_the_word_allows(typed: str, term: str | None) -> None:
    vocabulary = dict.fromkeys(
        ["garnock", "philippa", "helicopt", "float", "candid", "open", "close", "rite", "grind"], 1
    )
    assert respell(typed, vocabulary) == term


def test_of_two_words_equally_near_the_more_frequent_is_meant() -> None:
    assert respell("coust", {"court": 2, "coast": 9}) == "coast"


def test_numbers_short_words_and_question_words_are_never_respelt() -> None:
    assert suspects("who was with 5,5000 men of the B52 in wich cty, wheree") == ["wich", "wheree"]


@given(st.text())
def test_a_text_is_rewritten_nowhere_but_in_its_misspelt_words(text: str) -> None:
    assert rewritten(text, {}) == text
    assert rewritten(f"{text} garnok's", {"garnok": "garnock"}).endswith(" garnock's")


@pytest.mark.parametrize(
    ("text", "outlets", "rest"),
    [
        ("what did the Harbor Courier report about the strike?", {"Harbor Courier"}, "what about the strike?"),
        ("according to the harbor courier, who resigned?", {"Harbor Courier"}, "who resigned?"),
        ("who resigned, according to HARBOR COURIER", {"Harbor Courier"}, "who resigned"),
        ("according to the Harbor Courier who called it a mistake", {"Harbor Courier"}, "who called it a mistake"),
        ("did the Daily Ledger say that the mayor resigned?", {"The Daily Ledger"}, "the mayor resigned?"),
        ("the Harbor Courier's coverage of the strike", {"Harbor Courier"}, "of the strike"),
        ("what was written in the Harbor Courier about the strike", {"Harbor Courier"}, "what was about the strike"),
    ],
)
def test_an_outlet_that_is_named_as_the_source_is_a_filter(text: str, outlets: set[str], rest: str) -> None:
    assert source_named(text, OUTLETS) == (outlets, rest)


@pytest.mark.parametrize(
    "text",
    [
        "who owns the Harbor Courier?",
        "who was fired by the Harbor Courier",
        "what did the Harbor Courier say about its layoffs?",
        "what did the Courier report about the strike?",
        "what did the harbor master report about the courier?",
        "did the Harbor Courier or the Daily Ledger report the strike",
        "what time did the strike begin",
        "according to the Harbor Courier?",
    ],
)
def test_an_outlet_that_is_the_subject_or_not_named_in_full_is_no_filter(text: str) -> None:
    assert source_named(text, OUTLETS) == (frozenset(), text)


def test_the_receipt_names_the_outlet_that_the_question_named(store: EmbeddedStore) -> None:
    answer = answerer(store).answer(ask("what did the valley courier report about bread?"))
    assert answer.question.filters == Filters(outlets=frozenset({"Valley Courier"}))
    assert {citation.document.outlet for citation in answer.citations} == {"Valley Courier"}
    assert answer.searched == store.coverage(answer.question.filters)


def test_an_outlet_that_was_chosen_is_not_overruled_by_one_in_the_words(store: EmbeddedStore) -> None:
    filters = understood(store, "what did the valley courier report about bread?", outlet="Harbour Post").filters
    assert filters.outlets == {"Harbour Post"}


@pytest.mark.parametrize(
    ("text", "first", "rest"),
    [
        ("what did the council decide yesterday?", date(2020, 1, 13), "what did the council decide?"),
        ("who was arrested last night", date(2020, 1, 13), "who was arrested"),
        ("who resigned last week?", date(2020, 1, 5), "who resigned?"),
        ("who resigned in the last 3 days?", date(2020, 1, 11), "who resigned?"),
        ("what happened over the past few hours", date(2020, 1, 10), "what happened"),
        ("who resigned within the past two weeks", date(2019, 12, 31), "who resigned"),
    ],
)
def test_days_counted_from_now_are_a_filter_a_day_wider(text: str, first: date, rest: str) -> None:
    assert since_named(text, TODAY) == (first, rest)


@pytest.mark.parametrize(
    "text",
    [
        "who resigned last year",
        "how many since monday",
        "pipe imports in 2020",
        "what did the committee decide in May",
        "how long did the strike last weeks or days",
        "who played in the last week of the season",
        "is it colder than last week",
        "when is the deadline after last week's strike",
        "yesterday?",
    ],
)
def test_dates_that_an_article_may_tell_of_are_no_filter(text: str) -> None:
    assert since_named(text, TODAY) == (None, text)


def test_no_question_that_the_development_part_answers_is_narrowed() -> None:
    asked = [row["question"] for row in DEVELOP]
    assert len(asked) > 400
    for text in asked:
        assert since_named(text, TODAY)[0] is None
        assert not source_named(text, [row["outlet"] for row in articles() if row.get("outlet")])[0]


def articles() -> list[dict[str, str]]:
    return [json.loads(line) for line in (NEWS / "articles.jsonl").read_text("utf-8").splitlines()]


def test_a_recent_day_is_a_filter_unless_dates_were_chosen(store: EmbeddedStore) -> None:
    assert understood(store, "who resigned last week").filters.since == datetime(2020, 1, 5, tzinfo=UTC)
    chosen = understood(store, "who resigned last week", since="2020-01-14").filters.since
    assert chosen == datetime(2020, 1, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("who resigned and when?", ("who resigned", "when resigned")),
        ("which councillor said sorry, and where", ("which councillor said sorry", "where councillor said sorry")),
        ("who closed the ferry and how many workers met the mayor?",
         ("who closed the ferry", "how many workers met the mayor")),
        ("who is Ada Quist and what did she lose", ("who is Ada Quist", "what did she lose ada quist")),
    ],
)  # fmt: skip
def test_two_questions_in_one_are_told_apart(text: str, asked: tuple[str, str]) -> None:
    assert parts(text) == asked


@pytest.mark.parametrize(
    "text",
    [
        "where and when are the talks",
        "who called it a mistake and a disgrace?",
        "what did she say about the loan and why she kept it",
        "report on how and why the bridge fell",
        "did the mayor say when and where",
        "what do we know about who did it and why",
    ],
)
def test_what_is_not_clearly_two_questions_stays_one(text: str) -> None:
    assert parts(text) == (text,)


def test_two_questions_are_both_answered_in_their_order(store: EmbeddedStore) -> None:
    answer = answerer(store).answer(ask("who called the draft a mistake and who blame the price of flour?"))
    assert answer.parts == 2
    first, second = answer.citations[:2]
    assert "Veltman" in first.text and second.text == "The bakers blame the price of flour."
    assert len({citation.start for citation in answer.citations if citation.document.id == "letter"}) <= 3


@pytest.mark.parametrize(
    "text",
    [
        "¿quién llamó a eso un error?",
        "cuántas personas murieron en el incendio",
        "pourquoi l'usine a-t-elle fermé",
        "combien de personnes sont mortes dans l'incendie",
        "wie viele menschen starben bei dem brand",
        "warum wurde die fabrik geschlossen",
        "quantas pessoas morreram no incêndio",
        "perché ha chiuso la fabbrica",
        "hoeveel mensen zijn omgekomen",
        "кто ушёл в отставку",
        "谁辞职了",
        "من استقال",
    ],
)
def test_a_question_in_another_language_is_declined_politely(store: EmbeddedStore, text: str) -> None:
    with pytest.raises(QuestionError, match="Please ask in English"):
        understood(store, text)
    assert understood(store, text, english_only=False).texts


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=lambda words: words.language)
def test_another_language_is_declined_in_the_persons_own_words(store: EmbeddedStore, words: Words) -> None:
    with pytest.raises(QuestionError) as declined:
        understood(store, "qui a abattu l’avion ukrainien ?")
    told = problem(declined.value, words)
    assert told == words.question_problems["not_english"]
    assert str(declined.value).endswith("Please ask in English.")


def test_of_a_words_forms_the_one_nearest_to_what_was_typed_is_meant() -> None:
    texts = ["Ukrainians wept.", "The Ukrainian jet fell."]
    assert surface(stem("ukrainian"), texts, "ukranian") == "ukrainian"
    assert surface(stem("ukrainian"), texts, "ukranians") == "ukrainians"
    assert surface("none", texts, "ukranian") is None


@pytest.mark.parametrize("text", ["l'oreal ceo said what", "who sued d'angelo", "did o'brien resign", "qu'appelle dam"])
def test_a_name_with_an_apostrophe_makes_no_french(text: str) -> None:
    assert not foreign(text)


def test_questions_in_english_are_never_taken_for_another_language() -> None:
    names = [
        "juan de la cruz trial",
        "der spiegel interview",
        "die hard box office",
        "who said no es no",
        "qui tam suit",
    ]
    train = (json.loads(line) for line in (NEWS / "train.questions.jsonl").read_text("utf-8").splitlines())
    asked = [*names, *(row["question"] for row in train), *(row["question"] for row in DEVELOP)]
    assert [text for text in asked if foreign(text)] == []


def test_coverage_in_another_language_is_found_by_its_own_words(tmp_path: Path) -> None:
    from dataclasses import replace

    store = new_store(tmp_path)
    ingest(store, replace(LETTER, title="Отставка", text="Министр ушёл в отставку в понедельник."))
    assert understood(store, "кто ушёл в отставку?").texts == ("кто ушёл в отставку?",)
    store.close()


def test_the_packaged_encoder_knows_common_words_and_no_misspelt_ones() -> None:
    encoder = open_encoder()
    assert all(encoder.knows(word) for word in ("deadline", "married", "fast", "harbour"))
    assert not any(encoder.knows(word) for word in ("garnok", "helicoptors", "assylum"))
