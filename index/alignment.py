"""Where a quotation stands in an article, and how its words differ there.

rapidfuzz finds the place, difflib the difference, both word by word. Words without a meaning of their own weigh less in
how alike the two are, so that a paraphrase in the same small words is no alteration.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from index.document import Document, Span
from index.quoted import Word, Wording, quotations
from index.terms import STOP_WORDS

_SLACK = 6  # words by which an altered place may be longer than the quotation
_COMMON = 0.4  # what a word without a meaning of its own weighs


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a comparison: what was quoted there and what the article says; the same, or one of them empty."""

    quoted: str
    printed: str
    same: bool


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of an article in which the quotation is looked for."""

    document: Document
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quotation may stand: the span of its words there, how alike they are (0 to 1), and the difference."""

    document: Document
    span: Span
    likeness: float
    pieces: tuple[Piece, ...]

    @property
    def exact(self) -> bool:
        """Whether it stands there word for word."""
        return all(piece.same for piece in self.pieces)


def spoken(window: Window) -> Window:
    """Return only those words of a window that stand in quotation marks."""
    if not window.words:
        return window
    start = window.document.text.rfind("\n", 0, window.words[0].start) + 1
    marks = quotations(window.document.text, start, window.words[-1].end)
    begins = [mark.start for mark in marks]
    inside = [
        word
        for word in window.words
        if (at := bisect_right(begins, word.start) - 1) >= 0 and word.start < marks[at].end
    ]
    return replace(window, words=tuple(inside))


def aligned(window: Window, quoted: Wording) -> Place | None:
    """Return the best place of the quotation in a window; its runs stand there in order, no farther than its gaps."""
    pieces: list[Piece] = []
    matched = told = 0.0
    begin: int | None = None
    at, limit = 0, len(window.words)
    for number, run in enumerate(quoted.runs):
        found = _run_at(run, window.words[at:limit])
        if found is None:
            return None
        first, last, differing, weight, whole = found
        if number and first:
            left_out = window.words[at : at + first]
            if first > quoted.gaps[number - 1]:
                return None
            pieces.append(Piece("…", _text(window.document, left_out), True))
        pieces += [_piece(quoted, window.document, run, window.words[at:limit], *each) for each in differing]
        matched, told = matched + weight, told + whole
        begin = at + first if begin is None else begin
        at += last + 1
        limit = (
            min(len(window.words), at + quoted.gaps[number] + len(quoted.runs[number + 1]) + _SLACK)
            if (number < len(quoted.gaps))
            else limit
        )
    if begin is None:
        return None
    span = Span(window.words[begin].start, window.words[at - 1].end)
    return Place(window.document, span, matched / told, tuple(pieces))


Block = tuple[str, int, int, int, int]


def _run_at(run: Sequence[Word], words: Sequence[Word]) -> tuple[int, int, list[Block], float, float] | None:
    """Return where a run of words fits best: first and last word, the difference, and the weight of what is the same.

    The last is the weight of all that is compared, so that the two give the likeness.
    """
    wanted, given = [word.folded for word in run], [word.folded for word in words]
    if not given:
        return None
    exact = _first_run(wanted, given)
    if exact is not None:
        whole = 2 * sum(map(_weight, wanted))
        return exact, exact + len(wanted) - 1, [("equal", 0, len(wanted), exact, exact + len(wanted))], whole, whole
    near = fuzz.partial_ratio_alignment(wanted, given) if len(wanted) <= len(given) else None
    start, end = (max(near.dest_start - _SLACK, 0), near.dest_end + _SLACK) if near else (0, len(given))
    blocks: list[Block] = [
        (kind, a, b, c + start, d + start)
        for kind, a, b, c, d in SequenceMatcher(None, wanted, given[start:end], autojunk=False).get_opcodes()
    ]
    # The article goes on before and after: only what stands between the quotation's own words is a difference.
    while blocks and blocks[0][0] == "insert":
        blocks.pop(0)
    while blocks and blocks[-1][0] == "insert":
        blocks.pop()
    blocks = [_trimmed(block, number == 0, number == len(blocks) - 1) for number, block in enumerate(blocks)]
    same = [block for block in blocks if block[0] == "equal"]
    if not same:
        return None
    matched = 2 * sum(_weight(word) for _, a, b, _, _ in same for word in wanted[a:b])
    whole = sum(_weight(word) for _, a, b, _, _ in blocks for word in wanted[a:b])
    whole += sum(_weight(word) for _, _, _, c, d in blocks for word in given[c:d])
    return blocks[0][3], max(blocks[-1][4] - 1, blocks[0][3]), blocks, matched, whole


def _trimmed(block: Block, is_first: bool, is_last: bool) -> Block:
    """Return a replacement at an edge with no more of the article's words than are quoted there."""
    kind, a, b, c, d = block
    if kind != "replace":
        return block
    if is_first:
        return kind, a, b, max(c, d - (b - a)), d
    return (kind, a, b, c, min(d, c + (b - a))) if is_last else block


def _first_run(wanted: Sequence[str], given: Sequence[str]) -> int | None:
    first, many = wanted[0], len(wanted)
    return next(
        (at for at in range(len(given) - many + 1) if given[at] == first and given[at : at + many] == wanted), None
    )


def _weight(word: str) -> float:
    return _COMMON if word.replace("'", "") in STOP_WORDS and word not in ("not", "no", "nor") else 1.0


def _piece(
    quoted: Wording,
    document: Document,
    run: Sequence[Word],
    words: Sequence[Word],
    kind: str,
    a: int,
    b: int,
    c: int,
    d: int,
) -> Piece:
    ours = quoted.text[run[a].start : run[b - 1].end] if a < b else ""
    return Piece(ours, _text(document, words[c:d]), kind == "equal")


def _text(document: Document, words: Sequence[Word]) -> str:
    return document.text[words[0].start : words[-1].end] if words else ""


def taken(run: Sequence[Word], window: Window) -> tuple[int, tuple[Document, Span] | None]:
    """Return how many words from the beginning of a run stand in a window in a row, and where."""
    wanted, given = [word.folded for word in run], [word.folded for word in window.words]
    longest, place = 0, None
    for at, word in enumerate(given):
        if word != wanted[0]:
            continue
        many = 0
        while many < len(wanted) and at + many < len(given) and wanted[many] == given[at + many]:
            many += 1
        if many > longest:
            longest, place = many, (window.document, Span(window.words[at].start, window.words[at + many - 1].end))
    return longest, place


def taken_whole(run: Sequence[Word], windows: Sequence[Window]) -> tuple[Document, Span] | None:
    """Return where all words of a run stand in a row, in the first window in which they do."""
    for window in windows:
        many, place = taken(run, window)
        if many == len(run):
            return place
    return None
