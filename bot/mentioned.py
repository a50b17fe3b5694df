"""Whom and what a question or a sentence names, as far as its wording gives that away."""

from __future__ import annotations

import re

from index.terms import STOP_WORDS

_TITLE = r"(?:Gen|Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Lt|Col|Capt|Sgt|Prof|Rev|Maj|Adm|Cmdr|Pres)\."
_CAPITAL = r"[A-Z][\w’'-]*[\w]"
_PARTICLE = r"(?:de|van|von|der|den|bin|ibn|al|el|la|del|di|da|du)"
NAME = rf"(?:{_TITLE} )*{_CAPITAL}(?: (?:{_PARTICLE} )*(?:[A-Z]\.|{_CAPITAL}))*"
_NAME = re.compile(rf"(?<![\w.]){NAME}")
_SAYS = (
    r"(?:said|says|told|tells|added|wrote|called|calls|warned|argued|claimed|insisted|denied|announced|tweeted|stated|"
    r"promised|admitted|acknowledged|declared|replied)"
)
_LONGEST = 1000
_NO_NAME = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|"
    r"november|december"
)
_THING = re.compile(r"\b(?:the|a|an|this|that|these|those) ((?:[a-z][\w-]* ){0,1}?[a-z][\w-]*)(?=[\s?.,!]|$)")
_PLACE = re.compile(rf"\b(?:in|at|near|from|inside|outside) (?:the )?({NAME})")


def names(text: str) -> list[str]:
    """Return the names in a text, in order and each once; a capital at its beginning alone makes no name."""
    found: list[str] = []
    for match in _NAME.finditer(text):
        name = _without_common_words(match[0], first=not text[: match.start()].strip("“\"'‘( "))
        if name and name not in found:
            found.append(name)
    return found


def person_doing(sentence: str, verb: str) -> str | None:
    """Return who does what ``verb`` says in a sentence, or who speaks in it; None where that is not clear."""
    if len(sentence) > _LONGEST:
        return None  # no sentence of a person's, and slow to search
    for pattern in (
        rf"({NAME}),? (?:who )?(?:\w+ly )?{re.escape(verb)}\b",
        rf"({NAME}), [^,A-Z]{{1,80}}, (?:who )?{re.escape(verb)}\b",
        rf"\b{_SAYS} (?:the [\w ]{{1,40}}, )?({NAME})",
        rf"({NAME})(?:, [^,A-Z]{{1,80}},)? {_SAYS}\b",
    ):
        found = list(re.finditer(pattern, sentence))
        whom = {name for match in found if (name := _without_common_words(match[1]))}
        if any(re.search(r"\b(?:and|or)(?: the)? $", sentence[: match.start(1)]) for match in found):
            return None  # one of several
        if len(whom) == 1:
            return whom.pop()
    long = [name for name in names(sentence) if " " in name]
    return long[0] if len(long) == 1 else None


def things(question: str) -> list[str]:
    """Return what a question speaks of by "the", "a" or "this", with the article: "the letter"."""
    found = []
    for match in _THING.finditer(question):
        words = match[0].split()
        if words[1].lower() not in STOP_WORDS:
            found.append(" ".join(("the", *words[1:])))
    return list(dict.fromkeys(found))


def places(question: str) -> list[str]:
    """Return the names that stand behind "in", "at" and the like."""
    return list(dict.fromkeys(_PLACE.findall(question)))


def _without_common_words(name: str, *, first: bool = False) -> str:
    """Take words off the front that only begin a sentence, and days and months."""
    words = name.split()
    while words and (words[0].lower() in STOP_WORDS or _NO_NAME.fullmatch(words[0].lower())):
        words.pop(0)
    if first and len(words) == 1 and len(name.split()) == 1 and words[0][1:].islower():
        return ""  # "Bread costs more": it may be no name at all
    return " ".join(words)
