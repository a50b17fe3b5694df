"""One call for every surface: a question in, a cited answer or an honest refusal out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from index.answer import Answer, Citation
from index.citing import Beside, Citing
from index.document import Document, Span
from index.encoder import EMBEDDED_MODEL, Encoder
from index.errors import CoverageError
from index.outlets import known
from index.owners import EVERYONE, SHARED, Owners
from index.question import Question
from index.reader import Reader, Reading, together
from index.retriever import EACH, Retriever, Worth
from index.said import Said, SaidRequest, Statements
from index.short_answer import Weights
from index.signals import Asked, Candidate, analyse
from index.store.protocol import Arrivals, Coverage, Filters, Match, Store, Vectors
from index.understanding.interpreter import Interpreter, Understood
from index.versions import Became, became
from index.wording_changes import same_but_for_typing

_Text = tuple[str, Vectors, list[Match] | None]
"""What is asked, its vector, and what is nearest to it, if that was searched already."""


class Answerer:
    """Retrieves, reads and cites. Blocking; every surface shares one."""

    def __init__(self, store: Store, encoder: Encoder, reader: Reader, short_answers: Weights | None = None) -> None:
        """Wire the parts together; without the weights for them, no short answers are marked."""
        self._store = store
        self._encoder = encoder
        self._interpreter = Interpreter(store, encoder.knows, english_only=encoder.name == EMBEDDED_MODEL)
        self._retriever = Retriever(store)
        self._reader = reader
        self._statements = Statements(store, encoder)
        self._citing = Citing(store, encoder.knows, short_answers)

    def warm(self) -> None:
        """Load the models, so that no question has to wait for them.

        Raises:
            ModelError: One of them cannot be loaded.
        """
        vector = self._encoder.encode([""])[0]
        self._reader.read(analyse("", vector, {}, 0), [])

    def answer(self, question: Question) -> Answer:
        """Answer a question with at most ``question.limit`` citations, or say that there is no answer.

        Raises:
            QuestionError: A filter names an outlet that the index does not have.
            StoreError: The index cannot be read.
        """
        outcome = next(self.answer_many([question]))
        if isinstance(outcome, CoverageError):
            raise outcome
        return outcome

    def answer_many(self, questions: Sequence[Question]) -> Iterator[Answer | CoverageError]:
        """Answer questions that came together: all are encoded in one call, and their vectors searched in another.

        Yields:
            One outcome a question, in order and as soon as it is known: the answer, or what kept the question from
            being answered. ``milliseconds`` counts from the call.

        Raises:
            ModelError: The encoder cannot be used, so that no question can be answered.
        """
        began = time.perf_counter()
        understood = [self._understand(question) for question in questions]
        texts = [text for each in understood if isinstance(each, Understood) for text in each.texts]
        vectors = self._encoder.encode(texts)
        filters = [each.filters for each in understood if isinstance(each, Understood) for _ in each.texts]
        near = iter(self._near(list(zip(vectors, filters, strict=True))))
        left = iter(vectors)
        for question, each in zip(questions, understood, strict=True):
            if isinstance(each, CoverageError):
                yield each
                continue
            asked = [(text, next(left), next(near)) for text in each.texts]
            try:
                yield self._answer(question, each, asked, began)
            except CoverageError as error:
                yield error

    def _near(self, asked: Sequence[tuple[Vectors, Filters]]) -> Sequence[list[Match] | None]:
        """Return what is nearest to each of several vectors; None where each is better searched by itself."""
        if len(asked) < 2:
            return [None] * len(asked)
        try:
            return self._retriever.nearest(asked)
        except CoverageError:  # each question finds out for itself what is wrong
            return [None] * len(asked)

    def found(self, question: Question) -> list[tuple[Asked, list[Candidate]]]:
        """Return what a question is understood as and brings up, each of its parts by itself, without judging it.

        Raises:
            QuestionError: As for :meth:`answer`.
        """
        understood = self._understand(question)
        if isinstance(understood, CoverageError):
            raise understood
        vectors = self._encoder.encode(understood.texts)
        with self._store.snapshot():
            return [
                self._retriever.retrieve(text, vector, understood.filters)
                for text, vector in zip(understood.texts, vectors, strict=True)
            ]

    def said(self, wanted: SaidRequest) -> Said:
        """Return what a speaker said, or that nobody of that name is quoted.

        Raises:
            QuestionError: A filter names an outlet that the index does not have.
            ModelError: The encoder cannot be used.
            StoreError: The index cannot be read.
        """
        return self._statements.said(replace(wanted, filters=self.known(wanted.filters)))

    def speakers(self, typed: str, filters: Filters, most: int) -> list[str]:
        """Return the names of speakers to offer for what is typed so far."""
        return self._statements.names(typed, filters, most)

    def skim(self, question: Question, each: int = EACH) -> tuple[Understood, Asked, Reading]:
        """Rank what is found for a topic, without citing it.

        Args:
            question: The question, or a topic; of one that asks two things, only the first is read.
            each: How many sentences to take from each side of the search.

        Returns:
            How the question was understood, analysed, and what is found.

        Raises:
            QuestionError: As for :meth:`answer`.
        """
        understood, vector = self._topic(question)
        with self._store.snapshot():
            asked, found = self._retriever.retrieve(understood.texts[0], vector, understood.filters, each=each)
        return understood, asked, self._reader.skim(asked, found)

    def skim_by_outlet(
        self, question: Question, outlets: Sequence[str], each: int, worth: Worth
    ) -> tuple[Understood, Asked, Reading]:
        """Rank together what is found for a topic in each of some outlets; as :meth:`skim`, but for these.

        Args:
            question: The topic.
            outlets: The outlets, as the index spells them, whichever the question names.
            each: How many of an outlet's sentences to take from each side of the search.
            worth: Tells which of them are wanted at all.
        """
        understood, vector = self._topic(question)
        filters = replace(understood.filters, outlets=question.filters.outlets)
        with self._store.snapshot():
            asked, found = self._retriever.retrieve_by_outlet(
                understood.texts[0], vector, filters, outlets, each, worth
            )
        return understood, asked, self._reader.skim(asked, found)

    def _topic(self, question: Question) -> tuple[Understood, Vectors]:
        understood = self._understand(question)
        if isinstance(understood, CoverageError):
            raise understood
        return understood, self._encoder.encode(understood.texts[:1])[0]

    @property
    def store(self) -> Store:
        """The store that is answered from."""
        return self._store

    def check(self, answer: Answer | Said) -> None:
        """Check an answer against the store as it is now; call it right before the answer is shown.

        Raises:
            CitationError: An article was changed or removed since, and no longer says so.
        """
        ids = [citation.document.id for citation in answer.quoted]
        filters = answer.question.filters if isinstance(answer, Answer) else answer.request.filters
        answer.check(self._store.documents(ids, filters.owners))

    def outlets(self, owners: Owners = SHARED) -> list[str]:
        """Return the names of the outlets, those with most articles first."""
        return [name for name, _ in self._store.outlets(owners)]

    def owners(self) -> list[str]:
        """Return everybody who has documents beside the shared ones."""
        return [name for name, _ in self._store.census().owned]

    def coverage(self, owners: Owners = SHARED) -> Coverage:
        """Count what is in the index."""
        return self._store.coverage(Filters(owners=owners))

    def documents(self, ids: Sequence[str], owners: Owners = SHARED) -> dict[str, Document]:
        """Return those of the documents that are in the index, by id."""
        return self._store.documents(ids, owners)

    def generation(self) -> int:
        """Return the number of the index's newest change."""
        return self._store.generation()

    def arrivals(self, after: int, since: datetime, owners: Owners = SHARED) -> Arrivals:
        """Return what arrived after a generation and was not published before ``since``, the first of it."""
        return self._store.arrivals(after, since, owners)

    def story(self, document_id: str, owners: Owners = SHARED) -> frozenset[str]:
        """Return the ids of a document and of its copies, as far as the owners see them."""
        return frozenset({document_id, *self._store.story(document_id, Filters(owners=owners))})

    def unsaid(self, citation: Citation, generation: int) -> bool:
        """Whether no version of its article that had arrived up to a generation says what is cited, as now."""
        versions = self._store.versions(citation.document.id, EVERYONE)
        earlier = (text for each in versions if each.arrived <= generation for text in each.sentences)
        return not any(same_but_for_typing(text, citation.text, self._encoder.knows) for text in earlier)

    def became(self, document_id: str, text: str, start: int, owners: Owners = SHARED) -> Became | None:
        """Return what became of a sentence that was cited as ``text`` at ``start``; None where nobody can tell."""
        with self._store.snapshot():
            if document_id not in self._store.documents([document_id], owners):
                return None
            return became(self._store.versions(document_id, owners), text, start, self._encoder.knows)

    def around(self, document_id: str, start: int, end: int, sentences: int, owners: Owners = SHARED) -> Span | None:
        """Return the span from some sentences before a span of a document to as many after it.

        None where the document is gone, or no sentence of it begins or ends in the span any more.
        """
        spans = [stored.sentence for stored in self._store.sentences_of(document_id, owners)]
        within = [number for number, each in enumerate(spans) if each.start < end and each.end > start]
        if not within:
            return None
        first, last = max(within[0] - sentences, 0), min(within[-1] + sentences, len(spans) - 1)
        return Span(spans[first].start, spans[last].end)

    def _understand(self, question: Question) -> Understood | CoverageError:
        try:
            return self._interpreter.interpret(replace(question, filters=self.known(question.filters)))
        except CoverageError as error:
            return error

    def _answer(self, question: Question, understood: Understood, asked: Sequence[_Text], began: float) -> Answer:
        filters = understood.filters
        with self._store.snapshot():  # an article replaced half-way would be cited at the old one's offsets
            searched = self._store.coverage(filters)
            found = [self._retriever.retrieve(text, vector, filters, near) for text, vector, near in asked]
        readings = [self._reader.read(*each) for each in found]
        reading, parts = together(readings)
        ranked = [(candidate.document, candidate.stored) for candidate, _ in reading.ranked]
        told = self._citing.told(ranked, question.limit, filters)
        citations = self._citing.citations(told, [reading.ranked[each.rank][1] for each in told], filters.owners)
        beside = Beside()
        answered = reading.answered and bool(citations)
        if answered:
            first = reading.ranked[0]
            text = next(text for (text, _, _), each in zip(asked, readings, strict=True) if first is each.ranked[0])
            same = citations[0].text == first[0].stored.sentence.text  # and not a copy of it in other words
            beside = self._citing.beside(text, told[0], citations[0], reading.edges if same else None, filters.owners)
            answered = not beside.contradicted
        milliseconds = (time.perf_counter() - began) * 1000
        return Answer(
            replace(question, filters=filters),
            answered,
            beside.answer,
            citations,
            searched,
            milliseconds,
            reading.confidence,
            beside.span,
            beside.support,
            understood=understood.respelt,
            parts=max(sum(each.rank < parts for each in told), 1),  # two parts may be answered by one report
            confirmed=beside.confirmed,
            role=beside.role,
        )

    def known(self, filters: Filters) -> Filters:
        """Return filters with their outlets spelt as the index does.

        Raises:
            QuestionError: There is no such outlet.
        """
        return known(filters, self.outlets(filters.owners)) if filters.outlets else filters
