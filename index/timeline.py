"""What happened when: the dated sentences about a topic in the order of what they tell, not of when they came out."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from index.answer import Citation, cite
from index.answerer import Answerer
from index.copies.groups import first_told, groups
from index.dates import day_of
from index.happened.days import Doubt, Mention, when
from index.question import Question
from index.signals import Candidate
from index.store.protocol import Coverage
from index.topic import about

ENTRIES = 40  # of the most to the point
_EACH = 150  # sentences from each side of the search
_SAME_DAYS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """An event: its days, first and last, why they are not certain, and the sentence that tells it.

    ``named`` is where in the citation's document the time stands; ``also_in`` are other outlets with nearly the same
    sentence.
    """

    first: date
    last: date
    doubt: Doubt
    named: Mention
    citation: Citation
    also_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """The events of a topic, in order. ``left_out`` counts those beyond :data:`ENTRIES`.

    ``coverage`` counts the articles about the topic by the day on which they came out and by outlet. ``untimed`` says
    that the index has articles whose times were never looked for.
    """

    question: Question
    entries: tuple[Entry, ...]
    left_out: int
    coverage: Mapping[tuple[date, str], int]
    searched: Coverage
    untimed: bool
    milliseconds: float

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Everything that is quoted."""
        return tuple(entry.citation for entry in self.entries)


def timeline(answerer: Answerer, question: Question) -> Timeline:
    """Return the events of a topic as far as sentences about it name a time.

    Raises:
        QuestionError: A filter names an outlet that the index does not have.
        StoreError: The index cannot be read.
    """
    began = time.perf_counter()
    understood, asked, reading = answerer.skim(question, each=_EACH)
    filters, store = understood.filters, answerer.store
    found = [candidate for candidate, _ in about(asked, reading)]
    times = store.times([candidate.stored.number for candidate in found], filters.owners)
    dated = [
        (candidate, when(times[candidate.stored.number])) for candidate in found if candidate.stored.number in times
    ]
    certain = [(candidate, mention) for candidate, mention in dated if mention is not None]
    events = groups(certain, _candidate, _about_the_same_day)
    entries = [_entry(group) for group in events[:ENTRIES]]
    entries.sort(key=lambda entry: (entry.first, entry.last, entry.citation.document.published or ""))
    return Timeline(
        replace(question, filters=filters),
        tuple(entries),
        max(len(events) - ENTRIES, 0),
        _coverage(found),
        store.coverage(filters),
        store.untimed,
        (time.perf_counter() - began) * 1000,
    )


_Dated = tuple[Candidate, Mention]


def _candidate(dated: _Dated) -> Candidate:
    return dated[0]


def _about_the_same_day(one: _Dated, other: _Dated) -> bool:
    return abs(one[1].first - other[1].first) <= _SAME_DAYS


def _entry(group: Sequence[_Dated]) -> Entry:
    (candidate, mention), also_in = first_told(group, _candidate)
    return Entry(
        mention.first,
        mention.last,
        mention.doubt,
        mention,
        cite(candidate.document, candidate.stored.sentence, 0.0),
        also_in,
    )


def _coverage(found: Sequence[Candidate]) -> Mapping[tuple[date, str], int]:
    documents = {candidate.document.id: candidate.document for candidate in found}
    counted: Counter[tuple[date, str]] = Counter()
    for document in documents.values():
        if (day := day_of(document.published)) is not None:
            counted[day, document.outlet or ""] += 1
    return dict(counted)
