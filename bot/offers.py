"""What is at an address that a person names: a feed, a page with an article, or neither. Blocking."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from index.errors import FetchError, SourceError
from index.feeds.feed import Item, NotAFeed
from index.feeds.reading import read_feed
from index.fetch.fetched import Kind
from index.fetch.fetcher import Fetcher
from index.ingest.article import Article
from index.ingest.pages import article_from_page

_BEGINNING = 300  # characters


@dataclass(frozen=True, slots=True)
class Offer:
    """What is at an address, before anything is stored: a feed with its ``items``, or a page with one article.

    ``feeds`` are the addresses of feeds that a page links to. ``is_page`` is False for a feed, True for an article;
    None where the address holds neither, and the feeds are all that can be offered. ``beginning`` is how the article
    begins.
    """

    url: str
    title: str
    site: str | None = None
    items: tuple[Item, ...] = ()
    is_page: bool | None = False
    feeds: tuple[str, ...] = ()
    beginning: str = ""


def look_at(fetcher: Fetcher, url: str) -> Offer:
    """Return what could be taken from an address.

    Raises:
        SourceError: It cannot be had, or there is nothing in it that could be taken.
    """
    try:
        reading = read_feed(fetcher, url)
    except NotAFeed as error:
        return _look_at_page(fetcher, url, error)
    except FetchError as error:
        # Pages are asked for as such: some answer with a type that no feed has.
        if error.status != 200:
            raise
        return _look_at_page(fetcher, url, error)
    feed = reading.feed
    assert feed is not None  # there is no condition that it could be unchanged since
    return Offer(reading.url or url, feed.title, feed.site, feed.items)


def article_at(fetcher: Fetcher, url: str, owner: str, outlet: str | None) -> Article:
    """Return the article on a page, for an owner; ``outlet`` is its publisher, None for what the page says.

    Raises:
        SourceError: It cannot be had, or there is no article on it.
    """
    found = article_from_page(fetcher.fetch(url, kind=Kind.PAGE))
    return replace(found, id=None, outlet=outlet or found.outlet, owner=owner)


def _look_at_page(fetcher: Fetcher, url: str, instead: SourceError) -> Offer:
    feeds = instead.feeds if isinstance(instead, NotAFeed) else ()
    if feeds and urlsplit(url).path in ("", "/"):  # whatever text a front page holds, it is no article
        return Offer(url, "", is_page=None, feeds=feeds)
    try:
        article = article_from_page(fetcher.fetch(url, kind=Kind.PAGE))
    except SourceError:
        if feeds:
            return Offer(url, "", is_page=None, feeds=feeds)
        raise instead from None
    return Offer(url, article.title, is_page=True, feeds=feeds, beginning=article.text[:_BEGINNING])
