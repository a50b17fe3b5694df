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
    """

    id: str
    title: str
    text: str
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    published: str | None = None


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
