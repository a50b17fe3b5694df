"""Two questions in one: "who resigned and when?" asks who resigned, and when."""

from __future__ import annotations

import re

from index.terms import question_terms

_ASKS = (
    r"(?:who(?:se|m)?|when|where|why|what|which|how(?:\s+(?:many|much|long|often|far|old|big|late|tall|fast|large)\b)?)"
)
_TWO = re.compile(
    rf"(?P<first>(?P<asks>{_ASKS})\b(?P<rest>.+?)),?\s+and\s+(?:also\s+)?(?P<second>(?P<also>{_ASKS})\b(?P<more>.*?))\s*[?.!]*",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:he|she|it|they|him|her|them|his|their|its|this|that|these|those)\b", re.IGNORECASE)
_ASKS_AGAIN = re.compile(rf"\b{_ASKS}\b", re.IGNORECASE)
# "What did she say about the loan and why she kept it": the second is part of what was said.
_TELLS = re.compile(
    r"\b(?:say|said|saying|know|think|tell|told|explain|describe|decide|find|found|show|learn|reveal|about)\b",
    re.IGNORECASE,
)
_STANDS_ALONE = 2  # words to search for, from which a second question needs nothing of the first


def parts(text: str) -> tuple[str, ...]:
    """Return the questions in a text: the text itself, or two where it clearly asks two.

    A second one that leaves out what it is about, or speaks of "he" or "it", takes that over from the first: "who
    resigned and when" becomes "who resigned" and "when resigned". That is no English, but the words to search for.
    """
    match = _TWO.fullmatch(text.strip())
    if not match or not question_terms(match["rest"]) or _ASKS_AGAIN.search(match["rest"]):
        return (text,)
    first, second, more = match["first"].strip(), match["second"].strip(), match["more"].strip()
    if more and _TELLS.search(match["rest"]):
        return (text,)
    added = question_terms(more)
    if len(added) >= _STANDS_ALONE and not _PRONOUN.search(more):
        return (first, second)
    return (first, " ".join([match["also"], match["rest"].strip(), *added]))
