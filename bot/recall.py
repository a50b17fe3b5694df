"""A sentence that was quoted before, as the coverage has it now."""

from __future__ import annotations

from dataclasses import dataclass

from bot.state.answers import Cited
from index.answer import Citation
from index.answerer import Answerer
from index.document import Document
from index.store.protocol import Filters
from index.versions import Correction


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a quoted sentence still stands.

    ``citation`` is the sentence where and as it stands now, None where it was corrected or is gone; ``correction``
    says what was made of it, None where it stands or nobody can tell; ``document`` is its article, None where that
    is gone.
    """

    document: Document | None = None
    citation: Citation | None = None
    correction: Correction | None = None


def recall(answerer: Answerer, cited: Cited, quotable: Filters) -> Standing:
    """Look up what became of a quotation, as far as it may be quoted. Blocking."""
    owners = quotable.owners
    document = answerer.documents([cited.document], owners).get(cited.document)
    if document is None or (quotable.outlets and document.outlet not in quotable.outlets):
        return Standing()
    if document.text[cited.start : cited.end] == cited.text:
        return Standing(document, _citation(document, cited, cited.start, cited.end))
    found = answerer.became(cited.document, cited.text, cited.start, owners)
    if found is None or found.correction is not None or found.span is None:
        return Standing(document, correction=found.correction if found else None)
    # The article was changed elsewhere, or this sentence in its typing only: it is quoted as it is written now.
    return Standing(document, _citation(document, cited, found.span.start, found.span.end))


def _citation(document: Document, cited: Cited, start: int, end: int) -> Citation:
    return Citation(document, start, end, document.text[start:end], cited.score, cited.speaker, also_in=cited.also_in)
