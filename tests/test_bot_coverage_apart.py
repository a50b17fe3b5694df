"""What a server follows is that server's alone; what feeds say does nothing; servers that are left are forgotten."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from discord_double import Channel, DiscordDouble, Person, SeenMessage, connected
from discord_double.guild_payload import gateway_guild
from discord_double.messages import post as post_message
from discord_double.seen import see
from encoders import HashedEncoder
from publishers import Publisher, page
from publishers import following as following_by_hand
from test_bot_coverage import CAPTAIN, SAID, Managed, final, managed, promote, settled
from web import Web
from worlds import following, world

from bot.own_coverage import MOST_FEEDS
from bot.state.servers import owner_of
from bot.words import ENGLISH
from index.feeds.departures import GRACE_DAYS
from index.feeds.schedule import DAY
from index.feeds.subscriptions import Subscription, Subscriptions
from index.feeds.update import Updater
from index.ingest.ingestor import Ingestor
from index.split import split
from index.sql.place import Tables

_MISTAKE = "a mistake that costs"


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as made:
        yield made


async def follow(boss: Person, channel: Channel, url: str) -> SeenMessage:
    shown = await final(await boss.slash(channel, "coverage add", url=url))
    return await settled(await boss.clicks(shown, "Add"), shown, boss)


def forged(double: DiscordDouble, channel: Channel, custom_id: str) -> SeenMessage:
    """A message of the bot's in a channel, with a button of any id."""
    button = {"type": 2, "style": 2, "label": "Press", "custom_id": custom_id}
    body = {"flags": 1 << 15, "components": [{"type": 1, "components": [button]}]}
    return see(post_message(channel, double.bot, body, {}))


def ids(message: SeenMessage) -> list[str]:
    return [part["custom_id"] for part in message.components[-1]["components"]]


def feeds(server: Managed) -> list[Subscription]:
    assert server.room.own is not None
    return server.room.own.subscriptions.all()


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.02)


def owner(channel: Channel) -> str:
    assert channel.guild is not None
    return owner_of(int(channel.guild.id))


async def test_no_server_sees_anything_of_what_another_follows(
    double: DiscordDouble, tmp_path: Path, web: Web, shared: str | None
) -> None:
    post, other = Publisher(web), Publisher(web, "127.0.0.1")
    post.publish(1)
    other.publish(7)
    async with managed(double, tmp_path, web, shared=shared) as server:
        there = double.guild("Elsewhere").text_channel("lobby")
        promote(double, server.boss, there)
        boss, here = server.boss, server.here
        preview = await server.coverage("add", url=post.feed_url, outlet="Secret Gazette")
        add = ids(preview)[0]
        stranger = double.person("stranger")
        promote(double, stranger, here)
        refused = [
            (await (await person.clicks(forged(double, channel, add), custom_id=add)).follow_up()).said
            for person, channel in ((boss, there), (stranger, here))
        ]
        await settled(await boss.clicks(preview, "Add"), preview, boss)
        await follow(boss, there, other.feed_url)
        (mine,) = [feed for feed in feeds(server) if feed.owner == owner(here)]
        said = [
            (await (await boss.slash(there, line, **options)).reply()).said
            for line, options in (
                ("ask", {"question": CAPTAIN}), ("ask", {"question": "who is captain Quist1 of ferry number?"}),
                ("sources", {}), ("coverage list", {}), ("coverage status", {}),
                ("coverage remove", {"feed": mine.id}), ("coverage remove", {"feed": mine.url}),
            )
        ]  # fmt: skip
        offered = [
            await boss.autocompletes(there, "coverage remove", "feed", typed) for typed in ("", mine.id, post.host)
        ]
        outlets = [await boss.autocompletes(where, "ask", "outlet", "", question="x") for where in (here, there)]
        page = forged(double, there, "coverage:feeds:list:0")
        said.append((await (await boss.clicks(page, "Press")).changed(page)).said)
        still = await server.coverage("list")
    for text in (*said, *map(str, offered), str(outlets[1])):
        text = text.replace("Quist1 of ferry", "")
        assert "Quist1" not in text and "Secret" not in text and post.host not in text and mine.id not in text
    assert "ferry number 7" in said[1] and "Its own coverage: 1 article" in said[4]
    assert said[5] == said[6] == SAID.unknown.replace("`", "")
    assert "Secret Gazette" in str(outlets[0])
    assert refused == [SAID.not_yours.replace("`", "")] * 2 and post.host in still.said
    assert double.rejections == []


async def test_two_servers_follow_one_feed_and_a_server_may_search_its_own_alone(
    double: DiscordDouble, tmp_path: Path, web: Web
) -> None:
    post = Publisher(web)
    post.publish(1, 2)
    async with managed(double, tmp_path, web) as server:
        there = double.guild("Elsewhere").text_channel("lobby")
        promote(double, server.boss, there)
        added = [await follow(server.boss, channel, post.feed_url) for channel in (server.here, there)]
        await (await server.boss.slash(there, "settings shared", on=False)).reply()
        answers = [
            (await (await server.boss.slash(channel, "ask", question=CAPTAIN)).reply()).said
            for channel in (server.here, there)
        ]
        status = (await (await server.boss.slash(there, "coverage status")).reply()).said
        await server.coverage("remove", feed=post.feed_url)
        left = [feed.owner for feed in feeds(server)]
    assert all("2 articles added." in each.said for each in added)
    assert all(_MISTAKE in answer for answer in answers)
    assert "Searched 4 articles" in answers[0] and "Searched 2 articles" in answers[1]
    assert ENGLISH.shared_off in status and left == [owner(there)]
    assert double.rejections == []


async def test_nothing_that_a_feed_says_does_anything(double: DiscordDouble, tmp_path: Path, web: Web) -> None:
    titles = [
        "@everyone **read** <@1> <#2> `now` ||spoiler|| https://bank.example/login",
        "[Sign in](https://bank.example) # big",
        "M" * 4000,
        "\u202egnp.exe \U0001f600" + "*" * 500,
        "- list\n> quote",
    ]
    links = ["javascript:alert(1)", "https://user@evil.example/", "https://b\u00fccher.example/a)b", "/5", "/6"]
    items = "".join(
        f"<item><title>{escape(escape(title))}</title><link>{escape(link)}</link><guid>{number}</guid>"
        f"<description>The council votes on the bridge next week, number {number}.</description></item>"
        for number, (title, link) in enumerate(zip(titles, links, strict=True))
    )
    hostile = "@here **Post** [x](javascript:alert(1)) " + "y" * 4000
    head = f"<title>{escape(escape(hostile))}</title><link>javascript:x</link>"
    feed = f"<rss version='2.0'><channel>{head}{items}</channel></rss>"
    web.serve("/feed.xml", feed, media_type="application/rss+xml", host="news.example")
    url = web.url("/feed.xml")
    async with managed(double, tmp_path, web) as server:
        preview = await server.coverage("add", url=url, outlet="@everyone [a](https://b.example)")
        added = await settled(await server.boss.clicks(preview, "Add"), preview, server.boss)
        seen = [preview, added, await server.coverage("list"), await server.coverage("status")]
        offered = await server.boss.autocompletes(server.here, "coverage remove", "feed", "")
    hosts = {"news.example", "xn--bcher-kva.example"}
    for message in seen:
        assert not message.pings and message.ephemeral
        assert {urlsplit(link).hostname for link in message.links} <= hosts
        assert "@everyone [a](https://b.example)" in message.said  # as it was written, and as nothing else
    assert "@everyone **read** <@1> <#2> `now` ||spoiler|| https://bank.example/login" in preview.said
    assert "[Sign in](https://bank.example) # big" in preview.said and "[U+202E]gnp.exe" in preview.said
    assert "MMMM…" in preview.said and "· xn--bcher-kva.example" in preview.said
    assert "5 pages could not be had" in added.said and len(offered[0]["name"]) <= 100
    assert double.rejections == []


async def test_there_is_a_limit_and_fifty_feeds_fit_onto_pages(double: DiscordDouble, tmp_path: Path, web: Web) -> None:
    post = Publisher(web)
    post.publish(1)
    async with managed(double, tmp_path, web) as server:
        waiting = await server.coverage("add", url=post.feed_url)
        subscriptions = Subscriptions(Tables(tmp_path / "index").database("feeds"))
        for number in range(MOST_FEEDS):
            address = f"http://10.0.0.1/{'long' * 90}/{number}"
            subscriptions.add(address, every=9e5, now=time.time() + 9e5, title=f"[{number}] " + "*" * 300,
                              owner=owner(server.here))  # fmt: skip
        subscriptions.close()
        full = await settled(await server.boss.clicks(waiting, "Add"), waiting, server.boss)
        again = await server.coverage("add", url=post.feed_url)
        offered = await server.boss.autocompletes(server.here, "coverage remove", "feed", "")
        shown = await server.coverage("status")
        numbers: list[str] = []
        while True:
            numbers += re.findall(r"\[(\d+)\]", shown.said)
            if len(numbers) >= MOST_FEEDS:
                break
            shown = await (await server.boss.clicks(shown, "More")).changed(shown)
    assert full.said == again.said == SAID.too_many.format(most=MOST_FEEDS).replace("`", "")
    assert numbers == [str(number) for number in range(MOST_FEEDS)] and len(offered) == 25
    assert double.rejections == []


async def test_long_work_shows_how_far_it_is_and_ends_with_what_failed_and_why(
    double: DiscordDouble, tmp_path: Path, web: Web
) -> None:
    post, fetching, pages = Publisher(web), threading.Event(), threading.Event()
    post.publish(1, 2, 3)
    web.script("/feed.xml", replace(post.feed, hold=fetching), post.feed, host=post.host)
    web.serve("/story/1", page(1), hold=pages, host=post.host)
    web.serve("/story/2", "", status=500, host=post.host)
    async with managed(double, tmp_path, web) as server:
        asked = await server.boss.slash(server.here, "coverage add", url=post.feed_url)
        progress = await asked.reply()
        fetching.set()
        preview = await asked.changed(progress)
        pressed = await server.boss.clicks(preview, "Add")
        steps = [await pressed.changed(preview)]
        while "Looked at 2 of 3" not in steps[-1].said:
            steps.append(await pressed.changed(steps[-1], timeout=15))
        pages.set()
        ended = await settled(pressed, steps[-1], server.boss)
        listed = (await server.coverage("status")).said
    assert progress.said == f"Fetching from news.example:{web.port} …"
    assert len(steps) <= 4 and preview.id == ended.id
    assert "3 articles added.\n1 article is the feed's summary only" in ended.said
    assert "1 page could not be had:" in ended.said and "/story/2: " in ended.said and "500" in ended.said
    assert "3 articles" in listed
    assert double.rejections == []


async def test_a_feed_that_fails_after_its_preview_is_followed_and_says_why(
    double: DiscordDouble, tmp_path: Path, web: Web
) -> None:
    post = Publisher(web)
    post.publish(1)
    async with managed(double, tmp_path, web) as server:
        preview = await server.coverage("add", url=post.feed_url)
        web.serve("/feed.xml", "", status=503, host=post.host)
        added = await settled(await server.boss.clicks(preview, "Add"), preview, server.boss)
        status = await server.coverage("status")
    assert "could not be read now: " in added.said and "503" in added.said and "I try again" in added.said
    assert "failed once: " in status.said and "503" in status.said and "not read yet" in status.said


async def test_the_feeds_of_a_server_that_is_left_rest_and_are_erased_after_a_while(
    double: DiscordDouble, tmp_path: Path, web: Web, shared: str | None
) -> None:
    post = Publisher(web)
    post.publish(1)
    async with managed(double, tmp_path, web, shared=shared) as server:
        guild = server.here.guild
        assert guild is not None
        await follow(server.boss, server.here, post.feed_url)
        await (await server.boss.slash(server.here, "settings visibility", private=True)).reply()
        await (await server.boss.slash(server.here, "ask", question=CAPTAIN)).reply()
        own, there = server.room.own, int(guild.id)
        assert own is not None
        double.world.emit("GUILD_DELETE", {"id": guild.id, "unavailable": True}, guild=guild)
        double.world.emit("GUILD_CREATE", gateway_guild(guild), guild=guild)
        during_outage = await server.coverage("list")  # it came after both, so both are done with
        assert own.departures.gone() == []
        double.world.emit("GUILD_DELETE", {"id": guild.id}, guild=guild)
        await until(lambda: own.departures.gone() == [owner_of(there)])
        assert own.subscriptions.next_due() is None
        double.world.emit("GUILD_CREATE", gateway_guild(guild), guild=guild)
        await until(lambda: own.departures.gone() == [])
        assert own.subscriptions.next_due() is not None
        del guild.members[double.bot.id]
    small = world(tmp_path)
    small.shared = shared
    async with small.bridge, following(small, web.fetcher()) as own, connected(small.bot, double):
        await until(lambda: own.departures.gone() == [owner_of(there)])  # it was left while the bot was away
        own.departures.is_back(owner_of(there))
        own.departures.left(owner_of(there), time.time() - GRACE_DAYS * DAY - 1)
    small.store.close()
    small = world(tmp_path)
    small.shared = shared
    async with small.bridge, following(small, web.fetcher()) as own:
        await until(lambda: own.departures.gone() == [])
        assert own.subscriptions.all() == []
    small.store.close()
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert "Harbour Post" in during_outage.said
    assert b"Quist1" not in kept and b"/story/1" not in kept and b"veltman" in kept.lower()


def test_a_servers_feed_leads_to_no_private_host_though_one_is_named_for_who_runs_the_bot(
    tmp_path: Path, web: Web
) -> None:
    post, theirs = Publisher(web), f"guild:{7}"
    post.publish(1)
    with following_by_hand(tmp_path, web) as follower:
        for owned_by in (None, theirs):
            follower.subscriptions.add(post.feed_url, every=900, now=follower.now, owner=owned_by)
        ingestor = Ingestor(follower.store, HashedEncoder(), split)
        updater = Updater(
            follower.subscriptions, follower.fetcher, follower.store, ingestor, visitor=follower.fetcher.public(),
            clock=lambda: follower.now,
        )  # fmt: skip
        updates = {updated.feed.owner: updated for updated in updater.update()}
    assert (updates[None].added, updates[None].error) == (1, None)
    assert updates[theirs].error == "is not visited: its host is not on the public web"


async def test_the_running_bot_follows_a_servers_feed_beside_another_servers_slow_ones(
    double: DiscordDouble, tmp_path: Path, web: Web
) -> None:
    hold, post = threading.Event(), Publisher(web, "127.0.0.1")
    post.publish(1)
    web.serve("/slow.xml", "", hold=hold)
    async with managed(double, tmp_path, web) as server:
        own = server.room.own
        assert own is not None
        for number in range(20):
            own.subscriptions.add(web.url("/slow.xml", f"{number}.example"), every=60, now=time.time(), owner="guild:1")
        added = await follow(server.boss, server.here, post.feed_url)
        hold.set()
    assert "1 article added." in added.said
