"""What speaks for a sentence as the answer to a question: one row of numbers a candidate.

Every signal is a pure function of the question, the candidate and how common words are in the store, and lies
roughly between 0 and 1 whatever the size of the index. ``SIGNALS`` names the columns; the reader weighs them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.answer_type import AnswerType, expected, fits
from index.document import Document
from index.store.protocol import StoredSentence, Vectors
from index.terms import question_terms, stem, words

SIGNALS = (
    "dense",
    "dense_window",
    "dense_neighbour",
    "dense_article",
    "lexical_sentence",
    "lexical_headline",
    "lexical_window",
    "lexical_article",
    "phrase",
    "rarest_in_sentence",
    "rarest_in_article",
    "answer_type",
    "saying",
    "numbers_agree",
    "length",
    "question_like",
    "verbatim",
)
# Okapi BM25 (Robertson & Zaragoza 2009) with the usual constants.
_K1 = 1.2
_B = 0.75
_VERBATIM_WORDS = 200  # of a sentence; comparing takes as long as the question times this
_MEAN_WORDS = 25.0  # a news sentence; fixed, so that a score does not depend on what else is in the index


@dataclass(frozen=True, slots=True)
class Candidate:
    """A retrieved sentence with its article, its neighbours in it, and the article's distinct stems."""

    stored: StoredSentence
    document: Document
    before: StoredSentence | None
    after: StoredSentence | None
    article_terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, analysed once: its words, unit vector, search terms with their weights (IDF), and answer type."""

    text: str
    vector: Vectors
    weights: Mapping[str, float]
    kind: AnswerType
    numbers: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    words: tuple[str, ...] = ()


def analyse(question: str, vector: Vectors, frequency: Mapping[str, int], sentences: int) -> Asked:
    """Weigh a question's terms by how rare they are among ``sentences`` sentences."""
    stems = question_terms(question)
    weights = {term: idf(frequency.get(term, 0), sentences) for term in stems}
    numbers = frozenset(word for word in words(question) if word[0].isdigit())
    pairs = frozenset(zip(stems, stems[1:], strict=False))
    return Asked(question, vector, weights, expected(question), numbers, pairs, tuple(words(question)))


def idf(frequency: int, sentences: int) -> float:
    """Return the inverse document frequency, ln(1 + (N - n + 0.5) / (n + 0.5)) (Lucene's, never negative)."""
    frequency = min(frequency, sentences)
    return math.log(1 + (sentences - frequency + 0.5) / (frequency + 0.5))


def signals(asked: Asked, candidates: Sequence[Candidate]) -> npt.NDArray[np.float64]:
    """Return the signals of all candidates, shape ``(len(candidates), len(SIGNALS))``."""
    articles = _dense_articles(asked, candidates)
    looked_at = _Texts()
    rows = [_row(asked, candidate, articles[candidate.document.id], looked_at) for candidate in candidates]
    return np.array(rows, np.float64).reshape(len(candidates), len(SIGNALS))


class _Texts(dict[str, tuple[list[str], list[str]]]):
    """The words and the stems of each text, made once: a neighbour is often a candidate too, and headlines recur."""

    def __missing__(self, text: str) -> tuple[list[str], list[str]]:
        found = words(text)
        self[text] = found, [stem(word) for word in found]
        return self[text]


def _row(asked: Asked, candidate: Candidate, dense_article: float, looked_at: _Texts) -> tuple[float, ...]:
    text = candidate.stored.sentence.text
    written, own = looked_at[text]
    _, title = looked_at[candidate.document.title]
    around = set(own).union(title, *(looked_at[near.sentence.text][1] for near in _near(candidate)))
    return (
        _cosine(asked, candidate.stored),
        _dense_window(asked, candidate),
        max((_cosine(asked, near) for near in _near(candidate)), default=0.0),
        dense_article,
        bm25(asked.weights, own),
        bm25(asked.weights, title + own),
        share(asked.weights, around),
        share(asked.weights, candidate.article_terms),
        _phrase(asked, own),
        _rarest(asked.weights, around),
        _rarest(asked.weights, candidate.article_terms),
        fits(asked.kind, asked.text, text),
        fits(AnswerType.SAYING, asked.text, text) if asked.kind is AnswerType.SAYING else 0.5,
        1.0 if not asked.numbers else len(asked.numbers.intersection(written)) / len(asked.numbers),
        min(math.log1p(len(own)) / math.log1p(50), 1.2),
        float(text.rstrip("\"”’') ").endswith("?")),
        verbatim(asked.words, written[:_VERBATIM_WORDS]),
    )


def bm25(weights: Mapping[str, float], found: Sequence[str]) -> float:
    """Return BM25 of a text's stems for weighted terms, as a share of the most that is possible."""
    best = sum(weights.values()) * (_K1 + 1)
    if not best:
        return 0.0
    counts = Counter(term for term in found if term in weights)
    length = _K1 * (1 - _B + _B * len(found) / _MEAN_WORDS)
    return sum(weights[term] * count * (_K1 + 1) / (count + length) for term, count in counts.items()) / best


def share(weights: Mapping[str, float], present: frozenset[str] | set[str]) -> float:
    """Return the share of the question's weight that is present."""
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in present) / total if total else 0.0


def _rarest(weights: Mapping[str, float], present: frozenset[str] | set[str]) -> float:
    """Return 1 where the question's rarest term is present, less the rarer the rarest absent one is."""
    if not weights:
        return 0.0
    absent = max((weight for term, weight in weights.items() if term not in present), default=0.0)
    return 1 - absent / max(weights.values())


def _phrase(asked: Asked, own: Sequence[str]) -> float:
    """Return the share of the question's neighbouring terms that stand within three words of each other."""
    if not asked.pairs:
        return 0.0
    places: dict[str, list[int]] = {}
    for place, term in enumerate(own):
        if term in asked.weights:
            places.setdefault(term, []).append(place)
    close = sum(
        any(abs(a - b) <= 3 for a in places.get(left, ()) for b in places.get(right, ())) for left, right in asked.pairs
    )
    return close / len(asked.pairs)


def verbatim(asked: Sequence[str], found: Sequence[str]) -> float:
    """Return the longest run of a question's words that a sentence has as it stands, as a share of them.

    Words of every kind count: "called it a mistake" has but two that are searched for. One word is no run.
    """
    wanted = set(asked)
    places: dict[str, list[int]] = {}
    for place, word in enumerate(found):
        if word in wanted:
            places.setdefault(word, []).append(place)
    longest, before = 1, dict[int, int]()  # the run that ends at each place with the last word
    for word in asked:
        before = {place: before.get(place - 1, 0) + 1 for place in places.get(word, ())}
        longest = max(longest, *before.values()) if before else longest
    return longest / len(asked) if longest > 1 else 0.0


def _dense_window(asked: Asked, candidate: Candidate) -> float:
    window = 2 * candidate.stored.vector + sum(near.vector for near in _near(candidate))
    return float(asked.vector @ window / np.linalg.norm(window))


def _dense_articles(asked: Asked, candidates: Sequence[Candidate]) -> dict[str, float]:
    """Return, for each article, the mean similarity of its two best candidates."""
    found: dict[str, list[float]] = {}
    for candidate in candidates:
        found.setdefault(candidate.document.id, []).append(_cosine(asked, candidate.stored))
    return {article: sum(sorted(scores)[-2:]) / min(len(scores), 2) for article, scores in found.items()}


def _near(candidate: Candidate) -> list[StoredSentence]:
    return [near for near in (candidate.before, candidate.after) if near is not None]


def _cosine(asked: Asked, stored: StoredSentence) -> float:
    return float(asked.vector @ stored.vector)
