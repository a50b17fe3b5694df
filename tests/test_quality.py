"""A drop in what people get is found: the real model and reader, on news and on one article as people paste them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from stores import real_encoder

from index.answerer import Answerer
from index.evaluate import Figures, GoldQuestion, evaluate, read_questions
from index.ingest.article import Article
from index.ingest.ingestor import Ingested, Ingestor
from index.ingest.json_fields import article_from_object
from index.ingest.plain_text import read_plain_text
from index.question import ask
from index.reader import packaged_reader
from index.split import split
from index.store.embedded import EmbeddedStore

NEWS = Path(__file__).parent / "news"
STORIES = ("a-01", "a-07", "a-13", "b-03", "b-09", "b-17", "c-03", "c-07", "c-13", "c-19")


def rows(file: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (NEWS / file).read_text("utf-8").splitlines()]


def filled(folder: Path, *articles: Article) -> tuple[EmbeddedStore, Answerer]:
    store = EmbeddedStore(folder, real_encoder().name, create=True)
    outcomes = list(Ingestor(store, real_encoder(), split).ingest(articles))
    assert all(isinstance(outcome, Ingested) for outcome in outcomes)
    return store, Answerer(store, real_encoder(), packaged_reader())


# --- news ---------------------------------------------------------------------------------------------------


def sample() -> list[GoldQuestion]:
    """Sixty questions, the same ones every time: of each story four that it answers and two that it does not."""
    questions = {question.id: question for question in read_questions(NEWS / "develop.questions.jsonl")}
    chosen: list[GoldQuestion] = []
    for story in STORIES:
        own = [questions[row["id"]] for row in rows("develop.questions.jsonl") if row["story"] == story]
        answerable, others = [each for each in own if each.evidence], [each for each in own if not each.evidence]
        chosen += [*answerable[:: len(answerable) // 4][:4], *others[:2]]
    return chosen


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    articles = [
        article_from_object(row, row["id"], row["id"]) for row in rows("articles.jsonl") if row["story"] in STORIES
    ]
    store, asking = filled(tmp_path_factory.mktemp("news"), *articles)
    with closing(store):
        return evaluate(asking, sample())


def test_the_sample_is_what_the_bounds_were_measured_on(measured: Figures) -> None:
    assert (measured.questions, measured.unanswerable) == (60, 20)


# Measured 0.675, 0.900, 0.950; 0.600, 0.759; 0.250, 0.730. Raise a bound when what is measured is well above it.
BOUNDS = {"hit_1": 0.6, "hit_3": 0.8, "hit_10": 0.9, "answered": 0.5, "right": 0.68, "auroc": 0.65}
MOST_FALSE_ANSWERS = 0.35


@pytest.mark.parametrize("figure", BOUNDS)
def test_a_figure_does_not_drop(measured: Figures, figure: str) -> None:
    assert measured.as_json()[figure] >= BOUNDS[figure]  # type: ignore[operator]


def test_false_answers_do_not_rise(measured: Figures) -> None:
    assert measured.false_answers is not None
    assert measured.false_answers <= MOST_FALSE_ANSWERS


# --- one article, as it is copied from a web page -----------------------------------------------------------

PASTED = """\
Transport Ministry Weighs Fines for Port of Lurgan After Its Vote to Bar Foreign Tugs: Report

Photo: ANNA KEEL/AFP via Getty Images

The port authority of Lurgan learned over the last two days how quickly the Halvorsen government changes its mind. On \
Sunday, the prime minister met the port council’s vote to bar foreign tugs with the threat of fines. “If they shut us \
out, and don’t do it in a very orderly way, we will fine them like they’ve never been fined before,” Halvorsen said. \
“It’ll make the herring fines look like pocket money.”

For a few hours on Tuesday morning, it seemed as if the ministry had accepted the vote after the collision last \
month that sank the pilot boat Merganser and a harbour ferry. Several papers quoted a notice from the Department of \
Shipping to the council announcing that all tugs would leave the port for the first time since the 1994 treaty. But \
the ministry scrambled to explain the clumsily worded, undated notice: It was a draft that “should never have been \
posted,” said the head of the Coastal Board, Edda K. Lindqvist, who called it a blunder. (With luck the ministry is \
better at steering ships than sentences.)

The newest turn came on Tuesday night, when the Lurgan Gazette reported that senior officials are already drafting \
fines against the port. In short, in less than a week, the government let a pilot boat be sunk in an ally’s harbour, \
denied it twice, and is preparing to fine the port in which it lies, which is not how fines work.

“I’m stunned that anybody is even discussing this,” Osric Penhallow, who ran the office of the Treasury that collects \
port fines, told the Gazette. “You don’t usually fine your own harbours. We are threatening to use our harshest rules \
against a town that pays for our lighthouses.” Then again, ministries don’t usually end a 26-year treaty by accident.

Transport Ministry Weighs Fines for Lurgan: Report
"""

ANSWERED = {
    "who called it a blunder?": "Edda K. Lindqvist, who called it a blunder.",
    "who ran the office that collects port fines?": "Osric Penhallow, who ran the office of the Treasury",
    "who is stunned that this is discussed?": "I’m stunned that anybody is even discussing this",
}
OFF_TOPIC = (
    "who won the football match on Saturday?",
    "what is the score of the tennis final?",
    "how much does a litre of milk cost?",
    "what is the price of gold today?",
    "what is the administrator's password?",
    "how do I reset my password?",
    "who is the chancellor of Germany?",
    "what did the president of Brazil say about the rainforest?",
    "which film won the award for best picture?",
    "will it rain in Oslo tomorrow?",
)


@pytest.fixture(scope="module")
def pasted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    article = read_plain_text(PASTED.encode(), "pasted.txt")
    store, asking = filled(tmp_path_factory.mktemp("pasted"), article)
    with closing(store):
        yield asking


@pytest.mark.parametrize("question", ANSWERED)
def test_a_question_that_the_article_answers_gets_the_one_sentence_that_says_so(
    pasted: Answerer, question: str
) -> None:
    answer = pasted.answer(ask(question))
    assert answer.answered
    assert ANSWERED[question] in answer.citations[0].text


def test_the_sentence_is_whole_with_nothing_around_it(pasted: Answerer) -> None:
    first = pasted.answer(ask("who called it a blunder?")).citations[0]
    assert first.text.startswith("But the ministry scrambled")
    assert first.text.endswith("who called it a blunder.")


@pytest.mark.parametrize("question", OFF_TOPIC)
def test_what_the_article_does_not_answer_is_refused(pasted: Answerer, question: str) -> None:
    answer = pasted.answer(ask(question))
    assert not answer.answered
    assert answer.citations
    assert answer.searched.documents == 1
