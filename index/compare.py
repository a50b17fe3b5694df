"""How outlets cover a topic: the one best sentence of each, and who says nothing in this index."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.answer import Citation, cite
from index.answerer import Answerer
from index.copies.groups import first_told, groups
from index.question import Question
from index.signals import Candidate
from index.store.protocol import Coverage
from index.topic import is_about, nearness

_LEADING = 5  # sentences of the reader's ranking, of which the one that says most of the topic itself is shown
EACH = 12  # sentences of an outlet from each side of the search
OUTLETS = 50  # that are compared, those with most articles first


@dataclass(frozen=True, slots=True)
class Line:
    """What an outlet says best; ``also_in`` are the outlets that say the same or nearly, from whom it is first."""

    outlet: str
    citation: Citation
    also_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What outlets say about a topic, the most to the point first.

    ``silent`` are the outlets of which this index has nothing about it; ``uncompared`` counts those beyond
    :data:`OUTLETS`. ``question.filters`` are as understood.
    """

    question: Question
    lines: tuple[Line, ...]
    silent: tuple[str, ...]
    uncompared: int
    searched: Coverage
    milliseconds: float

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Everything that is quoted."""
        return tuple(line.citation for line in self.lines)


def compare(answerer: Answerer, question: Question) -> Comparison:
    """Return what each outlet that passes the question's filters says best about its topic.

    Raises:
        QuestionError: A filter names an outlet that the index does not have.
        StoreError: The index cannot be read.
    """
    began = time.perf_counter()
    wanted = answerer.known(question.filters)
    names = [name for name in answerer.outlets(wanted.owners) if not wanted.outlets or name in wanted.outlets]
    compared = names[:OUTLETS]
    question = replace(question, filters=wanted)
    if not compared:
        searched = answerer.store.coverage(wanted)
        return Comparison(question, (), (), 0, searched, (time.perf_counter() - began) * 1000)
    understood, asked, reading = answerer.skim_by_outlet(question, compared, EACH, is_about)
    said_by: dict[str, list[Candidate]] = {}
    for candidate, _ in reading.ranked:
        said_by.setdefault(str(candidate.document.outlet), []).append(candidate)
    # In the reader's order of what each says first.
    ranked = [max(each[:_LEADING], key=lambda candidate: nearness(asked, candidate)) for each in said_by.values()]
    # What is said in nearly the same words is one line, credited to the original.
    lines = [_line(group) for group in groups(ranked, _itself)]
    said = {name for line in lines for name in (line.outlet, *line.also_in)}
    return Comparison(
        replace(question, filters=replace(understood.filters, outlets=wanted.outlets)),
        tuple(lines),
        tuple(sorted(name for name in compared if name not in said)),
        len(names) - len(compared),
        answerer.store.coverage(replace(understood.filters, outlets=wanted.outlets)),
        (time.perf_counter() - began) * 1000,
    )


def _line(group: Sequence[Candidate]) -> Line:
    first, also_in = first_told(group, _itself)
    return Line(str(first.document.outlet), cite(first.document, first.stored.sentence, 0.0), also_in)


def _itself(candidate: Candidate) -> Candidate:
    return candidate
