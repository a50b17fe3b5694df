"""The running bot looks at what is new for all watches, and posts what that brings: each story once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol

from bot.desk import Desk
from bot.errors import Busy
from bot.posting import Poster
from bot.render import render, watch_head
from bot.state import answers, posts, watches
from bot.state.answers import Place
from bot.state.database import StateClosed
from bot.state.posts import Post
from bot.state.servers import ServerSettings, owners
from bot.state.watches import Ended, Watch
from bot.wording import reason
from bot.words import words_for
from index.answer import Answer
from index.errors import CoverageError, QuestionError
from index.owners import Owners
from index.sql.connection import Connection
from index.store.protocol import Arrivals, Filters
from index.watching import FRESH, Topic, arrived, look

_log = logging.getLogger(__name__)
LOOK_SECONDS = 2.0  # between two looks whether something arrived, from the feeds or from another process
_TRY_AGAIN_SECONDS = 30.0


class Servers(Protocol):
    """Which servers this process answers for, and which of them the bot is in."""

    def mine(self, server: int | None) -> bool:
        """Whether this process answers in a server, or (None) in direct messages."""

    def within(self, server: int) -> bool:
        """Whether the bot is in a server of this process."""


class Watching:
    """Looks at what arrived, watch by watch, and lets questions go first."""

    def __init__(self, desk: Desk, servers: Servers, poster: Poster) -> None:
        """Look with ``desk``'s bridge for the watches in its state, and post with ``poster``."""
        self._desk = desk
        self._servers = servers
        self._poster = poster

    async def run(self) -> None:
        """Look again and again, until this is cancelled."""
        while True:
            pause = LOOK_SECONDS
            try:
                await self._poster.post_due(self._servers.mine)
                await self.look()
            except (Busy, StateClosed):  # the bot is closing
                return
            except CoverageError as error:
                _log.warning("watches could not look, trying again soon: %s", reason(error))
                pause = _TRY_AGAIN_SECONDS
            except Exception:
                _log.exception("watches could not look, trying again soon")
                pause = _TRY_AGAIN_SECONDS
            await asyncio.sleep(pause)

    async def look(self) -> None:
        """Look once for every watch that has not seen the newest change."""
        newest = await self._desk.bridge.look(lambda answerer: answerer.generation())
        running = await self._desk.state.read(watches.running)
        behind = [each for each in running if each.position != newest and self._servers.mine(each.server)]
        round_ = _Round(self._desk, datetime.now(UTC))
        unmoved: list[tuple[Watch, int]] = []
        for watch in behind:
            if watch.server is not None and not self._servers.within(watch.server):
                await self._end(watch, Ended.LEFT_SERVER)
                continue
            until = await self._look_for(watch, round_)
            if until is not None:
                unmoved.append((watch, until))
        if unmoved:
            await self._desk.state.write(lambda connection: _moved(connection, unmoved))

    async def _look_for(self, watch: Watch, round_: _Round) -> int | None:
        """Look for one watch and post; returns how far it has looked where that brought nothing, to be noted."""
        settings, filters = await round_.seen(watch.server)
        new = await round_.arrivals(watch.position, owners(watch.server, settings))
        if not new.documents or filters is None or not settings.answers_in(watch.channel, watch.parent):
            return new.until
        topic = Topic(watch.topic, filters)
        told, before = await self._desk.state.read(
            lambda connection: (posts.told(connection, watch.id), posts.count(connection, watch.id, round_.day))
        )
        if before >= watch.a_day:
            return new.until
        try:
            found = await self._desk.bridge.glimpse(
                lambda answerer: look(answerer, topic, new, watch.position, told, watch.a_day - before)
            )
        except QuestionError as error:
            _log.info("a watch cannot be asked: %s", reason(error))
            await self._end(watch, Ended.NOT_ASKABLE)
            return None
        if not found:
            return new.until
        for post in await self._noted(watch, found, before, round_.day, new.until):
            await self._poster.post(post)
        return None

    async def _noted(self, watch: Watch, found: Sequence[Answer], before: int, day: str, until: int) -> list[Post]:
        """Note what will be posted and how far the watch has looked, all or nothing: a kill loses or doubles none."""
        words, place = words_for(watch.locale), Place(watch.person, watch.channel, watch.server)
        given = []
        for number, answer in enumerate(found, before + 1):
            head = watch_head(watch.topic, number, watch.a_day, words)
            given.append((answers.given(answer, place, render(answer, words, head=head), private=False), answer))

        def note(connection: Connection) -> list[Post]:
            if not watches.move(connection, watch, until):  # removed meanwhile, or another process has looked
                return []
            for each, answer in given:
                answers.remember(connection, each)
                posts.found(connection, Post(each.id, watch.id, watch.server), answer.quoted, day)
            return [Post(each.id, watch.id, watch.server) for each, _ in given]

        return await self._desk.state.write(note)

    async def _end(self, watch: Watch, why: Ended) -> None:
        await self._desk.state.write(lambda connection: watches.end(connection, watch.id, why))


def _moved(connection: Connection, looked: Sequence[tuple[Watch, int]]) -> None:
    for watch, until in looked:
        watches.move(connection, watch, until)


class _Round:
    """What many watches share in one look: the settings of servers, and what arrived."""

    def __init__(self, desk: Desk, now: datetime) -> None:
        self._desk = desk
        self._since = now - FRESH
        self._seen: dict[int | None, tuple[ServerSettings, Filters | None]] = {}
        self._arrivals: dict[tuple[int, Owners], Arrivals] = {}
        self.day = now.date().isoformat()

    async def seen(self, server: int | None) -> tuple[ServerSettings, Filters | None]:
        """Return how the bot answers in a server, and what it may cite there; None for nothing at all."""
        if server not in self._seen:
            settings = await self._desk.settings(server)
            outlets = await self._desk.outlets(settings, server) if settings.outlets else []
            filters = Filters(outlets=frozenset(outlets), owners=owners(server, settings))
            self._seen[server] = settings, None if settings.outlets and not outlets else filters
        return self._seen[server]

    async def arrivals(self, after: int, seen: Owners) -> Arrivals:
        """Return what arrived after a generation."""
        known = (after, seen)
        if known not in self._arrivals:
            self._arrivals[known] = await self._desk.bridge.look(
                lambda answerer: arrived(answerer, after, self._since, seen)
            )
        return self._arrivals[known]
