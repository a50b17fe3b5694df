"""A sentence's words to the times that it names.

Rules for English news; how often they are right, beside libraries: ``python -m tests.benchmarks.timeline``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from index.happened.days import Doubt, Mention, month, months_from, one, shifted, week, year
from index.happened.patterns import (
    A_DAY,
    A_FEAST,
    A_MONTH,
    A_NUMBER,
    A_SEASON,
    A_UNIT,
    AGO,
    AHEAD,
    BESIDE,
    DATE,
    DAYS,
    FEAST,
    FEASTS,
    IN_MONTH,
    IN_YEAR,
    ISO,
    MONTHS,
    NAMED,
    NEAR,
    PERIOD,
    SEASON,
    SEASONS,
    WEEK_DAY,
    WORDS,
)  # fmt: skip
from index.happened.tense import tense

Stretch = tuple[date, date]
_SOME_DAY = date(2000, 1, 1)  # that what is dated in full is not resolved against


def mentions(text: str, published: date | None, before: date | None = None) -> list[Mention]:
    """Return the times that a sentence names, in order, none inside another.

    Args:
        text: The sentence.
        published: The day on which its article came out; without it, only what is dated in full is known.
        before: The day that was named last before this sentence, for "two days later".
    """
    found: list[Mention] = []
    needed: dict[re.Pattern[str], bool] = {}
    for need, pattern, resolve in _RULES:
        if need not in needed:
            needed[need] = need.search(text) is not None
        for match in pattern.finditer(text) if needed[need] else ():
            if published is None and not (match.groupdict().get("year") or match.groupdict().get("iso")):
                continue
            if any(each.start < match.end() and match.start() < each.end for each in found):
                continue
            anchor = max((each for each in found if each.end <= match.start()), key=lambda each: each.end, default=None)
            anchor = anchor or next((each for each in found if each.first == each.last), None)
            context = _Context(text, published or _SOME_DAY, anchor.last if anchor else None, before)
            try:
                resolved = resolve(match, context)
            except (ValueError, OverflowError):  # 31 February, or the year 0
                continue
            if resolved is not None:
                (first, last), doubt = resolved
                found.append(Mention(match.start(), match.end(), first, last, doubt))
    return sorted(found, key=lambda each: each.start)


class _Context:
    """What a time is resolved against."""

    __slots__ = ("text", "published", "here", "before")

    def __init__(self, text: str, published: date, here: date | None, before: date | None) -> None:
        self.text, self.published, self.here, self.before = text, published, here, before

    def tense(self, match: re.Match[str]) -> int:
        return tense(self.text, match.start(), match.end())


_Resolved = tuple[Stretch, Doubt] | None


def _date(match: re.Match[str], context: _Context) -> _Resolved:
    month_name, day = match["month"] or match["month2"], int(match["day"] or match["day2"])
    number = _month(month_name)
    if match["year"]:
        return one(date(int(match["year"]), number, day)), Doubt.NONE
    return one(_nearest_year(number, day, context.published, context.tense(match))), Doubt.NONE


def _iso(match: re.Match[str], _: _Context) -> _Resolved:
    return one(date.fromisoformat(match["iso"])), Doubt.NONE


def _in_month(match: re.Match[str], context: _Context) -> _Resolved:
    name, which = match["month"], (match["which"] or "").strip(" -")
    if not (match["lead"] or which or match["year"] or match["rel"]):
        return None  # April may be a person, and May a beginning
    number, published = _month(name), context.published
    if match["year"]:
        return month(int(match["year"]), number), Doubt.WIDE
    if match["rel"]:
        return month(published.year + {"this": 0, "last": -1, "next": 1}[match["rel"].split()[-2]], number), Doubt.WIDE
    if which == "next" or (which != "last" and context.tense(match) > 0):
        return month(
            published.year + (number < published.month or (which == "next" and number == published.month)), number
        ), Doubt.WIDE
    past = number > published.month or (which == "last" and number == published.month)
    return month(published.year - past, number), Doubt.WIDE


def _weekday(match: re.Match[str], context: _Context) -> _Resolved:
    day, which, published = DAYS.index(match["weekday"][:3].lower()), (match["which"] or "").strip(), context.published
    if match["of"]:
        monday = week(published)[0] + timedelta(weeks={"last": -1, "this": 0, "next": 1}[match["of"].split()[-2]])
        return one(monday + timedelta(days=day)), Doubt.NONE
    back = (published.weekday() - day) % 7
    if which in ("last", "the previous"):
        return one(published - timedelta(days=back or 7)), Doubt.NONE
    if which == "a week ago":
        return one(published - timedelta(days=back + 7)), Doubt.NONE
    if which in ("next", "the following"):
        return one(published + timedelta(days=7 - back)), Doubt.NONE if which == "next" else Doubt.ANCHOR
    direction = context.tense(match)
    if direction > 0:
        return one(published + timedelta(days=(7 - back) % 7)), Doubt.NONE
    doubt = Doubt.NONE if direction < 0 or not back else Doubt.DIRECTION
    return one(published - timedelta(days=back)), doubt


def _named(match: re.Match[str], context: _Context) -> _Resolved:
    words, published = match["near"].lower(), context.published
    days = {
        "yesterday": -1,
        "last night": -1,
        "tomorrow": 1,
        "the day before yesterday": -2,
        "the day after tomorrow": 2,
    }
    return one(published + timedelta(days=days.get(words, 0))), Doubt.NONE


def _period(match: re.Match[str], context: _Context) -> _Resolved:
    which, unit, published = match["which"].lower(), match["unit"], context.published
    many = -1 if "last" in which else 1 if "next" in which else 0
    if which in ("the previous", "the following"):
        anchor, step = context.here or context.before, -1 if which == "the previous" else 1
        if anchor is None:
            return None
        return _around(anchor, step, unit), Doubt.WIDE
    first, last = _around(published, many, unit)
    if which == "earlier this":
        last = max(published, first)
    elif which == "later this":
        first = min(published, last)
    return (first, last), Doubt.WIDE


def _around(day: date, many: int, unit: str) -> Stretch:
    if unit == "weekend":
        monday = week(day)[0] + timedelta(weeks=many - (many == 0 and day.weekday() < 5))
        return monday + timedelta(days=5), monday + timedelta(days=6)
    if unit == "week":
        return week(day + timedelta(weeks=many))
    if unit == "month":
        return months_from(day, many)
    if unit == "decade":
        start = (day.year // 10 + many) * 10
        return date(start, 1, 1), date(start + 9, 12, 31)
    return year(day.year + many)


def _season(match: re.Match[str], context: _Context) -> _Resolved:
    published, begins, which = context.published, SEASONS[match["season"]], match["which"].lower()
    if match["year"]:
        return _three_months(int(match["year"]), begins), Doubt.WIDE
    ahead = which == "next" or (which not in ("last", "the previous") and context.tense(match) > 0)
    years = (published.year + 1, published.year, published.year - 1, published.year - 2)
    seasons = [_three_months(each, begins) for each in years]
    if ahead or which == "this":
        return next(each for each in reversed(seasons) if each[1] >= published), Doubt.WIDE
    return next(each for each in seasons if (each[1] if which == "last" else each[0]) < published), Doubt.WIDE


def _three_months(year_number: int, begins: int) -> Stretch:
    first = date(year_number, begins, 1)
    return first, months_from(first, 2)[1]


def _ago(match: re.Match[str], context: _Context) -> _Resolved:
    many, way = _many(match["many"]), match["way"]
    if many is None:
        return None
    step = many if way in ("later", "afterward", "afterwards", "from now", "hence") else -many
    if way in ("ago", "from now", "hence"):
        stretch = shifted(context.published, step, match["unit"])
        return stretch, Doubt.NONE if stretch[0] == stretch[1] else Doubt.WIDE
    anchor = context.here or context.before
    if anchor is None and way in ("later", "afterward", "afterwards"):
        return None
    return shifted(anchor or context.published, step, match["unit"]), Doubt.ANCHOR


def _ahead(match: re.Match[str], context: _Context) -> _Resolved:
    many = _many(match["many"])
    if many is None or context.tense(match) <= 0:
        return None  # "rose in two weeks" is how long it took
    stretch = shifted(context.published, many, match["unit"])
    return stretch, Doubt.NONE if stretch[0] == stretch[1] else Doubt.WIDE


def _beside(match: re.Match[str], context: _Context) -> _Resolved:
    words = match["beside"].lower()
    anchor = context.here or context.before
    step = -1 if any(word in words for word in ("previous", "before", "earlier")) else 1
    if anchor is None and step > 0:
        return None
    return one((anchor or context.published) + timedelta(days=step)), Doubt.ANCHOR


def _in_year(match: re.Match[str], _: _Context) -> _Resolved:
    number = int(match["year"])
    if match["decade"]:
        return (date(number, 1, 1), date(number + 9, 12, 31)), Doubt.WIDE
    return None if match["lead"] == "the" else (year(number), Doubt.WIDE)


def _feast(match: re.Match[str], context: _Context) -> _Resolved:
    number, day = FEASTS[match["feast"].lower().replace("’", "'")]
    if match["year"]:
        return one(date(int(match["year"]), number, day)), Doubt.NONE
    return one(_nearest_year(number, day, context.published, context.tense(match))), Doubt.NONE


def _nearest_year(number: int, day: int, published: date, direction: int) -> date:
    """Return the day with this month and number that is meant: the last one, or the next where that is to come."""
    this = date(published.year, number, day)
    if direction > 0:
        return this if this >= published else date(published.year + 1, number, day)
    return this if this <= published else date(published.year - 1, number, day)


def _month(name: str) -> int:
    return MONTHS.index(name[:3].lower()) + 1


def _many(words: str) -> int | None:
    words = words.lower()
    if words.isdigit():
        return int(words)
    return 1 if words == "an" else WORDS.index(words) or 1 if words in WORDS else None


_RULES: Sequence[tuple[re.Pattern[str], re.Pattern[str], Callable[[re.Match[str], _Context], _Resolved]]] = (
    (A_NUMBER, ISO, _iso), (A_MONTH, DATE, _date), (A_FEAST, FEAST, _feast), (A_SEASON, SEASON, _season),
    (A_MONTH, IN_MONTH, _in_month), (A_NUMBER, IN_YEAR, _in_year), (A_DAY, WEEK_DAY, _weekday), (NEAR, NAMED, _named),
    (A_UNIT, PERIOD, _period), (A_UNIT, AGO, _ago), (A_UNIT, AHEAD, _ahead), (A_DAY, BESIDE, _beside),
)  # fmt: skip
