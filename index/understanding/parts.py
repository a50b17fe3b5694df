"""Two questions in one: "who resigned and when?" asks who resigned, and when."""

from __future__ import annotations

import re

from index.terms import STOP_WORDS, question_terms, words

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
_OPEN = re.compile(r"who|when|where|why|how(?:\s+(?:much|many|long|often))?", re.IGNORECASE)
_STANDS_ALONE = 2  # words to search for, from which a second question needs nothing of the first


def parts(text: str) -> tuple[str, ...]:
    """Return the questions in a text: the text itself, or two where it clearly asks two.

    A second one that only says "and when", or speaks of "he" or "it", takes over what the first is about: "who
    resigned and when" becomes "who resigned" and "when resigned". That is no English, but what to search for.
    """
    match = _TWO.fullmatch(text.strip())
    if not match or not question_terms(match["rest"]) or _ASKS_AGAIN.search(match["rest"]):
        return (text,)
    first, second, more = match["first"].strip(), match["second"].strip(), match["more"].strip()
    if not more:
        return (first, f"{second} {match['rest'].strip()}") if _OPEN.fullmatch(second) else (text,)
    if _TELLS.search(match["rest"]):
        return (text,)
    if len(question_terms(more)) >= _STANDS_ALONE and not _PRONOUN.search(more):
        return (first, second)
    subject = (word for word in words(match["rest"]) if word not in STOP_WORDS)
    return (first, " ".join([second, *subject]))
