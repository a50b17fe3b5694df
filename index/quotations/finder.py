"""An article's quotations: found in its sentences, each with its speaker, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.document import Document, Span
from index.quotations.grammar import Grammar
from index.quotations.marks import Marked
from index.quotations.names import Name
from index.quotations.quotation import Kind, Quotation
from index.quotations.sayings import Saying, sayings
from index.quotations.speakers import Speakers
from index.quotations.unit import Unit, units
from index.quotations.verbs import QUOTED

if TYPE_CHECKING:
    from spacy.tokens import Doc

_GAP = 90  # characters between a quotation and who says it
_SIGNED = re.compile(r"\s*(?:[—–-]{1,2}|\()\s?(?=[A-Z])")
_LABELLED = re.compile(r"^(?P<name>[A-Z][^“”\":]{1,60}):\s*$")
_FIRST_WORDS = 2  # of a retold clause; "he said so" and the like retell nothing


@dataclass(frozen=True, slots=True)
class _Said:
    """A saying whose speaker has been resolved, or is nobody known by name."""

    saying: Saying
    speaker: Name | None
    chunk: Span


@dataclass(slots=True)
class _Running:
    """Who was quoted last between marks, and where."""

    speaker: Name | None = None
    paragraph: int = -1


class QuotationFinder:
    """Finds who said what; one grammar serves all articles."""

    def __init__(self, grammar: Grammar) -> None:
        """Parse with ``grammar``, which is loaded when the first sentence is parsed."""
        self._grammar = grammar

    def find(self, documents: Sequence[Document], sentences: Sequence[Sequence[Span]]) -> list[tuple[Quotation, ...]]:
        """Return the quotations in each document, in order of their words.

        Args:
            documents: The articles.
            sentences: The spans of each article's sentences, in order.

        Raises:
            ModelError: The parser cannot be loaded.
        """
        parts = [
            [(unit, unit.tells) for unit in units(each.text, spans)]
            for each, spans in zip(documents, sentences, strict=True)
        ]
        parses = self._grammar.parse([unit.parsed for some in parts for unit, tells in some if tells])
        return [_quotations(document, some, parses) for document, some in zip(documents, parts, strict=True)]


def _quotations(document: Document, some: Sequence[tuple[Unit, bool]], parses: Iterator[Doc]) -> tuple[Quotation, ...]:
    speakers, running = Speakers(document.text), _Running()
    found: list[Quotation] = []
    for unit, tells in some:
        said = _resolved(next(parses), unit, speakers) if tells else []
        for words, kind, speaker in _attributed(document.text, unit, said, speakers, running):
            words = _trimmed(document.text, words)
            if unit.span.start <= words.start < words.end <= unit.span.end:
                found.append(Quotation(document.id, unit.span, words, kind, speaker.span, speakers.role(speaker)))
        last = said[-1].speaker if said else None
        people = last if last is not None and last.person else None
        speakers.pass_by(unit, people, bool(said) and last is None)
    return tuple(sorted(found, key=lambda each: (each.words.start, each.words.end)))


def _resolved(parse: Doc, unit: Unit, speakers: Speakers) -> list[_Said]:
    found = []
    for saying in sayings(parse, unit):
        ends = [unit.at(saying.verb.idx), unit.at(saying.speaker.idx)]
        lengths = [len(saying.verb), len(saying.speaker)]
        chunk = Span(min(ends), max(end + length for end, length in zip(ends, lengths, strict=True)))
        found.append(_Said(saying, speakers.resolve(saying.speaker, parse, unit), chunk))
    return found


def _attributed(
    text: str, unit: Unit, said: Sequence[_Said], speakers: Speakers, running: _Running
) -> Iterator[tuple[Span, Kind, Name]]:
    """Yield words, how they are quoted, and who says them."""
    taken: list[Span] = []
    for mark in unit.marks:
        if mark in unit.clauses or mark.continues:
            speaker = _speaker_of(text, unit, mark, said, speakers, running)
            running.speaker, running.paragraph = speaker, unit.paragraph
            taken.append(mark.whole)
            if speaker is not None:
                yield Span(mark.inner.start, min(mark.inner.end, unit.span.end)), Kind.DIRECT, speaker
    for each in said:
        fragments = [
            mark
            for mark in unit.marks
            if mark not in unit.clauses and _within(_trimmed(text, mark.inner), each.saying.reach)
        ]
        words = each.saying.words
        if each.speaker is None or (words is not None and any(_overlap(words, span) for span in taken)):
            continue
        if words is not None and _retells(text, words, each):
            mixed = any(_overlap(mark.whole, words) for mark in unit.marks)
            yield words, Kind.MIXED if mixed else Kind.INDIRECT, each.speaker
            taken.append(words)
            running.speaker, running.paragraph = each.speaker, unit.paragraph
        for mark in fragments:
            if not any(_overlap(mark.whole, span) for span in taken) and mark.whole.start > each.chunk.start:
                yield mark.inner, Kind.MIXED, each.speaker
                taken.append(mark.whole)


def _retells(text: str, words: Span, said: _Said) -> bool:
    """Tell whether a clause says something, and nothing of the reporter's."""
    long = len(text[words.start : words.end].split()) > _FIRST_WORDS
    return long and said.saying.verb.lower_ not in QUOTED and not _overlap(words, said.chunk)


def _speaker_of(
    text: str, unit: Unit, mark: Marked, said: Sequence[_Said], speakers: Speakers, running: _Running
) -> Name | None:
    """Return who says what stands between marks as a clause of its own."""
    if mark.continues:
        return running.speaker
    near = sorted(said, key=lambda each: _gap(mark.whole, each.chunk))
    if near and _gap(mark.whole, near[0].chunk) <= _GAP:
        return near[0].speaker
    if near:
        return None
    signed = _SIGNED.match(text, mark.whole.end, unit.span.end)
    if signed:
        return speakers.named(signed.end(), unit.span.end)
    labelled = _LABELLED.match(text[unit.span.start : mark.whole.start])
    if labelled:
        return speakers.named(unit.span.start, mark.whole.start)
    bare = not any(character.isalnum() for character in _outside(text, unit))
    return running.speaker if bare and running.paragraph == unit.paragraph else None


def _outside(text: str, unit: Unit) -> str:
    """Return the unit's text without what is between marks."""
    shown, at = "", unit.span.start
    for mark in unit.marks:
        shown += text[at : mark.whole.start]
        at = mark.whole.end
    return shown + text[at : unit.span.end]


def _trimmed(text: str, words: Span) -> Span:
    shown = text[words.start : words.end]
    start = words.start + len(shown) - len(shown.lstrip())
    return Span(start, start + len(shown.strip().rstrip(",").rstrip()))


def _gap(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end + 1  # a full stop before the mark


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
