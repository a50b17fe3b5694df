"""Servers' own coverage: the feeds that each of them follows, and single pages that it took in.

Everything here is asked for one server, and an owner's name is made from its number alone: no id of a feed, however
it was come by, leads to another server's.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Self, TypeVar

from bot.errors import Busy
from bot.offers import Offer, article_at, look_at
from bot.state.servers import owner_of, server_of
from index.errors import SourceError
from index.feeds.departures import Departures
from index.feeds.reading import MAX_NEW
from index.feeds.subscriptions import Holding, Subscription, Subscriptions
from index.feeds.update import Updated
from index.fetch.fetcher import Fetcher
from index.ingest.ingestor import Ingested, Ingestor
from index.sql.place import Database

MOST_FEEDS = 50
"""How many feeds a server may follow."""

_VISITORS = 4  # people who look at an address at the same time
_LOOK_SECONDS = 1.0
_PATIENCE_SECONDS = 10 * 60.0  # less than the 15 minutes in which a message can be edited
_T = TypeVar("_T")

OpenIngestor = Callable[[], AbstractContextManager[Ingestor]]
"""Opens what takes articles into the store."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A feed of a server, with what it has brought."""

    feed: Subscription
    holding: Holding


@dataclass(frozen=True, slots=True)
class Step:
    """How far the first update of a feed has come: items looked at, of how many; ``result`` once it is over."""

    looked_at: int
    of: int
    result: Updated | None = None


class OwnCoverage:
    """Does what servers ask for, in threads of its own; what takes long is fetched by the loop that follows feeds.

    Args:
        feeds: Where feeds are remembered; it is opened when it is first needed.
        fetcher: Where pages and feeds come from; it should lead to no private host.
        open_ingestor: What takes single pages in.
    """

    def __init__(self, feeds: Database, fetcher: Fetcher, open_ingestor: OpenIngestor) -> None:
        """Nothing is opened yet."""
        self._feeds = feeds
        self._fetcher = fetcher
        self._open_ingestor = open_ingestor
        self._lock = threading.Lock()
        self._opened: tuple[Subscriptions, Departures] | None = None
        # What is read from the tables never waits for a slow host.
        self._visiting = ThreadPoolExecutor(_VISITORS, thread_name_prefix="visiting")
        self._filing = ThreadPoolExecutor(1, thread_name_prefix="feeds of servers")
        self._updates: dict[str, Updated | None] = {}  # feeds that somebody waits for

    async def look_at(self, url: str) -> Offer:
        """Fetch what is at an address and say what could be taken from it.

        Raises:
            SourceError: It cannot be had, or there is nothing in it that could be taken.
        """
        return await self._run(lambda: look_at(self._fetcher, url), self._visiting)

    async def feeds(self, server: int) -> list[Followed]:
        """Return a server's feeds, in the order in which they were added."""

        def read() -> list[Followed]:
            held = self.subscriptions.holdings(owner_of(server))
            feeds = self.subscriptions.owned_by(owner_of(server))
            return [Followed(feed, held.get(feed.id, Holding())) for feed in feeds]

        return await self._run(read)

    async def add(self, server: int, url: str, *, every: float, title: str, outlet: str | None) -> Subscription:
        """Follow a feed for a server.

        Raises:
            TooManyFeeds: It follows as many as it may.
        """

        def add() -> Subscription:
            return self.subscriptions.add(
                url, every=every, now=time.time(), title=title, outlet=outlet, owner=owner_of(server), most=MOST_FEEDS
            )

        added = await self._run(add)
        self._updates[added.id] = None
        return added

    async def first_update(self, feed: Subscription, of: int) -> AsyncIterator[Step]:
        """Yield how far the first update of a feed has come, about once a second, until it is over or takes too long.

        ``of`` is how many items the feed lists.
        """
        until = time.monotonic() + _PATIENCE_SECONDS
        most = min(of, MAX_NEW)
        try:
            while time.monotonic() < until:
                result = self._updates.get(feed.id)
                looked_at, now = await self._run(lambda: self._standing(feed))
                if result is None and now is not None and now.attempted_at is not None:
                    # Another process has updated it, or this one is about to say so.
                    await asyncio.sleep(_LOOK_SECONDS)
                    result = self._updates.get(feed.id) or await self._run(partial(self._result, now))
                yield Step(looked_at, max(most, looked_at), result)
                if result is not None or now is None:
                    return
                await asyncio.sleep(_LOOK_SECONDS)
        finally:
            self._updates.pop(feed.id, None)

    async def take_page(self, server: int, url: str, outlet: str | None) -> Ingested:
        """Take the article on a page in for a server.

        Raises:
            SourceError: It cannot be had, or there is no article on it.
        """
        return await self._run(lambda: self._take_page(owner_of(server), url, outlet), self._visiting)

    async def remove(self, server: int, feed: str) -> Followed:
        """Follow a feed of a server, given by its id or address, no longer; its articles stay.

        Raises:
            SourceError: The server has no such feed.
        """

        def remove() -> Followed:
            held = self.subscriptions.holdings(owner_of(server))
            removed = self.subscriptions.remove(feed, owner_of(server))
            return Followed(removed, held.get(removed.id, Holding()))

        return await self._run(remove)

    async def left(self, server: int) -> None:
        """Let a server's feeds rest, for the bot is no longer in it; after a while all that it had is erased."""
        await self._run(lambda: self.departures.left(owner_of(server), time.time()))

    async def is_back(self, server: int) -> None:
        """Follow the feeds of a server that the bot is in again."""
        await self._run(lambda: self.departures.is_back(owner_of(server)))

    async def compare(self, owners: Iterable[str], there: Callable[[int], bool | None]) -> None:
        """Note which servers were left or joined while the bot was away.

        ``owners`` have articles; ``there`` tells whether the bot is in a server, None where this process does not know.
        """

        def compare() -> None:
            for owner in {*owners, *self.departures.with_feeds(), *self.departures.gone()}:
                server = server_of(owner)
                known = there(server) if server is not None else None
                if known is True:
                    self.departures.is_back(owner)
                elif known is False:
                    self.departures.left(owner, time.time())

        await self._run(compare)

    def tell(self, updated: Updated) -> None:
        """Take note that a feed was updated; called by the loop that follows feeds."""
        if updated.feed.id in self._updates:
            self._updates[updated.feed.id] = updated

    @property
    def subscriptions(self) -> Subscriptions:
        """All feeds that are followed. Blocking."""
        return self._files()[0]

    @property
    def departures(self) -> Departures:
        """The servers that the bot has left. Blocking."""
        return self._files()[1]

    def close(self) -> None:
        """Let go of files; close the fetcher first, and nothing waits for a slow host."""
        for pool in (self._visiting, self._filing):
            pool.shutdown(wait=True, cancel_futures=True)
        for opened in self._opened or ():
            opened.close()

    def __enter__(self) -> Self:
        """Return it itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def _files(self) -> tuple[Subscriptions, Departures]:
        with self._lock:
            if self._opened is None:
                self._opened = Subscriptions(self._feeds), Departures(self._feeds)
            return self._opened

    def _standing(self, feed: Subscription) -> tuple[int, Subscription | None]:
        there = [each for each in self.subscriptions.owned_by(feed.owner) if each.id == feed.id]
        return self.subscriptions.looked_at(feed.id), there[0] if there else None

    def _result(self, feed: Subscription) -> Updated:
        """Return what the file tells of a feed's first update; pages that could not be had, it does not."""
        held = self.subscriptions.holdings(feed.owner).get(feed.id, Holding())
        return Updated(feed, held.documents, error=feed.error, due_at=feed.due_at)

    def _take_page(self, owner: str, url: str, outlet: str | None) -> Ingested:
        with self._open_ingestor() as ingestor:
            (outcome,) = ingestor.ingest([article_at(self._fetcher, url, owner, outlet)])
        if isinstance(outcome, SourceError):
            raise outcome
        return outcome

    async def _run(self, work: Callable[[], _T], pool: ThreadPoolExecutor | None = None) -> _T:
        try:
            future = (pool or self._filing).submit(work)
        except RuntimeError:  # the pool is shut down
            raise Busy from None
        return await asyncio.wrap_future(future)


def find(feeds: Iterable[Followed], url: str) -> Subscription | None:
    """Return the feed of this address, if it is among them."""
    return next((each.feed for each in feeds if each.feed.url == url), None)
