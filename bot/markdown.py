"""Discord's markdown, disarmed: text of articles and of people shows as its own characters."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from urllib.parse import quote, urlsplit

from bot.wording import day

# A backslash before any character that is no letter, digit or space shows that character as it is. These begin
# emphasis, code, spoilers, links, mentions, timestamps and emoji; a colon also begins the `//` of a bare address.
_MARKS = re.compile(r"[\\*_~|`\[\]<>@:]")
# These mean something at the beginning of a line only: headings, small print and lists.
_AT_LINE_START = re.compile(r"^([^\S\n]*)([#+-]|\d+(?=[.)]))", re.MULTILINE)
_URL_LIMIT = 512
_UNWANTED_IN_URL = re.compile(r"[\s\\\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")
_KEPT_IN_URL = "/?#=&;:@!$,+%~-._"


def escaped(text: str) -> str:
    """Return markdown that shows ``text`` character for character."""
    return _AT_LINE_START.sub(_line_start, _MARKS.sub(r"\\\g<0>", text))


def _line_start(match: re.Match[str]) -> str:
    space, mark = match.groups()
    # A number is left alone, since a backslash would show before it; what follows it is escaped instead.
    return f"{space}{mark}\\" if mark[0].isdigit() else f"{space}\\{mark}"


def timestamp(published: str) -> str:
    """Return an ISO 8601 date or time as Discord's timestamp, shown in each reader's own language.

    Anything else is returned as escaped text.
    """
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return escaped(day(published))
    if moment.tzinfo is None:
        # Without a zone only the day is known. Discord shows it in the reader's zone: at 10:00 UTC it is that
        # same day from Hawaii (UTC-10) to Tonga (UTC+13).
        moment = datetime.combine(moment.date(), time(10), UTC)
    return f"<t:{int(moment.timestamp())}:D>"


def address(url: str | None) -> str | None:
    """Return a web address fit for a link in markdown, or None where there is none to be trusted.

    Only http and https, with a host and without a name or password before it, which can make one address look
    like another. What is not ASCII is percent-encoded, and a host's name is in its ASCII form.
    """
    if not url or _UNWANTED_IN_URL.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # also UnicodeError
        return None
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[a-z0-9._-]+", host) or "@" in parts.netloc:
        return None
    rest = parts.path + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    safe = f"{parts.scheme}://{host}{port}{quote(rest, safe=_KEPT_IN_URL)}"
    return safe if len(safe) <= _URL_LIMIT else None
