"""What is answered: citations that cannot be anything but the stored article's own characters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from index.document import Document, Sentence, Span
from index.errors import CitationError
from index.question import Question
from index.quotations.quotation import Quotation
from index.store.protocol import Coverage
from index.versions import Correction


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quotation: ``document.text[start:end] == text``, checked when it is made.

    ``score`` is what the reader thinks of it, between 0 and 1; ``speaker`` is who says it, in full as the article has
    the name, and ``role`` what the article says the speaker is, where known; ``correction`` is what an earlier version
    of the article said instead. ``copies`` counts the other documents that say it, word for word or nearly, as copies
    of one report do; ``also_in`` names their outlets, other than this one's.

    Raises:
        CitationError: The text is not what stands there.
    """

    document: Document
    start: int
    end: int
    text: str
    score: float
    speaker: str | None = None
    correction: Correction | None = None
    copies: int = 0
    also_in: tuple[str, ...] = ()
    role: str | None = None

    def __post_init__(self) -> None:
        """Refuse to exist unless the text is what stands in the document."""
        self.check(self.document)

    def check(self, stored: Document | None) -> None:
        """Raise ``CitationError`` unless ``stored``, as the store has it now, says exactly this here."""
        if stored is None:
            raise CitationError(f"the article {self.document.id} is gone; the citation of it cannot be shown")
        inside = 0 <= self.start < self.end <= len(stored.text)  # a slice would take offsets outside as well
        if not inside or stored.text[self.start : self.end] != self.text:
            raise CitationError(
                f"the citation {self.text[:60]!r} is not what stands in the article {stored.id} at "
                f"{self.start}-{self.end}; it cannot be shown"
            )
        if self.role is not None and self.role not in stored.text:
            raise CitationError(f"the role {self.role[:60]!r} is not in the article {stored.id}; it cannot be shown")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the coverage says. ``citations`` are ranked, best first.

    Where ``answered`` is false, the citations are only the nearest sentences. ``answer`` is the short span
    inside the first citation that answers, if one is known. ``searched`` counts what the filters let
    through; ``milliseconds`` runs from the question to this; ``confidence`` is the reader's calibrated
    probability that the first citation answers. ``answer_span`` is where ``answer`` stands in the first
    citation's document. ``support`` is a neighbour of the first citation that names whom it is about.
    ``understood`` is the question with its misspelt words as the coverage has them, None if there were none;
    ``parts`` is how many of the citations, from the first, answer together: two for a question that asked two
    things. ``confirmed`` is whether the question was if somebody said something, and the first citation says so.
    ``role`` is what the first citation's article says that the person is who is the short answer, if it does.
    ``question.filters`` are those that were asked for and those that the question named in words.

    Raises:
        CitationError: ``answer`` is not what stands at ``answer_span``, inside the first citation, or ``role`` is
            nowhere in its article.
    """

    question: Question
    answered: bool
    answer: str | None
    citations: tuple[Citation, ...]
    searched: Coverage
    milliseconds: float
    confidence: float = 0.0
    answer_span: Span | None = None
    support: Citation | None = None
    understood: str | None = None
    parts: int = 1
    confirmed: bool = False
    role: str | None = None

    def __post_init__(self) -> None:
        """Refuse to exist unless the short answer stands inside the first citation."""
        span = self.answer_span
        if span is None and self.answer is None:
            return
        first = self.citations[0] if self.citations else None
        if first is None or span is None or not first.start <= span.start < span.end <= first.end:
            raise CitationError("the short answer does not stand in the first citation; it cannot be shown")
        if first.document.text[span.start : span.end] != self.answer:
            raise CitationError(
                f"the short answer {str(self.answer)[:60]!r} is not what stands in the article "
                f"{first.document.id} at {span.start}-{span.end}; it cannot be shown"
            )
        if self.role is not None and self.role not in first.document.text:
            raise CitationError(f"the role {self.role[:60]!r} is not in the article {first.document.id}")

    @property
    def quoted(self) -> tuple[Citation, ...]:
        """Everything that is quoted: the citations, and what supports the first one."""
        return self.citations if self.support is None else (*self.citations, self.support)

    def check(self, stored: Mapping[str, Document]) -> None:
        """Raise ``CitationError`` unless every citation and the role stand in the store's documents, given by id."""
        check_all(self.quoted, stored)
        if self.role is not None:
            replace(self.citations[0], role=self.role).check(stored.get(self.citations[0].document.id))


def check_all(citations: Iterable[Citation], stored: Mapping[str, Document]) -> None:
    """Raise ``CitationError`` unless every citation stands in the store's documents, given by id."""
    for citation in citations:
        citation.check(stored.get(citation.document.id))


def attributed(citation: Citation, quotation: Quotation) -> Citation:
    """Return a citation with the speaker of a quotation in it, and the speaker's role."""
    text, name, role = citation.document.text, quotation.speaker, quotation.role
    return replace(
        citation, speaker=text[name.start : name.end], role=text[role.start : role.end] if role is not None else None
    )


def cite(document: Document, sentence: Sentence, score: float, speaker: str | None = None) -> Citation:
    """Make a citation of a sentence of a document."""
    return Citation(document, sentence.start, sentence.end, sentence.text, score, speaker)
