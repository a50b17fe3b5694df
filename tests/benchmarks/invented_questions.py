"""Questions about invented articles, by simple rules, with the span that answers: material to ask, not to judge by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from tests.benchmarks.invented_articles import Made

_MANY = re.compile(r"\b(?P<answer>\d[\d,]*) (?P<what>[a-z]{4,}s)\b")
_SAID = re.compile(r", (?P<who>[A-Z]\w+ [A-Z]\w+) of (?P<where>[A-Z]\w+) told reporters")
_BY = re.compile(r"\baccording to (?P<answer>[A-Z]\w+ [A-Z]\w+)\.")
_WHERE = re.compile(r"\b(?:in|at|near) (?P<answer>[A-Z][a-z]{4,})\b")
_WORD = re.compile(r"[^\W\d_]{3,}")
_ASKED_WORDS = 6


@dataclass(frozen=True, slots=True)
class MadeQuestion:
    """A question with its answer's place in the text of an article."""

    question: str
    answer: str
    document: str
    start: int
    end: int


def questions(article: Made, random: Random) -> Iterator[MadeQuestion]:
    """Yield a question about one of the article's sentences, if a rule fits the one that is drawn."""
    sentence = random.choice(article.sentences)
    at = article.text.find(sentence)
    for rule in random.sample(_RULES, len(_RULES)):
        found = rule(sentence)
        if found and at >= 0:
            question, start, end = found
            yield MadeQuestion(question, sentence[start:end], article.id, at + start, at + end)
            return


def _rest(sentence: str, *without: str) -> str:
    """Return the first words of a sentence that are not in what it is asked for."""
    left_out = {word for text in without for word in _WORD.findall(text)}
    kept = [word for word in _WORD.findall(sentence) if word not in left_out]
    return " ".join(kept[:_ASKED_WORDS])


def _how_many(sentence: str) -> tuple[str, int, int] | None:
    found = _MANY.search(sentence)
    if not found:
        return None
    rest = _rest(sentence, found["what"])
    return f"how many {found['what']} {rest}?", found.start("answer"), found.end("answer")


def _what_said(sentence: str) -> tuple[str, int, int] | None:
    found = _SAID.search(sentence)
    if not found:
        return None
    rest = _rest(sentence, found.group())
    return f"what did {found['who']} say about {rest}?", 0, found.start()


def _who(sentence: str) -> tuple[str, int, int] | None:
    found = _BY.search(sentence)
    return (
        (f"who said that {_rest(sentence, found.group())}?", found.start("answer"), found.end("answer"))
        if found
        else None
    )


def _where(sentence: str) -> tuple[str, int, int] | None:
    found = _WHERE.search(sentence)
    return (f"where {_rest(sentence, found.group())}?", found.start("answer"), found.end("answer")) if found else None


_RULES = (_how_many, _what_said, _who, _where)
