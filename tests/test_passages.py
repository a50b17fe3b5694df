"""Passages are laid out, cut and drawn so that every sentence keeps its own tokens, article and neighbours."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load_file
from stores import ENCODER, new_store, story

from index.encoder import embedded_folder
from index.errors import ModelError
from index.ingest.article import Article
from index.passages.layout import CLS, MOST_TOKENS, SENTENCE_TOKENS, SEP, sequenced
from index.passages.model import PassageReader, tokeniser, untrained, write_weights
from index.passages.network import padded
from index.passages.scorer import PassageScorer
from index.passages.windows import windows
from index.retriever import Retriever
from index.signals import Candidate
from index.store.embedded import EmbeddedStore
from index.store.protocol import Filters
from index.training.groups import Group, Text, passages
from index.training.passage_fitting import FROZEN, fit, freeze

TOKENS = st.lists(st.integers(1000, 20_000), max_size=120)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    with closing(new_store(tmp_path_factory.mktemp("index"), *(story(number) for number in range(8)))) as opened:
        yield opened


def retrieve(store: EmbeddedStore, question: str) -> list[Candidate]:
    return Retriever(store).retrieve(question, ENCODER.encode([question])[0], Filters())[1]


# --- layout and windows -------------------------------------------------------------------------------------


@given(question=TOKENS, title=TOKENS, sentences=st.lists(TOKENS, min_size=1, max_size=60))
def test_every_sentence_stands_behind_a_mark_of_its_own(
    question: list[int], title: list[int], sentences: list[list[int]]
) -> None:
    made = sequenced(question, title, sentences)
    assert made.ids[0] == CLS
    assert len(made.ids) == len(made.kinds) <= MOST_TOKENS
    assert len(made.marks) == len(sentences)
    for sentence, mark, start, length in zip(sentences, made.marks, made.starts, made.lengths, strict=True):
        assert made.ids[mark] == SEP
        assert list(made.ids[start : start + length]) == sentence[:length]
        assert length <= SENTENCE_TOKENS
        assert made.ids[start + length] == SEP
        assert set(made.kinds[mark : start + length]) == {1}


def test_passages_hold_every_candidate_once_with_its_neighbours_and_one_article_each(store: EmbeddedStore) -> None:
    for question in ("ferry in Millbrook", "who called it a mistake?", "mayor"):
        candidates = retrieve(store, question)
        some = windows(candidates)
        numbers = [each.number for window in some for each in window.sentences]
        assert len(numbers) == len(set(numbers))
        assert set(numbers) >= {candidate.stored.number for candidate in candidates}
        for window in some:
            assert len({each.sentence.document_id for each in window.sentences}) == 1
            first = window.sentences[0].number
            assert [each.number for each in window.sentences] == list(range(first, first + len(window.sentences)))


def test_no_candidates_make_no_passages() -> None:
    assert windows([]) == []


def test_passages_are_scored_without_padding_as_the_network_that_is_trained_scores_them_with_it() -> None:
    some = [sequenced([2040, 2170], [2001, 4937], [[2009 + n] * length]) for n, length in enumerate((3, 30, 30, 41))]
    encoder, network = load_file(embedded_folder() / "model.safetensors"), untrained().eval()
    with torch.inference_mode():
        expected = network(*padded(some)).numpy()
    scorer = PassageScorer(encoder, network.state_dict(), "fp32")
    for made in (scorer.scores(some), scorer.scores(some[3:])):
        for each, scores in zip(some[-len(made) :], made, strict=True):
            assert scores.shape == (len(each.ids), 3)
            assert scores == pytest.approx(expected[some.index(each), : len(each.ids)], abs=1e-4)


def test_writing_with_a_token_for_every_character_is_read_all_the_same(tmp_path: Path) -> None:
    sentences = [f"{'選挙の結果は昨日発表された' * 4}{number}." for number in range(30)]
    article = Article("wall", "選挙の結果", " ".join(sentences), id="wall")
    with closing(new_store(tmp_path, article)) as store:
        candidates = retrieve(store, "選挙の結果は?")
        judged = PassageReader().judge("選挙の結果は?", candidates)
    assert len(judged) == len(candidates) > 10
    assert all(each is not None for each in judged)


# --- training -----------------------------------------------------------------------------------------------

TEXTS = (
    Text((2000,), ((2001, 2002), (2003, 2004, 2005), (2006,), (2007, 2008), (2009,))),
    Text((2100,), ((2101,), (2102, 2103), (2104,))),
)
GROUP = Group((3000, 3001), 0, ((0, 1), (1, 1), (0, 4), (1, 2)), frozenset({(0, 1)}), {(0, 1): (1, 2)})


def sentences(drawn: Sequence[object]) -> list[tuple[int, ...]]:
    found = []
    for passage in drawn:
        tokens = passage.tokens  # type: ignore[attr-defined]
        found += [
            tokens.ids[start : start + length] for start, length in zip(tokens.starts, tokens.lengths, strict=True)
        ]
    return found


@given(seed=st.integers(0, 10_000))
def test_a_drawn_step_has_its_answer_marked_or_has_it_nowhere(seed: int) -> None:
    drawn = passages(GROUP, TEXTS, random.Random(seed))
    found = sentences(drawn)
    assert len(found) == len(set(found))  # no sentence twice
    right = [flag for passage in drawn for flag in passage.right]
    if any(right):
        assert found[right.index(True)] == (2003, 2004, 2005)
        assert sum(right) == 1
        (answer,) = [passage.answer for passage in drawn if passage.answer]
        assert answer[1:] == (1, 2)
    else:
        assert not {2004, 2005}.intersection(token for sentence in found for token in sentence)
        assert all(passage.answer is None for passage in drawn)


def test_a_question_that_nothing_answers_has_passages_without_a_right_sentence() -> None:
    unanswerable = Group((3000,), 0, GROUP.found, frozenset(), {})
    drawn = passages(unanswerable, TEXTS, random.Random(0))
    assert drawn
    assert not any(flag for passage in drawn for flag in passage.right)


# --- the network --------------------------------------------------------------------------------------------


def test_training_teaches_and_what_is_saved_reads_like_what_was_trained(tmp_path: Path, store: EmbeddedStore) -> None:
    torch.manual_seed(0)
    network = untrained()
    freeze(network)
    told: list[float] = []
    fit(network, [TEXTS], [GROUP] * 12 * 12, 0, lambda progress: told.append(progress.loss))
    assert sum(told[-4:]) < sum(told[:4])
    write_weights(network, FROZEN, tmp_path / "weights.safetensors")
    assert (tmp_path / "weights.safetensors").stat().st_size < 25_000_000
    question, candidates = "who called the ferry in Millbrook a mistake?", retrieve(store, "ferry in Millbrook")
    judged = PassageReader(tmp_path / "weights.safetensors").judge(question, candidates)
    for each, candidate in zip(judged, candidates, strict=True):
        assert each is not None
        assert each.span_score <= 0
        assert each.edges is not None
        text = candidate.stored.sentence.text
        assert [span for span in each.edges.tokens if not 0 <= span.start < span.end <= len(text)] == []
        for logs in (each.edges.first, each.edges.last):
            assert sum(math.exp(log) for log in logs) == pytest.approx(1, abs=0.02)


def test_the_packaged_reader_prefers_the_sentence_that_says_it_and_finds_the_words(store: EmbeddedStore) -> None:
    candidates = retrieve(store, "who called the ferry in Millbrook a mistake?")
    judged = PassageReader().judge("who called the ferry in Millbrook a mistake?", candidates)
    assert [each.score for each in judged if each] != []
    again = PassageReader().judge("who called the ferry in Millbrook a mistake?", candidates[::-1])
    assert [round(each.score, 1) for each in again[::-1] if each] == [round(each.score, 1) for each in judged if each]


def test_tokens_know_where_they_stand() -> None:
    (ids,), (offsets,) = tokeniser()(["Gen. Milley’s “mistake”"])
    assert len(ids) == len(offsets)
    assert all(0 <= start <= end <= len("Gen. Milley’s “mistake”") for start, end in offsets)


@pytest.mark.parametrize("content", [b"", b"no weights", b"\x08\x00\x00\x00\x00\x00\x00\x00{}      "])
def test_weights_that_are_none_are_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "weights.safetensors").write_bytes(content)
    with pytest.raises(ModelError, match="install coverage-bot again") as error:
        PassageReader(tmp_path / "weights.safetensors").judge("who?", [])
    assert "\n" not in str(error.value)


# --- several questions at a time ----------------------------------------------------------------------------


def test_questions_read_together_are_judged_as_each_is_alone(store: EmbeddedStore) -> None:
    reader = PassageReader()
    questions = ("who called it a mistake?", "how many workers met the mayor?", "when may the ferry reopen?")
    candidates = {question: retrieve(store, question)[:16] for question in questions}
    alone = {question: reader.judge(question, some) for question, some in candidates.items()}
    with ThreadPoolExecutor(len(questions)) as pool:
        with reader._lock:  # so that all of them wait, and one reads for the others
            asked = {question: pool.submit(reader.judge, question, some) for question, some in candidates.items()}
            while len(reader._waiting) < len(questions):
                time.sleep(0.001)
        together = {question: future.result() for question, future in asked.items()}
    assert not reader._waiting
    for question, judged in alone.items():
        for one, other in zip(judged, together[question], strict=True):
            assert one is not None and other is not None
            assert other.score == pytest.approx(one.score, abs=0.25)  # half precision, in other batches
            assert (other.edges and other.edges.tokens) == (one.edges and one.edges.tokens)


def test_what_goes_wrong_for_one_is_told_to_all_who_wait(tmp_path: Path, store: EmbeddedStore) -> None:
    reader = PassageReader(tmp_path / "missing")
    some = retrieve(store, "mayor")[:4]
    with ThreadPoolExecutor(2) as pool:
        with reader._lock:
            asked = [pool.submit(reader.judge, "mayor?", some) for _ in range(2)]
            while len(reader._waiting) < 2:
                time.sleep(0.001)
        for future in asked:
            with pytest.raises(ModelError):
                future.result()
    assert not reader._waiting
