"""What kind of answer a question asks for, and whether a sentence holds one of that kind."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from index.terms import words


class AnswerType(Enum):
    """The kinds of answer that the wording of a question gives away."""

    PERSON = "person"
    TIME = "time"
    NUMBER = "number"
    PLACE = "place"
    REASON = "reason"
    SAYING = "saying"
    OTHER = "other"


_ASKS = {
    AnswerType.SAYING: (
        r"\bwhat (?:did|does|do|has|have|had|was|were|is|are)\b.*\b(?:say|said|saying|tell|told|claim|call|think|"
        r"respon[ds]e?|react|reply|comment|promise|warn|argue|describe)",
        r"\bwhat .*\b(?:said|told|claimed|called)\b",
        r"\bever (?:say|said|claim|mention|call|promise|deny|admit|state)",
    ),
    AnswerType.NUMBER: (
        r"\bhow (?:many|much|big|large|long|old|far|fast|high|tall|often|few|deep|wide|heavy|hot|cold|late|likely)\b",
        r"\bwhat (?:percent|number|share|proportion|age|amount|price|cost|size|total|figure|sum|score)",
        r"\bhow (?:expensive|costly|steep)\b",
        r"\bnumber of\b",
        r"\b(?:percentage|cost|price|salary|toll|total) of\b",
    ),
    AnswerType.TIME: (
        r"\bwhen\b",
        r"\b(?:what|which|whatever) (?:year|day|date|month|time|week|decade|century|hour)\b",
        r"\bwhat .*\b(?:date|deadline)\b",
    ),
    AnswerType.PLACE: (
        r"\bwhere\b",
        r"\b(?:what|which) (?:city|country|state|town|place|location|region|county|village|street|province|site)\b",
    ),
    AnswerType.REASON: (
        r"\bwhy\b|\bhow come\b",
        r"\bwhat (?:caused|made|led|prompted|triggered)\b",
        r"\bwhat(?:'s| is| was) the (?:reason|cause)\b",
    ),
    AnswerType.PERSON: (
        r"\bwho(?:m|se|'s|s)?\b",
        r"\b(?:what|which) (?:person|man|woman|president|minister|senator|general|official|politician|judge|"
        r"actor|author|player|coach|director|mayor|singer|scientist|ceo|boss|name)\b",
    ),
}
_ASKS_FOR = tuple((kind, re.compile("|".join(patterns), re.IGNORECASE)) for kind, patterns in _ASKS.items())

_NUMBER_WORDS = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety|hundreds?|thousands?|millions?|billions?|half|twice|third|quarter|several|none)"
)
_NUMBER = re.compile(rf"\d|\b{_NUMBER_WORDS}\b", re.IGNORECASE)
_TIME = re.compile(
    r"\b(?:1\d{3}|20\d{2})s?\b|\b\d{1,2}(?::\d{2})? ?[ap]\.?m\b|\b\d{1,2}:\d{2}\b|"
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b\.?|\bMay\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|"
    r"\b(?:yesterday|today|tonight|tomorrow|midnight|noon|overnight)\b|"
    r"\b(?:last|next|this|earlier|later) (?:week|month|year|night|spring|summer|autumn|fall|winter|decade|century)\b|"
    r"\b(?:century|decade|weeks?|months?|years?|days?|hours?) (?:ago|later|earlier|before|after)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)(?<![“\"'‘(])\b[A-Z][\w.'’-]*\w|^\W*[A-Z]\w+ (?:[A-Z]\. )?[A-Z]\w+")
_PLACE = re.compile(
    r"\b(?:in|at|near|from|to|of|outside|around|across|through|off|along|inside|over|into|towards?|between|on) "
    r"(?:the )?(?:(?:northern|southern|eastern|western|central|north|south|east|west|downtown|nearby) )?[A-Z]\w+"
)
_REASON = re.compile(
    r"\b(?:because|since|due|owing|after|amid|over|citing|cited|blam\w+|caus\w+|result\w*|reason\w*|so that|"
    r"in order|to \w+|following|led|prompt\w+|for fear|thanks|therefore|fear\w*|concern\w*)\b",
    re.IGNORECASE,
)
_SAYING = re.compile(
    r"[“”\"]|\b(?:said|says|say|told|tells|added|wrote|tweeted|called|calls|argued|claimed|warned|insisted|denied|announced|"
    r"stated|promised|asked|according|described|accused|urged|criticized|criticised|vowed|declared|acknowledged|admitted)\b",
    re.IGNORECASE,
)
_HOLDS = {
    AnswerType.NUMBER: _NUMBER,
    AnswerType.TIME: _TIME,
    AnswerType.PLACE: _PLACE,
    AnswerType.REASON: _REASON,
    AnswerType.SAYING: _SAYING,
    AnswerType.PERSON: _NAME,
}


def expected(question: str) -> AnswerType:
    """Return the kind of answer that a question asks for."""
    for kind, pattern in _ASKS_FOR:
        if pattern.search(question):
            return kind
    return AnswerType.OTHER


def fits(kind: AnswerType, question: str, sentence: str) -> float:
    """Return how well a sentence holds an answer of a kind that the question does not itself give.

    1 where it does, 0 where it does not, 0.5 where that cannot be told: the question gives no kind away,
    or the text is without capitals and a name is asked for.
    """
    if kind is AnswerType.OTHER:
        return 0.5
    if kind in (AnswerType.PERSON, AnswerType.PLACE) and sentence == sentence.lower():
        return 0.5
    given = _words(question)
    found = (match.group() for match in _HOLDS[kind].finditer(sentence))
    return float(any(not given.issuperset(words(text)) for text in found))


@lru_cache(maxsize=64)
def _words(question: str) -> frozenset[str]:
    return frozenset(words(question))
