"""Who says a quotation, by the few patterns that can be told with little doubt; else nobody.

The name is the longest form of it that the article introduces. Anything less than a name right beside the marks of the
quotation, with a verb of saying, is not taken: a wrong speaker is worse than none.
"""

from __future__ import annotations

import re

from index.document import Document, Span
from index.split import split_text
from index.support import persons

_REACH = 140  # characters beside a quotation in which its speaker is looked for
_SAYS = (
    r"(?:said|says|told|tells|added|adds|wrote|writes|asked|argued|argues|warned|warns|replied|insisted|insists|"
    r"recalled|testified|explained|joked|declared|announced|noted|tweeted|shouted|continued|conceded|claimed)"
)
_TITLE = (
    r"(?:(?:Mr|Mrs|Ms|Dr|Gen|Maj|Lt|Col|Capt|Sgt|Adm|Gov|Sen|Rep|Rev|Prof|Cllr|Insp|President|Judge|Mayor|Justice|"
    r"Bishop|Minister|Professor|Captain|Inspector|Sheriff|Senator|Governor|Chief|Commissioner|Secretary|Ambassador|"
    r"Councillor|Detective|Sir|Lord|Dame|Lady)\.? )*"
)
_WORD = r"(?:[A-ZÀ-ÖØ-Þ][\w’'-]*[a-zà-ÿ]|[A-Z]\.)"
_MORE = rf"(?: (?:(?:al|bin|da|de|del|della|der|di|la|le|van|von)[ -])*{_WORD}){{0,4}}"
_NAME = rf"{_TITLE}(?P<name>[Hh]e\b|[Ss]he\b|{_WORD}{_MORE})"
_NOT_NAMES = re.compile(
    r"(?:They|It|We|I|You|But|And|Then|The|A|An|One|Some|Others|Many|Officials|Police|Critics|On|In|At|Later)\b"
)
_SAYING = re.compile(_SAYS)
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)")
_BACK = 800  # characters before a quotation in which "he" and "she" were named
_ROLE = r"(?:, (?!who\b)[^“”\".]{2,80},)?"
_AFTER = (
    re.compile(rf"\s*{_SAYS} {_NAME}"),
    re.compile(rf"\s*{_NAME}{_ROLE} (?:later |also |once )?{_SAYS}\b"),
)
_BEFORE = (
    re.compile(rf"{_NAME}{_ROLE} (?:later |also |once )?{_SAYS}(?: (?:that|of [^“”\".]{{2,60}}))?[,:]? ?\Z"),
    re.compile(rf"{_NAME}{_ROLE} told [^“”\".]{{2,60}}[,:]? ?(?:that )?\Z"),
    re.compile(rf"[Aa]ccording to {_NAME}{_ROLE},? \Z"),
)
_OPEN, _CLOSE = '“"', '”"'


def speaker_of(document: Document, span: Span) -> str | None:
    """Return who says what stands at a span of an article, where it stands in quotation marks; None where unsure."""
    marks = quotation_at(document.text, span)
    if marks is None:
        return None
    text = document.text
    start, end = _paragraph_start(text, marks.start), _paragraph_end(text, marks.end)
    after, before = text[marks.end : end][:_REACH], text[start : marks.start]
    found = [_named(pattern.match(after), text, marks.start) for pattern in _AFTER]
    found += [_named(pattern.search(before[-_REACH:]), text, marks.start) for pattern in _BEFORE]
    if not any(found) and not after.strip(" .\n"):
        found += [_continued(text, start, marks.start)]
    return next((name for name in found if name), None)


def _continued(text: str, start: int, opened: int) -> str | None:
    """Return the speaker of the quotation before this one in its paragraph, which this one goes on with."""
    closed = max(text.rfind(mark, start, opened) for mark in _CLOSE)
    if closed < 0:
        return None
    between = text[closed + 1 : opened]
    if len(between) > 2 * _REACH or len(_SAYING.findall(between)) != 1:
        return None
    named = (_named(pattern.match(between), text, closed) for pattern in _AFTER)
    return next((name for name in named if name), None)


def _named(match: re.Match[str] | None, text: str, at: int) -> str | None:
    """Return the full name of whom a pattern found, by name or by "he" or "she"."""
    if match is None:
        return None
    name = match["name"]
    if name.lower() in ("he", "she"):
        return _meant(text, at)
    return None if _NOT_NAMES.match(name) else _in_full(name, text)


def _meant(text: str, at: int) -> str | None:
    """Return the one person who is named last before a place, if only one is named there."""
    told = text[max(at - _BACK, 0) : at]
    known = {name.split()[-1]: name for name in sorted(persons(text), key=len)}
    for span in reversed(split_text(told)):
        sentence = _QUOTED.sub(" ", told[span.start : span.end])
        named = {full for last, full in known.items() if re.search(rf"\b{re.escape(last)}\b", sentence)}
        if named:
            return named.pop() if len(named) == 1 else None
    return None


def same_person(name: str, other: str) -> bool:
    """Tell whether two names may be one person's: the shorter one's words are all in the longer, or the last is."""
    one, two = (_name_words(each) for each in (name, other))
    if not one or not two:
        return True  # a role ("the president") contradicts nobody
    return one[-1] == two[-1] or set(one) <= set(two) or set(two) <= set(one)


def quotation_at(text: str, span: Span) -> Span | None:
    """Return the quotation that a span lies in, with its marks; None where it lies in none, or leaves it."""
    start, end = _paragraph_start(text, span.start), _paragraph_end(text, span.end)
    opened = max(text.rfind(mark, start, span.start + 1) for mark in _OPEN)
    if opened < 0 or (text[opened] == "“" and text.find("”", opened, span.start) >= 0):
        return None
    if text[opened] == '"' and text.count('"', start, opened) % 2:
        return None
    closing = "”" if text[opened] == "“" else '"'
    closed = text.find(closing, max(span.end - 1, opened + 1), end)
    return None if closed < 0 or text.find(closing, opened + 1, span.end - 1) >= 0 else Span(opened, closed + 1)


def _paragraph_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _paragraph_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _in_full(name: str, text: str) -> str:
    """Return the longest form in which an article introduces a person."""
    known = [re.sub(rf"^{_TITLE}", "", each) for each in persons(text)]
    fuller = [each for each in known if each.split()[-1:] == name.split()[-1:] and len(each) > len(name)]
    return max(fuller, key=len, default=name)


def _name_words(name: str) -> list[str]:
    bare = re.sub(rf"^{_TITLE}", "", name.strip())
    return [word.casefold().strip(".,’'") for word in bare.split() if word[:1].isupper()]
