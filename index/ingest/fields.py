"""What every article has, whatever its format: characters that can be stored, a title, a date, an address.

The functions are pure. Those that check raise :class:`ValueError` with a reason that stands after
the name of a field, as in "`published` is not an ISO 8601 date: 'tomorrow'".
"""

from __future__ import annotations

import re
from datetime import date, datetime
from urllib.parse import urlsplit

MAX_CHARACTERS = 1_000_000
"""An article is not a book: the longest text that is taken, in Unicode code points."""

MAX_TITLE = 300
"""Length of the longest title, author, outlet and id, in Unicode code points."""

MAX_ADDRESS = 2000
"""Length of the longest ``url``, in Unicode code points; browsers and Discord take no more."""

_FIRST_WORDS = 80
_LONGEST_HEADLINE = 150
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# Line and page separators of old terminals and printers stand between words; the other controls
# (NUL, escape, the C1 set, which terminals obey) stand for nothing that a reader could see.
_SEPARATORS = dict.fromkeys([0x0B, 0x0C, *range(0x1C, 0x20)], " ")
_CONTROLS = dict.fromkeys([*range(0x00, 0x09), *range(0x0E, 0x1C), 0x7F, *range(0x80, 0xA0)], _REPLACEMENT)
_STORABLE = _CONTROLS | _SEPARATORS | {0x85: "\n"}
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

_LETTER = re.compile(r"\w")
_EXTENDED_DATE = re.compile(r"\d{4}-\d\d-\d\d([Tt ]\d\d:\d\d(:\d\d([.,]\d+)?)?([Zz]|[+-]\d\d(:?\d\d)?)?)?", re.ASCII)
_BASIC_DATE = re.compile(r"(\d{8}|\d{4}-?W\d\d(-?\d)?)(T\d\d(:?\d\d){0,2}([.,]\d+)?(Z|[+-]\d\d(:?\d\d)?)?)?", re.ASCII)


def storable(text: str) -> str:
    r"""Return ``text`` with the characters that a store or a terminal cannot take replaced, one for one.

    The length stays the same, so offsets into ``text`` hold. Tab and line feed are kept; ``\r\n``
    becomes a space and a line feed, a lone ``\r`` a line feed; vertical tab, form feed and the
    separators U+001C..U+001F become spaces; U+0085 a line feed; every other C0 and C1 control,
    DEL and lone surrogates become U+FFFD.
    """
    if _UNSTORABLE.search(text) is None:
        return text
    unbroken = text.replace("\r\n", " \n").replace("\r", "\n")
    return _SURROGATE.sub(_REPLACEMENT, unbroken.translate(_STORABLE))


def one_line(text: str) -> str:
    """Return ``text`` storable, on one line, white space collapsed, at most ``MAX_TITLE`` characters."""
    line = " ".join(storable(text).split())
    return line if len(line) <= MAX_TITLE else line[: MAX_TITLE - 1].rstrip() + "…"


def has_words(text: str) -> bool:
    """Tell whether ``text`` holds at least one letter or digit."""
    return _LETTER.search(text) is not None


def checked_text(text: str) -> str:
    """Return ``text`` if it is an article's text.

    Raises:
        ValueError: It has no words, or more than ``MAX_CHARACTERS`` characters.
    """
    if not has_words(text):
        raise ValueError("holds no words: give the article's text")
    if len(text) > MAX_CHARACTERS:
        raise ValueError(
            f"has {len(text):,} characters of text, and one article may have {MAX_CHARACTERS:,}: "
            "split it into its articles"
        )
    return text


def title_from_first_line(text: str) -> str:
    """Return the title of a text whose first line with words is its headline.

    A line longer than ``MAX_TITLE`` is a paragraph, not a headline: its first words name the article.
    """
    line = _first_line(text)
    return line if len(line) <= MAX_TITLE else _first_words(line)


def title_from_text(text: str) -> str:
    """Return a title for a text that came without one: its headline, else its first words.

    A headline is a short line without a full stop that other lines with words follow.
    """
    line = _first_line(text)
    is_headline = len(line) <= _LONGEST_HEADLINE and line[-1:] not in ".:;,…" and has_body(text)
    return line if is_headline else _first_words(line)


def has_body(text: str) -> bool:
    """Tell whether anything with words follows the first line with words."""
    return has_words(text[_first_line_span(text)[1] :])


def is_headline_only(text: str) -> bool:
    """Tell whether ``text`` is a title and nothing else."""
    return not has_body(text) and len(_first_line(text)) <= MAX_TITLE


def iso_date(value: str) -> str:
    """Return ``value`` if it is an ISO 8601 date, or date and time.

    The extended calendar form (``2020-01-07``, ``2020-01-07T08:30:00Z``) is kept as it was given, so
    that nothing is invented; the basic and week forms are rewritten in the extended form, because
    dates are compared as text.

    Raises:
        ValueError: It is not.
    """
    text = value.strip()
    try:
        if _EXTENDED_DATE.fullmatch(text):
            datetime.fromisoformat(text.upper())
            return text
        if _BASIC_DATE.fullmatch(text):
            is_time = "T" in text
            return (datetime if is_time else date).fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise ValueError(f"is not an ISO 8601 date: {quoted(value)}")


def web_address(value: str) -> str:
    """Return ``value`` if it is an http or https address.

    Raises:
        ValueError: It is not, or is longer than ``MAX_ADDRESS``.
    """
    text = value.strip()
    try:
        parts = urlsplit(text)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_web = False
    if not is_web or len(text) > MAX_ADDRESS or re.search(r"\s", text) or storable(text) != text:
        raise ValueError(f"is not a web address (http://… or https://…): {quoted(value)}")
    return text


def identifier(value: str) -> str:
    """Return ``value`` on one line, as an article's ``id``.

    Raises:
        ValueError: It is longer than ``MAX_TITLE``; cut, it could be another article's.
    """
    name = " ".join(storable(value).split())
    if len(name) > MAX_TITLE:
        raise ValueError(f"is longer than {MAX_TITLE} characters: {quoted(value)}")
    return name


def quoted(value: str) -> str:
    """Return ``value`` in quotes for a message, on one line and at most 60 characters of it."""
    return repr(storable(value[:60]) + ("…" if len(value) > 60 else ""))


def _first_line(text: str) -> str:
    start, end = _first_line_span(text)
    return " ".join(text[start:end].split())


def _first_line_span(text: str) -> tuple[int, int]:
    """Return where the first line with words starts and ends; the end of ``text``, if there is none."""
    letter = _LETTER.search(text)
    if letter is None:
        return len(text), len(text)
    end = text.find("\n", letter.end())
    return text.rfind("\n", 0, letter.start()) + 1, end if end >= 0 else len(text)


def _first_words(line: str) -> str:
    if len(line) <= _FIRST_WORDS:
        return line
    cut = line[:_FIRST_WORDS]
    return (cut.rpartition(" ")[0] or cut[:-1]).rstrip(" ,;:") + "…"
