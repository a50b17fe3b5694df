"""Discord's markdown as a person reads it: marks gone, escapes undone, mentions as names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from .entities import User

# one pass from the left: an escaped backtick opens no code, and a backslash in code escapes nothing
_LITERAL = re.compile(
    r"\\([^0-9A-Za-z\s])|```(?:[\w+-]*\n)?(.*?)```|``(.+?)``|`([^`\n]+)`",
    re.DOTALL,
)
_MASKED_LINK = re.compile(r"\[([^\[\]]+)\]\(<?https?://[^\s()]+(?:\([^\s()]*\)[^\s()]*)*>?(?:\s+\"[^\"]*\")?\)")
_BARE_LINK = re.compile(r"<?(https?://[^\s<>]+)>?")
_LINE_MARK = re.compile(r"^(?:>>> |> |-# |#{1,3} )+", re.MULTILINE)
_PAIRS = (
    re.compile(r"\*\*(.+?)\*\*", re.DOTALL),
    re.compile(r"__(.+?)__", re.DOTALL),
    re.compile(r"~~(.+?)~~", re.DOTALL),
    re.compile(r"\|\|(.+?)\|\|", re.DOTALL),
    re.compile(r"\*(?!\s)(.+?)(?<!\s)\*", re.DOTALL),
    re.compile(r"(?<!\w)_(?!\s)(.+?)(?<!\s)_(?!\w)", re.DOTALL),
)
_USER = re.compile(r"<@!?(\d+)>")
_COMMAND = re.compile(r"<(/[^:>]+):\d+>")
_TIME = re.compile(r"<t:(-?\d+)(?::[tTdDfFR])?>")
# private-use characters hold the places of text that markdown must not touch
_HELD = re.compile("\ue000(\\d+)\ue001")


def as_read(text: str, users: Mapping[str, User]) -> str:
    """The text without its markup; code and escaped characters come out as they stand."""
    held: list[str] = []

    def hold(kept: str) -> str:
        held.append(kept)
        return f"\ue000{len(held) - 1}\ue001"

    text = _LITERAL.sub(lambda match: hold(next(part for part in match.groups() if part is not None)), text)
    text = _MASKED_LINK.sub(r"\1", text)
    text = _BARE_LINK.sub(lambda match: hold(match[1]), text)
    text = _USER.sub(lambda match: hold("@" + users[match[1]].name if match[1] in users else match[0]), text)
    text = _COMMAND.sub(lambda match: hold(match[1]), text)
    text = _TIME.sub(lambda match: hold(_date(int(match[1]))), text)
    text = _LINE_MARK.sub("", text)
    for pair in _PAIRS:
        text = pair.sub(r"\1", text)
    while _HELD.search(text):
        text = _HELD.sub(lambda match: held[int(match[1])], text)
    return text


def _date(seconds: int) -> str:
    """A moment as a person reads it; whatever the style asked for, the double shows the day in UTC."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d")
