"""Wording of a quotation: words as they are compared, whoever typed them and however they were set.

Curly and straight marks, kinds of dashes, spaces, case, accents, "U.S." and "US", "17,000" and "17000" are the same. An
ellipsis and words in brackets stand for what was left out or put in, as is the custom where people quote.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from index.document import Span

_WORD = re.compile(r"\d+(?:[.,]\d+)*|(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’ʼ][^\W_]+)*|[$£€¥%]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_ACCENTS = re.compile("[\u0300-\u036f]")
_RECASED = re.compile(r"\[(\w)\](?=\w)")  # "[T]he"
_SIC = re.compile(r"\s*[\[(]sic[\])]", re.IGNORECASE)
_ELLIPSIS = re.compile(r"[\[(]?\s*(?:…|\.{2,}|\.(?:\s\.){2,})\s*[\])]?(?:\s*…)*")
_INSERTED = re.compile(r"\[[^\[\]]{0,80}\]")
_QUOTATION = re.compile(r"“(?P<said>[^”\n]*)|\"(?P<plain>[^\"\n]*)\"?")
ELISION, INSERTION = 60, 8  # words that an ellipsis, or words in brackets, may stand for


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, and where it stands in its text."""

    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Wording:
    """What is quoted: runs of words, and how many words of the article each gap between two runs may stand for."""

    text: str
    runs: tuple[tuple[Word, ...], ...]
    gaps: tuple[int, ...]

    @property
    def length(self) -> int:
        """How many words are quoted."""
        return sum(map(len, self.runs))


def words_of(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """Return the words of ``text[start:end]`` in order, with offsets into ``text``."""
    return [
        Word(_folded(match[0]), match.start(), match.end())
        for match in _WORD.finditer(text, start, len(text) if end is None else end)
    ]


def wording(text: str) -> Wording:
    """Return what a person quotes, with its gaps."""
    cleaned = _SIC.sub("", _RECASED.sub(r"\1", _UNSEEN.sub("", text)))
    gaps = [(Span(*match.span()), ELISION) for match in _ELLIPSIS.finditer(cleaned)]
    gaps += [(Span(*match.span()), INSERTION) for match in _INSERTED.finditer(cleaned) if not _in(match.start(), gaps)]
    runs: list[tuple[Word, ...]] = []
    between: list[int] = []
    at, pending = 0, 0
    for gap, most in [*sorted(gaps, key=lambda each: each[0].start), (Span(len(cleaned), len(cleaned)), 0)]:
        run = tuple(words_of(cleaned, at, gap.start))
        if run:
            between += [pending] if runs else []
            runs.append(run)
            pending = 0
        pending, at = max(pending, most), gap.end
    return Wording(cleaned, tuple(runs), tuple(between))


def quotations(text: str, start: int, end: int) -> list[Span]:
    """Return what ``text[start:end]`` has in double quotation marks, in order; a paragraph ends what it leaves open."""
    return [
        Span(*match.span("said" if match["said"] is not None else "plain"))
        for match in _QUOTATION.finditer(text, start, end)
    ]


def _in(position: int, gaps: list[tuple[Span, int]]) -> bool:
    return any(gap.start <= position < gap.end for gap, _ in gaps)


@lru_cache(maxsize=50_000)
def _folded(word: str) -> str:
    if not word.isascii():
        word = _ACCENTS.sub("", unicodedata.normalize("NFKD", word))
        word = word.replace("’", "'").replace("ʼ", "'")
    if word == "%":
        return "percent"
    if word[0].isdigit():
        return word.replace(",", "")
    return word.replace(".", "").casefold()
