"""The two fits learn what there is to learn, and collections are read with their evidence in place."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from encoders import HashedEncoder

from index.document import Span
from index.reader import LEADS, rank
from index.signals import SIGNALS, signals
from index.training.collections import Collection, Example, examples, held_out, news, one_story_each, pairs
from index.training.fitting import confidence_inputs, fit_confidence, fit_ranking

NEWS = Path(__file__).parent / "news"


def made(seed: int, telling: int, *, answerable: bool = True, candidates: int = 8) -> Example:
    """A question whose right candidate is the one in which one signal is high; the others are noise."""
    chance = np.random.default_rng(seed)
    rows = chance.random((candidates, len(SIGNALS)))
    rows[:, telling] *= 0.5
    right = np.zeros(candidates, np.bool_)
    if answerable:
        place = int(chance.integers(candidates))
        rows[place, telling] = 0.9
        right[place] = True
    return Example(rows, right, answerable, "story")


def test_the_ranking_learns_which_signal_tells() -> None:
    ranking = fit_ranking([(1.0, [made(seed, telling=4) for seed in range(80)])])
    assert int(np.argmax(ranking.weights)) == 4
    fresh = [made(seed, telling=4) for seed in range(1_000, 1_050)]
    assert np.mean([each.right[rank(ranking, each.rows)[0][0]] for each in fresh]) > 0.95


def test_a_set_counts_by_its_weight_and_not_by_its_size() -> None:
    small, large = [made(seed, telling=2) for seed in range(20)], [made(seed, telling=7) for seed in range(200)]
    ranking = fit_ranking([(20.0, small), (1.0, large)])
    assert ranking.weights[2] > ranking.weights[7]


def test_questions_without_a_right_candidate_teach_no_ranking_and_break_nothing() -> None:
    useless = [made(seed, telling=4, answerable=False) for seed in range(20)]
    ranking = fit_ranking([(1.0, [made(seed, telling=4) for seed in range(40)] + useless)])
    assert int(np.argmax(ranking.weights)) == 4


def test_fitting_twice_gives_the_same_weights() -> None:
    one, other = (fit_ranking([(1.0, [made(seed, telling=4) for seed in range(40)])]) for _ in range(2))
    assert np.array_equal(one.weights, other.weights)


def test_the_confidence_learns_that_an_unanswerable_question_has_no_good_first() -> None:
    some = [made(seed, telling=4, answerable=bool(seed % 2)) for seed in range(200)]
    ranking = fit_ranking([(1.0, some)])
    confidence = fit_confidence(ranking, some)
    fresh = [made(seed, telling=4, answerable=bool(seed % 2)) for seed in range(1_000, 1_100)]
    sure = np.array([float(confidence(confidence_inputs(ranking, each)[0][None, :])[0]) for each in fresh])
    answerable = np.array([each.answerable for each in fresh])
    assert sure[answerable].mean() > 0 > sure[~answerable].mean()
    assert confidence.weights.shape == (len(SIGNALS) + len(LEADS),)


# --- collections --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def develop() -> Collection:
    return news(NEWS / "articles.jsonl", NEWS / "develop.questions.jsonl")


def test_the_news_set_is_read_with_its_evidence_inside_the_articles(develop: Collection) -> None:
    texts = {article.id: article.text for article, _ in develop.articles}
    answered = [question for question in develop.questions if question.gold]
    assert 0 < len(answered) < len(develop.questions)
    for question in answered:
        for document, spans in question.gold.items():
            assert all(0 <= span.start < span.end <= len(texts[document]) for span in spans)


def test_a_small_collection_holds_one_story_and_strangers_that_it_cannot_answer(develop: Collection) -> None:
    for small in one_story_each(develop, strangers=3, seed=0):
        assert {article.source for article, _ in small.articles} == {small.name}
        assert all(not question.gold for question in small.questions[-3:])
        held = {article.id for article, _ in small.articles}
        assert all(held.issuperset(question.gold) for question in small.questions)
    again = list(one_story_each(develop, strangers=3, seed=0))
    assert again == list(one_story_each(develop, strangers=3, seed=0))


def test_examples_have_a_row_for_each_candidate_and_know_which_are_right(develop: Collection) -> None:
    small = next(one_story_each(develop, strangers=2, seed=0))
    found = list(examples(small, HashedEncoder(), signals))
    assert len(found) == len(small.questions)
    for question, example in zip(small.questions, found, strict=True):
        assert example.rows.shape == (len(example.right), len(SIGNALS))
        assert np.isfinite(example.rows).all()
        assert example.answerable == bool(question.gold)
        assert example.right.any() <= example.answerable
    assert any(example.right.any() for example in found)


def test_what_is_held_out_is_whole_stories_and_the_rest_never_asks_about_them(develop: Collection) -> None:
    kept, left = held_out(develop)
    assert len(kept.questions) + len(left.questions) == len(develop.questions)
    assert left.questions
    assert {each.story for each in kept.questions}.isdisjoint(each.story for each in left.questions)
    assert kept.articles == left.articles == develop.articles


def test_sentence_pairs_become_articles_with_spans_in_them(tmp_path: Path) -> None:
    sentences: list[dict[str, Any]] = [
        {"id": 1, "document": "d", "title": "Letter", "text": "A letter went around."},
        {"id": 2, "document": "d", "title": "Letter", "text": "Milley called it a mistake."},
        {"id": 3, "document": "e", "title": "Bread", "text": "Bread costs more."},
    ]
    questions: list[dict[str, Any]] = [
        {"question": "who called it a mistake?", "sentences": [2]},
        {"question": "what?", "sentences": [1, 3]},
        {"question": "who called it that?", "sentences": [2], "answer": "milley"},
    ]
    for name, rows in [("sentences", sentences), ("questions", questions)]:
        with gzip.open(tmp_path / f"set.{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    found = pairs(tmp_path, "set", limit=10, seed=0)
    (letter, spans), (bread, _) = found.articles
    assert [letter.text[span.start : span.end] for span in spans] == [sentences[0]["text"], sentences[1]["text"]]
    assert bread.text == "Bread costs more."
    gold = {question.text: question.gold for question in found.questions}
    assert gold["who called it a mistake?"] == {"d": [spans[1]]}
    assert gold["what?"] == {"d": [spans[0]], "e": [Span(0, 17)]}
    exact = next(question for question in found.questions if question.exact)
    assert [letter.text[span.start : span.end] for span in exact.gold["d"]] == ["Milley"]
    assert len(pairs(tmp_path, "set", limit=1, seed=0).questions) == 1
    assert pairs(tmp_path, "set", limit=1, seed=0, skip=1).questions == found.questions[1:2]
