"""Where quotation marks open and close."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.document import Span

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_PAIRS = {"“": "”", "„": "“", "«": "»"}
_MARK = re.compile('[“”„«»‘’"]')
_OPENS_STRAIGHT = re.compile(r"(?:^|[\s(\[—–-])$")


@dataclass(frozen=True, slots=True)
class Marked:
    """Text between quotation marks: ``whole`` has the marks, ``inner`` does not.

    ``goes_on`` is whether the mark is not closed at the paragraph's end because the next paragraph opens it again;
    ``continues`` is whether this is such a next paragraph.
    """

    whole: Span
    inner: Span
    continues: bool = False
    goes_on: bool = False


def paragraphs(text: str) -> list[Span]:
    """Return the spans of a text's paragraphs: those that blank lines part, or else every line."""
    blank = re.search(r"\n[^\S\n]*\n", text)
    pattern = _PARAGRAPH if blank else re.compile(r"[^\n]+")
    return [Span(match.start(), match.end()) for match in pattern.finditer(text) if match[0].strip()]


def marked(text: str, among: list[Span]) -> list[Marked]:
    """Return what stands between quotation marks in each of the paragraphs, in order.

    Marks inside marks are part of what they stand in. A mark that is never closed quotes nothing, unless the next
    paragraph opens it again: that is how quotations of several paragraphs are printed.
    """
    single = "“" not in text and '"' not in text
    found: list[Marked] = []
    open_before = False
    for position, paragraph in enumerate(among):
        following = among[position + 1] if position + 1 < len(among) else None
        reopened = following is not None and text[following.start : following.end].lstrip()[:1] in ("“", '"')
        continues, open_before = open_before, False
        for start, end in _pairs(text, paragraph, single):
            if end is None:
                if not reopened:
                    continue
                open_before = True
                end = paragraph.end
                whole, inner = Span(start, end), Span(start + 1, end)
            else:
                whole, inner = Span(start, end), Span(start + 1, end - 1)
            if inner.end > inner.start:
                found.append(Marked(whole, inner, continues and start == _first(text, paragraph), open_before))
    return found


def _first(text: str, paragraph: Span) -> int:
    shown = text[paragraph.start : paragraph.end]
    return paragraph.start + len(shown) - len(shown.lstrip())


def _pairs(text: str, paragraph: Span, single: bool) -> Iterator[tuple[int, int | None]]:
    """Yield where each outermost pair of marks opens, and the end of its closing mark, None if it never closes."""
    opened: int | None = None
    closer = ""
    for seen in _MARK.finditer(text, paragraph.start, paragraph.end):
        at, mark = seen.start(), seen[0]
        if opened is None:
            closer = _closer(text, at, single)
            if closer:
                opened = at
        elif mark == "“" and closer == "”":
            opened = at  # the one before was never closed
        elif mark == closer and (closer != "’" or _closes_single(text, at)):
            yield opened, at + 1
            opened = None
    if opened is not None and closer != "’":
        yield opened, None


def _closer(text: str, at: int, single: bool) -> str:
    """Return the mark that closes what opens at a position; nothing if nothing does."""
    mark = text[at]
    if mark in _PAIRS:
        return _PAIRS[mark]
    if mark == '"' and _OPENS_STRAIGHT.search(text[max(at - 1, 0) : at]):
        return '"'
    opens_single = single and mark == "‘" and text[at + 1 : at + 2].isalpha()
    return "’" if opens_single and not text[max(at - 1, 0) : at].isalnum() else ""


def _closes_single(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at + 1 : at + 2]
    if after.isalnum():
        return False  # an apostrophe
    return before in ",.?!…" or before != "s" or not text[at + 1 :].lstrip(" ")[:1].islower()
