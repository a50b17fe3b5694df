"""What changed between the versions of an article, sentence by sentence, and what became of a sentence. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from rapidfuzz.distance import Indel

from index.document import Span, Version
from index.wording_changes import Knows, is_stamp, plain, same_but_for_typing

_ALIKE = 0.5  # of the words, from which a sentence counts as another's new wording and not as another sentence

Pair = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """A sentence that was changed, added (``was`` is None) or removed (``now`` is None)."""

    was: str | None
    now: str | None

    @property
    def kind(self) -> str:
        """What happened: ``added``, ``removed`` or ``changed``."""
        return "added" if self.was is None else "removed" if self.now is None else "changed"


@dataclass(frozen=True, slots=True)
class Correction:
    """What was said before of what is cited now: ``at`` is when the change was taken in, ISO 8601 in UTC.

    ``now`` is None where the article says nothing of it any more.
    """

    was: str
    now: str | None
    at: str


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a sentence that was once cited.

    ``span`` is where it stands in the current version, None where it was removed; ``correction`` is what was changed
    of it, None where that is typing at most.
    """

    span: Span | None
    correction: Correction | None


def changes(old: Sequence[str], new: Sequence[str], knows: Knows) -> list[SentenceChange]:
    """Return what changed from one version's sentences to another's, in the order in which it stands.

    Changes of typing, times of an update and sentences that only moved are left out.
    """
    found = []
    for before, after in _aligned(old, new):
        was = None if before is None else old[before]
        now = None if after is None else new[after]
        if was is not None and now is not None and _same(was, now, knows):
            continue
        if not (was is None and is_stamp(now or "")) and not (now is None and is_stamp(was or "")):
            found.append(SentenceChange(was, now))
    return found


def correction(versions: Sequence[Version], start: int, knows: Knows) -> Correction | None:
    """Return how the sentence of the current version that begins at ``start`` was last corrected, if it ever was.

    ``versions`` are an article's, the current one first.
    """
    position = next((number for number, span in enumerate(versions[0].spans) if span.start == start), None)
    if position is None:
        return None
    now = versions[0].sentences[position]
    for newer, older in pairwise(versions):
        earlier = {after: before for before, after in _aligned(older.sentences, newer.sentences)}
        before = earlier.get(position)
        if before is None:
            return None
        was = older.sentences[before]
        if not _same(was, newer.sentences[position], knows):
            return Correction(was, now, str(older.superseded))
        position = before
    return None


def became(versions: Sequence[Version], text: str, start: int, knows: Knows) -> Became | None:
    """Return what became of a sentence that was cited as ``text`` at ``start``; None if no version ever said it.

    ``versions`` are an article's, the current one first.
    """
    for number, version in enumerate(versions):
        position = _position(version, text, start, knows)
        if position is not None:
            return _followed(versions[: number + 1], position, text, knows)
    return None


def marked(was: str, now: str) -> str:
    """Return a changed sentence with what was taken out as ``[-14-]`` and what was put in as ``{+15+}``."""
    old, new = re.findall(r"\S+", was), re.findall(r"\S+", now)
    words: list[str] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            words += new[k:m]
            continue
        words += [f"[-{' '.join(old[i:j])}-]"] if i < j else []
        words += [f"{{+{' '.join(new[k:m])}+}}"] if k < m else []
    return " ".join(words)


def _followed(versions: Sequence[Version], position: int, text: str, knows: Knows) -> Became:
    """Follow a sentence of the last of these versions up to the first, which is the current one."""
    changed_at: str | None = None
    for older, newer in pairwise(reversed(versions)):
        later = {before: after for before, after in _aligned(older.sentences, newer.sentences)}
        after = later.get(position)
        if after is None:
            return Became(None, Correction(text, None, str(older.superseded)))
        if not _same(older.sentences[position], newer.sentences[after], knows):
            changed_at = older.superseded
        position = after
    now = versions[0].sentences[position]
    corrected = changed_at is not None and not _same(text, now, knows)
    return Became(versions[0].spans[position], Correction(text, now, str(changed_at)) if corrected else None)


def _position(version: Version, text: str, start: int, knows: Knows) -> int | None:
    """Return which of a version's sentences says this, the one nearest to ``start`` if there are several."""
    saying = [number for number, each in enumerate(version.sentences) if each == text]
    saying = saying or [
        number for number, each in enumerate(version.sentences) if same_but_for_typing(each, text, knows)
    ]
    return min(saying, key=lambda number: abs(version.spans[number].start - start), default=None)


def _same(was: str, now: str, knows: Knows) -> bool:
    return same_but_for_typing(was, now, knows) or (is_stamp(was) and is_stamp(now))


def _aligned(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Return which sentence became which: pairs of positions, None on the side where there is none."""
    before, after = [plain(each) for each in old], [plain(each) for each in new]
    pairs: list[Pair] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += zip(range(i, j), range(k, m), strict=True)
        else:
            pairs += _paired(before, after, range(i, j), range(k, m))
    return list(_with_moves(pairs, before, after))


def _paired(before: Sequence[str], after: Sequence[str], old: range, new: range) -> Iterator[Pair]:
    """Pair the sentences of a changed stretch that are most alike, without crossing."""
    words = {number: before[number].split() for number in old}, {number: after[number].split() for number in new}
    alike = [(Indel.normalized_similarity(words[0][i], words[1][k]), i, k) for i in old for k in new]
    chosen: dict[int, int] = {}
    for likeness, i, k in sorted(alike, key=lambda each: (-each[0], each[1], each[2])):
        if likeness < _ALIKE:
            break
        if all((i < other) == (k < its) and i != other and k != its for other, its in chosen.items()):
            chosen[i] = k
    at = new.start
    for i in old:
        if i not in chosen:
            yield i, None
            continue
        yield from ((None, k) for k in range(at, chosen[i]))
        yield i, chosen[i]
        at = chosen[i] + 1
    yield from ((None, k) for k in range(at, new.stop))


def _with_moves(pairs: Sequence[Pair], before: Sequence[str], after: Sequence[str]) -> Iterator[Pair]:
    """Pair what was removed in one place and added word for word in another."""
    removed = {before[i]: i for i, k in pairs if i is not None and k is None}
    moved = {k: removed.pop(after[k]) for i, k in pairs if i is None and k is not None and after[k] in removed}
    gone = set(moved.values())
    for i, k in pairs:
        if i is None and k in moved:
            yield moved[k], k
        elif k is not None or i not in gone:
            yield i, k
