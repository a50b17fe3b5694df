"""What coverage is made of: frozen values with character offsets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters, ``text[start:end]``, in Unicode code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One article version.

    ``text`` holds the article's characters as they were taken from its source and is never altered
    afterwards: every offset in the project points into it. ``published`` is an ISO 8601 date or time.
    ``retrieved`` is when these characters were taken in, ISO 8601 in UTC, None where that was not noted;
    ``version`` counts an article's versions from 1. ``from_summary`` is whether these are the words of a feed's
    summary, because the page itself could not be had.
    """

    id: str
    title: str
    text: str
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    published: str | None = None
    retrieved: str | None = None
    version: int = 1
    from_summary: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article, earlier or current, as it was kept.

    ``spans`` are its sentences in ``text``. ``superseded`` is when another version took its place, ISO 8601 in UTC;
    None for the current one. ``retrieved`` is None where it was not noted. ``arrived`` is the store's generation in
    which it was first stored, 0 where that was not noted.
    """

    number: int
    title: str
    text: str
    author: str | None
    published: str | None
    retrieved: str | None
    superseded: str | None
    spans: tuple[Span, ...]
    arrived: int = 0

    @property
    def sentences(self) -> list[str]:
        """The sentences' texts, in order."""
        return [self.text[span.start : span.end] for span in self.spans]


@dataclass(frozen=True, slots=True)
class Sentence:
    """The unit that is cited: ``document.text[start:end] == text``.

    ``position`` counts a document's sentences from 0.
    """

    document_id: str
    position: int
    start: int
    end: int
    text: str
