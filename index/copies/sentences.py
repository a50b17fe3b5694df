"""Whether two sentences of copies are the same sentence, edited or cut, and say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import LCSseq

from index.terms import words

_SHARED = 0.8  # of the shorter sentence's words, in order
_KEPT = 0.5  # of the longer sentence's words: less is another sentence that quotes a few of its words
_ALL_BUT = 0.9  # of a sentence's words, where another is to be cited in its place

# What turns or counts. "Nine dead" and "14 dead" are one word apart, and are not the same sentence.
_NUMBERS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million billion
dozen dozens half quarter third double triple twice once
"""
_TURNS = """
no not never none nobody nothing neither nor without cannot cant couldnt didnt doesnt dont hadnt hasnt havent isnt
wasnt werent wont wouldnt denied denies deny refused rejected failed false
"""
_COUNTING, _TURNING = frozenset(_NUMBERS.split()), frozenset(_TURNS.split())


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence's folded words, and among them those that count and those that turn its meaning."""

    words: tuple[str, ...]
    numbers: frozenset[str]
    turns: frozenset[str]


@lru_cache(maxsize=10_000)
def wording(text: str) -> Wording:
    """Return what sentences are compared by; case, accents, quotation marks and spaces make no difference."""
    found = words(text)
    numbers = frozenset(word for word in found if word[0].isdigit() or word in _COUNTING)
    return Wording(tuple(found), numbers, _TURNING.intersection(found))


def nearly_same(one: Wording, other: Wording) -> bool:
    """Tell whether one sentence is the other, with edits or cuts that change no number and turn nothing round."""
    if one.words == other.words:
        return True
    shorter, longer = sorted((one, other), key=lambda each: len(each.words))
    if not shorter.words or one.turns != other.turns or not _numbers_agree(shorter, longer):
        return False
    if len(shorter.words) < _KEPT * len(longer.words):
        return False
    return _in_order(shorter.words, longer.words) >= _SHARED * len(shorter.words)


def says_all(instead: Wording, of: Wording) -> bool:
    """Tell whether a nearly same sentence has (almost) every word and every number of the one that it stands for."""
    return of.numbers <= instead.numbers and _in_order(of.words, instead.words) >= _ALL_BUT * len(of.words)


def _numbers_agree(shorter: Wording, longer: Wording) -> bool:
    """A cut may drop numbers, an edit may not: what the longer one has more of must lie in words that were cut."""
    more = longer.numbers - shorter.numbers
    return shorter.numbers <= longer.numbers and len(more) <= len(longer.words) - len(shorter.words)


def _in_order(one: Sequence[str], other: Sequence[str]) -> int:
    return LCSseq.similarity(one, other)
