"""Links that open an article at the very sentence: ``Document``, ``Span`` -> address with a text fragment.

A browser that knows text fragments (wicg.github.io/scroll-to-text-fragment) scrolls to the first place where
``#:~:text=[prefix-,]start[,end][,-suffix]`` fits and marks it; others open the page. The browser compares without
regard to case, accents and kinds of quotation marks, between borders of words; ``start``, ``end``, ``prefix`` and
``suffix`` must each stand inside one paragraph. Verified in Chromium: ``python -m tests.benchmarks.fragments``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from urllib.parse import quote, urlsplit

from index.document import Document, Span

_DIRECTIVE = ":~:"
_EXACT = 12  # words; a longer sentence is named by its first and last words, which keeps the address short
_EDGES = (4, 6, 9, 14, 20)  # words of the beginning and of the end, the fewest that tell the place
_CONTEXTS = ((0, 0), (3, 0), (3, 3), (12, 0), (12, 12))  # words before and after, if that is not enough
_LONGEST_PAGE = 20_000  # words; no link is worth the time that a longer text takes
_LONGEST_WORD = 60  # what has no spaces for longer than this is no text that a page would show in one piece

_WORD = re.compile(r"\S+")
_BREAK = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’‚‛‹›", "'") | {"\u00ad": ""})
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffd]")


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a page in order, as the browser compares them, and after which of them a line ends."""

    folded: tuple[str, ...]
    spans: tuple[Span, ...]
    ends_line: tuple[bool, ...]
    headline: int  # how many of them are the headline's


def sentence_link(document: Document, span: Span) -> str | None:
    """Return the address that opens the article at a span of its text, or None where the article has no web address.

    Where no fragment can name the span, it is the article's own address.
    """
    if not is_web_address(document.url):
        return None
    url = str(document.url)
    text = _directive(document, span)
    if text is None:
        return url
    page, _, anchor = url.partition("#")
    return f"{page}#{anchor.split(_DIRECTIVE)[0]}{_DIRECTIVE}text={text}"


def is_web_address(url: str | None) -> bool:
    """Tell whether this is an http or https address with a host: nothing else is ever a link."""
    if not url or url != url.strip():
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _directive(document: Document, span: Span) -> str | None:
    """Return the part after ``text=``, or None where the span cannot be told from the rest of the page."""
    words = _words(document.title, document.text)
    inside = [at for at in range(words.headline, len(words.spans)) if _meets(words.spans[at], span)]
    if not inside or len(words.spans) > _LONGEST_PAGE:
        return None
    first, last = inside[0], inside[-1]
    shown = [document.text[each.start : each.end] for each in words.spans[words.headline :]]
    if any(
        len(each) > _LONGEST_WORD or _UNSEEN.search(each) for each in shown[first - words.headline :][: len(inside)]
    ):
        return None
    for before, after in _CONTEXTS:
        found = _fitting(words, first, last, before, after)
        if found is not None:
            return _encoded(shown, words.headline, found)
    return None


@dataclass(frozen=True, slots=True)
class _Parts:
    """Where the parts of a directive stand, as half-open ranges of words; an empty range is left out."""

    prefix: range
    start: range
    end: range
    suffix: range


def _fitting(words: _Words, first: int, last: int, before: int, after: int) -> _Parts | None:
    """Return the shortest parts that fit first at our place, with so many words of context; None if none do."""
    prefix = range(_line_start(words, first - 1, before), first) if before and first > words.headline else range(0)
    suffix = range(last + 1, _line_end(words, last + 1, after)) if after and last + 1 < len(words.spans) else range(0)
    if (before and not prefix) or (after and not suffix):
        return None
    whole = range(first, last + 1)
    one_line = not any(words.ends_line[at] for at in range(first, last))
    if one_line and len(whole) <= _EXACT:
        parts = _Parts(prefix, whole, range(0), suffix)
        return parts if _first_place(words, parts) == (first, last) else None
    for edge in dict.fromkeys(min(each, max(len(whole) // 2, 1)) for each in _EDGES):
        parts = _Parts(
            prefix,
            range(first, _line_end(words, first, edge)),
            range(_line_start(words, last, edge), last + 1),
            suffix,
        )
        if _first_place(words, parts) == (first, last):
            return parts
    return None


def _first_place(words: _Words, parts: _Parts) -> tuple[int, int] | None:
    """Return the first and last word of what a browser would mark: the first place where everything fits."""
    told = words.folded
    prefix, start, end, suffix = (
        told[each.start : each.stop] for each in (parts.prefix, parts.start, parts.end, parts.suffix)
    )
    for at in _places(words, start, 0):
        if told[max(at - len(prefix), 0) : at] != prefix:
            continue
        after = at + len(start)
        for stop in [after] if not end else [found + len(end) for found in _places(words, end, after)]:
            if told[stop : stop + len(suffix)] == suffix:
                return at, stop - 1
        if end:
            return None  # the browser looks no further once a beginning has no end
    return None


def _places(words: _Words, wanted: Sequence[str], since: int) -> list[int]:
    """Return where a run of words may be taken to stand, in order.

    The browser knows a border of words also at a hyphen or an apostrophe: the first and the last of them may be part
    of a longer run without spaces.
    """
    told, many = words.folded, len(wanted)
    if not many:
        return []
    first, last, inner = wanted[0], wanted[-1], tuple(wanted[1:-1])
    return [
        at
        for at in range(since, len(told) - many + 1)
        if (told[at].endswith(first) if many > 1 else first in told[at])
        and told[at + many - 1].startswith(last if many > 1 else "")
        and told[at + 1 : at + many - 1] == inner
    ]


def _line_start(words: _Words, last: int, many: int) -> int:
    """Return the first of up to ``many`` words that end with the word ``last``, all on its line."""
    at = last
    while at > words.headline and last - at + 1 < many and not words.ends_line[at - 1]:
        at -= 1
    return at


def _line_end(words: _Words, first: int, many: int) -> int:
    """Return the word after up to ``many`` words that begin with the word ``first``, all on its line."""
    at = first
    while at + 1 < len(words.spans) and at - first + 1 < many and not words.ends_line[at]:
        at += 1
    return at + 1


def _encoded(shown: Sequence[str], headline: int, parts: _Parts) -> str:
    def text(each: range) -> str:
        joined = " ".join(shown[each.start - headline : each.stop - headline])
        return quote(joined, safe="").replace("-", "%2D")

    told = [f"{text(parts.prefix)}-"] if parts.prefix else []
    told += [text(each) for each in (parts.start, parts.end) if each]
    told += [f"-{text(parts.suffix)}"] if parts.suffix else []
    return ",".join(told)


@lru_cache(maxsize=64)
def _words(title: str, text: str) -> _Words:
    above = [match[0] for match in _WORD.finditer(title)]  # a page shows its headline above its text
    found = list(_WORD.finditer(text))
    ends = [_BREAK.search(text, word.end(), following.start()) is not None for word, following in pairwise(found)] + [
        True
    ] * bool(found)
    return _Words(
        tuple(_folded(each) for each in [*above, *(match[0] for match in found)]),
        tuple([Span(0, 0)] * len(above) + [Span(match.start(), match.end()) for match in found]),
        tuple([*([False] * (len(above) - 1)), *([True] if above else []), *ends]),
        len(above),
    )


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.translate(_QUOTES)).casefold()
    return "".join(each for each in decomposed if not unicodedata.combining(each))


def _meets(word: Span, span: Span) -> bool:
    return word.start < span.end and word.end > span.start
