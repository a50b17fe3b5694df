"""Ranked sentences to those that are cited: each is told once, by its original, with the others that say so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.copies.originals import original
from index.copies.sentences import Wording, nearly_same, says_all, wording
from index.document import Document
from index.store.protocol import StoredSentence

Placed = tuple[Document, StoredSentence]
"""A stored sentence and the document in which it stands."""

Story = Sequence[tuple[Document, Sequence[StoredSentence]]]
"""Other documents of a document's story, each with its sentences, or with those that may say the same."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence to cite: the one that was ranked at ``rank``, from 0, or the original in whose copy that stands.

    ``copies`` are the other documents that say it, or nearly.
    """

    rank: int
    document: Document
    stored: StoredSentence
    copies: tuple[Document, ...]

    @property
    def also_in(self) -> tuple[str, ...]:
        """The names of the other outlets that say it, each once, in order."""
        names = {copy.outlet for copy in self.copies if copy.outlet and copy.outlet != self.document.outlet}
        return tuple(sorted(names))


class _Telling:
    """A sentence that will be cited, and all that says the same."""

    def __init__(self, rank: int, said: Placed, story: Story) -> None:
        self.rank = rank
        self._story = frozenset((said[0].id, *(document.id for document, _ in story)))
        saying = [said, *_saying(_wording(said), story)]
        whole = [each for each in saying if says_all(_wording(each), _wording(said))]
        first = original([document for document, _ in whole])
        self.cited = next(each for each in whole if each[0].id == first.id)
        self._documents = {document.id: document for document, _ in saying}
        self._wordings = {_wording(each) for each in saying}

    def takes(self, said: Placed) -> bool:
        """Tell whether a sentence is this one: word for word wherever it stands, or nearly in the same story."""
        found = _wording(said)
        near = said[0].id in self._story
        return any(found.words == each.words or (near and nearly_same(found, each)) for each in self._wordings)

    def add(self, document: Document) -> None:
        """Count a document in that says the same."""
        self._documents.setdefault(document.id, document)

    def told(self) -> Told:
        """Return what is cited, and who else says it."""
        document, stored = self.cited
        return Told(
            self.rank, document, stored, tuple(each for each in self._documents.values() if each.id != document.id)
        )


def told_once(ranked: Sequence[Placed], limit: int, story: Callable[[Placed], Story]) -> list[Told]:
    """Return at most ``limit`` sentences, best first, none of which is a copy of another.

    Args:
        ranked: The sentences, best first.
        limit: How many are wanted.
        story: The other documents of a sentence's story, as far as the asker may see them; of a long one, those that
            may say the same.
    """
    tellings: list[_Telling] = []
    for rank, said in enumerate(ranked):
        if _taken(tellings, said) or len(tellings) == limit:
            continue
        telling = _Telling(rank, said, story(said))
        if not _taken(tellings, telling.cited):
            tellings.append(telling)
    return [telling.told() for telling in tellings]


def _taken(tellings: Sequence[_Telling], said: Placed) -> bool:
    """Tell whether a sentence is told already, and if so count its document in."""
    telling = next((each for each in tellings if each.takes(said)), None)
    if telling is not None:
        telling.add(said[0])
    return telling is not None


def _saying(found: Wording, story: Story) -> Iterator[Placed]:
    """Yield the sentence that says the same, the most literal one, of every document that has one."""
    for document, sentences in story:
        same = [each for each in sentences if nearly_same(wording(each.sentence.text), found)]
        if same:
            yield document, min(same, key=lambda each: wording(each.sentence.text).words != found.words)


def _wording(said: Placed) -> Wording:
    return wording(said[1].sentence.text)
