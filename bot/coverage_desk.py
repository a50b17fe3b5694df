"""Where /coverage is answered: what may be done by whom, and what is shown step by step while it is done."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot import choices, coverage_text
from bot.coverage_buttons import Decision, View, decisions, pages
from bot.desk import Desk
from bot.interactions import Shown, Shows
from bot.markdown import timestamp
from bot.offers import Offer
from bot.own_coverage import MOST_FEEDS, Followed, OwnCoverage, find
from bot.render import Blocks, notice
from bot.state import previews
from bot.state.answers import new_id
from bot.state.previews import Preview
from bot.state.servers import owners
from bot.wording import counted, newest, one_line
from bot.words import Words
from index.errors import SourceError
from index.feeds.schedule import DEFAULT_INTERVAL
from index.feeds.subscriptions import TooManyFeeds
from index.store.protocol import Change

_log = logging.getLogger(__name__)
_AT_ONCE_SECONDS = 1.5  # what takes no longer needs no message that it takes long
_NAME_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Manager:
    """Who uses /coverage where; ``manages`` is whether they may manage the server at this moment."""

    person: int
    server: int | None
    manages: bool
    words: Words


class CoverageDesk:
    """Does what managers of servers ask for, and says how it goes."""

    def __init__(self, desk: Desk, own: OwnCoverage) -> None:
        """Keep feeds with ``own``; previews and settings are remembered at ``desk``."""
        self._desk = desk
        self._own = own

    async def add(self, who: Manager, url: str, outlet: str | None, every: str | None) -> Shows:
        """Show what is at an address, with buttons to store it or not."""
        words, seconds = who.words, coverage_text.interval_of(every) if every else DEFAULT_INTERVAL
        if who.server is None or not who.manages:
            yield _denied(who)
        elif seconds is None:
            yield Shown(coverage_text.unusual_interval(every or "", words))
        elif wait := self._desk.cooldown.wait(who.person):
            yield Shown(self._desk.slow_down(wait, words))
        else:
            name = one_line(outlet or "", _NAME_LIMIT) or None
            preview = Preview(new_id(), who.person, who.server, url.strip(), "", name, seconds, False, 0)
            async for shown in self._looked_at(preview, words):
                yield shown

    async def decided(self, who: Manager, decision: Decision, preview_id: str) -> Shows:
        """Store what was previewed, and show how its first articles come in; or forget it."""
        words = who.words
        preview = await self._desk.state.read(lambda connection: previews.find(connection, preview_id))
        if who.server is None or not who.manages:
            yield _denied(who)
        elif preview is not None and (preview.person, preview.server) != (who.person, who.server):
            yield Shown((words.feeds.not_yours,), aside=True)
        elif preview is None or not await self._is_first(preview_id):
            yield Shown((words.feeds.too_old,), aside=True)
        elif decision is Decision.CANCEL:
            yield Shown((words.feeds.cancelled,))
        else:
            async for shown in self._took_page(preview, words) if preview.is_page else self._follows(preview, words):
                yield shown

    async def shown(self, who: Manager, view: View, start: int = 0) -> Shows:
        """Show the server's feeds from number ``start`` on."""
        if who.server is None or not who.manages:
            yield _denied(who)
            return
        feeds = await self._own.feeds(who.server)
        if view is View.LIST:
            blocks, following = coverage_text.listed(feeds, start, who.words)
        else:
            blocks, following = await self._status(who.server, feeds, start, who.words)
        yield Shown(blocks, pages(view, start, following, who.words))

    async def remove(self, who: Manager, feed: str) -> Shows:
        """Follow a feed no longer."""
        words = who.words
        if who.server is None or not who.manages:
            yield _denied(who)
            return
        try:
            removed = await self._own.remove(who.server, feed.strip())
        except SourceError:  # whether it is another server's or nobody's is the same
            yield Shown((words.feeds.unknown,))
            return
        articles = words.counted(words.articles, removed.holding.documents)
        name = coverage_text.name_of(removed.feed, words)
        yield Shown((words.feeds.removed.format(name=name, articles=articles),))

    async def offered(self, who: Manager, typed: str) -> list[tuple[str, str]]:
        """Return the feeds to offer for what is typed so far: what a person sees, and the feed's id."""
        if who.server is None or not who.manages:
            return []
        wanted = typed.strip().casefold()
        named = [(_choice(each), each.feed.id) for each in await self._own.feeds(who.server)]
        return [(name, feed) for name, feed in named if wanted in name.casefold() or wanted == feed][: choices.MOST]

    async def _looked_at(self, preview: Preview, words: Words) -> Shows:
        fetching = asyncio.ensure_future(self._own.look_at(preview.url))
        done, _ = await asyncio.wait({fetching}, timeout=_AT_ONCE_SECONDS)
        if not done:
            host = coverage_text.host_of(preview.url)
            yield Shown(notice(words.feeds.fetching.format(host=host)))
        try:
            offer = await fetching
        except SourceError as error:
            _log.info("/coverage add %s: %s", one_line(preview.url, 200), error.reason)
            yield Shown(notice(coverage_text.problem(error, words)))
            return
        refusal = await self._unwanted(preview, offer, words)
        yield Shown(refusal) if refusal else await self._previewed(preview, offer, words)

    async def _unwanted(self, preview: Preview, offer: Offer, words: Words) -> Blocks:
        """Return why what is offered is not to be stored, or nothing."""
        if offer.is_page is None:
            return (coverage_text.linked_feeds(offer.feeds, words),)
        if offer.is_page:
            return ()
        feeds = await self._own.feeds(preview.server)
        known = find(feeds, offer.url) or find(feeds, preview.url)
        if known is not None:
            return (words.feeds.known.format(name=coverage_text.name_of(known, words)),)
        if len(feeds) >= MOST_FEEDS:
            return (words.feeds.too_many.format(most=MOST_FEEDS),)
        return ()

    async def _previewed(self, preview: Preview, offer: Offer, words: Words) -> Shown:
        title, is_page = one_line(offer.title, 200), bool(offer.is_page)
        found = replace(preview, url=offer.url, title=title, is_page=is_page, of=len(offer.items))
        await self._desk.state.write(lambda connection: previews.remember(connection, found))
        return Shown(coverage_text.previewed(offer, found, words), decisions(found.id, words))

    async def _is_first(self, preview_id: str) -> bool:
        return await self._desk.state.write(lambda connection: previews.decide(connection, preview_id))

    async def _follows(self, preview: Preview, words: Words) -> Shows:
        known = find(await self._own.feeds(preview.server), preview.url)
        if known is not None:
            yield Shown((words.feeds.known.format(name=coverage_text.name_of(known, words)),))
            return
        try:
            feed = await self._own.add(
                preview.server, preview.url, every=preview.every, title=preview.title, outlet=preview.outlet
            )
        except TooManyFeeds:
            yield Shown((words.feeds.too_many.format(most=MOST_FEEDS),))
            return
        step = None
        async for step in self._own.first_update(feed, preview.of):
            yield Shown(coverage_text.stepped(feed, step, words))
        if step is None or step.result is None:
            yield Shown(coverage_text.still_going_on(feed, words))

    async def _took_page(self, preview: Preview, words: Words) -> Shows:
        name = coverage_text.link(preview.title, preview.url, words)
        yield Shown((words.feeds.taking.format(name=name),))
        try:
            taken = await self._own.take_page(preview.server, preview.url, preview.outlet)
        except SourceError as error:
            yield Shown(notice(coverage_text.problem(error, words)))
            return
        yield Shown(coverage_text.page_taken(taken.title, preview.url, words, new=taken.change is Change.ADDED))

    async def _status(self, server: int, feeds: list[Followed], start: int, words: Words) -> tuple[Blocks, int]:
        settings = await self._desk.settings(server)
        own = replace(owners(server, settings), shared=False)
        coverage = await self._desk.bridge.look(lambda answerer: answerer.coverage(own))
        what = counted(coverage, words)
        if coverage.newest:
            what += f", {newest(coverage.newest, words, datetime.now(UTC), date=timestamp)}"
        shared = words.shared_on if settings.shared else words.shared_off
        return coverage_text.status(shared, what, feeds, start, words)


def _denied(who: Manager) -> Shown:
    words = who.words.feeds
    return Shown((words.only_in_servers if who.server is None else words.denied,), aside=True)


def _choice(each: Followed) -> str:
    feed = each.feed
    name = one_line(feed.outlet or feed.title or "", 60)
    host = one_line(coverage_text.host_of(feed.url), 30)
    return one_line(f"{name} · {host}" if name else host, choices.LONGEST)
