"""The short answer in a cited sentence: what is marked, and that it is never anything but the article's words."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stores import ENCODER, ingest, new_store
from worlds import OverlapReader

from index.answer import Answer, cite
from index.answerer import Answerer
from index.document import Document, Sentence, Span
from index.errors import CitationError, ModelError
from index.evaluate import Outcome, figures, table
from index.ingest.article import Article
from index.question import Question, ask
from index.short_answer import Weights, packaged_weights, short_answer
from index.short_answer.agreement import exact_match, token_f1
from index.short_answer.features import analyse
from index.split import split
from index.store.protocol import Coverage

NEWS = Path(__file__).parent / "news"
WEIGHTS = packaged_weights()
COVERAGE = Coverage(1, 1, 1, None)


def marked(question: str, sentence: str, weights: Weights = WEIGHTS) -> str | None:
    span = short_answer(question, sentence, weights)
    return sentence[span.start : span.end] if span else None


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        (
            "who called it a mistake?",
            "It was a draft, said the chief of the defence staff, Gen. Aldous R. Pennock, who called it a mistake.",
            "Aldous R. Pennock",
        ),
        ("when did the ferry stop?", "The ferry between the islands stopped on April 1.", "April 1"),
        ("how many people lost power", "The storm left 550,000 people without power.", "550,000"),
        ("how much did the city pay the families", "The city paid the families $31 million in March.", "$31 million"),
        (
            "what did the mayor say about the bridge",
            "“A bridge is a promise in stone,” Mayor Ada Quist said of the bridge.",
            "A bridge is a promise in stone",
        ),
    ],
)
def test_who_when_how_many_and_what_was_said_are_marked(question: str, sentence: str, answer: str) -> None:
    assert answer in (marked(question, sentence) or "")


def test_nothing_is_marked_where_it_is_not_sure() -> None:
    sentence = "The committee, the council and the board met in the hall, the annex and the yard to talk of the plan."
    assert marked("what is the point of it all", sentence) is None


def test_nobody_is_told_that_he_said_it() -> None:
    everything = replace(WEIGHTS, alone=replace(WEIGHTS.alone, threshold=0.0))
    assert marked("who said it would snow", "He said it would snow.", everything) not in ("He", "it")


def test_four_in_five_marked_answers_overlap_the_right_one() -> None:
    documents = {row["id"]: Document(row["id"], row["title"], row["text"]) for row in rows("articles.jsonl")}
    sentences = {each.id: split(each) for each in documents.values()}
    shown = right = asked = 0
    for question in rows("develop.questions.jsonl"):
        for evidence in question["evidence"][:1]:
            held = [each for each in sentences[evidence["document_id"]] if each.start <= evidence["start"] < each.end]
            answer = marked(question["question"], held[0].text)
            asked += 1
            shown += answer is not None
            right += token_f1(answer, question["answers"]) > 0.5
    assert right / shown >= 0.8
    assert shown / asked >= 0.5


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (NEWS / name).read_text("utf-8").splitlines()]


@given(st.text(max_size=80), st.text(max_size=300))
@settings(deadline=None)
def test_any_text_gives_a_span_inside_it_or_none(question: str, sentence: str) -> None:
    span = short_answer(question, sentence, replace(WEIGHTS, alone=replace(WEIGHTS.alone, threshold=0.0)))
    assert span is None or (0 <= span.start < span.end <= len(sentence) and sentence[span.start : span.end].strip())


@given(st.text(alphabet="ab AB.“”‘’()\"',$-1 é", max_size=120))
def test_words_and_marks_stand_where_the_sentence_has_them(sentence: str) -> None:
    for word in analyse("a b", sentence).words:
        assert sentence[word.start : word.end] == word.text


def test_a_sentence_without_end_is_left_alone() -> None:
    assert (
        marked("how many words", "word 17 " * 20_000, replace(WEIGHTS, alone=replace(WEIGHTS.alone, threshold=0.0)))
        is None
    )


def test_damaged_weights_are_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("index.short_answer.model.resources.files", lambda package: tmp_path)
    (tmp_path / "short_answer.json").write_text('{"features": {}', "utf-8")
    with pytest.raises(ModelError, match="install coverage-bot again"):
        packaged_weights()


def test_an_answer_is_the_article_s_own_words_inside_the_first_citation(tmp_path: Path) -> None:
    text = "Rain fell on the hills. The storm left 550,000 people without power. Nobody was hurt."
    store = new_store(tmp_path)
    ingest(store, Article(source="one", title="Storm", text=text))
    asking = Answerer(store, ENCODER, OverlapReader(), WEIGHTS)
    answer = asking.answer(ask("how many people are without power after the storm?"))
    assert answer.answered and answer.answer is not None and "550,000" in answer.answer
    span, first = answer.answer_span, answer.citations[0]
    assert span is not None and first.start <= span.start < span.end <= first.end
    assert first.document.text[span.start : span.end] == answer.answer
    store.close()


@pytest.mark.parametrize(
    ("text", "span"),
    [("550,001", Span(15, 22)), ("550,000", Span(0, 7)), ("550,000", None), ("Rain", Span(40, 44)), ("", Span(15, 15))],
)
def test_an_answer_that_is_not_in_the_citation_cannot_be_made(text: str, span: Span | None) -> None:
    document = Document("one", "Storm", "The storm left 550,000 people cold. Now Rain.")
    first = cite(document, Sentence("one", 0, 0, 35, document.text[:35]), 0.9)
    with pytest.raises(CitationError):
        Answer(Question("how many?"), True, text, (first,), COVERAGE, 1.0, 0.9, span)


@pytest.mark.parametrize(
    ("answer", "right", "exact", "f1"),
    [
        ("The $31 million.", ["$31 million"], True, 1.0),
        ("Gen. Mark Milley", ["Mark Milley", "Milley"], False, 0.8),
        ("April 1", ["April 2"], False, 0.5),
        (None, ["April 2"], False, 0.0),
        ("April 1", [], False, 0.0),
        ("“the”", ["!"], True, 0.0),
    ],
)
def test_answers_agree_as_squad_counts_it(answer: str | None, right: list[str], exact: bool, f1: float) -> None:
    assert exact_match(answer, right) is exact
    assert token_f1(answer, right) == pytest.approx(f1)


def test_figures_count_an_unmarked_answer_as_wrong_and_only_where_the_first_sentence_is_right() -> None:
    found = figures(
        [
            Outcome(True, 1, True, 0.9, 1.0, True, True, 1.0),
            Outcome(True, 1, True, 0.9, 1.0, False, False, 0.0),
            Outcome(True, 2, True, 0.9, 1.0, True, False, 0.0),
            Outcome(False, None, False, 0.1, 1.0),
        ]
    )
    assert (found.marked, found.exact_match, found.f1) == (0.5, 0.5, 0.5)
    assert "short answer marked, if right" in table("news", found)
