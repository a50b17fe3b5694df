"""What people type becomes a question, or one line that says why not."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import QuestionError
from index.question import MAX_CHARACTERS, Question, ask

TODAY = date(2020, 1, 8)


def moment(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


def refusal(text: str = "who called it a mistake?", **options: object) -> str:
    with pytest.raises(QuestionError) as error:
        ask(text, today=TODAY, **options)  # type: ignore[arg-type]
    message = str(error.value)
    assert message
    assert "\n" not in message
    assert len(message) < 300
    return message


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("  who\n called\tit  a mistake? ", "who called it a mistake?"),
        ("who\0called\x1bit?", "who called it?"),
        ("who said \u202emistake\u202c?", "who said mistake?"),
        ("mis\u200btake or mis\u00adtake", "mistake or mistake"),
        ("\ufeffwho?\u2060", "who?"),
        ("half a \ud83d pair", "half a pair"),
        ("who said 🚀?", "who said 🚀?"),
        ("من قال ذلك؟", "من قال ذلك؟"),
        ("@everyone who said it", "@everyone who said it"),
        ('NEAR("a" OR b) AND NOT c*', 'NEAR("a" OR b) AND NOT c*'),
        ("line\u2028separator", "line separator"),
    ],
)
def test_spaces_controls_and_what_cannot_be_seen_are_tidied_and_words_are_kept(typed: str, asked: str) -> None:
    assert ask(typed).text == asked


@pytest.mark.parametrize("typed", ["", "   ", "?!", "🚀🚀", "\0\0", "\u200b\u202e", "___", "\ud800", '"*" - :'])
def test_what_holds_no_word_is_no_question(typed: str) -> None:
    assert "There is no question in that" in refusal(typed)


def test_the_longest_question_is_taken_and_one_character_more_is_not() -> None:
    longest = "a" * MAX_CHARACTERS
    assert ask(longest).text == longest
    assert ask(f"  {longest}\u200b\n").text == longest
    assert f"{MAX_CHARACTERS + 1} characters" in refusal(longest + "a")
    assert "6,000 characters" in refusal("a" * 6_000)


@pytest.mark.parametrize("limit", [0, -1, -(2**40)])
def test_a_limit_below_one_is_refused(limit: int) -> None:
    assert "at least 1" in refusal(limit=limit)


def test_the_defaults_filter_nothing() -> None:
    assert not ask("who?").filters.any
    assert not ask("who?", outlet="  ", since=" ", until="").filters.any
    assert ask("who?").limit == 3


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("2020-01-06", moment(2020, 1, 6), moment(2020, 1, 7)),
        (" today ", moment(2020, 1, 8), moment(2020, 1, 9)),
        ("Yesterday", moment(2020, 1, 7), moment(2020, 1, 8)),
        ("2020-02-29", moment(2020, 2, 29), moment(2020, 3, 1)),
        ("2020-01-06T15:30:00", moment(2020, 1, 6), moment(2020, 1, 7)),
        ("2020-01-06T23:30:00-05:00", moment(2020, 1, 6), moment(2020, 1, 7)),
        ("0001-01-01", moment(1, 1, 1), moment(1, 1, 2)),
        ("9999-12-30", moment(9999, 12, 30), moment(9999, 12, 31)),
    ],
)
def test_both_ends_of_a_day_are_in_it(typed: str, since: datetime, until: datetime) -> None:
    assert ask("who?", since=typed, today=TODAY).filters.since == since
    assert ask("who?", until=typed, today=TODAY).filters.until == until


def test_the_last_day_of_the_calendar_can_be_named() -> None:
    until = ask("who?", until="9999-12-31").filters.until
    assert until is not None
    assert until > moment(9999, 12, 31)
    assert ask("who?", since="9999-12-31").filters.since == moment(9999, 12, 31)


def test_one_day_can_be_both_ends() -> None:
    filters = ask("who?", since="2020-01-06", until="2020-01-06").filters
    assert (filters.since, filters.until) == (moment(2020, 1, 6), moment(2020, 1, 7))


def test_ends_that_are_swapped_are_pointed_out() -> None:
    assert "since 2020-01-08 and until 2020-01-07. Swap" in refusal(since="today", until="yesterday")


@pytest.mark.parametrize("name", ["since", "until"])
@pytest.mark.parametrize(
    "typed", ["nonsense", "2020-13-01", "2020-02-30", "10000-01-01", "0000-01-01", "6/1/2020x", "\ud800", "🚀" * 99]
)
def test_a_date_that_is_none_is_shown_with_one_that_is(name: str, typed: str) -> None:
    message = refusal(**{name: typed})
    assert "2020-01-06" in message
    assert name in message
    message.encode()


@given(typed=st.text(max_size=30))
def test_no_date_raises_anything_but_a_question_error(typed: str) -> None:
    for options in ({"since": typed}, {"until": typed}):
        try:
            ask("who?", today=TODAY, **options)  # type: ignore[arg-type]
        except QuestionError as error:
            assert "\n" not in str(error)


@given(typed=st.text() | st.text(min_size=480, max_size=520))
def test_a_question_is_storable_text_on_one_line_within_the_limit_or_refused(typed: str) -> None:
    try:
        asked = ask(typed)
    except QuestionError:
        return
    assert isinstance(asked, Question)
    assert 0 < len(asked.text) <= MAX_CHARACTERS
    assert asked.text == " ".join(asked.text.split())
    assert asked.text.encode()
    assert ask(asked.text) == asked
