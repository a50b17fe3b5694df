"""What the bot says in a language: one frozen value, complete by its type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime

Counted = tuple[str, str]  # for one, and for any other number


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """The bot's own words. Braces hold what is filled in, the same in every language.

    ``commands`` maps the English name or description of a command, an option or a menu to that of this language.
    """

    language: str
    commands: Mapping[str, str]

    thousands: str
    decimal: str
    none_is_one: bool  # whether "0 article" is said as of one
    months: str  # twelve, with spaces between
    date: str

    articles: Counted
    outlets: Counted
    chosen_articles: Counted
    articles_from_outlets: str
    also_in: Counted
    searched: str
    newest_date: str
    newest_minutes: str
    newest_hours: str
    newest_days: Counted
    only_outlet: str
    only_since: str
    only_until: str

    not_answered: str
    nearest: str
    further: str
    answer: str
    support: str
    said_by: str
    written_by: str
    from_summary: str
    corrected: str
    taken_back: str
    version: str
    open: str
    untitled: str
    cut: str
    understood: str
    asked: str

    nothing_to_search: str
    nothing_of_its_own: str
    nothing_passes: str
    hint: str
    changed: str
    failed: str
    restarted: str
    busy: str
    no_outlet: str
    outlet_not_here: str
    no_outlet_left: str
    question_problems: Mapping[str, str]
    slow_down: str
    elsewhere: str

    context: str
    more: str
    follow_up: str
    follow_up_label: str
    follow_up_example: str
    around: str
    article_gone: str
    too_old: str
    not_yours: str
    rated_good: str
    rated_bad: str

    help: str
    sources: str
    sources_unknown: str
    and_more: str
    privacy: str
    forgotten: str

    settings: str
    settings_denied: str
    settings_only_in_servers: str
    answers_everywhere: str
    answers_in: str
    answers_public: str
    answers_private: str
    quotes_all: str
    quotes_only: str
    prefix_on: str
    prefix_off: str
    shared_on: str
    shared_off: str
    nothing_to_change: str

    watches: str
    no_watches: str
    watch_line: str
    watch_direct: str
    watch_a_channel: str
    watch_post: str
    watch_added: str
    watch_how: str
    watch_removed: str
    watch_unknown: str
    watch_denied: str
    watch_full_person: str
    watch_full_server: str
    watch_direct_closed: str
    watch_channel_gone: str
    watch_not_allowed: str
    watch_left_server: str
    watch_not_askable: str

    def number(self, number: int) -> str:
        """Return a whole number with this language's separators."""
        return f"{number:,}".replace(",", self.thousands)

    def counted(self, forms: Counted, number: int) -> str:
        """Return a number with its noun."""
        one = number == 1 or (number == 0 and self.none_is_one)
        return forms[not one].format(n=self.number(number))

    def day(self, moment: datetime) -> str:
        """Return a day in words: "6 January 2020"."""
        return self.date.format(day=moment.day, month=self.months.split()[moment.month - 1], year=moment.year)

    def date_choice(self, typed: str, day: Date) -> str:
        """Return how a day is offered for what was typed: "last week: 6 May 2024"."""
        return f"{typed.strip()[:60]}: {self.day(datetime(day.year, day.month, day.day))}"

    def duration(self, milliseconds: float) -> str:
        """Return how long something took, in milliseconds or seconds."""
        if milliseconds < 1000:
            return f"{milliseconds:.0f} ms"
        return f"{milliseconds / 1000:.1f} s".replace(".", self.decimal)
