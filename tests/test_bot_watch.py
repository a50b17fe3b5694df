"""/watch: who may, what is posted where and how often, and that nothing is posted twice or missed."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bot_apart import bot_apart
from command_line import coverage_bot
from discord_double import Channel, DiscordDouble, Fault, Person, SeenMessage, connected
from stores import encode
from worlds import LETTER, QUESTION, SENTENCE, Newsroom, OverlapReader, newsroom, world

from bot.state import servers, watches
from bot.words import ENGLISH, LANGUAGES
from index.ingest.article import Article

TOPIC = "who closed the ferry in Harrowgate?"
SAID = "The council closed the ferry in Harrowgate because of its engine."
QUIET = 0.4
MESSAGES = ("POST", "/channels/{id}/messages")


def ferry(name: str = "ferry", said: str = SAID, **fields: str) -> Article:
    text = f"Boats are late at {name}. {said} Nobody was hurt at {name}."
    published = datetime.now(UTC).isoformat()
    return replace(Article(f"{name}.txt", name.title(), text, id=name, published=published, outlet="Post"), **fields)


WHO = ("harbour police", "angry crowd of anglers", "new owner", "weather", "ministry of transport and water")
OTHERS = [ferry(f"story-{number}", f"The {who} closed the ferry in Harrowgate.") for number, who in enumerate(WHO)]


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("bot.watching.LOOK_SECONDS", 0.05)
    yield


@dataclass
class Watched:
    """A newsroom with somebody who may manage messages there, and somebody who manages the server."""

    room: Newsroom
    editor: Person
    boss: Person

    @property
    def channel(self) -> Channel:
        return self.room.channel

    async def add(
        self, who: Person, topic: str = TOPIC, *, channel: Channel | None = None, **options: object
    ) -> SeenMessage:
        return await (await who.slash(channel or self.channel, "watch add", topic=topic, **options)).reply()

    async def listed(self, who: Person) -> SeenMessage:
        return await (await who.slash(self.channel, "watch list")).reply()

    def arrives(self, *articles: Article) -> None:
        self.room.store.put([encode(each) for each in articles])


@asynccontextmanager
async def watched(double: DiscordDouble, folder: Path, **options: object) -> AsyncIterator[Watched]:
    async with newsroom(double, folder, LETTER, **options) as room:  # type: ignore[arg-type]
        guild = room.channel.guild
        assert guild is not None
        editor, boss = double.person("editor"), double.person("boss")
        guild.admit(editor.user, guild.role("editors", "manage_messages"))
        guild.admit(boss.user, guild.role("managers", "manage_guild"))
        yield Watched(room, editor, boss)


def posts(channel: Channel) -> list[str]:
    """What the bot has posted in a channel by itself."""
    shown = [
        m for m in channel.messages if m.author.bot and m.audience is None and "interaction_metadata" not in m.payload
    ]
    return [str(m.payload["components"]) for m in shown if not m.deleted]


async def struck(fault: Fault) -> None:
    """Wait until a planned fault has struck."""
    async with asyncio.timeout(5):
        while fault.times:
            await asyncio.sleep(0.01)


async def test_a_new_article_is_posted_once_with_its_source_and_buttons_and_calls_nobody(
    double: DiscordDouble, tmp_path: Path
) -> None:
    async with watched(double, tmp_path) as desk:
        added = await desk.add(desk.editor, where="in this channel")
        desk.arrives(ferry(said=SAID.replace("its engine", "@everyone")), LETTER)
        post = await desk.channel.next_message(after=added)
        desk.arrives(ferry("copy", SAID.replace("its engine", "@everyone")))
        await desk.channel.stays_quiet(QUIET)
        context = await (await desk.room.alice.clicks(post, "Context")).reply()
    assert added.ephemeral and ENGLISH.watch_added in added.said and TOPIC in added.said
    assert f"Watch: {TOPIC} · 1 of at most 5 today" in post.said and "/watch remove" in post.said
    assert (
        "because of @everyone" in post.said and "Post" in post.said and "Searched 1 article from 1 outlet" in post.said
    )
    assert not post.pings and not post.ephemeral and "Context" in post.labels
    assert "Nobody was hurt" in context.said
    assert double.rejections == []


async def test_a_direct_watch_needs_nothing_and_writes_to_the_person(double: DiscordDouble, tmp_path: Path) -> None:
    async with watched(double, tmp_path) as desk:
        alice = desk.room.alice
        alice.user.locale = "de"
        added = await desk.add(alice)
        desk.arrives(ferry())
        post = await alice.direct_channel.next_message()
        await desk.channel.stays_quiet(0.1)
        other = await desk.add(alice, "who closed the bakery?", channel=alice.direct_channel)
    assert "an dich direkt" in added.said and "an dich direkt" in other.said
    assert SAID in post.said and LANGUAGES["de"].watch_post.split(":")[0] in post.said
    assert double.rejections == []


async def test_posting_in_a_channel_is_for_who_manages_it_and_where_the_bot_answers_and_may_write(
    double: DiscordDouble, tmp_path: Path
) -> None:
    async with watched(double, tmp_path) as desk:
        guild = desk.channel.guild
        assert guild is not None
        denied = await desk.add(desk.room.alice, where="in this channel")
        allowed = await desk.add(desk.boss, where="in this channel")
        closed = guild.text_channel("closed")
        closed.forbid("send_messages")
        mute = await desk.add(desk.boss, channel=closed, where="in this channel")
        await (await desk.boss.slash(desk.channel, "settings channels", add=closed)).reply()
        elsewhere = await desk.add(desk.boss, "who closed it?", where="in this channel")
        desk.arrives(ferry())
        await desk.channel.stays_quiet(QUIET)
    assert denied.said == ENGLISH.watch_denied and ENGLISH.watch_added in allowed.said
    assert mute.said == ENGLISH.watch_not_allowed
    assert elsewhere.said == f"In this server I answer in <#{closed.id}>."


async def test_watches_are_listed_and_removed_by_their_owner_and_by_who_manages_the_server(
    double: DiscordDouble, tmp_path: Path
) -> None:
    async with watched(double, tmp_path) as desk:
        alice, editor, boss = desk.room.alice, desk.editor, desk.boss
        nothing = await desk.listed(alice)
        await desk.add(alice, a_day=2)
        await desk.add(editor, "ferry Harrowgate", where="in this channel")
        listed = [(await desk.listed(who)).said for who in (alice, editor, boss)]
        offered = {
            who.user.name: await who.autocompletes(desk.channel, "watch remove", "watch", "fer")
            for who in (alice, editor, boss)
        }
        (theirs,) = offered["boss"]
        refused = await (await alice.slash(desk.channel, "watch remove", watch=theirs["value"])).reply()
        removed = await (await boss.slash(desk.channel, "watch remove", watch=theirs["value"])).reply()
        own = await (await alice.slash(desk.channel, "watch remove", watch=TOPIC.upper())).reply()
        after = [(await desk.listed(who)).said for who in (alice, editor, boss)]
        desk.arrives(ferry())
        await desk.channel.stays_quiet(QUIET)
        assert posts(alice.direct_channel) == []
    assert nothing.said == ENGLISH.no_watches and nothing.ephemeral
    assert listed[0] == f"Watches\n- {TOPIC} · to you directly · at most 2 a day"
    assert listed[1] == listed[2] == f"Watches\n- ferry Harrowgate · <#{desk.channel.id}> · at most 5 a day"
    assert [each["name"] for each in offered["editor"]] == ["ferry Harrowgate · #general"] == [theirs["name"]]
    assert [each["name"] for each in offered["alice"]] == [f"{TOPIC} · to you directly"]
    assert refused.said == ENGLISH.watch_unknown
    assert removed.said == "I watch this no more: ferry Harrowgate" and TOPIC in own.said
    assert after == [ENGLISH.no_watches] * 3
    assert double.rejections == []


async def test_there_are_limits_and_what_cannot_be_asked_is_not_watched(
    double: DiscordDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watches, "MOST_OF_A_PERSON", 2)
    monkeypatch.setattr(watches, "MOST_OF_A_SERVER", 1)
    async with watched(double, tmp_path) as desk:
        alice, editor = desk.room.alice, desk.editor
        said = [(await desk.add(alice, topic)).said for topic in ("one ferry", "one ferry", "two ferries", "three")]
        await desk.add(editor, where="in this channel")
        full = await desk.add(desk.boss, where="in this channel")
        empty = await desk.add(editor, "?!")
    assert ENGLISH.watch_added in said[2] and said[3] == ENGLISH.watch_full_person.format(most=2)
    assert full.said == ENGLISH.watch_full_server.format(most=1)
    assert empty.said == ENGLISH.question_problems["no_question"]


async def test_no_more_than_asked_for_are_posted_in_a_day(double: DiscordDouble, tmp_path: Path) -> None:
    async with watched(double, tmp_path) as desk:
        await desk.add(desk.editor, where="in this channel", a_day=2)
        for each in OTHERS:
            desk.arrives(each)
            await asyncio.sleep(0.1)
        await double.world.watch.until(lambda: len(posts(desk.channel)) == 2 or None, 5, "no second post")
        await desk.channel.stays_quiet(QUIET)
        with closing(sqlite3.connect(desk.room.state)) as state, state:
            state.execute("UPDATE watch_posts SET day = '2020-01-01'")
        desk.arrives(ferry("tomorrow", "The last captain closed the ferry in Harrowgate at dawn."))
        await double.world.watch.until(lambda: len(posts(desk.channel)) == 3 or None, 5, "no post on the next day")
    assert "1 of at most 2 today" in posts(desk.channel)[2]


async def test_watches_outlive_a_restart_and_miss_nothing_meanwhile(double: DiscordDouble, tmp_path: Path) -> None:
    async with watched(double, tmp_path) as desk:
        await desk.add(desk.editor, where="in this channel")
        desk.arrives(ferry())
        await desk.channel.next_message()
    away = world(tmp_path, ferry("copy"), OTHERS[1])
    async with away.bridge, connected(away.bot, double):
        await desk.channel.next_message()
        await desk.channel.stays_quiet(QUIET)
    away.store.close()
    assert len(posts(desk.channel)) == 2 and "anglers" in posts(desk.channel)[1]


async def test_after_a_kill_in_the_middle_of_a_post_it_is_there_once(double: DiscordDouble, tmp_path: Path) -> None:
    channel = double.guild("Newsroom").text_channel("general")
    editor = double.person("editor")
    assert channel.guild is not None
    channel.guild.admit(editor.user, channel.guild.role("editors", "manage_messages"))
    small = world(tmp_path, LETTER)
    async with bot_apart(double, tmp_path) as bot:
        await (await editor.slash(channel, "watch add", topic=TOPIC, where="in this channel")).reply()
        posted = double.faults.next(*MESSAGES, drop=True, performed=True)
        small.store.put([encode(ferry())])
        await struck(posted)
        await bot.ends_on(signal.SIGKILL)
    small.state = tmp_path / "index" / "bot.db"
    small.store.put([encode(OTHERS[1])])
    async with small.bridge, connected(small.bot, double):
        await double.world.watch.until(lambda: len(posts(channel)) == 2 or None, 5, "the next post is missing")
        await channel.stays_quiet(QUIET)
    small.store.close()
    assert SAID in posts(channel)[0] and "anglers" in posts(channel)[1]


async def test_a_post_that_is_lost_on_the_way_is_made_by_the_next_start(
    double: DiscordDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.requests.PAUSES", ())
    async with watched(double, tmp_path) as desk:
        await desk.add(desk.editor, where="in this channel")
        lost = double.faults.next(*MESSAGES, drop=True, times=1000)
        desk.arrives(ferry())
        async with asyncio.timeout(5):
            while lost.times == 1000:
                await asyncio.sleep(0.01)
    lost.times = 0
    again = world(tmp_path)
    async with again.bridge, connected(again.bot, double):
        await double.world.watch.until(lambda: posts(desk.channel) or None, 5, "the post is lost")
        await desk.channel.stays_quiet(QUIET)
    again.store.close()
    assert len(posts(desk.channel)) == 1


async def test_what_may_have_been_posted_long_ago_is_never_tried_again(
    double: DiscordDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.requests.PAUSES", ())
    monkeypatch.setattr("bot.state.posts.RETRY_SECONDS", 0.0)
    async with watched(double, tmp_path) as desk:
        await desk.add(desk.editor, where="in this channel")
        lost = double.faults.next(*MESSAGES, drop=True)
        desk.arrives(ferry())
        await struck(lost)
        await desk.channel.stays_quiet(QUIET)
        desk.arrives(OTHERS[2])
        assert "new owner" in (await desk.channel.next_message()).said


ENDINGS = [
    (403, 50007, ENGLISH.watch_direct_closed),
    (404, 10003, ENGLISH.watch_channel_gone),
    (403, 50001, ENGLISH.watch_not_allowed),
    (403, 50013, ENGLISH.watch_not_allowed),
]


async def test_where_a_post_is_refused_the_watch_ends_with_a_note_and_begins_anew_when_added_again(
    double: DiscordDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with watched(double, tmp_path) as desk:
        for number, (status, code, note) in enumerate(ENDINGS):
            await desk.add(desk.editor, where="in this channel")
            fault = double.faults.next(*MESSAGES, status=status, code=code, message="No")
            desk.arrives(OTHERS[number])
            await struck(fault)
            async with asyncio.timeout(5):
                while note not in (await desk.listed(desk.editor)).said:
                    await asyncio.sleep(0.02)
        desk.arrives(ferry())
        await desk.channel.stays_quiet(QUIET)
        closed = desk.room.alice
        await desk.add(closed)
        closed.closes_direct_messages()
        desk.arrives(ferry("late", SAID.replace("engine", "weary captain")))
        async with asyncio.timeout(5):
            while ENGLISH.watch_direct_closed not in (await desk.listed(closed)).said:
                await asyncio.sleep(0.02)
    assert not [record for record in caplog.records if record.exc_info]


async def test_a_server_that_the_bot_leaves_ends_its_watches_and_no_other(
    double: DiscordDouble, tmp_path: Path
) -> None:
    async with watched(double, tmp_path) as desk:
        other = double.guild("Elsewhere").text_channel("lobby")
        guild = desk.channel.guild
        assert guild is not None and other.guild is not None
        other.guild.admit(desk.editor.user, other.guild.role("managers", "manage_guild"))
        await desk.add(desk.editor, where="in this channel")
        await desk.add(desk.editor, channel=other, where="in this channel")
        double.world.emit("GUILD_DELETE", {"id": guild.id}, guild=guild)
        async with asyncio.timeout(5):
            while ENGLISH.watch_left_server not in (
                listed := (await (await desk.editor.slash(other, "watch list")).reply()).said
            ):
                await asyncio.sleep(0.02)
        desk.arrives(ferry())
        post = await other.next_message()
        await desk.channel.stays_quiet(0.1)
    assert listed.count(ENGLISH.watch_left_server) == 1 and SAID in post.said


async def test_what_a_person_or_an_article_is_forgotten_by_is_in_the_file_no_more(
    double: DiscordDouble, tmp_path: Path
) -> None:
    async with watched(double, tmp_path) as desk:
        alice = desk.room.alice
        await desk.add(alice)
        desk.arrives(ferry())
        await alice.direct_channel.next_message()
        await (await alice.slash(desk.channel, "privacy", forget=True)).reply()
        listed = await desk.listed(alice)
        desk.arrives(OTHERS[0])
        await asyncio.sleep(0.2)
        with closing(sqlite3.connect(desk.room.state)) as state:
            left = [
                state.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in ("watches", "watch_posts", "answers")
            ]
    assert listed.said == ENGLISH.no_watches and left == [0, 0, 0]
    assert len(posts(alice.direct_channel)) == 1


async def test_what_quotes_an_article_that_is_removed_is_in_the_file_no_more(
    double: DiscordDouble, tmp_path: Path
) -> None:
    async with watched(double, tmp_path) as desk:
        await desk.add(desk.editor, where="in this channel")
        desk.arrives(ferry())
        await desk.channel.next_message()
    folder = tmp_path / "index"
    desk.room.state.rename(folder / "bot.db")
    assert coverage_bot("remove", "ferry", "--index", folder).status == 0
    assert b"because of its engine" not in (folder / "bot.db").read_bytes()
    with closing(sqlite3.connect(folder / "bot.db")) as state:
        assert state.execute("SELECT count(*) FROM watch_posts").fetchone() == (0,)
        assert state.execute("SELECT topic FROM watches").fetchone() == (TOPIC,)


def _removed(desk: Watched) -> None:
    desk.room.store.remove(["ferry"])


def _replaced(desk: Watched) -> None:
    desk.arrives(ferry(said="Bread is dear at the market."))


def _quoted_no_more(desk: Watched) -> None:
    guild = desk.channel.guild
    assert guild is not None
    with closing(sqlite3.connect(desk.room.state)) as state, state:
        state.row_factory = sqlite3.Row
        servers.change(state, int(guild.id), lambda now: replace(now, outlets=frozenset({"Harbour Post"})))


@pytest.mark.parametrize("happens", [_removed, _replaced, _quoted_no_more])
async def test_an_article_that_is_removed_replaced_or_not_quoted_any_more_before_its_post_is_not_posted(
    double: DiscordDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, happens: Callable[[Watched], None]
) -> None:
    monkeypatch.setattr("bot.requests.PAUSES", ())
    async with watched(double, tmp_path) as desk:
        await desk.add(desk.editor, where="in this channel")
        lost = double.faults.next(*MESSAGES, drop=True, times=1)
        with monkeypatch.context() as slowly:
            slowly.setattr("bot.watching.LOOK_SECONDS", 0.3)
            await asyncio.sleep(0.1)
            desk.arrives(ferry())
            await struck(lost)
            happens(desk)
            await desk.channel.stays_quiet(0.6)
    assert posts(desk.channel) == []


async def test_a_question_is_answered_in_its_turn_while_two_hundred_watches_look(
    double: DiscordDouble, tmp_path: Path
) -> None:
    reader = OverlapReader()
    async with watched(double, tmp_path, reader=reader) as desk:
        await desk.listed(desk.boss)
        sql = "INSERT INTO watches (person, channel, topic, a_day, locale, position) VALUES (?, ?, ?, 5, 'en', 0)"
        with closing(sqlite3.connect(desk.room.state)) as state, state:
            state.executemany(
                sql,
                [(number, number, f"who closed the quarry {number}?") for number in range(1, 201)],
            )
        reader.seconds = 0.02
        await asyncio.sleep(0.2)
        looked = len(reader.read_questions)
        asked = await desk.room.alice.slash(desk.channel, "ask", question=QUESTION)
        began = time.monotonic()
        latency = (await asked.acknowledged).latency
        reply = await asked.reply()
        took = time.monotonic() - began
        assert looked > 0 and len(reader.read_questions) < 200  # they were looking, and still are
    assert SENTENCE in reply.said and latency < 1 and took < 2
