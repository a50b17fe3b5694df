"""A question to candidate sentences: dense and lexical search, side by side, each with its context."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from index.by_outlet import by_outlet
from index.owners import Owners
from index.signals import Asked, Candidate, analyse
from index.store.protocol import Filters, Match, Store, StoredSentence, Vectors
from index.terms import question_terms

EACH = 40  # from each side; the right sentence is then among them in 0.94 of news questions, 0.99 of XQuAD's and QED's

Worth = Callable[[Asked, Candidate], bool]
"""Whether a candidate is wanted for a question."""


class Retriever:
    """Finds the sentences that may answer a question; it does not judge them."""

    def __init__(self, store: Store) -> None:
        """Search ``store``."""
        self._store = store

    def nearest(self, asked: Sequence[tuple[Vectors, Filters]]) -> list[list[Match]]:
        """Return the dense side of several questions, searched together: for each vector and filters, the best first.

        What is found may be gone when it is retrieved with; then it is left out.
        """
        alike: dict[Filters, list[int]] = {}
        for place, (_, filters) in enumerate(asked):
            alike.setdefault(filters, []).append(place)
        found: list[list[Match]] = [[] for _ in asked]
        for filters, places in alike.items():
            vectors = np.stack([asked[place][0] for place in places])
            for place, matches in zip(places, self._store.nearest_to_each(vectors, EACH, filters), strict=True):
                found[place] = matches
        return found

    def retrieve(
        self, question: str, vector: Vectors, filters: Filters, near: Sequence[Match] | None = None, each: int = EACH
    ) -> tuple[Asked, list[Candidate]]:
        """Return the analysed question and its candidates, in no particular order.

        Args:
            question: The question.
            vector: Its unit vector, shape ``(dimension,)``.
            filters: What may be found.
            near: What :meth:`nearest` has found for it; by default, that is searched now.
            each: How many to take from the dense side and from the lexical one.
        """
        asked, searchable = self._analysed(question, vector, filters.owners)
        if near is None:
            numbers = self._store.candidates(vector, searchable, each, filters)
        else:
            numbers = [match.number for match in (*near, *self._store.lexical(searchable, each, filters))]
        return asked, self._candidates(list(dict.fromkeys(numbers)), filters.owners)

    def retrieve_by_outlet(
        self, question: str, vector: Vectors, filters: Filters, outlets: Sequence[str], each: int, worth: Worth
    ) -> tuple[Asked, list[Candidate]]:
        """Return what :meth:`retrieve` finds in each of some outlets, as far as it is worth looking at.

        All outlets are searched together, which takes a few searches and not two for each. An outlet that has none of
        the question's words is left out.

        Args:
            question: The question.
            vector: Its unit vector, shape ``(dimension,)``.
            filters: What may be found beside that.
            outlets: The outlets, as the index spells them.
            each: How many of an outlet's sentences to take from the dense side and from the lexical one.
            worth: Tells of a candidate, whose neighbours are not known yet, whether it is wanted.
        """
        asked, searchable = self._analysed(question, vector, filters.owners)
        having = by_outlet(
            self._store, lambda limit, some: self._store.lexical(searchable, limit, some), filters, outlets, each
        )
        near = by_outlet(
            self._store, lambda limit, some: self._store.nearest(vector, limit, some), filters, list(having), each
        )
        numbers = list(dict.fromkeys(number for side in (having, near) for some in side.values() for number in some))
        stored = {each.number: each for each in self._store.sentences(numbers, filters.owners)}
        found = [each for each in self._together(stored, numbers, filters.owners) if worth(asked, each)]
        beside = {number for each in found for number in (each.stored.number - 1, each.stored.number + 1)}
        stored |= {each.number: each for each in self._store.sentences(sorted(beside - set(stored)), filters.owners)}
        return asked, [_between(stored, each) for each in found]

    def _analysed(self, question: str, vector: Vectors, owners: Owners) -> tuple[Asked, list[str]]:
        """Return the analysed question, and those of its terms that the coverage has."""
        stems = question_terms(question)
        frequency = self._store.document_frequency(stems, owners)
        asked = analyse(question, vector, frequency, self._store.coverage(Filters(owners=owners)).sentences)
        return asked, [term for term in stems if term in frequency]

    def _candidates(self, numbers: Sequence[int], owners: Owners) -> list[Candidate]:
        wanted = dict.fromkeys(near for number in numbers for near in (number, number - 1, number + 1))
        return self._together(
            {each.number: each for each in self._store.sentences(list(wanted), owners)}, numbers, owners
        )

    def _together(
        self, stored: Mapping[int, StoredSentence], numbers: Sequence[int], owners: Owners
    ) -> list[Candidate]:
        chosen = [stored[number] for number in numbers if number in stored]
        ids = list(dict.fromkeys(each.sentence.document_id for each in chosen))
        documents, terms = self._store.documents(ids, owners), self._store.article_terms(ids, owners)
        return [
            Candidate(
                each,
                documents[each.sentence.document_id],
                _neighbour(stored.get(each.number - 1), each),
                _neighbour(stored.get(each.number + 1), each),
                terms[each.sentence.document_id],
            )
            for each in chosen
            if each.sentence.document_id in documents
        ]


def _between(stored: Mapping[int, StoredSentence], candidate: Candidate) -> Candidate:
    of = candidate.stored
    before, after = stored.get(of.number - 1), stored.get(of.number + 1)
    return replace(candidate, before=_neighbour(before, of), after=_neighbour(after, of))


def _neighbour(near: StoredSentence | None, of: StoredSentence) -> StoredSentence | None:
    # A document's sentences have consecutive numbers; across a document's border there is no neighbour.
    return near if near is not None and near.sentence.document_id == of.sentence.document_id else None
