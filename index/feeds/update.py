"""Feeds into the store: several hosts are read at a time, and one thread alone encodes and stores.

A feed's items are remembered only once their articles are stored for good, and its ETag only once all of its items
are remembered. A process that is killed in between reads some pages again, and the store knows them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from urllib.parse import urlsplit

from index.errors import SourceError
from index.feeds import schedule
from index.feeds.reading import FeedReader, Reading, Taken, item_id
from index.feeds.subscriptions import Claim, Subscription, Subscriptions
from index.feeds.taken import TakenItem
from index.feeds.workers import Part, Workers
from index.fetch.fetcher import Fetcher
from index.ingest.ingestor import Ingested, Ingestor
from index.owners import EVERYONE
from index.store.protocol import Change, Store

_THREADS = 16  # most of them wait for the network
_LOOK_SECONDS = 0.5


@dataclass(slots=True)
class Updated:
    """What an update of one feed did. ``errors`` are pages that could not be had, ``error`` is the feed's own."""

    feed: Subscription
    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    summaries: int = 0
    withdrawn: int = 0
    errors: list[SourceError] = field(default_factory=list)
    error: str | None = None
    due_at: float = 0.0


class Updater:
    """Brings the coverage up to date with the feeds.

    Args:
        subscriptions: The feeds.
        fetcher: Where everything from the web comes from; it is called from several threads.
        store: Where articles go; used from the calling thread only.
        ingestor: What takes them into that store.
        clock: The time now, in seconds since 1970.
        threads: How many hosts are read at the same time.
        give_way: Called by those threads before each page, so that something else can go first.
    """

    def __init__(
        self,
        subscriptions: Subscriptions,
        fetcher: Fetcher,
        store: Store,
        ingestor: Ingestor,
        *,
        clock: Callable[[], float] = time.time,
        threads: int = _THREADS,
        give_way: Callable[[], None] = lambda: None,
    ) -> None:
        """Wire the parts together."""
        self._subscriptions = subscriptions
        self._reader = FeedReader(fetcher, clock, give_way)
        self._documents = store
        self._ingestor = ingestor
        self._clock = clock
        self._threads = threads

    def next_due(self) -> float | None:
        """Return when the next feed is due, in seconds since 1970; None if none is followed."""
        return self._subscriptions.next_due()

    def flush(self) -> None:
        """Write what is derived from the articles, so that the next start is quick."""
        self._documents.flush()

    def update(self, *, everything: bool = False, stop: threading.Event | None = None) -> Iterator[Updated]:
        """Update the feeds that are due, or ``everything``; yield what was done as each is finished.

        Nothing is flushed: whoever is about to close the store does that. Once ``stop`` is set, what was had is
        stored, and feeds that were not read to their end stay due.

        Raises:
            StoreError: The store cannot be used. The feeds stay due.
            FeedsUnusable: The file of the feeds cannot be used.
        """
        stop = stop or threading.Event()
        groups = _by_host(self._subscriptions.all() if everything else self._subscriptions.due(self._clock()))
        workers = Workers(self._subscriptions, self._reader, self._clock, everything, False, stop)
        workers.add(groups)
        try:
            workers.start(min(self._threads, len(groups)))
            yield from self._stored(workers, stop)
        finally:
            workers.abandon()

    def follow(self, stop: threading.Event) -> Iterator[Updated]:
        """Update each feed whenever it is due, until ``stop`` is set; a long update of one keeps no other waiting.

        Raises:
            StoreError: The store cannot be used. The feeds stay due.
            FeedsUnusable: The file of the feeds cannot be used.
        """
        workers = Workers(self._subscriptions, self._reader, self._clock, False, True, stop)
        looked = -_LOOK_SECONDS

        def look() -> None:
            nonlocal looked
            if time.monotonic() - looked >= _LOOK_SECONDS:
                workers.add(_by_host(self._subscriptions.due(self._clock())))
                looked = time.monotonic()

        try:
            workers.start(self._threads)
            yield from self._stored(workers, stop, look)
        finally:
            workers.abandon()

    def _stored(
        self, workers: Workers, stop: threading.Event, look: Callable[[], None] = lambda: None
    ) -> Iterator[Updated]:
        """Store what the threads read until all of them are done; once told to stop, do not wait for slow hosts."""
        under_way: dict[str, Updated] = {}
        while not workers.done:
            look()
            ready = workers.waiting()
            if not ready and stop.is_set():
                return
            for part in ready:
                under_way.setdefault(part.claim.token, Updated(part.claim.feed))
            self._store([part for part in ready if part.taken is not None], under_way)
            for part in ready:
                if part.taken is None:
                    updated = under_way.pop(part.claim.token)
                    finished = self._finished(part, updated)
                    workers.settle(part.claim)
                    if finished:
                        yield updated

    def _store(self, parts: Sequence[Part], under_way: Mapping[str, Updated]) -> None:
        """Store the articles of some items, then remember the items."""
        items = [(part.claim, part.taken) for part in parts if part.taken is not None]
        wanted = [self._is_wanted(claim, taken) for claim, taken in items]
        pairs = zip(items, wanted, strict=True)
        articles = [taken.article for (_, taken), is_wanted in pairs if is_wanted and taken.article is not None]
        outcomes = iter(list(self._ingestor.ingest(articles, flush=False)))
        gone = [taken.item.document for _, taken in items if taken.withdraw and taken.item.document]
        if gone:
            self._documents.withdraw(gone, EVERYONE)
        rows: dict[str, tuple[Claim, list[TakenItem]]] = {}
        for (claim, taken), is_wanted in zip(items, wanted, strict=True):
            _count(under_way[claim.token], taken, next(outcomes) if is_wanted else None)
            rows.setdefault(claim.token, (claim, []))[1].append(self._remembered(claim, taken))
        for claim, some in rows.values():
            self._subscriptions.record(claim, some, self._clock())

    def _is_wanted(self, claim: Claim, taken: Taken) -> bool:
        """Tell whether an article may be stored: not if a person removed it, and no summary in place of an article.

        What several feeds list belongs to the one that had it first, so that it does not change back and forth.
        """
        article, item = taken.article, taken.item
        if article is None or self._was_removed(claim, item, article.url):
            return False
        there = item.document or self._documents.id_of(article)
        if there is None:
            return True
        other = self._subscriptions.also_taken(there, claim.feed.id)
        if other is not None and (item.document is None or other.taken_at < item.taken_at):
            return other.from_summary and not item.from_summary
        stored = self._documents.document(there, EVERYONE) if item.from_summary else None
        return stored is None or stored.from_summary

    def _was_removed(self, claim: Claim, item: TakenItem, address: str | None) -> bool:
        """Tell whether a person removed the document of an item, through this feed or another."""
        if address is not None and self._subscriptions.is_barred(claim.feed.owner, address):
            return True
        return item.document is not None and not self._documents.versions(item.document, EVERYONE)

    def _remembered(self, claim: Claim, taken: Taken) -> TakenItem:
        """Return what to remember of an item now that its article is stored, or not wanted."""
        if self._was_removed(claim, taken.item, taken.item.address):
            if taken.item.address is not None:
                self._subscriptions.bar(claim.feed.owner, taken.item.address)
            return taken.item.emptied()
        if taken.article is None or taken.item.document is not None:
            return taken.item
        return replace(taken.item, document=self._documents.id_of(taken.article))

    def _finished(self, part: Part, updated: Updated) -> bool:
        """Note how the feed went; false where it was not read to its end, and stays due."""
        reading, now = part.reading, self._clock()
        if part.failure is not None:
            reason = str(part.failure) or type(part.failure).__name__
            reading = Reading(error=f"could not be updated ({reason}); it is tried again later")
        if reading is None:
            self._subscriptions.release(part.claim)
            return bool(updated.added or updated.replaced)
        feed = part.claim.feed
        failures = feed.failures + 1 if reading.error else 0
        updated.error = reading.error
        updated.due_at = schedule.next_reading(now, feed.every, failures, reading.retry_after)
        self._subscriptions.finish(
            part.claim,
            now=now,
            due_at=updated.due_at,
            error=reading.error,
            url=reading.url,
            title=(reading.feed.title or None) if reading.feed else None,
            validators=reading.validators if reading.complete else None,
            listed=[item_id(item) for item in reading.feed.items] if reading.feed else None,
        )
        return True


def _by_host(feeds: Sequence[Subscription]) -> list[list[Subscription]]:
    """Return the feeds in groups of one host each, the group with the first that is due first."""

    def host(feed: Subscription) -> str:
        return urlsplit(feed.url).netloc

    groups = [list(group) for _, group in groupby(sorted(feeds, key=host), key=host)]
    return sorted(groups, key=lambda group: min(feed.due_at for feed in group))


def _count(updated: Updated, taken: Taken, outcome: Ingested | SourceError | None) -> None:
    if isinstance(outcome, SourceError):
        updated.errors.append(outcome)
    elif outcome is not None:
        updated.added += outcome.change is Change.ADDED
        updated.replaced += outcome.change is Change.REPLACED
        updated.unchanged += outcome.change is Change.UNCHANGED
        updated.summaries += taken.item.from_summary and outcome.change is not Change.UNCHANGED
    else:
        updated.unchanged += 1
    updated.withdrawn += taken.withdraw
    if taken.error is not None:
        updated.errors.append(taken.error)
