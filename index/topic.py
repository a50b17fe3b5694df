"""Whether a sentence is about a topic, which need not be a question: "the drone strike", "Garnock loan".

The reader's confidence is that of an answer, and few topics ask anything. What counts here is how much of the topic's
words, weighed by how rare they are, the sentence with its headline and its article have, and how near its meaning is.
Measured on the news set's stories: ``python -m tests.benchmarks.topics``.
"""

from __future__ import annotations

from index.reader import Reading
from index.signals import Asked, Candidate, share
from index.terms import terms

ABOUT = 0.45  # chosen on the develop part


def nearness(asked: Asked, candidate: Candidate) -> float:
    """Return how much a sentence is about a topic, from 0 to about 1."""
    return _nearness(asked, candidate, 0.0)


def is_about(asked: Asked, candidate: Candidate) -> bool:
    """Whether a sentence is about a topic."""
    return _nearness(asked, candidate, ABOUT) >= ABOUT


def about(asked: Asked, reading: Reading) -> list[tuple[Candidate, float]]:
    """Return the candidates that are about the topic, in the reader's order, with their shares."""
    return [(candidate, share) for candidate, share in reading.ranked if is_about(asked, candidate)]


def _nearness(asked: Asked, candidate: Candidate, least: float) -> float:
    """Return the nearness; of less than ``least``, only that it is less."""
    whole = sum(asked.weights.values())
    if not whole:
        return 0.0
    told = share(asked.weights, candidate.article_terms)
    near = float(asked.vector @ candidate.stored.vector)
    if 2 * told + near < 3 * least:  # the sentence and its headline have no word that the article has not
        return (2 * told + near) / 3
    beside = frozenset(terms(f"{candidate.document.title}\n{candidate.stored.sentence.text}"))
    return (share(asked.weights, beside) + told + near) / 3
