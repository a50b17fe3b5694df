"""Questions that arrive together are encoded together, and nobody notices but by the time it takes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
from encoders import HashedEncoder
from worlds import BREAD, LETTER, QUESTION, SENTENCE, OverlapReader, world

from bot.bridge import WORKERS, Bridge
from index.answerer import Answerer
from index.errors import QuestionError
from index.question import ask
from index.reader import Reading
from index.signals import Asked, Candidate


@dataclass
class CountingEncoder(HashedEncoder):
    """Remembers how many texts it was given in each call."""

    calls: list[int] = field(default_factory=list)

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.calls.append(len(texts))
        return super().encode(texts)


@dataclass
class Stumbling(OverlapReader):
    """Fails over one question."""

    def read(self, asked: Asked, candidates: Sequence[Candidate]) -> Reading:
        if "bread" in asked.text:
            raise ZeroDivisionError
        return super().read(asked, candidates)


async def test_questions_that_wait_together_are_encoded_in_one_call(tmp_path: Path) -> None:
    encoder, reader = CountingEncoder(), OverlapReader(seconds=0.1)
    answerer = Answerer(world(tmp_path, LETTER).store, encoder, reader)
    async with Bridge(answerer) as bridge:
        first = asyncio.create_task(bridge.answer(ask(QUESTION)))
        await asyncio.sleep(0.03)
        reader.seconds = 0.0
        others = [bridge.answer(ask(f"{QUESTION} {number}")) for number in range(6)]
        answers = await asyncio.gather(first, *others)
    assert encoder.calls == [1, 6]
    assert [answer.question.text for answer in answers[1:]] == [f"{QUESTION} {number}" for number in range(6)]
    assert all(answer.citations[0].text == SENTENCE for answer in answers)


async def test_one_questions_misfortune_is_not_its_neighbours(tmp_path: Path) -> None:
    reader = Stumbling(seconds=0.1)
    async with Bridge(Answerer(world(tmp_path, LETTER, BREAD).store, HashedEncoder(), reader)) as bridge:
        questions = [
            ask(QUESTION),
            ask(QUESTION),
            ask("what does bread cost?"),
            ask(QUESTION, outlet="Nobody"),
            ask(QUESTION),
        ]
        outcomes = await asyncio.gather(*(bridge.answer(each) for each in questions), return_exceptions=True)
    kinds = [type(outcome).__name__ for outcome in outcomes]
    assert kinds == ["Answer", "Answer", "ZeroDivisionError", "QuestionError", "Answer"]


def test_many_questions_get_the_answers_that_each_would_get_alone(tmp_path: Path) -> None:
    answerer = Answerer(world(tmp_path, LETTER, BREAD).store, HashedEncoder(), OverlapReader())
    questions = [ask(QUESTION), ask("why does bread cost more?"), ask(QUESTION, outlet="nobody")]
    together = list(answerer.answer_many(questions))
    assert isinstance(together[2], QuestionError)
    for question, outcome in zip(questions[:2], together, strict=False):
        alone = answerer.answer(question)
        assert not isinstance(outcome, QuestionError)
        assert (outcome.citations, outcome.answered) == (alone.citations, alone.answered)
    assert list(answerer.answer_many([])) == []


async def test_several_threads_share_what_waits_and_answer_as_one_does(tmp_path: Path) -> None:
    answerer = Answerer(world(tmp_path, LETTER, BREAD).store, HashedEncoder(), OverlapReader(seconds=0.01))
    questions = [ask(QUESTION if number % 2 else "why does bread cost more?") for number in range(24)]
    async with Bridge(answerer, workers=WORKERS) as bridge:
        answers = await asyncio.gather(*(bridge.answer(each) for each in questions))
    alone = [answerer.answer(each) for each in questions[:2]]
    for number, answer in enumerate(answers):
        assert answer.citations == alone[number % 2].citations
