"""Ranked sentences to citations, and what is shown beside the first: the words that answer, who is meant, a role."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.answer import Citation, attributed, cite
from index.answer_type import AnswerType, expected
from index.copies.told_once import Placed, Story, Told, told_once
from index.document import Span
from index.owners import Owners
from index.passages.model import Edges
from index.quotations.roles import role_of
from index.short_answer import Weights, short_answer
from index.store.protocol import Filters, Store, StoredSentence
from index.support import BACK, supporting, wants_support
from index.understanding.claims import attributes, claim_in, confirms, spoken_by_another
from index.versions import correction

READ_WHOLE = 24  # documents of a story besides the one cited: up to as many are read from their first word to the last
_ALIKE = 200  # sentences that are compared where there are more


@dataclass(frozen=True, slots=True)
class Beside:
    """What goes with the first citation.

    ``span`` is where the short answer ``answer`` stands in its document, and ``role`` what the document says that the
    person so named is. ``support`` names whom or what the citation is about. To "did X ever say …?", ``confirmed``
    tells that it says yes, and ``contradicted`` that somebody else says it, so that it answers nothing.
    """

    span: Span | None = None
    answer: str | None = None
    role: str | None = None
    support: Citation | None = None
    confirmed: bool = False
    contradicted: bool = False


class Citing:
    """Cites what a reader has ranked.

    Args:
        store: What the ranked sentences are from.
        knows: Whether a folded word is one of the language's own.
        short_answers: The weights for short answers; without them none are marked.
    """

    def __init__(self, store: Store, knows: Callable[[str], bool], short_answers: Weights | None) -> None:
        """Nothing is read before the first answer."""
        self._store = store
        self._knows = knows
        self._short_answers = short_answers

    def citations(self, told: Sequence[Told], scores: Sequence[float], owners: Owners) -> tuple[Citation, ...]:
        """Return a citation for each of the sentences, with who else says it, who speaks, and what was corrected."""
        made = [self._corrected(_cited(each, score), owners) for each, score in zip(told, scores, strict=True)]
        return self._attributed(made, owners)

    def beside(self, question: str, told: Told, citation: Citation, edges: Edges | None, owners: Owners) -> Beside:
        """Return what goes with the first citation of an answer; ``edges`` are the passage reader's, if it read it."""
        support = self._support(told, owners)
        claim, confirmed = claim_in(question), False
        if claim is not None:
            said = (citation.text, claim, support.text if support else None)
            if spoken_by_another(*said):
                return Beside(contradicted=True)
            confirmed = attributes(*said) and confirms(citation.text, claim)
        span = self._marked(question, citation, edges)
        text = citation.document.text
        answer = text[span.start : span.end] if span else None
        role = role_of(answer, text) if answer and expected(question) is AnswerType.PERSON else None
        return Beside(span, answer, text[role.start : role.end] if role else None, support, confirmed)

    def _attributed(self, citations: Sequence[Citation], owners: Owners) -> tuple[Citation, ...]:
        """Return the citations with who says them and what that person is, where one person does."""
        ids = list(dict.fromkeys(citation.document.id for citation in citations))
        with self._store.snapshot():
            unchanged = self._store.documents(ids, owners)
            spans = [(citation.document.id, Span(citation.start, citation.end)) for citation in citations]
            found = self._store.quotations_in(spans, owners)
        return tuple(
            attributed(citation, quotation)
            if quotation is not None and unchanged.get(citation.document.id) == citation.document
            else citation
            for citation, quotation in zip(citations, found, strict=True)
        )

    def told(self, ranked: Sequence[Placed], limit: int, filters: Filters) -> list[Told]:
        """Return what to cite of the ranked sentences, with who else says it of what the filters let through."""
        owners = filters.owners

        def story(said: Placed) -> Story:
            ids = self._store.story(said[0].id, filters)
            if len(ids) > READ_WHOLE:
                return self._alike(said[1], frozenset(ids), filters)
            documents = self._store.documents(ids, owners)
            return [(documents[each], self._store.sentences_of(each, owners)) for each in ids if each in documents]

        with self._store.snapshot():
            return told_once(ranked, limit, story)

    def _alike(self, said: StoredSentence, story: frozenset[str], filters: Filters) -> Story:
        """Return those sentences of a long story that may say the same as one of it: the nearest, not all that it has.

        What is nearly the same has nearly the same vector, and reading hundreds of articles takes seconds.
        """
        near = [match.number for match in self._store.nearest(said.vector, _ALIKE, filters)]
        found: dict[str, list[StoredSentence]] = {}
        for stored in self._store.sentences(near, filters.owners):
            if stored.sentence.document_id in story:
                found.setdefault(stored.sentence.document_id, []).append(stored)
        documents = self._store.documents(list(found), filters.owners)
        return [(documents[each], found[each]) for each in sorted(found) if each in documents]

    def _corrected(self, citation: Citation, owners: Owners) -> Citation:
        """Return the citation with what an earlier version of its article said instead, if any did."""
        if citation.document.version == 1:
            return citation
        versions = self._store.versions(citation.document.id, owners)
        if not versions or versions[0].text != citation.document.text:  # changed since; the check will say so
            return citation
        return replace(citation, correction=correction(versions, citation.start, self._knows))

    def _marked(self, text: str, citation: Citation, edges: Edges | None) -> Span | None:
        """Return where in the citation's document the short answer stands, if that is sure."""
        if self._short_answers is None:
            return None
        found = short_answer(text, citation.text, self._short_answers, edges)
        return found and Span(citation.start + found.start, citation.start + found.end)

    def _support(self, told: Told, owners: Owners) -> Citation | None:
        """Return the neighbour that names whom or what a sentence is about, if that can be told."""
        sentence, document, number = told.stored.sentence, told.document, told.stored.number
        if not wants_support(sentence.text):
            return None
        near = [stored.sentence for stored in self._store.sentences(list(range(number - BACK, number)), owners)]
        # Numbers run on from article to article, and the article may have been replaced since it was retrieved.
        before = [each for each in near if each.text == document.text[each.start : each.end]]
        before = [each for each in before if each.document_id == document.id]
        position = supporting(sentence.text, [each.text for each in before], document.text[: sentence.start])
        return None if position is None else cite(document, before[position], 0.0)


def _cited(told: Told, score: float) -> Citation:
    citation = cite(told.document, told.stored.sentence, score)
    return replace(citation, copies=len(told.copies), also_in=told.also_in)
