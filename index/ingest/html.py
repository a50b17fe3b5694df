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
from urllib.parse import SplitResult, urlsplit

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
_HIDING = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE)
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


class _Page(Protocol):
    """What is used of an lxml.html element before the extraction."""

    def xpath(self, path: str) -> list[_Page]:
        """Find elements."""

    def get(self, attribute: str, default: str = "") -> str:
        """Return an attribute."""

    def drop_tree(self) -> None:
        """Remove the element, not the text after it."""


def read_html(raw: bytes, source: str) -> Article:
    """Return the article in a web page that was saved as a file.

    Raises:
        ValueError: The page cannot be decoded, or holds no article; the message says why.
    """
    return replace(article_from_markup(decode_html(raw), source), whole_source=True)


def article_from_markup(
    markup: str, source: str, url: str | None = None, *, fetched_from: str | None = None
) -> Article:
    """Return the article in ``markup``, a whole page or a piece of one.

    ``text`` is the page's main text: paragraphs with a blank line between them, list items and table
    rows on a line each, white space collapsed; a headline at its top that repeats the title is left
    out. ``published`` comes from metadata, marked-up dates and the address alone, never from a guess
    at a date in the text. ``url`` is the page's canonical address, else the one that it was saved
    from, else ``url``; without a site name the address's host is the ``outlet``.

    ``fetched_from`` is the address that the page really came from. A canonical address is then believed only on
    the same host: anybody can write anybody's address into a page.

    Raises:
        ValueError: There are no tags, too many, or no main text.
    """
    tags = len(_TAG.findall(markup))
    if not tags:
        raise ValueError("is not a web page: it has no tags; name plain text .txt")
    if tags > MAX_TAGS:
        raise ValueError(f"has {tags:,} tags, and a page may have {MAX_TAGS:,}: save the article alone")
    saved_from = None if fetched_from else _SAVED_FROM.search(markup[:_SAVED_FROM_WITHIN])
    extraction = _extract(markup, saved_from[1] if saved_from else fetched_from or url)
    if extraction is None:
        raise ValueError("has no main text: check that the page shows an article without scripts")
    claimed = _valid_address(extraction.url)
    return _article(extraction, source, own_address(claimed, fetched_from) if fetched_from else claimed)


def own_address(claimed: str | None, fetched_from: str) -> str:
    """Return the address ``claimed`` by the page at ``fetched_from``, if it may speak for it; else ``fetched_from``.

    It may for its own host, with or without ``www.``, at the same port, but neither give up https nor name the
    host's front page in place of an article, as some sites do on every page.
    """
    if claimed is None:
        return fetched_from
    theirs, ours = urlsplit(claimed), urlsplit(fetched_from)
    is_own = _place(theirs) == _place(ours) and "@" not in theirs.netloc
    is_safe = theirs.scheme == "https" or ours.scheme == "http"
    is_front = theirs.path in ("", "/") and not theirs.query and ours.path not in ("", "/")
    return claimed if is_own and is_safe and not is_front else fetched_from


def _place(parts: SplitResult) -> tuple[str, str]:
    host, _, port = parts.netloc.lower().removeprefix("www.").partition(":")
    return host, "" if port == {"http": "80", "https": "443"}.get(parts.scheme) else port


def _extract(markup: str, url: str | None) -> Extraction | None:
    from trafilatura import bare_extraction, load_html

    for name in _LOGGERS:
        # What they log, "discarding data", is said better by our own error.
        logging.getLogger(name).setLevel(_SILENT)
    # An extensive search takes a copyright year or any date in the text for the date of publication.
    dates = {"original_date": True, "extensive_search": False, "max_date": date.today().isoformat()}
    page = markup if _PAGE.search(markup) else f"<html><body><article>{markup}</article></body></html>"
    try:
        tree = load_html(page)
        if tree is None:
            return None
        _drop_hidden(tree)
        found = bare_extraction(tree, url=url, with_metadata=True, include_comments=False, date_extraction_params=dates)
    except Exception as error:  # whatever odd markup does to the extraction must not stop the other files
        raise ValueError(f"cannot be read as a web page ({type(error).__name__}): save it again") from error
    return None if isinstance(found, dict) else found


def _drop_hidden(tree: _Page) -> None:
    """Remove what the page itself marks as not to be seen: nobody read it there, so it is not to be quoted."""
    for element in tree.xpath("//body//*[@hidden]|//body//template"):
        element.drop_tree()
    for element in tree.xpath("//body//*[@style]"):
        if _HIDING.search(element.get("style")):
            element.drop_tree()


def _article(extraction: Extraction, source: str, url: str | None) -> Article:
    title = fields.one_line(extraction.title or "")
    paragraphs = list(_paragraphs(extraction.body))
    if paragraphs and title and fields.one_line(paragraphs[0]).casefold() == title.casefold():
        del paragraphs[0]
    text = fields.checked_text(fields.storable("\n\n".join(paragraphs)))
    return Article(
        source=source,
        title=title or fields.title_from_text(text),
        text=text,
        outlet=_site_name(extraction) or _host(url),
        author=fields.one_line(extraction.author or "") or None,
        url=url,
        published=extraction.date or None,
    )


def _site_name(extraction: Extraction) -> str | None:
    """Return the name that the page gives; where there is none, trafilatura takes the host of the claimed address."""
    name = fields.one_line(extraction.sitename or "")
    claimed = (extraction.url or "").partition("//")[2].partition("/")[0]
    return name if name and name not in claimed else None


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
