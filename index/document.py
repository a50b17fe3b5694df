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
    ``version`` counts an article's versions from 1.
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


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article, earlier or current, as it was kept.

    ``spans`` are its sentences in ``text``. ``superseded`` is when another version took its place, ISO 8601 in UTC;
    None for the current one. ``retrieved`` is None where it was not noted.
    """

    number: int
    title: str
    text: str
    author: str | None
    published: str | None
    retrieved: str | None
    superseded: str | None
    spans: tuple[Span, ...]

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
