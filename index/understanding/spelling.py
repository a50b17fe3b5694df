"""Misspelt words of a question, matched to words of the coverage.

Only words that occur nowhere in the index are looked at, so that a question without a slip is left alone. The
distance is optimal string alignment (Damerau-Levenshtein without overlapping swaps).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rapidfuzz.distance import OSA

from index.terms import STOP_WORDS, stem, words

SHORTEST = 4
_SWAP_ONLY = 4  # letters: one that is wrong or missing in so short a word makes another word too easily
_TWO_SLIPS = 8  # letters from which two slips are forgiven
_LETTERS = re.compile(r"[^\W\d_]{4,}")
_ENDINGS = ("ing", "ed", "es", "s")


def suspects(text: str) -> list[str]:
    """Return the folded words of a question that may be misspelt: names and words of some length, no numbers."""
    folded = (words(match.group()) for match in _LETTERS.finditer(text))
    single = (word for found in folded for word in found if len(found) == 1)
    return list(dict.fromkeys(word for word in single if len(word) >= SHORTEST and word not in STOP_WORDS))


def slips(word: str) -> int:
    """Return how many slips are forgiven in a word."""
    return 1 if len(word) < _TWO_SLIPS else 2


def respell(word: str, vocabulary: Mapping[str, int]) -> str | None:
    """Return the stem that a misspelt word most likely stands for: the nearest, then the most frequent.

    Args:
        word: A folded word whose stem is not in the vocabulary.
        vocabulary: Stems with the numbers of sentences they occur in. Only those with the word's first letter
            are compared, since people seldom get that one wrong.
    """
    best: tuple[int, int, str] | None = None
    for term, count in vocabulary.items():
        if term[0] == word[0] and term.isalpha() and (distance := _distance(word, term)) is not None:
            best = min(best or (distance, -count, term), (distance, -count, term))
    return best[2] if best else None


def surface(term: str, texts: Iterable[str], typed: str) -> str | None:
    """Return the word of the texts, folded, that has a stem and is nearest to what was typed; of several, the first."""
    forms = dict.fromkeys(word for text in texts for word in words(text) if stem(word) == term)
    return min(forms, key=lambda form: OSA.distance(typed, form), default=None)


def rewritten(text: str, spellings: Mapping[str, str]) -> str:
    """Return the text with misspelt words, given folded, replaced; all others stand as they were."""

    def spelt(match: re.Match[str]) -> str:
        folded = words(match.group())
        return spellings.get(folded[0], match.group()) if len(folded) == 1 else match.group()

    return _LETTERS.sub(spelt, text)


def _distance(word: str, term: str) -> int | None:
    """Return the distance of a word, without its ending, to a stem; None where it is too far."""
    most = slips(word)
    if len(word) == _SWAP_ONLY:
        return 1 if sorted(word) == sorted(term) and OSA.distance(word, term) == 1 else None
    near = [
        distance
        for form in _forms(word)
        if abs(len(form) - len(term)) <= most and (distance := OSA.distance(form, term, score_cutoff=most)) <= most
    ]
    return min(near, default=None)


def _forms(word: str) -> set[str]:
    """Return a word's stem, and the word less an ending that a slip has kept the stemmer from taking off rightly."""
    stems = {word.removesuffix(ending) for ending in _ENDINGS if len(word) - len(ending) >= SHORTEST} - {word}
    return {stem(word), *stems, *(f"{bare}e" for bare in stems)}
