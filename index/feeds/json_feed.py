"""JSON Feed, versions 1 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from typing import Any

from index.errors import SourceError
from index.feeds.feed import MAX_ITEMS, Feed, Item, NotAFeed
from index.feeds.markup import line_of, resolved, text_of
from index.ingest import fields


def read_json_feed(text: str, address: str) -> Feed:
    """Return the feed in ``text``; what is wrong in an item leaves that item out.

    Raises:
        NotAFeed: It is JSON, but no JSON Feed.
        SourceError: It is not JSON.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(address, f"is a broken JSON Feed ({fields.one_line(str(error))})") from None
    if not isinstance(found, dict) or not isinstance(found.get("items"), list):
        raise NotAFeed(address, "is JSON, but no JSON Feed (it has no list `items`); check the address")
    items = [_item(each, address) for each in found["items"][:MAX_ITEMS] if isinstance(each, dict)]
    distinct = {item.id: item for item in reversed(items) if item is not None}
    site = resolved(_text(found, "home_page_url"), address)
    return Feed(line_of(_text(found, "title")), site, tuple(distinct.values())[::-1])


def _item(found: dict[str, Any], address: str) -> Item | None:
    url = resolved(_text(found, "url"), address)
    body = text_of(_text(found, "content_html")) or text_of(_text(found, "content_text"))
    summary = max(body, text_of(_text(found, "summary")), key=len)
    given = found.get("id")
    named = str(given) if isinstance(given, str | int | float) and not isinstance(given, bool) else ""
    name = fields.storable(named or url or "")[: fields.MAX_ADDRESS].strip()
    if not name or not (url or fields.has_words(summary)):
        return None
    title = line_of(_text(found, "title"))
    published = _date(_text(found, "date_published"))
    updated = _date(_text(found, "date_modified"))
    return Item(
        id=name,
        url=url,
        title=title or (fields.title_from_text(summary) if fields.has_words(summary) else ""),
        summary=summary if fields.has_words(summary) else "",
        author=_author(found),
        published=published or updated,
        updated=updated,
    )


def _author(found: dict[str, Any]) -> str | None:
    authors = found.get("authors") if isinstance(found.get("authors"), list) else [found.get("author")]
    names = [line_of(_text(each, "name")) for each in authors or () if isinstance(each, dict)]
    return fields.one_line(", ".join(filter(None, names))) or None


def _text(found: dict[str, Any], key: str) -> str:
    value = found.get(key)
    return value if isinstance(value, str) else ""


def _date(value: str) -> str | None:
    try:
        return fields.iso_date(value) if value else None
    except ValueError:
        return None
