"""From the bytes at a feed's address to the feed.

RSS and Atom are read by feedparser, which knows what real feeds do; JSON Feed and sitemaps are simple enough to read
here. A document type, where entities are declared, is cut away before anything is parsed: no entity but HTML's own
and numbers means anything, and none is fetched.
"""

from __future__ import annotations

import codecs
import io
import re
import time
from collections.abc import Iterable
from itertools import islice
from typing import Any

from index.errors import SourceError
from index.feeds.feed import MAX_ITEMS, Feed, Item, NotAFeed
from index.feeds.json_feed import read_json_feed
from index.feeds.markup import line_of, linked_feeds, resolved, text_of
from index.feeds.sitemap import read_sitemap
from index.ingest import fields
from index.ingest.decode import binary_kind, wide_encoding

_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([a-z0-9_:.-]{1,40})", re.IGNORECASE)
_PROLOG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DOCTYPE = re.compile(r"<!doctype[^\[>]*(\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([a-z]+)", re.IGNORECASE)
_HEADERS = {"content-type": "application/xml; charset=utf-8"}
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


def parse_feed(body: bytes, address: str, charset: str | None = None) -> Feed:
    """Return the feed in ``body``.

    Args:
        body: What is at the address, decompressed.
        address: Where it was read; links in it are relative to that.
        charset: The encoding that the server named. A byte order mark and the document's own declaration go first;
            bytes that are in none of these and not in UTF-8 become U+FFFD, for a guess could be cited.

    Raises:
        NotAFeed: It is a web page or something else; for a page the message names the feeds that it links to.
        SourceError: It is a broken feed with nothing in it that can be used.
    """
    kind = binary_kind(body)
    if kind:
        raise NotAFeed(address, f"is {kind}, not a feed; check the address")
    text = _decoded(body, charset).lstrip("\ufeff \t\r\n\f")
    if text.startswith("{"):
        return read_json_feed(text, address)
    document = _without_prolog(text)
    root = _ROOT.match(document)
    name = root[1].lower() if root else ""
    if name in ("urlset", "sitemapindex"):
        return read_sitemap(document, address)
    if name in ("rss", "rdf", "feed"):
        return _read_xml(document, address)
    raise _not_a_feed(text, name, address)


def _decoded(body: bytes, charset: str | None) -> str:
    declared = _DECLARED.match(body)
    wide = wide_encoding(body)
    named = (wide, declared[1].decode("ascii") if declared else None, charset, "utf-8")
    for encoding in filter(None, named):
        try:
            known = codecs.lookup(encoding).name
            if known.startswith(("utf-16", "utf-32")) and not wide:
                continue  # said by mistake: what names it could not be read
            return body.decode("cp1252" if known in ("ascii", "iso8859-1") else encoding)
        except (LookupError, ValueError, TypeError):  # TypeError: a codec that is no encoding of text
            continue
    return body.decode("utf-8", "replace")


def _without_prolog(text: str) -> str:
    """Return the document from its first element on: without declarations, comments and its document type."""
    position = 0
    while match := _PROLOG.match(text, position) or _DOCTYPE.match(text, position):
        position = match.end()
    return text[position:]


def _not_a_feed(text: str, root: str, address: str) -> NotAFeed:
    if root == "html" or re.search(r"<(?:html|head|body)\b", text[:4096], re.IGNORECASE):
        feeds = linked_feeds(text, address)
        hint = f"it links to: {', '.join(feeds[:3])}" if feeds else "it names no feed; look for RSS or Atom on the site"
        return NotAFeed(address, f"is a web page, not a feed; {hint}", feeds)
    what = f"its first element is <{root}>" if root else "it is not XML or JSON"
    return NotAFeed(address, f"is not a feed that is known here ({what}); give RSS, Atom, JSON Feed or a news sitemap")


def _read_xml(document: str, address: str) -> Feed:
    import feedparser

    headers = {**_HEADERS, "content-location": address}
    stream = io.BytesIO((_DECLARATION + fields.storable(document)).encode())  # a text, it would fetch or open
    try:
        found = feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # whatever odd markup does to the parser must not stop the other feeds
        raise SourceError(address, f"cannot be read as a feed ({type(error).__name__}); tell its publisher") from error
    items = tuple(filter(None, (_item(entry, address) for entry in islice(found.entries, MAX_ITEMS))))
    if not items and found.bozo:
        raise SourceError(address, f"is a broken feed with no item in it ({_first_line(found.bozo_exception)})")
    site = resolved(str(found.feed.get("link") or ""), address)
    return Feed(line_of(str(found.feed.get("title") or "")), site, _distinct(items))


def _item(entry: dict[str, Any], address: str) -> Item | None:
    url = resolved(str(entry.get("link") or ""), address)
    title = line_of(str(entry.get("title") or ""))
    pieces = [entry.get("summary"), *(each.get("value") for each in entry.get("content") or ())]
    summary = max((text_of(str(piece)) for piece in pieces if piece), key=len, default="")
    name = fields.storable(str(entry.get("id") or url or ""))[: fields.MAX_ADDRESS].strip()
    if not name:  # neither an address nor a name: known by what it says
        name = f"{title}\n{summary}"[: fields.MAX_ADDRESS].strip()
    if not name or not (url or fields.has_words(summary)):
        return None
    detail = entry.get("author_detail") or {}
    updated = _iso(dict.get(entry, "updated_parsed"))  # not feedparser's own get(), which takes the first date for it
    author = line_of(str(detail.get("name") or entry.get("author") or ""))
    return Item(
        id=name,
        url=url,
        title=title or (fields.title_from_text(summary) if fields.has_words(summary) else ""),
        summary=summary if fields.has_words(summary) else "",
        author=author or None,
        published=_iso(entry.get("published_parsed")) or updated,
        updated=updated,
    )


def _distinct(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple({item.id: item for item in reversed(tuple(items))}.values())[::-1]


def _iso(moment: time.struct_time | None) -> str | None:
    """Return feedparser's UTC time as ISO 8601."""
    try:
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", moment) if moment and 1900 <= moment.tm_year < 2200 else None
    except (ValueError, TypeError):
        return None


def _first_line(error: object) -> str:
    return fields.one_line(str(error).partition("\n")[0]) or type(error).__name__
