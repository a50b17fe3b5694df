"""The reader ranks what it is given, is as sure as it says, and refuses where nothing can be told apart."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stores import ENCODER, new_store, story

from index.errors import ModelError
from index.passages.model import Judged
from index.reader import (
    COLUMNS,
    JUDGEMENTS,
    LEADS,
    READ,
    Linear,
    Reading,
    SignalReader,
    judgements,
    packaged_reader,
    rank,
    together,
)
from index.retriever import Retriever
from index.signals import SIGNALS, Asked, Candidate, verbatim
from index.store.embedded import EmbeddedStore
from index.store.protocol import Filters


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    with closing(new_store(tmp_path_factory.mktemp("index"), *(story(number) for number in range(12)))) as opened:
        yield opened


def retrieve(store: EmbeddedStore, question: str) -> tuple[Asked, list[Candidate]]:
    return Retriever(store).retrieve(question, ENCODER.encode([question])[0], Filters())


class KeywordJudge:
    """Thinks well of sentences with a word in them, and nothing of every third one."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.judged: list[list[Candidate]] = []

    def judge(self, question: str, candidates: Sequence[Candidate]) -> list[Judged | None]:
        self.judged.append(list(candidates))
        holds = [self.word in each.stored.sentence.text for each in candidates]
        return [Judged(5.0 if each else -5.0, 0.0) for each in holds]


def plain(size: int, *weights: float, bias: float = 0.0) -> Linear:
    padded = np.array([*weights, *([0.0] * (size - len(weights)))])
    return Linear(np.zeros(size), np.ones(size), padded, bias)


SCORES = st.lists(st.floats(-50, 50, width=32), min_size=1, max_size=30)


@given(scores=SCORES)
def test_shares_are_a_distribution_in_the_order_of_the_scores(scores: list[float]) -> None:
    order, shares, inputs = rank(plain(1, 1.0), np.array(scores)[:, None])
    assert sorted(order) == list(range(len(scores)))
    assert [scores[row] for row in order] == sorted(scores, reverse=True)
    assert shares.sum() == pytest.approx(1)
    assert list(shares[order]) == sorted(shares, reverse=True)
    assert inputs.shape == (1 + len(LEADS),)
    assert np.isfinite(inputs).all()


def test_equal_scores_stay_in_the_order_in_which_they_were_found() -> None:
    order, shares, _ = rank(plain(1, 1.0), np.ones((7, 1)))
    assert list(order) == list(range(7))
    assert shares == pytest.approx(np.full(7, 1 / 7))


def test_leads_say_how_far_the_first_stands_out() -> None:
    _, shares, inputs = rank(plain(1, 1.0), np.array([[1.0], [3.0], [2.5], [0.0], [0.0]]))
    named = dict(zip(LEADS, inputs[1:], strict=True))
    assert named["score"] == 3
    assert named["lead_over_second"] == 0.5
    assert named["lead_over_fifth"] == 3
    assert named["share"] == pytest.approx(shares.max())


def test_the_reader_that_ships_ranks_every_candidate_once_with_shares_of_one(store: EmbeddedStore) -> None:
    asked, candidates = retrieve(store, "who called the ferry in Millbrook a mistake?")
    reading = packaged_reader().read(asked, candidates)
    assert sorted(c.stored.number for c, _ in reading.ranked) == sorted(c.stored.number for c in candidates)
    shares = [share for _, share in reading.ranked]
    assert sum(shares) == pytest.approx(1)
    assert shares == sorted(shares, reverse=True)
    assert 0 < reading.confidence < 1


def test_the_order_in_which_candidates_come_changes_nothing(store: EmbeddedStore) -> None:
    asked, candidates = retrieve(store, "who called the ferry in Millbrook a mistake?")
    one = packaged_reader().read(asked, candidates)
    other = packaged_reader().read(asked, candidates[::-1])
    assert one.ranked[0][0] == other.ranked[0][0]
    assert one.confidence == pytest.approx(other.confidence)


def test_the_threshold_is_the_least_confidence_that_answers(store: EmbeddedStore) -> None:
    asked, candidates = retrieve(store, "who called the ferry in Millbrook a mistake?")
    confidence = packaged_reader().read(asked, candidates).confidence
    for threshold, answered in [(0.0, True), (confidence, True), (min(confidence + 1e-6, 1), False), (1.0, False)]:
        assert packaged_reader(threshold).read(asked, candidates).answered is answered


def test_without_candidates_or_a_word_that_carries_a_subject_nothing_is_answered(store: EmbeddedStore) -> None:
    asked, candidates = retrieve(store, "who is it?")
    assert candidates
    unsure = packaged_reader(0.0).read(asked, candidates)
    assert (unsure.answered, unsure.confidence) == (False, 0.0)
    assert [candidate for candidate, _ in unsure.ranked] == candidates
    assert packaged_reader(0.0).read(asked, []) == Reading((), False, 0.0)


def test_a_run_of_the_questions_own_words_counts_by_its_share() -> None:
    asked = ["who", "called", "it", "a", "mistake"]
    assert verbatim(asked, ["he", "called", "it", "a", "mistake"]) == 0.8
    assert verbatim(asked, ["a", "mistake", "it", "was", "called"]) == 0.4
    assert verbatim(asked, ["who", "made", "a", "mess"]) == 0.0
    assert verbatim([], ["who"]) == verbatim(asked, []) == 0.0


# --- what is read closely ----------------------------------------------------------------------------------


def test_only_the_first_of_the_shortlist_are_read_closely_and_what_the_judge_prefers_comes_first(
    store: EmbeddedStore,
) -> None:
    asked, candidates = retrieve(store, "who called the ferry in Millbrook a mistake?")
    assert len(candidates) > READ
    wanted = candidates[-1].stored.sentence.text
    judge = KeywordJudge(wanted)
    shortlist = plain(len(SIGNALS), *[0.0] * SIGNALS.index("length"), 0.0)
    ranking = plain(len(COLUMNS), *[0.0] * COLUMNS.index("passage"), 1.0)
    reader = SignalReader(shortlist, ranking, plain(len(COLUMNS) + len(LEADS)), 0.5, judge)
    reading = reader.read(asked, candidates[::-1])
    assert [len(some) for some in judge.judged] == [READ]
    assert reading.ranked[0][0].stored.sentence.text == wanted


def test_shares_of_what_was_read_leave_room_for_none_of_them() -> None:
    rows = judgements(5, np.array([3, 0, 1]), [Judged(2.0, -1.0), Judged(-50.0, -90.0), None])
    named = {name: rows[:, column] for column, name in enumerate(JUDGEMENTS)}
    assert named["passage_share"][3] == pytest.approx(np.exp(2) / (1 + np.exp(2)), rel=1e-3)
    assert named["passage_none"] == pytest.approx(np.full(5, 1 / (1 + np.exp(2))), rel=1e-3)
    assert (named["passage"][[1, 2, 4]] == named["passage"].min()).all()
    assert np.isfinite(rows).all()


@given(scores=st.lists(st.none() | st.floats(-1e4, 1e3), max_size=20))
def test_judgements_are_numbers_whatever_the_judge_says(scores: list[float | None]) -> None:
    judged = [None if score is None else Judged(score, 0.0) for score in scores]
    rows = judgements(len(scores) + 2, np.arange(len(scores)), judged)
    assert rows.shape == (len(scores) + 2, len(JUDGEMENTS))
    assert np.isfinite(rows).all()


# --- parts of a question ------------------------------------------------------------------------------------


def reading(candidates: list[Candidate], *order: int, answered: bool) -> Reading:
    return Reading(tuple((candidates[place], 0.5) for place in order), answered, 0.9 if answered else 0.1)


def numbers(whole: Reading, candidates: list[Candidate]) -> list[int]:
    return [candidates.index(candidate) for candidate, _ in whole.ranked]


def test_one_part_is_the_whole(store: EmbeddedStore) -> None:
    _, found = retrieve(store, "ferry")
    only = reading(found, 2, 0, 1, answered=True)
    assert together([only]) == (only, 1)


def test_two_answered_parts_begin_with_the_best_of_each_and_cite_nothing_twice(store: EmbeddedStore) -> None:
    _, found = retrieve(store, "ferry")
    whole, answering = together([reading(found, 0, 1, 2, answered=True), reading(found, 3, 1, 0, answered=True)])
    assert answering == 2
    assert whole.answered
    assert numbers(whole, found)[:2] == [0, 3]
    assert sorted(numbers(whole, found)) == [0, 1, 2, 3]


def test_parts_that_one_sentence_answers_are_one_answer(store: EmbeddedStore) -> None:
    _, found = retrieve(store, "ferry")
    whole, answering = together([reading(found, 0, 1, answered=True), reading(found, 0, 2, answered=True)])
    assert answering == 1
    assert numbers(whole, found)[0] == 0


def test_a_part_that_is_not_answered_stands_behind_one_that_is(store: EmbeddedStore) -> None:
    _, found = retrieve(store, "ferry")
    whole, answering = together([reading(found, 0, 1, answered=False), reading(found, 2, 3, answered=True)])
    assert (whole.answered, answering, numbers(whole, found)[0]) == (True, 1, 2)
    refused, _ = together([reading(found, 0, answered=False), reading(found, 1, answered=False)])
    assert not refused.answered
    nothing, _ = together([Reading((), False, 0.0), Reading((), False, 0.0)])
    assert nothing == Reading((), False, 0.0)


# --- weights ------------------------------------------------------------------------------------------------


def test_the_weights_that_ship_are_numbers_and_divide_by_none_that_is_zero() -> None:
    reader = packaged_reader()
    sizes = (len(SIGNALS), len(COLUMNS), len(COLUMNS) + len(LEADS))
    for linear, size in zip((reader.shortlist, reader.ranking, reader.confidence), sizes, strict=True):
        for values in (linear.mean, linear.scale, linear.weights):
            assert values.shape == (size,)
            assert np.isfinite(values).all()
        assert (linear.scale > 0).all()
        assert np.isfinite(linear.bias)
    assert 0 < reader.threshold < 1


def test_weights_are_used_as_a_standardised_linear_function() -> None:
    linear = Linear(np.array([1.0, 2.0]), np.array([2.0, 4.0]), np.array([3.0, -1.0]), bias=0.5)
    assert linear(np.array([[1.0, 2.0], [3.0, 6.0]])) == pytest.approx([0.5, 0.5 + 3 - 1])


def test_the_confidence_is_the_logistic_of_its_log_odds(store: EmbeddedStore) -> None:
    asked, candidates = retrieve(store, "ferry in Millbrook")
    size = len(COLUMNS) + len(LEADS)
    for bias, expected in [(0.0, 0.5), (np.log(3), 0.75), (-np.log(3), 0.25)]:
        shortlist, ranking = plain(len(SIGNALS), 1.0), plain(len(COLUMNS), 1.0)
        reader = SignalReader(shortlist, ranking, plain(size, bias=float(bias)), 0.5, KeywordJudge("ferry"))
        assert reader.read(asked, candidates).confidence == pytest.approx(expected)


@pytest.mark.parametrize(
    "content",
    ["", "{", "{}", json.dumps({"columns": ["dense"], "leads": LEADS}), json.dumps({"columns": COLUMNS, "leads": []})],
)
def test_weights_that_are_not_for_these_signals_are_refused_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    (tmp_path / "reader.json").write_text(content)
    monkeypatch.setattr("index.reader.WEIGHTS", str(tmp_path / "reader.json"))
    with pytest.raises(ModelError) as error:
        packaged_reader()
    assert "install coverage-bot again" in str(error.value)
    assert "\n" not in str(error.value)
