"""Stretches of the calendar that a sentence names, first and last day, and which of them its event is put at."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum


class Doubt(Enum):
    """Why a date is not certain."""

    NONE = ""
    DIRECTION = "direction"  # "Monday": the one before or the one after
    WIDE = "wide"  # only the week, month, season, year or decade is known
    ANCHOR = "anchor"  # "two days earlier": than what is not said
    SEVERAL = "several"  # the sentence names more than one time


@dataclass(frozen=True, slots=True)
class Mention:
    """A time that a sentence names: where in it, the first and the last day, and why that is not certain."""

    start: int
    end: int
    first: date
    last: date
    doubt: Doubt = Doubt.NONE


def one(day: date) -> tuple[date, date]:
    """Return a single day."""
    return day, day


def week(day: date) -> tuple[date, date]:
    """Return the week around a day, Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def month(year: int, number: int) -> tuple[date, date]:
    """Return a month."""
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def year(number: int) -> tuple[date, date]:
    """Return a year."""
    return date(number, 1, 1), date(number, 12, 31)


def months_from(day: date, many: int) -> tuple[date, date]:
    """Return the month that is so many months after the one of a day, or before it."""
    counted = day.year * 12 + day.month - 1 + many
    return month(counted // 12, counted % 12 + 1)


def shifted(day: date, many: int, unit: str) -> tuple[date, date]:
    """Return what is so many days, weeks, months or years after a day, as exactly as the unit tells it."""
    if unit == "day":
        return one(day + timedelta(days=many))
    if unit == "week":
        return one(day + timedelta(weeks=many)) if abs(many) <= 2 else week(day + timedelta(weeks=many))
    if unit == "month":
        return months_from(day, many)
    return year(day.year + many * (10 if unit == "decade" else 1))


def when(found: Sequence[Mention]) -> Mention | None:
    """Return the one time that a sentence's event is put at: the most exact that it names, then the first."""
    if not found:
        return None
    chosen = min(found, key=lambda each: (each.last - each.first).days > 0)
    several = len({(each.first, each.last) for each in found}) > 1
    return replace(chosen, doubt=Doubt.SEVERAL) if several else chosen
