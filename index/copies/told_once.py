"""Ranked sentences to those that are cited: each is told once, by its original, with the others that say so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from index.copies.originals import original
from index.copies.sentences import Wording, nearly_same, says_all, wording
from index.document import Document
from index.store.protocol import StoredSentence

Said = tuple[Document, StoredSentence]
"""A stored sentence and the document that says it."""

Story = Sequence[tuple[Document, Sequence[StoredSentence]]]
"""The other documents of a document's story, each with its sentences."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence to cite. ``rank`` is where it was ranked, from 0, or the copy in whose place it stands.

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


@dataclass(slots=True)
class _Telling:
    """A sentence that will be cited, and what has been found that says the same."""

    rank: int
    said: Said
    wording: Wording
    story: frozenset[str]
    others: dict[str, Said] = field(default_factory=dict)

    def takes(self, said: Said) -> bool:
        """Tell whether a sentence is this one: word for word wherever it stands, or nearly in the same story."""
        document, stored = said
        text = wording(stored.sentence.text)
        return text.words == self.wording.words or (document.id in self.story and nearly_same(text, self.wording))

    def add(self, said: Said) -> None:
        """Take a sentence in that says the same, one from each document."""
        if said[0].id != self.said[0].id:
            self.others.setdefault(said[0].id, said)

    def told(self) -> Told:
        """Choose who is cited: the original of those that say all that the ranked sentence says."""
        whole = {self.said[0].id: self.said}
        for document_id, said in self.others.items():
            # Only in its own story can a sentence be taken for the original; elsewhere it may be a quotation.
            if document_id in self.story and says_all(wording(said[1].sentence.text), self.wording):
                whole[document_id] = said
        document, stored = whole[original([said[0] for said in whole.values()]).id]
        everybody = (self.said[0], *(said[0] for said in self.others.values()))
        return Told(self.rank, document, stored, tuple(each for each in everybody if each.id != document.id))


def told_once(ranked: Sequence[Said], limit: int, story: Callable[[str], Story]) -> list[Told]:
    """Return at most ``limit`` sentences, best first, none of which is a copy of another.

    Args:
        ranked: The sentences, best first.
        limit: How many are wanted.
        story: The other documents of a document's story, by its id, as far as the asker may see them.
    """
    tellings: list[_Telling] = []
    for rank, said in enumerate(ranked):
        taken = [telling for telling in tellings if telling.takes(said)]
        if taken:
            taken[0].add(said)
        elif len(tellings) < limit:
            tellings.append(_telling(rank, said, story(said[0].id)))
    return [telling.told() for telling in tellings]


def _telling(rank: int, said: Said, story: Story) -> _Telling:
    text = wording(said[1].sentence.text)
    ids = frozenset((said[0].id, *(document.id for document, _ in story)))
    telling = _Telling(rank, said, text, ids)
    for document, sentences in story:
        same = [each for each in sentences if nearly_same(wording(each.sentence.text), text)]
        if same:
            telling.add((document, min(same, key=lambda each: wording(each.sentence.text).words != text.words)))
    return telling
