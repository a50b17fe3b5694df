"""A feed and its pages from the web: what is new, changed or gone. Nothing here stores anything."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from index.errors import FetchError, SourceError
from index.feeds import schedule
from index.feeds.feed import MAX_ITEMS, Feed, Item
from index.feeds.parse import parse_feed
from index.feeds.subscriptions import Subscription
from index.feeds.taken import TakenItem, moment_of
from index.fetch.fetched import Fetched, Kind
from index.fetch.fetcher import Fetcher
from index.ingest import fields
from index.ingest.article import Article
from index.ingest.pages import article_from_page

MAX_NEW = 100
"""How many new items of one feed are taken at a time; the rest comes next time."""

_SHORTEST_SUMMARY = 40  # characters; less is "Comments" or "Read more", which nobody wants cited
_DATE_ONLY = len("2020-01-06")


@dataclass(frozen=True, slots=True)
class Taken:
    """An item that was looked at. ``item`` is to be remembered once ``article``, if any, is stored for good.

    ``withdraw`` is whether its document is to be cited no more.
    """

    item: TakenItem
    article: Article | None = None
    withdraw: bool = False
    error: SourceError | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How it went with the feed itself.

    ``feed`` is None where it failed (``error``) or is as it was. ``url`` is its address from now on. ``complete`` is
    whether all of its new items were taken.
    """

    feed: Feed | None = None
    error: str | None = None
    retry_after: float | None = None
    url: str | None = None
    validators: tuple[str | None, str | None] | None = None
    complete: bool = True


def read_feed(fetcher: Fetcher, address: str, etag: str | None = None, modified: str | None = None) -> Reading:
    """Fetch and parse a feed; of a sitemap index, its newest sitemaps too.

    Raises:
        FetchError: It cannot be had.
        SourceError: It is no feed, or a broken one.
    """
    fetched = fetcher.fetch(address, kind=Kind.FEED, etag=etag, modified=modified)
    if fetched.status == 304:
        return Reading(url=fetched.permanent_url)
    feed = parse_feed(fetched.body, fetched.final_url, fetched.charset)
    items, complete = list(feed.items), True
    for part in feed.parts:
        try:
            inner = fetcher.fetch(part, kind=Kind.FEED)
            items += parse_feed(inner.body, inner.final_url, inner.charset).items
        except SourceError:  # the other parts are good all the same, and this one is tried again next time
            complete = False
    distinct = {item.id: item for item in reversed(items[:MAX_ITEMS])}
    feed = replace(feed, items=tuple(distinct.values())[::-1])
    if feed.parts and not feed.items:
        raise SourceError(address, "is a sitemap index, and none of its sitemaps could be read")
    # An index may stay the same while its sitemaps change: it is read whole every time.
    validators = (None, None) if feed.parts else (fetched.etag, fetched.modified)
    return Reading(feed, url=fetched.permanent_url, validators=validators, complete=complete)


def item_id(item: Item) -> str:
    """Return the name under which an item is remembered; the feed's own may hold words of the article."""
    return hashlib.sha256(item.id.encode("utf-8", "replace")).hexdigest()[:32]


class FeedReader:
    """Looks at a feed, and at the pages of its items that are new, changed or due.

    Args:
        fetcher: Where everything from the web comes from; it is polite by itself.
        visitor: The same for feeds that have an owner, and with them all addresses that they name.
        clock: The time now, in seconds since 1970.
        give_way: Called before each page is taken apart.
    """

    def __init__(
        self, fetcher: Fetcher, visitor: Fetcher, clock: Callable[[], float], give_way: Callable[[], None]
    ) -> None:
        """Nothing is fetched yet."""
        self._shared_fetcher = fetcher
        self._visitor = visitor
        self._clock = clock
        self._give_way = give_way
        self._taking_apart = threading.Lock()

    def read(self, feed: Subscription, known: Mapping[str, TakenItem]) -> Iterator[Taken | Reading]:
        """Yield the feed's own reading first, then each item as its page was had."""
        reading = self._reading(feed)
        items = {item_id(item): item for item in reading.feed.items} if reading.feed else {}
        new = [name for name in items if name not in known]
        yield replace(reading, complete=reading.complete and len(new) <= MAX_NEW)
        now = self._clock()
        changed = [name for name in items if name in known and known[name].said != _digest(items[name])]
        due = [name for name, row in known.items() if row.recheck_at is not None and row.recheck_at <= now]
        for name in dict.fromkeys((*islice(new, MAX_NEW), *changed, *due)):
            if name in known and known[name].removed:
                continue
            yield self._look(feed, items.get(name), known.get(name))

    def _fetcher(self, feed: Subscription) -> Fetcher:
        return self._shared_fetcher if feed.owner is None else self._visitor

    def _reading(self, feed: Subscription) -> Reading:
        try:
            return read_feed(self._fetcher(feed), feed.url, feed.etag, feed.modified)
        except SourceError as error:
            return Reading(error=error.reason, retry_after=getattr(error, "retry_after", None))

    def _look(self, feed: Subscription, item: Item | None, known: TakenItem | None) -> Taken:
        """Look at one item: ``item`` is None where the feed does not list it now, ``known`` where it is new."""
        row = _row(item, known, self._clock())
        if row.url is None:
            return self._only_summary(feed, row, item)
        sure = row.document is not None and not (row.from_summary or row.withdrawn or row.gone_at)
        validators = (row.etag, row.modified) if sure else (None, None)
        try:
            fetched = self._fetcher(feed).fetch(row.url, kind=Kind.PAGE, etag=validators[0], modified=validators[1])
            if fetched.status == 304:
                look = self._next_look(row)
                return Taken(replace(row, failures=0, gone_at=None, recheck_at=look))
            self._give_way()
            with self._taking_apart:  # several at once would only take turns, and hold up others more
                article = article_from_page(fetched)
            return self._page(feed, row, fetched, article)
        except SourceError as error:
            if isinstance(error, FetchError) and error.gone:
                return self._gone(feed, row, item, error)
            return self._unavailable(feed, row, item, error)

    def _page(self, feed: Subscription, row: TakenItem, fetched: Fetched, found: Article) -> Taken:
        address = row.address or found.url or fetched.final_url
        article = replace(
            found,
            source=row.url or address,
            whole_source=False,
            id=None,
            url=address,
            outlet=feed.outlet or found.outlet or feed.title or None,
            author=found.author or row.author,
            published=_more_precise(found.published, row.published),
            owner=feed.owner,
            retrieved=fetched.fetched_at.isoformat(timespec="seconds"),
        )
        taken = replace(
            row,
            address=address,
            etag=fetched.etag,
            modified=fetched.modified,
            from_summary=False,
            failures=0,
            recheck_at=self._next_look(row),
            gone_at=None,
            withdrawn=False,
        )
        return Taken(taken, article)

    def _unavailable(self, feed: Subscription, row: TakenItem, item: Item | None, error: SourceError) -> Taken:
        """Fall back to what the feed says, until the page can be had."""
        failures = row.failures + 1
        again = schedule.next_try(self._clock(), failures, getattr(error, "retry_after", None))
        row = replace(row, failures=failures, recheck_at=again)
        return self._summary(feed, row, item, error)

    def _gone(self, feed: Subscription, row: TakenItem, item: Item | None, error: FetchError) -> Taken:
        """Count a page as withdrawn that is gone for the second time, a day after the first."""
        now = self._clock()
        for_good = schedule.is_gone_for_good(now, row.gone_at)
        again = self._next_look(row) if for_good else (row.gone_at or now) + schedule.DAY
        row = replace(row, gone_at=row.gone_at or now, recheck_at=again)
        if not for_good:
            return self._summary(feed, row, item, error)
        withdraw = row.document is not None and not row.withdrawn
        return Taken(replace(row, withdrawn=True), withdraw=withdraw, error=error)

    def _only_summary(self, feed: Subscription, row: TakenItem, item: Item | None) -> Taken:
        error = SourceError(
            item.title if item else feed.url, "has no address in the feed, and no summary that could be cited"
        )
        return self._summary(feed, replace(row, recheck_at=None), item, error)

    def _summary(self, feed: Subscription, row: TakenItem, item: Item | None, error: SourceError) -> Taken:
        known = row.document is not None
        # Nothing takes the place of an article, and nothing but the page itself brings a withdrawn one back.
        wanted = not known or (row.from_summary and not row.withdrawn)
        if item is None or not wanted or len(item.summary) < _SHORTEST_SUMMARY:
            return Taken(row, error=error)
        address = row.address or row.url
        # What has no address is known by the feed's name for it.
        name = None if address else hashlib.sha256(f"{feed.id}\n{row.id}".encode()).hexdigest()[:24]
        article = Article(
            source=row.url or feed.url,
            title=item.title or fields.title_from_text(item.summary),
            text=item.summary[: fields.MAX_CHARACTERS],
            id=name,
            outlet=feed.outlet or feed.title or None,
            author=row.author,
            url=address,
            published=row.published,
            owner=feed.owner,
            from_summary=True,
        )
        return Taken(replace(row, address=address, from_summary=True), article, error=error)

    def _next_look(self, row: TakenItem) -> float | None:
        published = _moment(row.published)
        first = row.taken_at if published is None else min(published, row.taken_at)
        return schedule.next_look(self._clock(), first)


def _row(item: Item | None, known: TakenItem | None, now: float) -> TakenItem:
    if item is None:
        assert known is not None
        return known
    said = _digest(item)
    if known is None:
        return TakenItem(item_id(item), item.url, None, None, said, item.author, item.published, now)
    # The first date stays: what moves with every edit is not when the article was published.
    author, published = item.author or known.author, known.published or item.published
    return replace(known, url=item.url or known.url, said=said, author=author, published=published)


def _digest(item: Item) -> str:
    said = "\x1f".join((item.url or "", item.title, item.summary, item.updated or ""))
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]


def _more_precise(of_page: str | None, of_feed: str | None) -> str | None:
    """Return when it was published: a page that names the day alone leaves the time of that day to the feed."""
    day, moment = _moment(of_page), _moment(of_feed)
    if of_page is None or day is None or moment is None:
        return of_page or of_feed
    same_day = abs(moment - day - schedule.DAY / 2) <= schedule.DAY  # give or take the time zones
    return of_feed if len(of_page) <= _DATE_ONLY and same_day else of_page


def _moment(published: str | None) -> float | None:
    moment = moment_of(published)
    return moment.timestamp() if moment else None
