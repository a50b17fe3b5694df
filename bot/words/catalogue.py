"""What the bot says in a language: one frozen value, complete by its type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime, timedelta

Counted = tuple[str, str]  # for one, and for any other number


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedWords:
    """What is said of servers' own feeds. Reasons that a site or its server gave are shown as they came, in English."""

    denied: str
    only_in_servers: str
    unusual_interval: str
    too_many: str
    known: str
    unknown: str

    fetching: str
    problems: Mapping[str, str]
    preview: str
    page_preview: str
    links: str
    items: Counted
    site: str
    looked_every: str
    only_here: str
    add: str
    cancel: str
    cancelled: str
    too_old: str
    not_yours: str

    waiting: str
    progress: str
    going_on: str
    added: str
    articles_added: Counted
    articles_known: Counted
    summaries: Counted
    failures: Counted
    not_read: str
    taking: str
    page_added: str
    page_known: str
    removed: str

    listed: Counted
    none: str
    status: str
    own: str
    never_read: str
    last_success: str
    next_due: str
    failed: Counted


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
    yes: str
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

    said: str
    said_about: str
    said_earlier: str
    said_later: str
    said_also: str
    said_nobody: str
    said_near: str
    said_several: str
    said_not_about: str
    said_not_now: str
    said_unread: str
    check_exact: str
    check_altered: str
    check_spliced: str
    check_misattributed: str
    check_not_found: str
    check_elsewhere: Counted
    checked: str
    compare_silent: str
    compare_also: str
    compare_none: str
    compare_no_room: str
    compare_uncompared: Counted
    timeline_none: str
    timeline_more: Counted
    timeline_untimed: str
    timeline_doubts: Mapping[str, str]
    picture_title: str
    picture_told: str
    picture_others: str
    picture_unnamed: str

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

    feeds: FeedWords
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

    def days(self, first: Date, last: Date) -> str:
        """Return a day, a month, a year or any other stretch in words: "6 January 2020", "January 2020", "2020"."""
        if first == last:
            return self.day(datetime(first.year, first.month, first.day))
        after = last + timedelta(days=1) if last < Date.max else last
        if (first.month, first.day, after.month, after.day) == (1, 1, 1, 1):
            return str(first.year) if after.year == first.year + 1 else f"{first.year}–{last.year}"
        if first.day == 1 and after.day == 1 and (last - first).days < 31:
            return f"{self.months.split()[first.month - 1]} {first.year}"
        return f"{self.days(first, first)} – {self.days(last, last)}"

    def date_choice(self, typed: str, day: Date) -> str:
        """Return how a day is offered for what was typed: "last week: 6 May 2024"."""
        return f"{typed.strip()[:60]}: {self.day(datetime(day.year, day.month, day.day))}"

    def duration(self, milliseconds: float) -> str:
        """Return how long something took, in milliseconds or seconds."""
        if milliseconds < 1000:
            return f"{milliseconds:.0f} ms"
        return f"{milliseconds / 1000:.1f} s".replace(".", self.decimal)
