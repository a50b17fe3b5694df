"""Candidates to the passages that are read: each with its neighbours, neighbours of one another together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.signals import Candidate
from index.store.protocol import StoredSentence

_MOST_CHARACTERS = 800  # of a passage, as long as those that the network was trained on; one sentence may be longer


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive sentences of one article, under its headline."""

    title: str
    sentences: tuple[StoredSentence, ...]


def windows(candidates: Sequence[Candidate]) -> list[Window]:
    """Return passages that hold all candidates and, as far as there is room, the sentences beside them."""
    titles: dict[int, str] = {}
    sentences: dict[int, StoredSentence] = {}
    for candidate in candidates:
        for each in (candidate.before, candidate.stored, candidate.after):
            if each is not None:
                titles[each.number], sentences[each.number] = candidate.document.title, each
    wanted = {candidate.stored.number for candidate in candidates}
    return [
        Window(titles[part[0].number], tuple(part))
        for run in _runs(sentences)
        for part in _parts(run)
        if any(each.number in wanted for each in part)
    ]


def _runs(sentences: dict[int, StoredSentence]) -> Iterator[list[StoredSentence]]:
    """Yield the sentences that follow one another in one article."""
    run: list[StoredSentence] = []
    for number in sorted(sentences):
        each = sentences[number]
        if run and (run[-1].number + 1 != number or run[-1].sentence.document_id != each.sentence.document_id):
            yield run
            run = []
        run.append(each)
    if run:
        yield run


def _parts(run: Sequence[StoredSentence]) -> Iterator[list[StoredSentence]]:
    """Yield a run in parts of about the same length, none too long."""
    total = sum(len(each.sentence.text) for each in run)
    count = -(-total // _MOST_CHARACTERS)
    edges, length = [0], 0
    for number, each in enumerate(run):
        if number > edges[-1] and length + len(each.sentence.text) / 2 > total / count * len(edges):
            edges.append(number)
        length += len(each.sentence.text)
    for start, end in pairwise([*edges, len(run)]):
        yield list(run[start:end])
