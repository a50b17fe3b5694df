"""News sitemaps and sitemap indexes (https://www.sitemaps.org/protocol.html, Google's news extension)."""

from __future__ import annotations

from lxml import etree

from index.errors import SourceError
from index.feeds.feed import MAX_ITEMS, MAX_PARTS, Feed, Item
from index.feeds.markup import line_of, resolved
from index.ingest import fields


def read_sitemap(document: str, address: str) -> Feed:
    """Return the sitemap in ``document``, which has no document type: the newest of its pages or of its parts.

    Raises:
        SourceError: There is nothing in it that can be used.
    """
    # Recovers what a cut or slightly broken file still holds; nothing is expanded or fetched.
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(fields.storable(document).encode(), parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(address, f"is a broken sitemap ({fields.one_line(str(error))})") from None
    if root is None:
        raise SourceError(address, "is a broken sitemap with nothing in it")
    entries = [_known(entry) for entry in root if isinstance(entry.tag, str)]
    entries.sort(key=lambda known: known.get("publication_date") or known.get("lastmod") or "", reverse=True)
    if etree.QName(root).localname == "sitemapindex":
        parts = (resolved(known.get("loc", ""), address) for known in entries)
        return Feed("", None, (), tuple(dict.fromkeys(filter(None, parts)))[:MAX_PARTS])
    items = (_item(known, address) for known in entries)
    distinct = {item.id: item for item in items if item is not None}
    publication = next((known["name"] for known in entries if known.get("name")), "")
    return Feed(line_of(publication), None, tuple(distinct.values())[:MAX_ITEMS])


def _known(entry: etree._Element) -> dict[str, str]:
    """Return the texts inside an entry by their elements' names, without namespaces; the first of a name counts."""
    found: dict[str, str] = {}
    for element in entry.iterdescendants():
        if isinstance(element.tag, str) and element.text and element.text.strip():
            found.setdefault(etree.QName(element).localname, element.text.strip())
    return found


def _item(known: dict[str, str], address: str) -> Item | None:
    url = resolved(known.get("loc", ""), address)
    if url is None:
        return None
    updated = _date(known.get("lastmod"))
    published = _date(known.get("publication_date")) or updated
    return Item(url, url, line_of(known.get("title", "")), "", None, published, updated)


def _date(value: str | None) -> str | None:
    try:
        return fields.iso_date(value) if value else None
    except ValueError:
        return None
