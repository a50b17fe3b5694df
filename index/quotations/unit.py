"""What is parsed together: a sentence, or the sentences that one quotation runs across."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.document import Span
from index.quotations.marks import Marked, marked, paragraphs
from index.quotations.verbs import TELLING

_STANDS_ALONE = re.compile(r"[.?!…,—–-]$")
_STAND_IN = "It is so"  # a short clause in place of a long one: quicker to parse, and nothing in it to mistake
_SAID = re.compile(r"(?:he|she|[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){0,2}) (?:said|asked|told \w+|added|replied)\.")
_DATELINE = re.compile(
    r"[A-Z][A-Z.’' -]{2,}[^—\n“”]{0,60} ?[—–-]{1,2} (?=\S)|"
    r"[A-Z][\w .,’'-]{1,40} \([^)\n]{2,40}\) ?[—–-]{1,2} "
)
_FIRM = re.compile(r"(?:[,:]|^)\s*$")
_WORD = re.compile(r"[^\W_]+")  # the parser parts words in more places, and never inside such a run


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of one paragraph; ``marks`` are the quotation marks that open in it.

    ``parsed`` is its text with a stand-in for every whole clause between marks; ``steps`` are pairs of an offset in
    ``parsed`` and the offset in the article that it corresponds to, in order.
    """

    span: Span
    paragraph: int
    marks: tuple[Marked, ...]
    parsed: str
    steps: tuple[tuple[int, int], ...]
    clauses: frozenset[Marked] = field(default_factory=frozenset)

    @property
    def tells(self) -> bool:
        """Whether a word outside the marks may tell of saying, so that it is worth the time to parse it."""
        if TELLING.isdisjoint(_WORD.findall(self.parsed.lower())):
            return False
        told = (match.start() for match in _WORD.finditer(self.parsed) if match[0].lower() in TELLING)
        return any(self.mark_at(self.at(offset)) is None for offset in told)

    def at(self, offset: int) -> int:
        """Return the offset in the article of an offset in ``parsed``; inside a stand-in, where it begins."""
        step = bisect_right(self.steps, (offset, 1 << 60)) - 1
        begin, stands = self.steps[step]
        return stands + offset - begin

    def mark_at(self, offset: int) -> Marked | None:
        """Return the quotation marks that an offset of the article is between, if any."""
        return next((mark for mark in self.marks if mark.whole.start <= offset < mark.whole.end), None)


def units(text: str, sentences: Sequence[Span]) -> list[Unit]:
    """Return an article's units, in order: no quotation of theirs is cut by a sentence's border."""
    borders = paragraphs(text)
    marks = marked(text, borders)
    found: list[Unit] = []
    for number, paragraph in enumerate(borders):
        inside = [each for each in sentences if paragraph.start <= each.start < paragraph.end]
        found += [_unit(text, span, number, marks) for span in _merged(text, inside, marks)]
    return found


def _merged(text: str, sentences: Sequence[Span], marks: Sequence[Marked]) -> list[Span]:
    merged: list[Span] = []
    for sentence in sentences:
        cut = merged and any(mark.whole.start < merged[-1].end and mark.whole.end > sentence.start for mark in marks)
        said = merged and text[merged[-1].end - 1] in '”"’' and _SAID.fullmatch(text, sentence.start, sentence.end)
        if cut or said:
            merged[-1] = Span(merged[-1].start, sentence.end)
        else:
            merged.append(sentence)
    return merged


def _unit(text: str, span: Span, paragraph: int, marks: Sequence[Marked]) -> Unit:
    own = tuple(mark for mark in marks if span.start <= mark.whole.start < span.end)
    clauses = frozenset(mark for mark in own if _is_clause(text, span, mark))
    dateline = _DATELINE.match(text, span.start, span.end)
    at = dateline.end() if dateline else span.start
    parsed, steps = "", [(0, at)]
    for mark in own:
        if mark not in clauses or mark.whole.start < at:
            continue
        inner = text[mark.inner.start : mark.inner.end].rstrip()
        parsed += text[at : mark.inner.start]
        steps.append((len(parsed), mark.inner.start))
        last = inner.rstrip("'’")[-1:]
        parsed += _STAND_IN + (last if _STANDS_ALONE.search(last) else "")
        at = min(mark.inner.end, span.end)
        steps.append((len(parsed), at))
    return Unit(span, paragraph, own, parsed + text[at : span.end], tuple(steps), clauses)


def _is_clause(text: str, span: Span, mark: Marked) -> bool:
    """Tell whether what is between marks is said for itself, and not a fragment inside the reporter's sentence."""
    inner = text[mark.inner.start : mark.inner.end].strip()
    if len(inner.split()) < 2 and not inner.endswith((".", "?", "!", ",")):
        return False
    before, after = text[span.start : mark.whole.start], text[mark.whole.end : span.end].lstrip()
    opens = _FIRM.search(before) is not None
    capital = inner[:1].isupper() or inner[:1] in "‘'…"
    if before.rstrip().endswith(":"):
        return True
    closes = _STANDS_ALONE.search(inner.rstrip("'’")) is not None
    # British copy puts the full stop outside: “It was a mistake”, she said.
    outside = after[:1] in (",", ".", "(", "—", "–") or not after
    return (opens and (closes or outside) and (capital or bool(before) or closes)) or (
        capital and closes and len(inner.split()) > 3
    )
