"""Days that a question counts from now: "what did the council decide last week?".

Such a question can only be answered by what was published since, because nobody reports what has not happened yet.
So only a first day is taken, never a last one: what happened last week may be reported today. Years, months,
weekdays, "today" and "last year" are left alone: in questions they speak of what an article tells far more often
than of when it was published (all 150 in the project's questions that have one do).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

_SLACK = timedelta(days=1)  # time zones: yesterday here is still today elsewhere
_DAYS = {"hour": 1, "day": 1, "week": 7}
_NUMBERS = {"one": 1, "two": 2, "couple": 2, "couple of": 2, "three": 3, "few": 4, "several": 7}
_BACK = re.compile(
    r"[,\s]*\b(?:(?:early |late )?"
    r"(?:(?P<yesterday>yesterday(?: (?:morning|afternoon|evening))?|last night)|(?P<week>last week))"
    r"|(?:(?:in|over|during|within)\s+(?:the\s+)?|the\s+)(?:last|past)\s+"
    r"(?:(?P<number>\d{1,2}|one|two|three|(?:a\s+)?few|(?:a\s+)?couple(?:\s+of)?|several)\s+)?(?P<unit>hour|day|week)s?)"
    r"\b(?!['’]s|\s+of\b)",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will|shall|going to|next|due|plan\w*|schedul\w*|tomorrow|deadline|before|until|than)\b", re.IGNORECASE
)
_LEAST_WORDS = 2


def since_named(text: str, today: date) -> tuple[date | None, str]:
    """Return the first day on which an answer can have been published, and the question without those words.

    None, and the text as it was, where no day is counted from today, the question looks ahead or compares, or
    nothing would be left to ask.
    """
    found = list(_BACK.finditer(text))
    if len(found) != 1 or _AHEAD.search(text):
        return None, text
    (match,) = found
    rest = " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())
    rest = re.sub(r"\s+([?.!,])", r"\1", rest)
    if len(rest.split()) < _LEAST_WORDS:
        return None, text
    return _first_day(match, today) - _SLACK, rest


def _first_day(match: re.Match[str], today: date) -> date:
    if match["yesterday"]:
        return today - timedelta(days=1)
    if match["week"]:  # it began on its Monday
        return today - timedelta(days=today.weekday() + 7)
    unit = match["unit"].lower()
    written = re.sub(r"^a\s+(?=few|couple)", "", " ".join((match["number"] or "one").lower().split()))
    return today - timedelta(days=_DAYS[unit] * (int(written) if written.isdigit() else _NUMBERS[written]))
