from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.dates import days
from index.errors import QuestionError
from index.question import ask

TODAY = date(2024, 5, 15)  # a Wednesday


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2020-01-06", "2020-01-06", "2020-01-06"),
        (" 2020-01-06T10:00:00Z ", "2020-01-06", "2020-01-06"),
        ("Today", "2024-05-15", "2024-05-15"),
        ("yesterday", "2024-05-14", "2024-05-14"),
        ("2 days ago", "2024-05-13", "2024-05-13"),
        ("last week", "2024-05-06", "2024-05-12"),
        ("this week", "2024-05-13", "2024-05-19"),
        ("last month", "2024-04-01", "2024-04-30"),
        ("march 2024", "2024-03-01", "2024-03-31"),
        ("June", "2023-06-01", "2023-06-30"),
        ("last friday", "2024-05-10", "2024-05-10"),
        ("monday", "2024-05-13", "2024-05-13"),
        ("Q1 2024", "2024-01-01", "2024-03-31"),
        ("last year", "2023-01-01", "2023-12-31"),
        ("2023", "2023-01-01", "2023-12-31"),
        ("6 January 2020", "2020-01-06", "2020-01-06"),
        ("Jan 6, 2020", "2020-01-06", "2020-01-06"),
        ("hace 2 días", "2024-05-13", "2024-05-13"),
        ("la semaine dernière", "2024-05-06", "2024-05-12"),
        ("März 2024", "2024-03-01", "2024-03-31"),
        ("semana passada", "2024-05-06", "2024-05-12"),
    ],
)
def test_a_day_or_a_longer_time_may_be_named_as_people_do(typed: str, first: str, last: str) -> None:
    assert days(typed, TODAY) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "typed", ["banana", "12", "-3", "6/1/2020", "2020-13-45", "who", "last *week*", "x" * 9999, "999999 years ago", "?"]
)
def test_what_names_no_day_for_certain_is_no_day(typed: str) -> None:
    assert days(typed, TODAY) is None


def test_since_takes_the_first_day_of_the_time_named_and_until_the_last() -> None:
    filters = ask("who?", since="march 2024", until="march 2024", today=TODAY).filters
    assert filters.since and str(filters.since.date()) == "2024-03-01"
    assert filters.until and str(filters.until.date()) == "2024-04-01"  # exclusive


def test_a_date_that_is_none_says_what_may_be_written() -> None:
    with pytest.raises(
        QuestionError, match="'banana' is not a date that I know. Write `since` as YYYY-MM-DD.*last week"
    ):
        ask("who?", since="banana")


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=30))
def test_anything_typed_is_a_time_or_none(typed: str) -> None:
    found = days(typed, TODAY)
    assert found is None or found[0] <= found[1]
