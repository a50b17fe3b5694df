"""Web pages that were fetched: the article in them."""

from __future__ import annotations

from index.errors import SourceError
from index.fetch.fetched import Fetched
from index.ingest.article import Article
from index.ingest.decode import decode_html
from index.ingest.html import article_from_markup


def article_from_page(page: Fetched) -> Article:
    """Return the article on a fetched page; its ``url`` is the page's canonical address, or the one it came from.

    Whatever the page says is text to be quoted: it decides nothing but its own title, author, date, site name and
    address, and its address on its own host alone.

    Raises:
        SourceError: The page cannot be decoded, or holds no article; the message says why.
    """
    if page.status == 304:
        raise SourceError(page.url, "has not changed since it was fetched last")
    try:
        markup = decode_html(page.body, page.charset)
        return article_from_markup(markup, page.url, fetched_from=page.final_url)
    except ValueError as error:
        raise SourceError(page.url, str(error)) from error
