"""The running bot follows its feeds: what is published is answerable soon, and questions go first."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

import numpy as np
import pytest
from discord_double import DiscordDouble
from encoders import HashedEncoder
from publishers import ENCODER, Publisher
from web import Web
from worlds import LETTER, OverlapReader, newsroom, world

from bot.bridge import Bridge
from bot.serving import serve
from bot.settings import Settings
from bot.updating import CourteousEncoder, OpenUpdater, follow_feeds
from index.answerer import Answerer
from index.feeds.subscriptions import Subscriptions
from index.feeds.update import Updater
from index.ingest.ingestor import Ingestor
from index.question import ask
from index.split import split
from index.sql.place import Tables
from index.store.address import Folder
from index.store.embedded import EmbeddedStore
from index.store.protocol import Filters

EVERY = 0.5  # seconds


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as made:
        yield made


def opening(folder: Path, web: Web) -> OpenUpdater:
    """What ``coverage-bot run`` hands to the bot, but with the tests' encoder and web."""

    @contextmanager
    def opened(give_way: Callable[[], None]) -> Iterator[Updater]:
        store, subscriptions = EmbeddedStore(folder, ENCODER.name), Subscriptions(Tables(folder).database("feeds"))
        ingestor = Ingestor(store, CourteousEncoder(ENCODER, give_way), split)
        with web.fetcher() as fetcher:
            yield Updater(subscriptions, fetcher, store, ingestor, give_way=give_way)
        subscriptions.close()
        store.close()

    return opened


@contextmanager
def subscribed(folder: Path, *publishers: Publisher) -> Iterator[Subscriptions]:
    subscriptions = Subscriptions(Tables(folder).database("feeds"))
    for publisher in publishers:
        subscriptions.add(publisher.feed_url, every=EVERY, now=time.time())
    yield subscriptions
    subscriptions.close()


@asynccontextmanager
async def following(bridge: Bridge, folder: Path, web: Web) -> AsyncIterator[None]:
    """Follow feeds as the running bot does, and stop quickly."""
    task = asyncio.create_task(follow_feeds(bridge, opening(folder, web)))
    try:
        yield
    finally:
        began = time.monotonic()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await bridge.close()
        assert time.monotonic() - began < 5


async def test_what_is_published_is_answered_within_the_interval_and_ten_seconds(
    double: DiscordDouble, tmp_path: Path, web: Web
) -> None:
    post, folder = Publisher(web), tmp_path / "index"
    post.publish(1)
    async with newsroom(double, tmp_path, LETTER) as room:
        with subscribed(folder, post):
            async with following(room.bridge, folder, web):
                for number in (2, 3):
                    post.publish(number)
                    async with asyncio.timeout(EVERY + 10):
                        while (
                            f"Quist{number}"
                            not in (await room.answer_to(f"!ask captain Ada Quist{number}?")).visible_text
                        ):
                            await asyncio.sleep(0.05)


async def test_a_feed_that_is_added_while_the_bot_runs_is_followed_and_a_broken_one_is_no_harm(
    tmp_path: Path, web: Web
) -> None:
    made, bad, good = world(tmp_path, LETTER), Publisher(web, "127.0.0.1"), Publisher(web)
    web.serve("/feed.xml", "no feed", status=500, host="127.0.0.1")
    good.publish(5)
    async with following(made.bridge, tmp_path / "index", web):
        with subscribed(tmp_path / "index", bad, good):
            async with asyncio.timeout(10):
                while "Quist5" not in "".join(
                    each.text for each in (await made.bridge.answer(ask("captain Ada Quist5?"))).citations
                ):
                    await asyncio.sleep(0.05)
    made.store.close()


async def test_a_slow_feed_keeps_no_other_waiting(tmp_path: Path, web: Web) -> None:
    made, slow, quick, hold = world(tmp_path, LETTER), Publisher(web, "127.0.0.1"), Publisher(web), threading.Event()
    slow.publish(1)
    quick.publish(2)
    web.serve("/story/1", "late", hold=hold, host=slow.host)
    with subscribed(tmp_path / "index", slow, quick):
        async with following(made.bridge, tmp_path / "index", web), asyncio.timeout(EVERY + 10):
            while made.store.coverage(Filters()).documents < 2:
                await asyncio.sleep(0.02)
            quick.publish(3)
            while made.store.coverage(Filters()).documents < 3:
                await asyncio.sleep(0.02)
        hold.set()
    made.store.close()


async def test_the_bot_stops_while_a_page_is_on_its_way(tmp_path: Path, web: Web) -> None:
    made, post, hold = world(tmp_path, LETTER), Publisher(web), threading.Event()
    post.publish(1)
    web.serve("/story/1", "late", hold=hold, host=post.host)
    with subscribed(tmp_path / "index", post) as subscriptions:
        async with following(made.bridge, tmp_path / "index", web), asyncio.timeout(10):
            while "/story/1" not in web.paths():
                await asyncio.sleep(0.01)
        (feed,) = subscriptions.all()
        assert subscriptions.claim(feed.id, time.time()) is not None  # it is due, and nobody has it
        hold.set()
    made.store.close()


def test_articles_are_encoded_in_small_pieces_that_let_questions_go_first() -> None:
    pieces: list[int] = []

    class Counting(HashedEncoder):
        def encode(self, texts):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            pieces.append(len(texts))
            return super().encode(texts)

    waits: list[int] = []
    encoder = CourteousEncoder(Counting(), lambda: waits.append(len(pieces)))
    texts = [f"sentence {number}" for number in range(20)]
    assert np.array_equal(encoder.encode(texts), ENCODER.encode(texts))
    assert (pieces, waits) == ([8, 8, 4], [0, 1, 2])
    assert encoder.encode([]).shape == (0, ENCODER.dimension)


async def test_the_served_bot_follows_feeds_from_its_start_to_its_end(
    double: DiscordDouble, tmp_path: Path, web: Web
) -> None:
    made, post, folder = world(tmp_path, LETTER), Publisher(web), tmp_path / "index"
    post.publish(1)
    with subscribed(folder, post):
        answering, state = Answerer(made.store, ENCODER, OverlapReader()), Tables(folder).database("bot")
        serving = asyncio.create_task(
            serve(answering, Settings(index=Folder(folder)), state, double.token, None, feeds=opening(folder, web))
        )
        async with asyncio.timeout(20):
            while made.store.coverage(Filters()).documents < 2:
                await asyncio.sleep(0.02)
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.wait_for(serving, 5)
        paths = len(web.paths())
        await asyncio.sleep(2 * EVERY)
        assert len(web.paths()) == paths
    made.store.close()
