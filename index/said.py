"""Who said what: one speaker's quotations, also on one subject, and earlier and later ones side by side."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.answer import Citation, check_all
from index.dates import day_of
from index.document import Document, Span
from index.encoder import Encoder
from index.people import Meant, meant, offered
from index.question import ask
from index.quotations.quotation import Kind
from index.store.protocol import Coverage, Filters, Quoted, Store, Vectors
from index.terms import question_terms, terms

# A quotation is on the subject where it is close to it in meaning, or holds most of its words.
_CLOSE = 0.42  # cosine similarity
_SHARE = 0.6  # of the subject's words
_HEADLINE = 0.5  # what a word in the headline counts against one in the sentence


@dataclass(frozen=True, slots=True)
class SaidRequest:
    """Whose words are wanted, and on what; ``about`` None means on anything. ``limit`` is the most citations."""

    who: str
    about: str | None = None
    filters: Filters = Filters()
    limit: int = 5


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that somebody said: the sentence that says so, with its speaker, and the words inside it."""

    citation: Citation
    words: Span
    kind: Kind


@dataclass(frozen=True, slots=True)
class Said:
    """What one speaker said.

    ``name`` is the speaker in full, None where nobody of that name is quoted. ``several`` are people whom the name
    could mean all alike, ``near`` those with a similar name. ``statements`` are ranked by subject, or newest first
    where there is none. ``earlier`` and ``later`` are what was said on the subject on the first day and on the last,
    where there are two; nothing is said of why, or whether they agree. ``on_anything`` counts the speaker's
    quotations on all subjects. ``unread`` says that in some articles nobody has looked for quotations.
    """

    request: SaidRequest
    name: str | None
    statements: tuple[Statement, ...]
    searched: Coverage
    milliseconds: float
    several: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    earlier: Statement | None = None
    later: Statement | None = None
    on_anything: int = 0
    unread: bool = False

    @property
    def quoted(self) -> tuple[Citation, ...]:
        """Everything that is cited."""
        sides = [each for each in (self.earlier, self.later) if each is not None]
        return tuple(each.citation for each in (*self.statements, *sides))

    def check(self, stored: Mapping[str, Document]) -> None:
        """Raise ``CitationError`` unless every citation stands in the store's documents, given by id."""
        check_all(self.quoted, stored)


def request(
    who: str,
    *,
    about: str | None = None,
    outlet: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int = 5,
    today: date | None = None,
) -> SaidRequest:
    """Check what a person typed, by the rules of :func:`index.question.ask`.

    Raises:
        QuestionError: With one line for the person who asked.
    """
    named = ask(who, outlet=outlet, since=since, until=until, limit=limit, today=today)
    subject = ask(about).text if about and about.strip() else None
    return SaidRequest(named.text, subject, named.filters, limit)


class Statements:
    """Looks up what people said."""

    def __init__(self, store: Store, encoder: Encoder) -> None:
        """Look in ``store``, whose vectors are of ``encoder``."""
        self._store = store
        self._encoder = encoder

    def names(self, typed: str, filters: Filters, most: int) -> list[str]:
        """Return the speakers to offer for what is typed so far."""
        return offered(typed, self._store.speakers(filters), most)

    def said(self, wanted: SaidRequest) -> Said:
        """Return what a speaker said.

        Raises:
            ModelError: The encoder cannot be used.
            StoreError: The index cannot be read.
        """
        began = time.perf_counter()
        vector = self._encoder.encode([wanted.about])[0] if wanted.about else None
        whoever = replace(wanted.filters, since=None, until=None)
        with self._store.snapshot():
            searched = self._store.coverage(wanted.filters)
            who = meant(wanted.who, self._store.speakers(whoever))
            unread = self._store.unread(wanted.filters)
            quoted = self._store.quoted(who.keys, wanted.filters) if who.keys else []
            ids = list(dict.fromkeys(each.quotation.document_id for each in quoted))
            documents = self._store.documents(ids, wanted.filters.owners)
        scores = _relevance(wanted.about, vector, quoted, documents) if wanted.about else [1.0] * len(quoted)
        found = [
            _statement(each, documents[each.quotation.document_id], score)
            for each, score in zip(quoted, scores, strict=True)
            if score > 0
        ]
        return replace(_answered(wanted, who, _distinct(found), searched, len(quoted), began), unread=unread)


def _answered(
    wanted: SaidRequest, who: Meant, found: list[Statement], searched: Coverage, anything: int, began: float
) -> Said:
    newest_first = list(reversed(found))
    ranked = sorted(newest_first, key=lambda each: -each.citation.score) if wanted.about else newest_first
    earlier, later = (_sides(found) if wanted.about else None) or (None, None)
    return Said(
        wanted,
        who.name or None,
        tuple(ranked[: wanted.limit]),
        searched,
        (time.perf_counter() - began) * 1000,
        who.several,
        who.near,
        earlier,
        later,
        anything,
    )


def _statement(quoted: Quoted, document: Document, score: float) -> Statement:
    found, text = quoted.quotation, document.text
    citation = Citation(
        document,
        found.cited.start,
        found.cited.end,
        text[found.cited.start : found.cited.end],
        score,
        text[found.speaker.start : found.speaker.end],
        role=text[found.role.start : found.role.end] if found.role else None,
    )
    return Statement(citation, found.words, found.kind)


def _distinct(statements: Sequence[Statement]) -> list[Statement]:
    """Return one statement for each text: several quotations in one sentence, or copies of it, are shown once."""
    kept: dict[str, Statement] = {}
    for each in statements:
        known = kept.setdefault(each.citation.text, each)
        if each.citation.document.id == known.citation.document.id and each.citation.score > known.citation.score:
            kept[each.citation.text] = each
    return list(kept.values())


def _relevance(
    about: str, vector: Vectors | None, quoted: Sequence[Quoted], documents: Mapping[str, Document]
) -> list[float]:
    """Return how much each quotation is on a subject, 0 where it is not."""
    wanted = question_terms(about) or terms(about)
    headlines = {name: set(terms(document.title)) for name, document in documents.items()}
    scores = []
    for each in quoted:
        found = each.quotation
        said = set(terms(documents[found.document_id].text[found.cited.start : found.cited.end]))
        headline = headlines[found.document_id]
        share = sum(1.0 if term in said else _HEADLINE * (term in headline) for term in wanted) / max(len(wanted), 1)
        close = float(each.vector @ vector) if vector is not None else 0.0
        on_it = close >= _CLOSE or (share >= _SHARE and any(term in said for term in wanted))
        scores.append(min(max((close + share) / 2, 0.01), 1.0) if on_it else 0.0)
    return scores


def _sides(found: Sequence[Statement]) -> tuple[Statement, Statement] | None:
    """Return the most relevant statements of the first day and of the last; None where all are of one day."""
    dated = [(day, each) for each in found if (day := day_of(each.citation.document.published)) is not None]
    if not dated:
        return None
    first, last = min(day for day, _ in dated), max(day for day, _ in dated)
    if first == last:
        return None
    earlier, later = (
        max((each for day, each in dated if day == which), key=lambda each: each.citation.score)
        for which in (first, last)
    )
    return earlier, later
