"""What a text claims to be quoted, and of whom: "Gen. Milley said: “It was a mistake.”"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SAYS = (
    r"(?:said|says|told (?:\w+ ){1,4}|tells|tweeted|wrote|writes|added|claimed|claims|declared|stated|states|warned)"
)
_NAME = r"(?P<who>(?:[A-ZÀ-Þ][\w.’'-]*)(?: (?:(?:al|bin|da|de|del|der|di|la|le|van|von) )*[A-ZÀ-Þ][\w.’'-]*){0,5})"
_QUOTED = re.compile(r"“([^“”]+)[”\"]?|\"([^\"]+)\"?|«([^«»]+)»|„([^„“”]+)[“”]|(?<!\w)‘([^‘]{12,}?)’(?!\w)")
_SHORT = 3  # words; fewer in marks are a name or a word that somebody doubts
_BESIDE = (
    re.compile(rf"(?:^|[.!?]\s+|[Aa]s ){_NAME},?(?: [a-z][^:“\"]{{0,40}})? {_SAYS}"),
    re.compile(rf"^\s*{_NAME} ?:"),
    re.compile(rf"\b{_SAYS} {_NAME}"),
    re.compile(rf"[Aa]ccording to {_NAME}"),
    re.compile(rf"(?:[-–—]\s*|\bby ){_NAME}\W*$"),
    re.compile(rf"^\W*{_NAME} {_SAYS}"),
)
_WITHOUT_MARKS = (
    re.compile(rf"^\s*{_NAME},? {_SAYS}(?: that)?[:,]? (?P<said>.+)$", re.DOTALL),
    re.compile(rf"^\s*{_NAME} ?: (?P<said>.+)$", re.DOTALL),
    re.compile(rf"^(?P<said>.+?),? {_SAYS} {_NAME}\W*$", re.DOTALL),
    re.compile(rf"^(?P<said>.+?), {_NAME} {_SAYS}\W*$", re.DOTALL),
    re.compile(rf"^(?P<said>.+?)\s[-–—]\s?{_NAME}\W*$", re.DOTALL),
)
_NOBODY = re.compile(
    r"(?:He|She|They|It|We|I|You|The|A|An|This|That|These|Those|And|But|So|As|In|On|At|Who|What|When|There|Nobody)\b"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A quotation, and who is said to have said it, where that is claimed."""

    quotation: str
    who: str | None


def claims(text: str, who: str | None = None) -> list[Claim]:
    """Return what may be meant to be quoted, in the order in which to look: the whole text, then what it marks.

    ``who`` counts before whom the text names.
    """
    named = who.strip() if who and who.strip() else None
    whole = Claim(text.strip(), named)
    marked = [next(group for group in match.groups() if group) for match in _QUOTED.finditer(text)]
    marked = [each.strip() for each in marked if len(each.split()) >= _SHORT]
    if marked:
        around = _QUOTED.sub(" “” ", text)
        return [whole, Claim(" … ".join(marked), named or _who(around))]
    for pattern in _WITHOUT_MARKS:
        found = pattern.match(whole.quotation)
        if found and not _NOBODY.match(found["who"]) and len(found["said"].split()) >= _SHORT:
            return [whole, Claim(found["said"], named or found["who"])]
    return [whole]


def _who(around: str) -> str | None:
    for pattern in _BESIDE:
        found = pattern.search(around)
        if found and not _NOBODY.match(found["who"]):
            return found["who"].strip(" .,")
    return None
