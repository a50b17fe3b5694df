"""Days as people name them: "2020-01-06", "yesterday", "last week", "march 2024", "hace 2 días"."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

_LANGUAGES = ["en", "es", "fr", "de", "pt"]
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_LONGEST = 40  # characters; no name of a day is longer, and the parser takes its time over prose
_YEAR = re.compile(r"(?:19|20)\d\d")
_ONLY_NUMBERS = re.compile(r"[\d\W_]+")


def days(typed: str, today: date) -> tuple[date, date] | None:
    """Return the first and the last day of the time that is named, or None if it names none.

    "last week" is Monday to Sunday of the week before ``today``; a month, a quarter and a year are whole. What has
    no year is the last such day, not the next. A date in numbers counts only as ISO 8601, for "6/1" is in January
    in one country and in June in another.
    """
    text = " ".join(typed.split()).lower()
    if text in ("today", "yesterday"):
        day = today - timedelta(days=int(text == "yesterday"))
        return day, day
    try:
        day = datetime.fromisoformat(text.upper()).date()
        return day, day
    except ValueError:
        pass
    if len(text) > _LONGEST or (_ONLY_NUMBERS.fullmatch(text) and not _YEAR.fullmatch(text)):
        return None
    return _in_words(text, today)


def day_of(published: str | None) -> date | None:
    """Return the day, in its own time zone, of a moment in ISO 8601; None where there is none, or it is no such."""
    try:
        return datetime.fromisoformat(published).date() if published else None
    except ValueError:
        return None


def _in_words(text: str, today: date) -> tuple[date, date] | None:
    from dateparser.date import DateDataParser  # here, because importing it takes a third of a second

    parser = DateDataParser(
        languages=_LANGUAGES,
        settings={
            "RELATIVE_BASE": datetime(today.year, today.month, today.day, 12),
            "PREFER_DATES_FROM": "past",
            "PREFER_DAY_OF_MONTH": "first",
            "PREFER_MONTH_OF_YEAR": "first",
        },
    )
    try:
        found = parser.get_date_data(text)
    except (ValueError, OverflowError):  # "999999 years ago"
        return None
    return _whole(found.date_obj.date(), found.period) if found.date_obj else None


def _whole(day: date, period: str) -> tuple[date, date]:
    """Return the first and the last day of the week, month, quarter or year around a day."""
    if period == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    months = _MONTHS.get(period)
    if months is None:
        return day, day
    first = (day.month - 1) // months * months + 1
    last = first + months - 1
    return date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1])
