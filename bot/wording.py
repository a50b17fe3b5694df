"""The words of an answer that are not the article's, the same on every surface."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from index.answer import Answer
from index.store.protocol import Coverage, Filters

NOT_ANSWERED = "The coverage does not answer this."
NEAREST = "Nearest, not an answer:"
NOTHING_TO_SEARCH = "There is nothing to search: the index is empty. Articles come in with: coverage-bot ingest SOURCE"
UNTITLED = "Untitled article"

# Control characters, lone surrogates, line separators, and what turns the direction of the text around it: none of
# them is a character that a reader sees, and some make a screen show something else than what is written.
_UNSEEN = re.compile(r"(?:(?![\n\t])[\x00-\x1f\x7f-\x9f]|[\u2028-\u202e\u2066-\u2069\ud800-\udfff])")
_PICTURES = 0x2400  # the Unicode block with a visible picture for each control character


def visible(text: str) -> str:
    """Return the text with its unseen characters replaced by visible ones; all others are left as they are.

    Line breaks (also as CR LF) and tabs count as seen.
    """
    return _UNSEEN.sub(_picture, text.replace("\r\n", "\n"))


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(_PICTURES + code)
    return "\u2421" if code == 0x7F else f"[U+{code:04X}]"


def one_line(text: str, limit: int) -> str:
    """Return the text on one line and in at most ``limit`` characters, cut visibly with an ellipsis."""
    line = visible(" ".join(text.split()))
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def reason(error: BaseException) -> str:
    """Return what an error says, on one line; Discord's own take several, and a proxy's may be a whole page."""
    return one_line(str(error), 300) or type(error).__name__


def day(published: str) -> str:
    """Return an ISO 8601 date or time as "6 January 2020", and anything else as it stands."""
    try:
        return _in_words(datetime.fromisoformat(published))
    except ValueError:
        return one_line(published, 40)


def searched(answer: Answer, *, shown: Callable[[str], str] = str, date: Callable[[str], str] = day) -> str:
    """Say what was searched and how long it took, on one line.

    ``shown`` makes text of articles and people safe for the surface; ``date`` writes an ISO 8601 date.
    """
    what = _counted(answer.searched)
    if answer.question.filters.any:
        what += f" ({filters(answer.question.filters, shown=shown)})"
    if answer.searched.newest:
        what += f", newest {date(answer.searched.newest)}"
    return f"Searched {what} · {_duration(answer.milliseconds)}"


def filters(wanted: Filters, *, shown: Callable[[str], str] = str) -> str:
    """Name the filters: "outlet Harbour Post, since 6 January 2020"."""
    named = [f"outlet {shown(one_line(name, 100))}" for name in sorted(wanted.outlets)[:3]]
    if wanted.since:
        named.append(f"since {_in_words(wanted.since)}")
    if wanted.until:  # exclusive, and at midnight when a person named a day
        named.append(f"until {_in_words(wanted.until - timedelta(microseconds=1))}")
    if wanted.documents:
        named.append(_plural(len(wanted.documents), "chosen article"))
    return ", ".join(named)


def nothing_searched(answer: Answer, *, shown: Callable[[str], str] = str) -> str:
    """Say why there was nothing to search, and what to do."""
    if not answer.question.filters.any:
        return NOTHING_TO_SEARCH
    named = filters(answer.question.filters, shown=shown)
    return f"No article passes the filters ({named}). Ask again with wider ones, or with none."


def _counted(coverage: Coverage) -> str:
    outlets = f" from {_plural(coverage.outlets, 'outlet')}" if coverage.outlets else ""
    return _plural(coverage.documents, "article") + outlets


def _plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _in_words(moment: datetime) -> str:
    return f"{moment.day} {moment:%B} {moment.year}"


def _duration(milliseconds: float) -> str:
    return f"{milliseconds:.0f} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.1f} s"
