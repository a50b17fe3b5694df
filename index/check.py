"""Is this quotation real? Exact, altered, somebody else's, or not found in this coverage.

Candidates come from the full-text index; each is aligned with the quotation word by word: rapidfuzz finds the place,
difflib the difference. How often the verdict is right: ``python -m tests.benchmarks.check``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import Enum

from rapidfuzz import fuzz

from index.answer import Citation
from index.claim import Claim, claims
from index.document import Document, Span
from index.errors import QuestionError
from index.quoted import Word, Wording, quotations, wording, words_of
from index.speakers import same_person, speaker_of
from index.store.protocol import Coverage, Filters, Store, StoredSentence
from index.terms import STOP_WORDS, terms

MAX_CHARACTERS = 4000
_FOUND = 20  # sentences from a search
_RARE = 8  # terms of a search, the rarest
_AROUND = 500  # characters on both sides of a sentence that was found, beside the quotation's own length
_SLACK = 6  # words by which an altered place may be longer than the quotation
_ALTERED = 0.72  # the least likeness (0 to 1) at which it is the same quotation, altered; chosen on the develop part
_FEWEST = 5  # words: fewer are exact or not found, for too many sentences are nearly like them
_RUN = 5  # words in a row that show that a part was taken from somewhere
_COMMON = 0.4  # what a word without a meaning of its own weighs


class Verdict(Enum):
    """What a check finds."""

    EXACT = "exact"
    ALTERED = "altered"
    MISATTRIBUTED = "misattributed"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a comparison: what was quoted there and what the article says; the same, or one of them empty."""

    quoted: str
    printed: str
    same: bool


@dataclass(frozen=True, slots=True)
class Check:
    """What became of a quotation.

    ``citations`` are the sentences in which it stands, one an article, earliest first; for one that was put together
    from two places, these two, and ``spliced`` is true. Where nothing was found they are empty. ``pieces`` show the
    difference to the first citation, and are empty where there is none. ``speaker`` is who says it there, where known;
    ``asked_speaker`` who was said to. ``elsewhere`` counts further articles that have it.
    """

    quotation: str
    verdict: Verdict
    citations: tuple[Citation, ...]
    pieces: tuple[Piece, ...]
    speaker: str | None
    asked_speaker: str | None
    searched: Coverage
    elsewhere: int = 0
    spliced: bool = False


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of an article in which the quotation is looked for."""

    document: Document
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a quotation may stand: the span of its words there, how alike they are (0 to 1), and the difference."""

    document: Document
    span: Span
    likeness: float
    pieces: tuple[Piece, ...]

    @property
    def exact(self) -> bool:
        return all(piece.same for piece in self.pieces)


def check_quotation(store: Store, text: str, who: str | None = None, filters: Filters | None = None) -> Check:
    """Look for a quotation in the coverage.

    Args:
        store: Where to look.
        text: The quotation, alone or with who said it ("X said: “…”").
        who: Who is said to have said it, where the text does not name them.
        filters: Which articles to search.

    Raises:
        QuestionError: There are no words in it, or too many.
        StoreError: The index cannot be read.
    """
    if len(text) > MAX_CHARACTERS:
        raise QuestionError(
            f"That text has {len(text):,} characters. Check one quotation, in {MAX_CHARACTERS:,} at most.",
            "too_long",
            length=f"{len(text):,}",
            most=f"{MAX_CHARACTERS:,}",
        )
    read = [(claim, wording(claim.quotation)) for claim in claims(text, who)]
    read = [(claim, quoted) for claim, quoted in read if quoted.length]
    if not read:
        raise QuestionError("There are no words in that to look for. Paste the quotation itself.", "no_quotation")
    wanted = filters or Filters()
    with store.snapshot():
        searched = store.coverage(wanted)
        found = [(claim, _places(store, quoted, wanted), quoted) for claim, quoted in read]
        # What stands there whole, with its own "X said", needs no taking apart.
        claim, places, quoted = next((each for each in found if each[1] and each[1][0].exact), found[-1])
        return _judged(store, claim, quoted, places, searched, wanted)


def _judged(
    store: Store, claim: Claim, quoted: Wording, places: list[_Place], searched: Coverage, filters: Filters
) -> Check:
    spliced: list[_Place] = []
    if not (places and (places[0].exact or _altered(places[0], quoted))):
        spliced = _spliced(store, quoted, filters)
        if not spliced:
            return Check(claim.quotation, Verdict.NOT_FOUND, (), (), None, claim.who, searched)
    chosen = spliced or [
        place for place in places if place.exact == places[0].exact and place.likeness == places[0].likeness
    ]
    first = chosen[0]
    speakers = [speaker_of(place.document, place.span) for place in chosen]
    speaker = next((each for each in speakers if each), None)
    verdict = Verdict.EXACT if first.exact and not spliced else Verdict.ALTERED
    if claim.who and speaker and not any(same_person(claim.who, each) for each in speakers if each):
        verdict = Verdict.MISATTRIBUTED
    shown = chosen if spliced else chosen[:1]
    citations = tuple(_cited(store, place, speaker) for place in shown)
    pieces = () if first.exact and not spliced else _joined(spliced) if spliced else first.pieces
    return Check(
        claim.quotation,
        verdict,
        citations,
        pieces,
        speaker,
        claim.who,
        searched,
        len(chosen) - len(shown),
        bool(spliced),
    )


def _altered(place: _Place, quoted: Wording) -> bool:
    return quoted.length >= _FEWEST and place.likeness >= _ALTERED


def _places(store: Store, quoted: Wording, filters: Filters) -> list[_Place]:
    """Return where the quotation stands or nearly stands, one place an article: exact ones first, then earliest."""
    best: dict[str, _Place] = {}
    for window in _windows(store, quoted.text, filters):
        place = _aligned(window, quoted)
        if place is None or not place.exact:
            # “We tried,” she said. “It failed.” is rightly quoted as “We tried. It failed.”
            spoken = _aligned(_spoken(window), quoted)
            place = spoken if spoken is not None and spoken.exact else place
        known = best.get(window.document.id)
        if place is not None and (known is None or place.likeness > known.likeness):
            best[window.document.id] = place
    return sorted(
        best.values(),
        key=lambda place: (not place.exact, -place.likeness, place.document.published or "9999", place.document.id),
    )


def _windows(store: Store, text: str, filters: Filters) -> list[_Window]:
    found = _searched(store, text, filters)
    documents = store.documents(list({each.sentence.document_id for each in found}))
    windows, seen = [], dict[str, list[Span]]()
    around = len(text) + _AROUND
    for each in found:
        document = documents[each.sentence.document_id]
        start, end = max(each.sentence.start - around, 0), each.sentence.end + around
        if any(
            span.start <= each.sentence.start and each.sentence.end <= span.end for span in seen.get(document.id, ())
        ):
            continue
        # Only what is well inside counts as seen: a quotation may go on past the edge.
        inner = Span(start + len(text) if start else 0, end - len(text))
        seen.setdefault(document.id, []).append(inner)
        windows.append(_Window(document, tuple(words_of(document.text, start, min(end, len(document.text))))))
    return windows


def _spoken(window: _Window) -> _Window:
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


def _searched(store: Store, text: str, filters: Filters) -> list[StoredSentence]:
    """Return sentences with the rarest words of the quotation, and with those of each half of it."""
    stems = list(dict.fromkeys(terms(text)))
    frequency = store.document_frequency(stems)
    known = [stem for stem in stems if stem in frequency]
    half = len(known) // 2
    numbers: dict[int, None] = {}
    for part in (known, known[:half], known[half:]) if len(known) > _RARE else (known,):
        rare = sorted(part, key=frequency.__getitem__)[:_RARE]
        numbers |= dict.fromkeys(match.number for match in store.lexical(rare, _FOUND, filters))
    return store.sentences(list(numbers))


def _aligned(window: _Window, quoted: Wording) -> _Place | None:
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
    return _Place(window.document, span, matched / told, tuple(pieces))


_Block = tuple[str, int, int, int, int]


def _run_at(run: Sequence[Word], words: Sequence[Word]) -> tuple[int, int, list[_Block], float, float] | None:
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
    blocks = [
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


def _trimmed(block: _Block, is_first: bool, is_last: bool) -> _Block:
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


def _spliced(store: Store, quoted: Wording, filters: Filters) -> list[_Place]:
    """Return the two places that a quotation was put together from, where it consists of nothing else."""
    run = [word for each in quoted.runs for word in each]
    if len(run) < 2 * _RUN:
        return []
    windows = _windows(store, quoted.text, filters)
    head = max((_taken(run, window) for window in windows), key=lambda found: found[0], default=(0, None))
    if head[1] is None or head[0] < _RUN:
        return []
    rest = run[head[0] :]
    tail = _taken_whole(rest, windows) if len(rest) >= _RUN else None
    if tail is None:
        return []
    first = Piece(quoted.text[run[0].start : run[head[0] - 1].end], "", True)
    second = Piece(quoted.text[rest[0].start : rest[-1].end], "", True)
    return [_Place(head[1][0], head[1][1], 1.0, (first,)), _Place(*tail, 1.0, (second,))]


def _taken(run: Sequence[Word], window: _Window) -> tuple[int, tuple[Document, Span] | None]:
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


def _taken_whole(run: Sequence[Word], windows: Sequence[_Window]) -> tuple[Document, Span] | None:
    for window in windows:
        many, place = _taken(run, window)
        if many == len(run):
            return place
    return None


def _joined(places: Sequence[_Place]) -> tuple[Piece, ...]:
    return tuple(
        Piece(piece.quoted, place.document.text[place.span.start : place.span.end], True)
        for place in places
        for piece in place.pieces
    )


def _cited(store: Store, place: _Place, speaker: str | None) -> Citation:
    """Cite the sentences that the quotation stands in, from the beginning of the first to the end of the last."""
    document, span = place.document, place.span
    inside = [
        each.sentence
        for each in store.sentences_of(document.id)
        if each.sentence.start < span.end and each.sentence.end > span.start
    ]
    start = min([each.start for each in inside], default=span.start)
    end = max([each.end for each in inside], default=span.end)
    start, end = min(start, span.start), max(end, span.end)
    return Citation(document, start, end, document.text[start:end], place.likeness, speaker)
