from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import Turn, understand

MISTAKE = Turn(
    "who called it a mistake?",
    sentence="The draft was never meant to go out, said Gen. Doran K. Veltman, who called it a mistake.",
)
MILLEY = Turn(
    "who called it a mistake?",
    sentence="The chairman of the Joint Chiefs of Staff, Gen. Mark A. Milley, called it a mistake: an unsigned draft.",
)
SHORT = Turn("who called it a mistake?", answer="Ada Quist", sentence="“We lost,” said Bo Lund to Ada Quist.")
TRUMP = Turn("what did Trump say about Iran?", sentence="“They will pay,” he said.")
ARMY = Turn("when did the army withdraw the letter?", sentence="The army withdrew the letter on Monday.")
KILLED = Turn("how many soldiers were killed in Iraq?", sentence="Two soldiers were killed.")
BREAD = Turn("what does bread cost?", sentence="Bread costs 3 euros.")
SAID = Turn("what did the army say about the letter?")
CROWD = Turn("who called it a mistake?", sentence="Ada Quist and Bo Lund and Cy Marsh called it a mistake.")


@pytest.mark.parametrize(
    ("earlier", "typed", "meant"),
    [
        (MISTAKE, "and when did he say that?", "when did Gen. Doran K. Veltman, who called it a mistake, say that?"),
        (MILLEY, "When did he say that", "When did Gen. Mark A. Milley, who called it a mistake, say that?"),
        (SHORT, "what else did she say?", "what else did Ada Quist say?"),
        (MISTAKE, "who is he?", "who is Gen. Doran K. Veltman?"),
        (MISTAKE, "why did he do it?", "why did Gen. Doran K. Veltman, who called it a mistake, do it?"),
        (MISTAKE, "what is his job?", "what is Gen. Doran K. Veltman's job?"),
        (MISTAKE, "and when?", "when was it that Gen. Doran K. Veltman called it a mistake?"),
        (CROWD, "where?", "where was it that somebody called it a mistake?"),
        (TRUMP, "when did he say that?", "when did Trump say that about Iran?"),
        (TRUMP, "and when?", "when did Trump say that about Iran?"),
        (TRUMP, "what about Iraq?", "what about Iraq?"),  # instead of Trump, or of Iran?
        (ARMY, "and why?", "why did the army withdraw the letter?"),
        (ARMY, "who signed it?", "who signed it?"),  # the army, or the letter?
        (Turn("who withdrew the letter?"), "who signed it?", "who signed the letter?"),
        (Turn("who withdrew the letter?"), "and when was that?", "when was it that somebody withdrew the letter?"),
        (Turn("did the theatre in Selby reopen?"), "when?", "when did the theatre in Selby reopen?"),
        (KILLED, "what about Syria?", "how many soldiers were killed in Syria?"),
        (KILLED, "and in Syria?", "how many soldiers were killed in Syria?"),
        (KILLED, "and on Tuesday?", "how many soldiers were killed in Iraq on Tuesday?"),
        (KILLED, "when?", "when were soldiers killed in Iraq?"),
        (KILLED, "who lives there?", "who lives in Iraq?"),
        (BREAD, "what about milk?", "what does milk cost?"),
        (BREAD, "how about milk", "what does milk cost?"),
        (SAID, "what about the ministry?", "what did the ministry say about the letter?"),
        (
            Turn("how much did Brent crude lose on Wednesday?"),
            "what about gold?",
            "how much did gold lose on Wednesday?",
        ),
        (Turn("what happened in 2019?"), "what about 2020?", "what happened in 2020?"),
    ],
)
def test_what_is_left_out_is_taken_from_the_question_before(earlier: Turn, typed: str, meant: str) -> None:
    assert understand(typed, earlier) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "what does a loaf of bread cost?",
        "who closed the ferry in Harrowgate?",
        "did Trump say he would leave?",
        "did the mayor say that she would resign?",
        "and who closed the ferry?",
        "how long does it take to get there by ferry?",
        "is there a ferry?",
        "what about it?",
        "!!!",
        "",
        "?",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(typed: str) -> None:
    assert understand(typed, MISTAKE) == typed


@pytest.mark.parametrize("typed", ["when did he say that?", "what is her job?", "and him?"])
def test_where_it_is_not_certain_who_is_meant_the_question_stays_as_typed(typed: str) -> None:
    assert understand(typed, CROWD) == typed
    assert understand(typed, BREAD) == typed


@pytest.mark.parametrize(
    ("earlier", "typed"),
    [
        (Turn("who is Gen. Mark A. Milley?"), "and when?"),
        (Turn("when did the army leave Iraq?"), "why did he leave?"),
        (Turn("what about Iraq?"), "why did he say that?"),
        (Turn("what caused the crash?"), "when?"),
    ],
)
def test_what_the_earlier_question_does_not_give_is_not_made_up(earlier: Turn, typed: str) -> None:
    assert understand(typed, earlier) == typed


def test_without_an_earlier_question_nothing_is_understood_otherwise() -> None:
    assert understand("and when did he say that?", None) == "and when did he say that?"


def test_an_understood_question_can_be_followed_up_again() -> None:
    second = understand("and when did he say that?", MISTAKE)
    third = understand("and why did he say that?", Turn(second))
    assert third == "why did Gen. Doran K. Veltman say that?"


words = st.text(st.sampled_from("ab AhetIn.,?'’—“\n\x00İß"), max_size=40) | st.sampled_from(
    ["who did it?", "what about", "and", "he", "when did the the say?", "how many are in In?", "It"]
)


@given(words, words, st.none() | words, st.none() | words)
def test_whatever_was_said_before_a_question_stays_a_question(
    typed: str, question: str, answer: str | None, sentence: str | None
) -> None:
    meant = understand(typed, Turn(question, answer, sentence))
    assert meant == typed or meant.endswith("?")


@pytest.mark.parametrize("part", ["A. ", "said Aa, ", "Aa Aa, ", "who ", "a", "Aa, who Aa "])
def test_no_sentence_however_long_takes_long_to_understand(part: str) -> None:
    began = time.perf_counter()
    for size in (990, 100_000):
        understand("when did he say that?", Turn("who " + "called " * 60, sentence=part * (size // len(part))))
        understand("when did he say that?", Turn((part * 500)[:500]))
    assert time.perf_counter() - began < 1
