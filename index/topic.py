"""Whether a sentence is about a topic, which need not be a question: "the drone strike", "Garnock loan".

The reader's confidence is that of an answer, and few topics ask anything. What counts here is how much of the topic's
words, weighed by how rare they are, the sentence with its headline and its article have, and how near its meaning is.
Measured on the news set's stories: ``python -m tests.benchmarks.topics``.
"""

from __future__ import annotations

from index.reader import Reading
from index.signals import Asked, Candidate
from index.terms import terms

ABOUT = 0.45  # chosen on the develop part


def nearness(asked: Asked, candidate: Candidate) -> float:
    """Return how much a sentence is about a topic, from 0 to about 1."""
    whole = sum(asked.weights.values())
    if not whole:
        return 0.0
    beside = frozenset(terms(f"{candidate.document.title}\n{candidate.stored.sentence.text}"))
    said = sum(weight for term, weight in asked.weights.items() if term in beside) / whole
    told = sum(weight for term, weight in asked.weights.items() if term in candidate.article_terms) / whole
    return (said + told + float(asked.vector @ candidate.stored.vector)) / 3


def about(asked: Asked, reading: Reading) -> list[tuple[Candidate, float]]:
    """Return the candidates that are about the topic, in the reader's order, with their shares."""
    return [(candidate, share) for candidate, share in reading.ranked if nearness(asked, candidate) >= ABOUT]
