"""A store whose documents are in SQL tables and whose sentences are found by a finder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from index.document import Document, Span, Version
from index.happened.days import Mention
from index.ingest.article import Article
from index.owners import EVERYONE, SHARED, Owners
from index.quotations.quotation import Quotation
from index.store import copies, identity, moving, queries, quotations, times, writes
from index.store.counts import Counts
from index.store.derived import meta, set_meta
from index.store.finder import Finder
from index.store.protocol import (
    Arrivals,
    Census,
    Change,
    Coverage,
    EncodedArticle,
    Filters,
    Match,
    Quoted,
    Speaker,
    StoredSentence,
    Vectors,
    nothing_known,
)
from index.store.session import Session


class TableStore:
    """Documents, versions, quotations and vectors in tables; words and vectors searched by a :class:`Finder`."""

    def __init__(self, session: Session, finder: Finder) -> None:
        """Use a database that is open, and what finds its sentences."""
        self._session = session
        self._finder = finder
        self._counts = Counts()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything that the block reads is of one state of the index, whoever writes meanwhile."""
        with self._session.reading():
            yield

    def unchanged(self, article: Article) -> bool:
        """Whether this very article is already stored."""
        with self._session.reading() as connection:
            found = identity.find(connection, article)
            same = found is not None and found["fingerprint"] == identity.fingerprint(article)
            return found is not None and same and found["withdrawn"] is None

    def id_of(self, article: Article) -> str | None:
        """Return the id of the document that an article is a version of, also where it is withdrawn; None if new."""
        with self._session.reading() as connection:
            found = identity.find(connection, article)
            return None if found is None else str(found["id"])

    def put(self, articles: Sequence[EncodedArticle], knows: Callable[[str], bool] = nothing_known) -> list[Change]:
        """Store articles in one transaction; when this returns, they survive a crash."""
        with self._session.writing() as generation:
            for vectors in {each.vectors.shape[-1]: each.vectors for each in articles}.values():
                self._session.agree_on_dimension(vectors)
            writer = self._writer(generation)
            changes = [writer.put(encoded, knows) for encoded in articles]
        self._committed()
        return changes

    def remove(self, ids: Sequence[str], owners: Owners = SHARED) -> list[str]:
        """Forget documents with all their versions for good; returns the ids that were there.

        Raises:
            StoreBusy: Another process keeps their words in the files; the next :meth:`flush` erases them.
        """
        there: list[str] = []
        with self._session.writing() as generation:
            for document_id in ids:
                number = queries.document_number(self._session.connection, document_id, owners)
                if number is not None:
                    self._writer(generation).delete(number)
                    there.append(document_id)
            if there:
                self._session.note_removed()
        if there:
            self._committed()
            self.flush()
        return there

    def withdraw(self, ids: Sequence[str], owners: Owners = SHARED) -> list[str]:
        """Find, cite and count documents no more, but keep them; returns the ids that were there and are not now."""
        with self._session.writing() as generation:
            numbers = {each: queries.document_number(self._session.connection, each, owners) for each in ids}
            writer = self._writer(generation)
            gone = [each for each, number in numbers.items() if number is not None and writer.withdraw(number)]
        self._committed()
        return gone

    def versions(self, document_id: str, owners: Owners = SHARED) -> list[Version]:
        """Return a document's versions, the current one first, also where it is withdrawn."""
        with self._session.reading() as connection:
            return queries.versions(connection, document_id, owners)

    def document(self, document_id: str, owners: Owners = SHARED) -> Document | None:
        """Return one document, or None."""
        return self.documents([document_id], owners).get(document_id)

    def documents(self, ids: Sequence[str], owners: Owners = SHARED) -> dict[str, Document]:
        """Return those of the documents that exist, by id."""
        with self._session.reading() as connection:
            return queries.documents(connection, ids, owners)

    def sentences_of(self, document_id: str, owners: Owners = SHARED) -> list[StoredSentence]:
        """Return a document's sentences in order."""
        with self._session.reading() as connection:
            return queries.sentences_of(connection, document_id, owners)

    def sentences(self, numbers: Sequence[int], owners: Owners = SHARED) -> list[StoredSentence]:
        """Return those of the sentences that still exist, in the order asked for."""
        with self._session.reading() as connection:
            return queries.sentences(connection, numbers, owners)

    def outlets_of(self, numbers: Sequence[int], owners: Owners = SHARED) -> dict[int, str]:
        """Return who published sentences, by number; those that are gone or of no outlet are left out."""
        with self._session.reading() as connection:
            return queries.outlets_of(connection, numbers, owners)

    def nearest(self, vector: Vectors, limit: int, filters: Filters) -> list[Match]:
        """Return the sentences with the highest cosine similarity to a unit vector, best first."""
        return self.nearest_to_each(vector[None, :], limit, filters)[0]

    def nearest_to_each(self, vectors: Vectors, limit: int, filters: Filters) -> list[list[Match]]:
        """Return what :meth:`nearest` does for each row of ``vectors``, in less time than one after the other."""
        with self._session.reading() as connection:
            self._refresh()
            self._session.agree_on_dimension(vectors)
            return self._finder.nearest(connection, vectors, limit, filters)

    def lexical(self, terms: Sequence[str], limit: int, filters: Filters) -> list[Match]:
        """Return the sentences with the highest BM25 of headline and sentence, best first."""
        with self._session.reading() as connection:
            return self._finder.lexical(connection, terms, limit, filters) if terms else []

    def article_terms(self, ids: Sequence[str], owners: Owners = SHARED) -> dict[str, frozenset[str]]:
        """Return the distinct terms of documents, headline and text: id -> terms."""
        with self._session.reading() as connection:
            return self._finder.article_terms(connection, ids, owners)

    def candidates(self, vector: Vectors, terms: Sequence[str], each: int, filters: Filters) -> list[int]:
        """Return the numbers of what :meth:`nearest` and :meth:`lexical` find, ``each`` at most from either."""
        with self._session.reading() as connection:
            self._refresh()
            self._session.agree_on_dimension(vector)
            return self._finder.candidates(connection, vector, terms, each, filters)

    def document_frequency(self, terms: Sequence[str], owners: Owners = SHARED) -> dict[str, int]:
        """Return in how many sentences (headline counted in) each term occurs."""
        with self._session.reading() as connection:
            return self._finder.document_frequency(connection, terms, owners)

    def vocabulary(self, beginning: str, shortest: int, longest: int, owners: Owners = SHARED) -> dict[str, int]:
        """Return the terms with a beginning and a length in characters: term -> in how many sentences."""
        with self._session.reading() as connection:
            return self._finder.vocabulary(connection, beginning, shortest, longest, owners)

    def coverage(self, filters: Filters) -> Coverage:
        """Count what passes the filters."""
        with self._session.reading() as connection:
            return self._counts.coverage(connection, filters)

    def generation(self) -> int:
        """Return the number of the newest change."""
        with self._session.reading() as connection:
            return queries.generation(connection)

    def arrivals(self, after: int, since: datetime, owners: Owners = SHARED, most: int = 500) -> Arrivals:
        """Return what arrived after a generation and was not published before ``since``."""
        with self._session.reading() as connection:
            return queries.arrivals(connection, after, since, owners, most)

    def story(self, document_id: str, filters: Filters) -> list[str]:
        """Return the ids of the other documents of a document's story that pass the filters, in the order stored."""
        with self._session.reading() as connection:
            return copies.story(connection, document_id, filters)

    def stories(self, filters: Filters) -> int:
        """Count the stories among the documents that pass the filters."""
        with self._session.reading() as connection:
            return copies.stories(connection, filters)

    def outlets(self, owners: Owners = SHARED) -> list[tuple[str, int]]:
        """Return the outlets with their numbers of documents, most first."""
        with self._session.reading() as connection:
            return self._counts.outlets(connection, owners)

    def speakers(self, filters: Filters) -> list[Speaker]:
        """Return who is quoted in what passes the filters, most quoted first."""
        with self._session.reading() as connection:
            return self._counts.speakers(connection, filters)

    def quoted(self, keys: Sequence[str], filters: Filters) -> list[Quoted]:
        """Return what speakers say in what passes the filters, in order of publication, undated articles first."""
        with self._session.reading() as connection:
            return quotations.quoted(connection, keys, filters)

    def quotations_in(self, spans: Sequence[tuple[str, Span]], owners: Owners = SHARED) -> list[Quotation | None]:
        """Return for each span of a document the first quotation with words in it, None if people differ."""
        with self._session.reading() as connection:
            return quotations.quotations_in(connection, spans, owners)

    def unread(self, filters: Filters) -> bool:
        """Tell whether these rules have not looked for quotations in something that passes the filters."""
        with self._session.reading() as connection:
            return quotations.unread(connection, filters)

    def unquoted(self) -> list[str]:
        """Return the ids of the documents, whosever, in which these rules have not looked for quotations."""
        with self._session.reading() as connection:
            return quotations.unquoted(connection)

    def quotation_counts(self) -> tuple[int, int, int]:
        """Return how many quotations and speakers there are, and how many documents nobody has looked through."""
        with self._session.reading() as connection:
            return quotations.counts(connection)

    def put_quotations(self, found: Sequence[tuple[Document, Sequence[Quotation]]]) -> None:
        """Store the quotations of documents that are stored, unless they have changed, in one transaction."""
        with self._session.writing():
            for document, some in found:
                number = queries.document_number(self._session.connection, document.id, EVERYONE)
                if number is not None and self.document(document.id, EVERYONE) == document:
                    quotations.put_quotations(self._session.connection, number, document.text, some)

    def ids(self, owners: Owners = SHARED) -> Iterator[str]:
        """Yield all document ids in the order in which they were stored."""
        with self._session.reading() as connection:
            found = queries.ids(connection, owners)
        yield from found

    def census(self) -> Census:
        """Count everything, whosever it is."""
        with self._session.reading() as connection:
            return queries.census(connection)

    @property
    def encoder(self) -> str | None:
        """The name of the encoder that made the vectors; None while there are none."""
        with self._session.reading():
            return meta(self._session.connection, "encoder")

    def flush(self) -> None:
        """Erase what is left of removed documents, and write the derived file for the state of now."""
        self._flush(thoroughly=False)

    def rebuild(self) -> int:
        """Derive again, from the tables alone, what sentences are found by, and erase thoroughly what was removed.

        Returns the number of sentences.
        """
        with self._session.alone():
            self._finder.forget()
            self._committed()
        self._flush(thoroughly=True)
        return len(self._finder)

    def replace_vectors(self, encoder: str, batches: Iterator[tuple[list[int], Vectors]]) -> None:
        """Give every sentence a new vector, made by ``encoder``, in one transaction.

        ``batches`` yields sentence numbers with their vectors, shape ``(len(numbers), dimension)``.
        """
        with self._session.writing() as generation:
            for numbers, rows in batches:
                writes.replace_vectors(self._session.connection, numbers, rows)
            set_meta(self._session.connection, "encoder", encoder)
            # Vectors changed in place, which no reader's catching up would notice: make them start over.
            set_meta(self._session.connection, "reencoded", str(generation))
        self._session.adopt(encoder)
        self.rebuild()

    def receive(self, source: TableStore, places: tuple[str, str], progress: Callable[[], None]) -> None:
        """Take in everything that another store has, or the rest of it, where that was begun before.

        ``places`` are the addresses of both, for people; ``progress`` is called for each document.

        Raises:
            StoreError: This one has other documents.
        """
        with source._session.reading() as theirs, self._session.alone():
            ours = self._session.connection
            after = moving.begin(theirs, ours, places)
            for _ in moving.documents(theirs, ours, self._finder, after):
                progress()
            moving.end(ours)
        self._committed()
        self.flush()

    @property
    def incomplete(self) -> bool:
        """Whether only a part of another store has been moved here yet."""
        with self._session.reading() as connection:
            return meta(connection, moving.NOTE) is not None

    def times(self, numbers: Sequence[int], owners: Owners = SHARED) -> dict[int, tuple[Mention, ...]]:
        """Return the times that sentences name, by number, in order; those that name none are left out."""
        with self._session.reading() as connection:
            return times.read(connection, numbers, owners)

    def replace_times(self, batches: Iterable[tuple[int, Sequence[Mention]]]) -> None:
        """Give sentences, by number, other times than those stored, in one transaction."""
        with self._session.writing():
            for number, mentions in batches:
                times.replace(self._session.connection, number, mentions)
            self._session.connection.execute("DELETE FROM meta WHERE key = ?", (times.UNTIMED,))

    @property
    def untimed(self) -> bool:
        """Whether documents were stored before times were."""
        with self._session.reading():
            return meta(self._session.connection, times.UNTIMED) is not None

    def close(self) -> None:
        """Let go of the database file."""
        self._finder.close()
        self._session.close()

    def _flush(self, *, thoroughly: bool) -> None:
        with self._session.alone():
            erased = self._session.erase(self._finder.erase, thoroughly=thoroughly)
            with self._session.reading():
                self._session.agree()
        self._finder.save(self._session.reading, erased=erased)

    def _refresh(self) -> None:
        self._session.agree()
        self._finder.refresh(self._session.connection)

    def _writer(self, generation: int) -> writes.Writer:
        return writes.Writer(self._session.connection, generation, self._finder)

    def _committed(self) -> None:
        with self._session.alone():
            self._finder.committed(self._session.connection)
