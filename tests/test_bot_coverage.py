"""/coverage: a server follows feeds of its own, as people see it, against real feeds on loopback."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from discord_double import Asked, Channel, DiscordDouble, Person, SeenMessage, connected
from publishers import Publisher, page
from web import Web
from worlds import BREAD, LETTER, Newsroom, following, newsroom, world

from bot.words import ENGLISH, GERMAN

SAID = ENGLISH.feeds
CAPTAIN = "what did captain Ada Quist1 call the decision?"


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as made:
        yield made


@pytest.fixture
def post(web: Web) -> Publisher:
    publisher = Publisher(web)
    publisher.publish(1, 2, 3)
    return publisher


@dataclass
class Managed:
    """A newsroom that follows feeds, with somebody who manages its server."""

    room: Newsroom
    boss: Person

    @property
    def here(self) -> Channel:
        return self.room.channel

    async def coverage(self, line: str, **options: object) -> SeenMessage:
        """Run one of the commands under /coverage, and wait until its answer no longer changes."""
        return await final(await self.boss.slash(self.here, f"coverage {line}", **options))

    async def follow(self, url: str, **options: object) -> SeenMessage:
        """Add a feed, press Add, and return the result line."""
        shown = await self.coverage("add", url=url, **options)
        return await settled(await self.boss.clicks(shown, "Add"), shown, self.boss)


async def final(asked: Asked) -> SeenMessage:
    """The answer once it no longer says that something is being done; that takes longer on a busy machine."""
    shown = await asked.reply()
    while shown.said.startswith("Fetching from "):
        shown = await asked.changed(shown, timeout=20)
    return shown


async def settled(pressed: Asked, shown: SeenMessage, person: Person) -> SeenMessage:
    """The message once its first update is over."""
    shown = await pressed.changed(shown)
    while shown.said.endswith("…"):
        shown = await pressed.changed(shown, timeout=20)
    return person.sees(shown)


def promote(double: DiscordDouble, person: Person, channel: Channel) -> None:
    guild = channel.guild
    assert guild is not None
    guild.admit(person.user, guild.role("managers", "manage_guild"))


def offered_to_all(double: DiscordDouble) -> None:
    """As a server may set it."""
    for command in double.commands._scopes[""]:
        command["default_member_permissions"] = None


@asynccontextmanager
async def managed(
    double: DiscordDouble, folder: Path, web: Web, *, burst: int = 10_000, shared: str | None = None
) -> AsyncIterator[Managed]:
    visiting = web.fetcher(*(f"{number}.example" for number in range(20)))
    async with newsroom(double, folder, LETTER, BREAD, visiting=visiting, burst=burst, shared=shared) as room:
        boss = double.person("boss")
        promote(double, boss, room.channel)
        yield Managed(room, boss)


async def test_a_feed_is_previewed_added_answered_from_listed_and_removed(
    double: DiscordDouble, tmp_path: Path, web: Web, post: Publisher
) -> None:
    async with managed(double, tmp_path, web) as server:
        shown = await server.coverage("add", url=post.feed_url, every="30m")
        nothing = await server.coverage("list")
        added = await settled(await server.boss.clicks(shown, "Add"), shown, server.boss)
        answer = await server.room.answer_to(f"!ask {CAPTAIN}")
        direct = await (await server.boss.slash(server.boss.direct_channel, "ask", question=CAPTAIN)).reply()
        listed, status = await server.coverage("list"), await server.coverage("status")
        again = await server.coverage("add", url=post.feed_url)
        (offered,) = await server.boss.autocompletes(server.here, "coverage remove", "feed", "harb")
        removed = await server.coverage("remove", feed=offered["value"])
        unknown = await server.coverage("remove", feed=offered["value"])
        stays = await server.room.answer_to(f"!ask {CAPTAIN}")
    assert all(each.ephemeral for each in (shown, nothing, added, listed, status, again, removed, unknown))
    assert shown.said.startswith(SAID.preview) and "3 items in it now:" in shown.said
    assert "I look there every 30m. Its articles are seen in this server only." in shown.said
    assert shown.labels == ["Add", "Cancel"] and post.story_url(3) in shown.links and "2026-03-02" in shown.said
    assert nothing.said == SAID.none.replace("`", "")
    assert "Harbour Post" in added.said and "3 articles added." in added.said and added.labels == []
    assert "a mistake that costs" in answer.said and "a mistake that costs" not in direct.said
    assert "This server follows 1 feed." in listed.said and "30m · 3 articles" in listed.said
    assert "Its own coverage: 3 articles from 1 outlet" in status.said and ENGLISH.shared_on in status.said
    assert "last read" in status.said and "next" in status.said and "newest 2026-03-02" in status.said
    assert "This server follows that feed already: Harbour Post" in again.said and again.labels == []
    assert offered["name"] == f"Harbour Post · {post.web.url('', post.host).removeprefix('http://')}"
    assert "What came from it stays: 3 articles." in removed.said
    assert unknown.said == SAID.unknown.replace("`", "") and "a mistake that costs" in stays.said
    assert not any(message.pings for message in (shown, added, listed, status))
    assert double.rejections == []


async def test_nothing_is_stored_where_it_is_cancelled_and_each_preview_is_decided_once(
    double: DiscordDouble, tmp_path: Path, web: Web, post: Publisher
) -> None:
    async with managed(double, tmp_path, web) as server:
        first = await server.coverage("add", url=post.feed_url)
        second = await server.coverage("add", url=post.feed_url)
        cancelled = await (await server.boss.clicks(first, "Cancel")).changed(first)
        pressed = await server.boss.clicks(second, "Add")
        twice = await server.boss.clicks(second, "Add")
        late = await twice.follow_up()
        added = await settled(pressed, second, server.boss)
    assert cancelled.said == SAID.cancelled and cancelled.labels == []
    assert "3 articles added." in added.said and late.said == SAID.too_old.replace("`", "") and late.ephemeral
    assert double.rejections == []


async def test_a_preview_is_decided_on_after_a_restart_and_forgotten_after_a_day(
    double: DiscordDouble, tmp_path: Path, web: Web, post: Publisher
) -> None:
    async with managed(double, tmp_path, web) as server:
        shown, other = [await server.coverage("add", url=post.feed_url) for _ in range(2)]
        boss = server.boss
    with sqlite3.connect(tmp_path / "bot.db") as connection:
        connection.execute("UPDATE previews SET shown_at = shown_at - 90000 WHERE id IN (SELECT max(id) FROM previews)")
        (old,) = connection.execute("SELECT max(id) FROM previews").fetchone()
    small = world(tmp_path)
    kept, old_one = (other, shown) if old in str(shown.components) else (shown, other)
    async with small.bridge, following(small, web.fetcher()), connected(small.bot, double):
        late = await (await boss.clicks(old_one, "Add")).follow_up()
        added = await settled(await boss.clicks(kept, "Add"), kept, boss)
    small.store.close()
    assert late.said == SAID.too_old.replace("`", "") and "3 articles added." in added.said
    assert double.rejections == []


async def test_who_does_not_manage_the_server_sees_and_changes_nothing_whatever_discord_offers(
    double: DiscordDouble, tmp_path: Path, web: Web, post: Publisher
) -> None:
    async with managed(double, tmp_path, web) as server:
        (registered,) = [dict(each) for each in double.commands.listed() if each["name"] == "coverage"]
        await server.follow(post.feed_url)
        shown = await server.coverage("add", url=post.story_url(1))
        status = await server.coverage("status")
        offered_to_all(double)
        alice, said = server.room.alice, []
        for line, options in (
            ("add", {"url": post.feed_url}), ("list", {}), ("status", {}), ("remove", {"feed": post.feed_url})
        ):  # fmt: skip
            said.append(await (await alice.slash(server.here, f"coverage {line}", **options)).reply())
        offered = await alice.autocompletes(server.here, "coverage remove", "feed", "")
        assert server.here.guild is not None
        server.here.guild.admit(server.boss.user)  # the role is taken away between the preview and the button
        denied = await (await server.boss.clicks(shown, "Add")).follow_up()
        left = await (await server.boss.slash(server.here, "coverage list")).reply()
    assert registered["default_member_permissions"] == str(1 << 5) and registered["contexts"] == [0]
    assert {each.said for each in (*said, denied, left)} == {SAID.denied} and all(each.ephemeral for each in said)
    assert offered == [] and "Harbour Post" in status.said
    assert double.rejections == []


async def test_a_page_is_taken_in_by_itself_and_names_the_feeds_that_it_links_to(
    double: DiscordDouble, tmp_path: Path, web: Web, post: Publisher
) -> None:
    linked = "<head><link rel='alternate' type='application/rss+xml' href='/feed.xml'>"
    web.serve("/story/1", page(1).replace("<head>", linked), host=post.host)
    web.serve("/", f"<html>{linked}</head><body>Welcome</body></html>", host=post.host)
    web.serve("/nothing", "<html><body><script>app()</script></body></html>", host=post.host)
    web.serve("/picture", b"\x89PNG\r\n", media_type="image/png", host=post.host)
    web.serve("/down", "", status=500, host=post.host)
    async with managed(double, tmp_path, web) as server:
        shown = await server.coverage("add", url=post.story_url(1), outlet="The Post")
        taken = await settled(await server.boss.clicks(shown, "Add"), shown, server.boss)
        answer = await server.room.answer_to(f"!ask {CAPTAIN}")
        front = await server.coverage("add", url=web.url("/", post.host))
        wrong = {
            path: (await server.coverage("add", url=url)).said
            for path, url in (
                *((path, web.url(path, post.host)) for path in ("/nothing", "/picture", "/down", "/gone")),
                ("private", "http://10.0.0.1/feed.xml"), ("script", "javascript:alert(1)"),
            )
        }  # fmt: skip
        odd = await server.coverage("add", url=post.feed_url, every="soon")
        often = await server.coverage("add", url=post.feed_url, every="1m")
        server.boss.user.locale = "de"
        german = await server.coverage("list")
    assert shown.said.startswith(SAID.page_preview) and post.feed_url in shown.said
    assert "The ferry number 1 was taken out of service on Monday" in shown.said
    assert taken.said.startswith("Ferry 1 Taken Out of Service") and "is in this server's coverage now." in taken.said
    assert "a mistake that costs" in answer.said and "The Post" in answer.said
    assert front.said.startswith(SAID.links.replace("`", "").split(";")[0]) and post.feed_url in front.said
    assert front.labels == []
    problems = SAID.problems
    assert wrong["/nothing"] == problems["not_a_feed"] and wrong["/gone"] == problems["gone"].format(reason=404)
    assert wrong["/picture"].startswith("I could not take that: ") and "500" in wrong["/down"]
    assert wrong["script"] == problems["address"]
    assert wrong["private"].startswith("I could not take that") or wrong["private"] == problems["refused"]
    assert "'soon' is no interval" in odd.said and "between 5m and 30d" in often.said
    assert german.said == GERMAN.feeds.none.replace("`", "")
    assert double.rejections == []
