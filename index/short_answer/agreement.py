"""How well a short answer agrees with the right ones: exact match and token F1, as SQuAD counts them.

Rajpurkar et al. 2016, section 6.1: without case, punctuation and articles; the best of several right answers.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterable

_MARKS = frozenset(string.punctuation + "“”‘’—–…")
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")


def exact_match(answer: str | None, right: Iterable[str]) -> bool:
    """Tell whether an answer is one of the right ones; no answer is none of them."""
    return answer is not None and any(_normal(answer) == _normal(each) for each in right)


def token_f1(answer: str | None, right: Iterable[str]) -> float:
    """Return the best token F1 with a right answer, between 0 and 1; 0 for no answer."""
    return 0.0 if answer is None else max((_f1(_normal(answer), _normal(each)) for each in right), default=0.0)


def _normal(text: str) -> list[str]:
    plain = "".join(character for character in text.lower() if character not in _MARKS)
    return _ARTICLES.sub(" ", plain).split()


def _f1(one: list[str], other: list[str]) -> float:
    common = (Counter(one) & Counter(other)).total()
    return 2 * common / (len(one) + len(other)) if common else 0.0
