"""Answer -> plain text for the terminal, with the same words as the Discord message."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from bot.wording import corrected, day, nothing_searched, one_line, searched, version, visible
from bot.words import ENGLISH
from index.answer import Answer, Citation
from index.document import Document

_LIMIT = 300  # characters of a title or an address; only furniture is ever cut, never a sentence


def answer_text(answer: Answer, *, width: int | None, all_citations: bool = False) -> str:
    """Return an answer as lines without a line break at the end.

    Args:
        answer: What to show.
        width: Columns of the terminal to wrap our own lines to, or None to leave them whole. A quoted sentence
            is never wrapped: its characters are the article's own, but for control characters, which a
            terminal would obey and which are therefore shown as visible signs.
        all_citations: Show every citation, numbered, and not just what answers: one, or one for each part of the
            question.
    """
    if not answer.searched.documents:
        return _wrapped(nothing_searched(answer, shown=visible), width)
    answered = answer.answered and bool(answer.citations)
    lines = [] if answer.understood is None else [_understood(answer.understood, width)]
    lines += [] if answered else [ENGLISH.not_answered]
    if answer.citations and not answered:
        lines.append(ENGLISH.nearest)
    shown = answer.citations if all_citations else answer.citations[: answer.parts]
    for number, citation in enumerate(shown, 1):
        lines += _cited(citation, f"{number}. " if len(shown) > 1 else "", width)
    lines.append(_wrapped(searched(answer, shown=visible), width))
    return "\n".join(lines)


def _understood(question: str, width: int | None) -> str:
    return _wrapped(ENGLISH.understood.format(question=one_line(question, _LIMIT)), width)


def _cited(citation: Citation, number: str, width: int | None) -> Iterator[str]:
    yield number + visible(citation.text)
    if citation.correction is not None:
        yield visible(corrected(citation.correction))
    yield _wrapped(_source(citation.document, len(citation.also_in)), width)


def _source(document: Document, others: int) -> str:
    title = one_line(document.title, _LIMIT) or ENGLISH.untitled
    summary = ENGLISH.from_summary if document.from_summary else None
    known = [
        document.outlet,
        document.author,
        day(document.published) if document.published else None,
        summary,
        version(document),
        ENGLISH.counted(ENGLISH.also_in, others) if others else None,
        document.url,
    ]
    return ", ".join([f"“{title}”", *(one_line(part, _LIMIT) for part in known if part and part.strip())])


def _wrapped(line: str, width: int | None) -> str:
    if width is None:
        return line
    return textwrap.fill(line, max(width, 20), break_long_words=False, break_on_hyphens=False)
