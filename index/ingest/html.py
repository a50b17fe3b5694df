"""Web pages: the article without the page around it, by trafilatura.

A page is parsed in memory: nothing is fetched, no script runs, no entity of a document type is
expanded (the HTML parser knows none but HTML's own).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from index.ingest import fields
from index.ingest.article import Article
from index.ingest.decode import decode_html

if TYPE_CHECKING:
    from trafilatura.settings import Document as Extraction

MAX_TAGS = 20_000
"""The most tags a page may have: the extraction takes a time that grows with the square of them."""

_TAG = re.compile(r"<[a-z]", re.IGNORECASE)
_PAGE = re.compile(r"<(html|body|head)\b", re.IGNORECASE)
_SAVED_FROM = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|page saved with singlefile\s+url:\s*)(https?://[^\s>]+)", re.IGNORECASE
)
_SAVED_FROM_WITHIN = 4096
_SILENT = logging.CRITICAL + 1
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_LOGGERS = ("trafilatura", "htmldate", "courlan", "justext", "charset_normalizer")
# In the text that is being put together a form feed stands between paragraphs, a tab between cells;
# a paragraph inside a list item or a cell stays on the item's or the row's own lines.
_PARAGRAPHS = ("p", "head", "list", "quote", "code", "table", "div")
_MARKS = {"item": "\n", "row": "\n", "lb": "\n", "cell": "\t"}
_INNER_MARKS = {"item": "\n", "row": "\n", "cell": " "}


class _Element(Protocol):
    """What is used of an lxml element."""

    tag: str
    text: str | None
    tail: str | None

    def __iter__(self) -> Iterator[_Element]:
        """Iterate over the elements directly inside."""


def read_html(raw: bytes, source: str) -> Article:
    """Return the article in a web page that was saved as a file.

    Raises:
        ValueError: The page cannot be decoded, or holds no article; the message says why.
    """
    return replace(article_from_markup(decode_html(raw), source), whole_source=True)


def article_from_markup(markup: str, source: str, url: str | None = None) -> Article:
    """Return the article in ``markup``, a whole page or a piece of one.

    ``text`` is the page's main text: paragraphs with a blank line between them, list items and table
    rows on a line each, white space collapsed; a headline at its top that repeats the title is left
    out. ``published`` comes from metadata, marked-up dates and the address alone, never from a guess
    at a date in the text. ``url`` is the page's canonical address, else the one that it was saved
    from, else ``url``; without a site name the address's host is the ``outlet``.

    Raises:
        ValueError: There are no tags, too many, or no main text.
    """
    tags = len(_TAG.findall(markup))
    if not tags:
        raise ValueError("is not a web page: it has no tags; name plain text .txt")
    if tags > MAX_TAGS:
        raise ValueError(f"has {tags:,} tags, and a page may have {MAX_TAGS:,}: save the article alone")
    saved_from = _SAVED_FROM.search(markup[:_SAVED_FROM_WITHIN])
    extraction = _extract(markup, saved_from[1] if saved_from else url)
    if extraction is None:
        raise ValueError("has no main text: check that the page shows an article without scripts")
    return _article(extraction, source)


def _extract(markup: str, url: str | None) -> Extraction | None:
    from trafilatura import bare_extraction

    for name in _LOGGERS:
        # What they log, "discarding data", is said better by our own error.
        logging.getLogger(name).setLevel(_SILENT)
    # An extensive search takes a copyright year or any date in the text for the date of publication.
    dates = {"original_date": True, "extensive_search": False, "max_date": date.today().isoformat()}
    page = markup if _PAGE.search(markup) else f"<html><body><article>{markup}</article></body></html>"
    try:
        found = bare_extraction(page, url=url, with_metadata=True, include_comments=False, date_extraction_params=dates)
    except Exception as error:  # whatever odd markup does to the extraction must not stop the other files
        raise ValueError(f"cannot be read as a web page ({type(error).__name__}): save it again") from error
    return None if isinstance(found, dict) else found


def _article(extraction: Extraction, source: str) -> Article:
    title = fields.one_line(extraction.title or "")
    paragraphs = list(_paragraphs(extraction.body))
    if paragraphs and title and fields.one_line(paragraphs[0]).casefold() == title.casefold():
        del paragraphs[0]
    text = fields.checked_text(fields.storable("\n\n".join(paragraphs)))
    url = _valid_address(extraction.url)
    return Article(
        source=source,
        title=title or fields.title_from_text(text),
        text=text,
        outlet=fields.one_line(extraction.sitename or "") or _host(url),
        author=fields.one_line(extraction.author or "") or None,
        url=url,
        published=extraction.date or None,
    )


def _paragraphs(body: _Element) -> Iterator[str]:
    """Yield the paragraphs of ``body``, an lxml element in trafilatura's own vocabulary."""
    for paragraph in "".join(_flow(body, "\f")).split("\f"):
        lines = (" | ".join(filter(None, map(_tidy, line.split("\t")))) for line in paragraph.split("\n"))
        text = "\n".join(filter(None, lines))
        if text:
            yield text


def _flow(element: _Element, paragraph_mark: str) -> Iterator[str]:
    mark = paragraph_mark if element.tag in _PARAGRAPHS else _MARKS.get(element.tag, "")
    yield mark
    yield _collapsed(element.text)
    inner_mark = _INNER_MARKS.get(element.tag, paragraph_mark)
    for child in element:
        yield from _flow(child, inner_mark)
        yield _collapsed(child.tail)
    yield mark


def _collapsed(text: str | None) -> str:
    return re.sub(r"\s+", " ", _INVISIBLE.sub("", text or ""))


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _valid_address(url: str | None) -> str | None:
    try:
        return fields.web_address(url or "")
    except ValueError:
        return None


def _host(url: str | None) -> str | None:
    host = urlsplit(url or "").hostname
    return host.removeprefix("www.") if host else None
