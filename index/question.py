"""A question as people ask it, checked and normalised."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from index.dates import days
from index.errors import QuestionError
from index.store.protocol import Filters

MAX_CHARACTERS = 500
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_UNSEEN = re.compile(r"[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of which coverage. ``limit`` is the most citations that are wanted."""

    text: str
    filters: Filters = Filters()
    limit: int = 3


def ask(
    text: str,
    *,
    outlet: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int = 3,
    today: date | None = None,
) -> Question:
    """Check what a person typed and make a question of it.

    Args:
        text: The question; control characters count as spaces, and what has no width (soft hyphens, joiners, marks
            of direction) is left out.
        outlet: Only articles of this outlet, spelt as the index has it but for case.
        since: A day or a longer time as :func:`index.dates.days` knows them: only articles published on its first
            day or later.
        until: The same: only articles published on its last day or earlier.
        limit: The most citations, at least 1.
        today: The day that "today" means; by default this machine's.

    Raises:
        QuestionError: With one line for the person who asked.
    """
    cleaned = _cleaned(text)
    if limit < 1:
        raise QuestionError("The limit of citations must be at least 1.")
    first, last = _period(since, until, today or date.today())
    filters = Filters(
        outlets=frozenset({outlet.strip()}) if outlet and outlet.strip() else frozenset(),
        since=_midnight(first) if first else None,
        until=_end(last) if last else None,
    )
    return Question(cleaned, filters, limit)


def _cleaned(typed: str) -> str:
    cleaned = " ".join(_CONTROL.sub(" ", _UNSEEN.sub("", typed)).split())
    if not _WORD.search(cleaned):
        raise QuestionError(
            "There is no question in that. Ask in words, for example: who called it a mistake?", "no_question"
        )
    if len(cleaned) > MAX_CHARACTERS:
        raise QuestionError(
            f"That question has {len(cleaned):,} characters. Ask one thing, in {MAX_CHARACTERS} at most.",
            "too_long",
            length=f"{len(cleaned):,}",
            most=str(MAX_CHARACTERS),
        )
    return cleaned


def _period(since: str | None, until: str | None, today: date) -> tuple[date | None, date | None]:
    """Return the first and the last day that are meant, each None where none is."""
    first, last = _day(since, "since", today), _day(until, "until", today)
    if first and last and first > last:
        raise QuestionError(
            f"No day is since {first} and until {last}. Swap the two dates.",
            "no_day_between",
            since=str(first),
            until=str(last),
        )
    return first, last


def _day(typed: str | None, name: str, today: date) -> date | None:
    if typed is None or not typed.strip():
        return None
    found = days(typed, today)
    if found is None:
        shown = typed.strip()[:40]
        raise QuestionError(
            f"{shown!r} is not a date that I know. Write `{name}` as YYYY-MM-DD, for example 2020-01-06, or in words: "
            "last week, 2 days ago, march 2024.",
            "unknown_date",
            typed=repr(shown),
            option=name,
        )
    return found[name == "until"]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _end(day: date) -> datetime:
    # The calendar ends before the midnight after its last day.
    return _midnight(day + timedelta(days=1)) if day < date.max else datetime.combine(day, time.max, UTC)
