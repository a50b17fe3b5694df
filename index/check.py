"""Is this quotation real? Exact, altered, somebody else's, or not found in this coverage.

Candidates come from the full-text index; each is aligned with the quotation word by word: see
``index.alignment``. How often the verdict is right: ``python -m tests.benchmarks.check``.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from index.alignment import Piece, Place, Window, aligned, spoken, taken, taken_whole
from index.answer import Citation
from index.claim import Claim, claims
from index.document import Span
from index.errors import QuestionError
from index.owners import Owners
from index.quoted import Wording, wording, words_of
from index.speakers import same_person, speaker_of
from index.store.protocol import Coverage, Filters, Store, StoredSentence
from index.terms import terms

MAX_CHARACTERS = 4000
_LOOKED = 200  # sentences from a search
_FOUND = 20  # of these, those with most of the quotation's neighbouring words
_RARE = 8  # terms of a search, the rarest
_NEEDED, _EVERYWHERE = 4, 2000  # of these, how many always count; the others only in at most so many sentences
_AROUND = 500  # characters on both sides of a sentence that was found, beside the quotation's own length
_ALTERED = 0.72  # the least likeness (0 to 1) at which it is the same quotation, altered; chosen on the develop part
_FEWEST = 5  # words: fewer are exact or not found, for too many sentences are nearly like them
_RUN = 5  # words in a row that show that a part was taken from somewhere


class Verdict(Enum):
    """What a check finds."""

    EXACT = "exact"
    ALTERED = "altered"
    MISATTRIBUTED = "misattributed"
    NOT_FOUND = "not found"


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
    filters: Filters = Filters()
    milliseconds: float = 0.0
    elsewhere: int = 0
    spliced: bool = False


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
    began = time.perf_counter()
    with store.snapshot():
        searched = store.coverage(wanted)
        windows = _windows(store, read[-1][1].text, wanted)
        found = [(claim, _places(windows, quoted), quoted) for claim, quoted in read]
        # What stands there whole, with its own "X said", needs no taking apart.
        claim, places, quoted = next((each for each in found if each[1] and each[1][0].exact), found[-1])
        known = bool(places) and (places[0].exact or _altered(places[0], quoted))
        spliced = [] if known else _spliced(windows, quoted)
        if not known and not spliced:
            found_out = Check(claim.quotation, Verdict.NOT_FOUND, (), (), None, claim.who, searched)
        else:
            found_out = _judged(store, claim, places, spliced, searched, wanted.owners)
    return replace(found_out, filters=wanted, milliseconds=(time.perf_counter() - began) * 1000)


def _judged(
    store: Store, claim: Claim, places: list[Place], spliced: list[Place], searched: Coverage, owners: Owners
) -> Check:
    chosen = spliced or [
        place for place in places if place.exact == places[0].exact and place.likeness == places[0].likeness
    ]
    first = chosen[0]
    speakers = _speakers(store, chosen, owners)
    speaker = next((each for each in speakers if each), None)
    verdict = Verdict.EXACT if first.exact and not spliced else Verdict.ALTERED
    if claim.who and speaker and not any(same_person(claim.who, each) for each in speakers if each):
        verdict = Verdict.MISATTRIBUTED
    shown = chosen if spliced else chosen[:1]
    citations = tuple(_cited(store, place, speaker, owners) for place in shown)
    pieces = () if first.exact and not spliced else _joined(spliced) if spliced else first.pieces
    return Check(
        claim.quotation,
        verdict,
        citations,
        pieces,
        speaker,
        claim.who,
        searched,
        elsewhere=len(chosen) - len(shown),
        spliced=bool(spliced),
    )


def _speakers(store: Store, places: Sequence[Place], owners: Owners) -> list[str | None]:
    """Return who says what stands at each place: as was found when the article came in, else by plain patterns."""
    found = store.quotations_in([(place.document.id, place.span) for place in places], owners)
    return [
        place.document.text[quotation.speaker.start : quotation.speaker.end]
        if quotation
        else speaker_of(place.document, place.span)
        for place, quotation in zip(places, found, strict=True)
    ]


def _altered(place: Place, quoted: Wording) -> bool:
    return quoted.length >= _FEWEST and place.likeness >= _ALTERED


def _places(windows: Sequence[Window], quoted: Wording) -> list[Place]:
    """Return where the quotation stands or nearly stands, one place an article: exact ones first, then earliest."""
    best: dict[str, Place] = {}
    for window in windows:
        place = aligned(window, quoted)
        if place is None or not place.exact:
            # “We tried,” she said. “It failed.” is rightly quoted as “We tried. It failed.”
            said = aligned(spoken(window), quoted)
            place = said if said is not None and said.exact else place
        known = best.get(window.document.id)
        if place is not None and (known is None or place.likeness > known.likeness):
            best[window.document.id] = place
    return sorted(
        best.values(),
        key=lambda place: (not place.exact, -place.likeness, place.document.published or "9999", place.document.id),
    )


def _windows(store: Store, text: str, filters: Filters) -> list[Window]:
    found = _searched(store, text, filters)
    documents = store.documents(list({each.sentence.document_id for each in found}), filters.owners)
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
        windows.append(Window(document, tuple(words_of(document.text, start, min(end, len(document.text))))))
    return windows


def _searched(store: Store, text: str, filters: Filters) -> list[StoredSentence]:
    """Return sentences with the rarest words of the quotation, and with those of each half of it."""
    stems = list(dict.fromkeys(terms(text)))
    frequency = store.document_frequency(stems, filters.owners)
    known = [stem for stem in stems if stem in frequency]
    half = len(known) // 2
    numbers: dict[int, None] = {}
    halves = ((known[:half], _FOUND // 2), (known[half:], _FOUND // 2)) if len(known) > _RARE else ()
    for part, limit in ((known, _FOUND), *halves):
        rare = sorted(part, key=frequency.__getitem__)[:_RARE]
        rare = [*rare[:_NEEDED], *(each for each in rare[_NEEDED:] if frequency[each] <= _EVERYWHERE)]
        looked = [match.number for match in store.lexical(rare, _LOOKED, filters)]
        numbers |= dict.fromkeys(_likeliest(store.sentences(looked, filters.owners), text, limit))
    return store.sentences(list(numbers), filters.owners)


def _likeliest(found: Sequence[StoredSentence], text: str, limit: int) -> list[int]:
    """Return the numbers of the sentences with most of a text's pairs of neighbouring words, in the order found.

    A search knows nothing of the order of words, and in much coverage many sentences have a quotation's rarest ones.
    """
    stems = terms(text)
    pairs = set(pairwise(stems))
    shared = {each.number: len(pairs.intersection(pairwise(terms(each.sentence.text)))) for each in found}
    return sorted(shared, key=lambda number: -shared[number])[:limit]


def _spliced(windows: Sequence[Window], quoted: Wording) -> list[Place]:
    """Return the two places that a quotation was put together from, where it consists of nothing else."""
    run = [word for each in quoted.runs for word in each]
    if len(run) < 2 * _RUN:
        return []
    head = max((taken(run, window) for window in windows), key=lambda found: found[0], default=(0, None))
    if head[1] is None or head[0] < _RUN:
        return []
    rest = run[head[0] :]
    tail = taken_whole(rest, windows) if len(rest) >= _RUN else None
    if tail is None:
        return []
    first = Piece(quoted.text[run[0].start : run[head[0] - 1].end], "", True)
    second = Piece(quoted.text[rest[0].start : rest[-1].end], "", True)
    return [Place(head[1][0], head[1][1], 1.0, (first,)), Place(*tail, 1.0, (second,))]


def _joined(places: Sequence[Place]) -> tuple[Piece, ...]:
    return tuple(
        Piece(piece.quoted, place.document.text[place.span.start : place.span.end], True)
        for place in places
        for piece in place.pieces
    )


def _cited(store: Store, place: Place, speaker: str | None, owners: Owners) -> Citation:
    """Cite the sentences that the quotation stands in, from the beginning of the first to the end of the last."""
    document, span = place.document, place.span
    inside = [
        each.sentence
        for each in store.sentences_of(document.id, owners)
        if each.sentence.start < span.end and each.sentence.end > span.start
    ]
    start = min([each.start for each in inside], default=span.start)
    end = max([each.end for each in inside], default=span.end)
    start, end = min(start, span.start), max(end, span.end)
    return Citation(document, start, end, document.text[start:end], place.likeness, speaker)
