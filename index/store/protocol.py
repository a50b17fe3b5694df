"""What a store can do, and the values that go in and come out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.document import Document, Sentence, Span, Version
from index.happened.days import Mention
from index.ingest.article import Article
from index.owners import SHARED, Owners
from index.quotations.quotation import Quotation

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents may be cited. ``since`` is inclusive and ``until`` exclusive, both in UTC.

    ``owners`` is nobody's wish but what the asker may see at all: by default what is shared by all.
    """

    outlets: frozenset[str] = frozenset()
    since: datetime | None = None
    until: datetime | None = None
    documents: frozenset[str] = frozenset()
    owners: Owners = SHARED

    @property
    def any(self) -> bool:
        """Whether anything is left out that the asker may see."""
        return bool(self.outlets or self.since or self.until or self.documents)


@dataclass(frozen=True, slots=True)
class EncodedArticle:
    """An article ready to be stored: its sentences' spans and one vector a sentence, in that order.

    ``vectors`` has the shape ``(len(spans), dimension)`` and unit rows. ``quotations`` are those in the article, under
    whatever document id; None where nobody has looked for them. ``times`` are those that each sentence names, with
    offsets into the article's text.
    """

    article: Article
    spans: tuple[Span, ...]
    vectors: Vectors
    quotations: tuple[Quotation, ...] | None = None
    times: tuple[tuple[Mention, ...], ...] = ()


class Change(Enum):
    """What putting an article did; ``REPLACED`` is also what brings a withdrawn one back."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Match:
    """A sentence's number in the store with a score; higher is better.

    The sentences of one document have consecutive numbers, in order.
    """

    number: int
    score: float


@dataclass(frozen=True, slots=True)
class StoredSentence:
    """A sentence with its number in the store and its unit vector, shape ``(dimension,)``."""

    number: int
    sentence: Sentence
    vector: Vectors


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who is quoted: ``name`` in full as most articles have it, ``key`` what all spellings of it share."""

    key: str
    name: str
    quotations: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stored quotation with the mean of its sentences' unit vectors, shape ``(dimension,)``, of length one."""

    quotation: Quotation
    key: str
    vector: Vectors


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is in a store, or in the part of it that passes a filter. ``newest`` is ISO 8601."""

    documents: int
    sentences: int
    outlets: int
    newest: str | None


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The ids of documents that arrived, and the generation up to which these are all."""

    documents: tuple[str, ...]
    until: int


@dataclass(frozen=True, slots=True)
class Census:
    """All that is in a store, whosever it is: for who runs it.

    ``withdrawn`` documents are in none of the other numbers; ``owned`` has each owner's number of documents.
    """

    documents: int
    sentences: int
    withdrawn: int
    versions: int
    owned: tuple[tuple[str, int], ...]


def nothing_known(word: str) -> bool:
    """Know no word: what :meth:`Store.put` takes a change of letters for without a vocabulary is no slip."""
    return False


class Store(Protocol):
    """Documents, sentences, vectors and full text, behind one address.

    Whatever is read is limited to ``owners``, by default the shared documents; a document of anybody else is as one
    that does not exist. A withdrawn document is neither found nor counted.
    """

    def snapshot(self) -> AbstractContextManager[None]:
        """Everything that the block reads is of one state, whoever writes meanwhile."""

    def unchanged(self, article: Article) -> bool:
        """Whether this very article is already stored, so that it need not be encoded again."""

    def id_of(self, article: Article) -> str | None:
        """Return the id of the document that an article is a version of, also where it is withdrawn; None if new."""

    def put(self, articles: Sequence[EncodedArticle], knows: Callable[[str], bool] = nothing_known) -> list[Change]:
        """Store articles in one transaction; when this returns, they survive a crash.

        A changed article becomes the current version of its document, and the one before is kept, unless the change
        is one of typing only (:func:`index.versions.differs`): then it takes the old one's place. ``knows`` tells
        whether a folded word is one of the language's own. A withdrawn document is brought back.
        """

    def remove(self, ids: Sequence[str], owners: Owners = SHARED) -> list[str]:
        """Forget documents with all their versions for good; returns the ids that were there."""

    def withdraw(self, ids: Sequence[str], owners: Owners = SHARED) -> list[str]:
        """Find, cite and count documents no more, but keep them; returns the ids that were there and are not now."""

    def versions(self, document_id: str, owners: Owners = SHARED) -> list[Version]:
        """Return a document's versions, the current one first, also where it is withdrawn; none if it is not there."""

    def document(self, document_id: str, owners: Owners = SHARED) -> Document | None:
        """Return one document, or None."""

    def documents(self, ids: Sequence[str], owners: Owners = SHARED) -> dict[str, Document]:
        """Return those of the documents that exist, by id."""

    def sentences_of(self, document_id: str, owners: Owners = SHARED) -> list[StoredSentence]:
        """Return a document's sentences in order."""

    def sentences(self, numbers: Sequence[int], owners: Owners = SHARED) -> list[StoredSentence]:
        """Return those of the sentences that still exist, in the order asked for."""

    def outlets_of(self, numbers: Sequence[int], owners: Owners = SHARED) -> dict[int, str]:
        """Return who published sentences, by number; those that are gone or of no outlet are left out."""

    def times(self, numbers: Sequence[int], owners: Owners = SHARED) -> dict[int, tuple[Mention, ...]]:
        """Return the times that sentences name, by number, in order; those that name none are left out."""

    def replace_times(self, batches: Iterable[tuple[int, Sequence[Mention]]]) -> None:
        """Give sentences, by number, other times than those stored, in one transaction."""

    @property
    def untimed(self) -> bool:
        """Whether documents were stored before times were; :func:`index.happened.articles.retime` mends it."""

    def nearest(self, vector: Vectors, limit: int, filters: Filters) -> list[Match]:
        """Return the sentences with the highest cosine similarity to a unit vector, best first."""

    def nearest_to_each(self, vectors: Vectors, limit: int, filters: Filters) -> list[list[Match]]:
        """Return what :meth:`nearest` does for each row of ``vectors``, in less time than one after the other."""

    def lexical(self, terms: Sequence[str], limit: int, filters: Filters) -> list[Match]:
        """Return the sentences with the highest BM25 of headline and sentence, best first."""

    def article_terms(self, ids: Sequence[str], owners: Owners = SHARED) -> dict[str, frozenset[str]]:
        """Return the distinct terms (:func:`index.terms.terms`) of documents, headline and text: id -> terms."""

    def candidates(self, vector: Vectors, terms: Sequence[str], each: int, filters: Filters) -> list[int]:
        """Return the numbers of what :meth:`nearest` and :meth:`lexical` find, ``each`` at most from either."""

    def document_frequency(self, terms: Sequence[str], owners: Owners = SHARED) -> dict[str, int]:
        """Return in how many sentences (headline counted in) each term occurs."""

    def vocabulary(self, beginning: str, shortest: int, longest: int, owners: Owners = SHARED) -> dict[str, int]:
        """Return the terms with a beginning and a length in characters: term -> in how many sentences.

        A store that has no list of its terms returns none; then no misspelt word is mended.
        """

    def coverage(self, filters: Filters) -> Coverage:
        """Count what passes the filters."""

    def generation(self) -> int:
        """Return the number of the newest change; every change has a higher one than those before it."""

    def arrivals(self, after: int, since: datetime, owners: Owners = SHARED, most: int = 500) -> Arrivals:
        """Return what arrived after a generation and was not published before ``since``, in the order stored.

        New documents and new versions arrive; a change of typing only does not. There are about ``most`` documents at
        most, the first ones; one that does not say when it was published is among them.
        """

    def story(self, document_id: str, filters: Filters) -> list[str]:
        """Return the ids of the other documents of a document's story that pass the filters, in the order stored.

        A story is what hangs together by pairs of copies (:func:`index.copies.runs.are_copies`) among the documents
        that pass: what the asker may not see joins nothing.
        """

    def stories(self, filters: Filters) -> int:
        """Count the stories among the documents that pass the filters; one without copies is a story too."""

    def outlets(self, owners: Owners = SHARED) -> list[tuple[str, int]]:
        """Return the outlets with their numbers of documents, most first."""

    def speakers(self, filters: Filters) -> list[Speaker]:
        """Return who is quoted in what passes the filters, most quoted first."""

    def quoted(self, keys: Sequence[str], filters: Filters) -> list[Quoted]:
        """Return what speakers say in what passes the filters, in order of publication, undated articles first."""

    def unread(self, filters: Filters) -> bool:
        """Tell whether nobody has looked for quotations, by the rules of now, in something that passes the filters."""

    def quotations_in(self, spans: Sequence[tuple[str, Span]], owners: Owners = SHARED) -> list[Quotation | None]:
        """Return for each span of a document the first quotation with words in it, None if people differ."""

    def ids(self, owners: Owners = SHARED) -> Iterator[str]:
        """Yield all document ids in the order in which they were stored."""

    def census(self) -> Census:
        """Count everything, whosever it is."""

    def flush(self) -> None:
        """Write whatever is derived from the documents, so that the next start is quick."""

    def close(self) -> None:
        """Let go of files. The store cannot be used afterwards."""
