"""Pieces of HTML inside feeds to plain text; nothing in them is fetched, run or expanded."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import lxml.html
from lxml import etree

from index.ingest import fields

_MOST = 200_000  # characters of one piece that are looked at
_MARKUP = re.compile(r"<[a-z/!]|&#?\w+;", re.IGNORECASE)
_UNREAD = ("script", "style", "head", "template", "iframe", "noscript", "object", "svg", "math")
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure"),
        *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"),
        *("section", "table", "tr", "ul"),
    )
)
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"})
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")


def text_of(markup: str) -> str:
    """Return the words of a piece of HTML, or of plain text: paragraphs apart, white space collapsed."""
    markup = markup[:_MOST]
    if _MARKUP.search(markup):
        markup = _flow(markup)
    paragraphs = (" ".join(part.split()) for part in re.split(r"\f|\n\s*\n", _INVISIBLE.sub("", markup)))
    return fields.storable("\n\n".join(filter(None, paragraphs)))


def line_of(markup: str) -> str:
    """Return the words of a piece of HTML, or of plain text, on one line; a title, for example."""
    return fields.one_line(text_of(markup))


def linked_feeds(page: str, address: str) -> tuple[str, ...]:
    """Return the addresses of the feeds that a web page names in its head, in its order."""
    root = _parsed(page)
    found: dict[str, None] = {}
    for link in root.iter("link") if root is not None else ():
        relations = (link.get("rel") or "").lower().split()
        if "alternate" in relations and (link.get("type") or "").lower().strip() in _FEED_TYPES:
            url = resolved(link.get("href") or "", address)
            if url:
                found[url] = None
    return tuple(found)


def resolved(link: str, address: str) -> str | None:
    """Return a link of a document at ``address`` as a whole web address; None if it is none."""
    try:
        return fields.web_address(urljoin(address, link.strip())) if link.strip() else None
    except ValueError:
        return None


def _parsed(markup: str) -> lxml.html.HtmlElement | None:
    try:
        return lxml.html.document_fromstring(fields.storable(markup), parser=lxml.html.HTMLParser(encoding=None))
    except (etree.LxmlError, ValueError):  # nothing but comments, for example
        return None


def _flow(markup: str) -> str:
    """Return the text of a piece of HTML with form feeds between its blocks."""
    root = _parsed(f"<div>{markup}</div>")
    if root is None:
        return ""
    parts: list[str] = []
    unread = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            unread += name in _UNREAD
            parts.append("\f" if name in _BLOCKS else " " if name == "br" else "")
            parts.append("" if unread else element.text or "")
            continue
        if event == "end":
            unread -= name in _UNREAD
            parts.append("\f" if name in _BLOCKS else "")
        parts.append("" if unread else element.tail or "")
    return re.sub(r"[^\S\f]+", " ", "".join(parts))
