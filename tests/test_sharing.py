"""Several processes over one PostgreSQL: what one stores all have, what one does no other does again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from bot_apart import bot_apart
from discord_double import DiscordDouble, connected, running_double
from postgres import Server
from publishers import START, Publisher, following
from stores import encode
from test_bot_buttons import custom_id
from test_bot_shards import guilds_of
from test_bot_state import GIVEN
from test_bot_watch import SAID, TOPIC, ferry
from test_bot_watch import posts as posted
from test_store_forgetting import SECRETS, full_index
from web import Web
from worlds import LETTER, QUESTION, SENTENCE, newsroom, world

from bot.client import Shards
from bot.serving import forgetting
from bot.state import answers, posts, previews, servers, watches
from bot.state.database import StateDatabase, StateError
from bot.state.posts import Post
from bot.state.previews import Preview
from bot.state.watches import Watch
from bot.words import ENGLISH
from index.answer import Citation
from index.document import Document
from index.feeds.database import FeedsUnusable
from index.feeds.subscriptions import Subscriptions
from index.owners import EVERYONE
from index.sql.connection import Connection
from index.sql.place import Database, PostgresSchema, Tables
from index.store.embedded import EmbeddedStore

ONE = Watch(person=1, server=None, channel=2, topic="ferry", a_day=5, locale="en", position=7, id=1)


def remembered(url: str, sql: str) -> list[tuple[object, ...]]:
    """Rows of the bot's tables."""
    with closing(psycopg.connect(url, options="-c search_path=bot")) as connection:
        return connection.execute(sql.encode()).fetchall()


@pytest.fixture
def database(shared: str | None, tmp_path: Path) -> Database:
    """An empty database of the bot's, in each of the two kinds."""
    return Tables(tmp_path / "new", shared).database("bot")


@asynccontextmanager
async def several(database: Database, number: int) -> AsyncIterator[list[StateDatabase]]:
    """As many connections as if each were another process's; each has a thread of its own."""
    async with AsyncExitStack() as closed_at_the_end:
        states = [StateDatabase(database) for _ in range(number)]
        for state in states:
            closed_at_the_end.push_async_callback(state.close)
        yield states


async def test_many_may_start_at_once_where_there_is_nothing_yet(database: Database) -> None:
    async with several(database, 8) as states:
        assert await asyncio.gather(*(state.read(watches.running) for state in states)) == [[]] * 8


async def test_what_one_may_do_several_cannot_do_at_once(database: Database) -> None:
    quoted = Citation(Document("ferry", "Ferry", SAID), 0, 3, SAID[:3], 1.0)
    preview = Preview("p", 1, 3, "https://x.example/", "X", None, 900.0, False, 1)

    def noted(connection: Connection) -> None:
        watches.add(connection, ONE)
        answers.remember(connection, GIVEN)
        posts.found(connection, Post(GIVEN.id, ONE.id, None), [quoted], "2020-01-01")
        previews.remember(connection, preview)

    async with several(database, 4) as states:
        await states[0].write(noted)

        async def tried(what: Callable[[Connection], bool]) -> int:
            return sum(await asyncio.gather(*(state.write(what) for state in states)))

        assert await tried(lambda connection: watches.move(connection, ONE, 8)) == 1
        assert await tried(lambda connection: previews.decide(connection, "p")) == 1
        assert await tried(lambda connection: posts.begin(connection, GIVEN.id)) == 1
        assert await states[1].read(posts.due) == []
        await states[0].write(lambda connection: posts.give_back(connection, GIVEN.id))
        assert [post.answer for post in await states[1].read(posts.due)] == [GIVEN.id]
        assert await tried(lambda connection: posts.begin(connection, GIVEN.id)) == 1
        adding = [
            state.write(lambda connection, topic=f"{each}": watches.add(connection, replace(ONE, topic=topic)))  # type: ignore[misc]
            for each, state in enumerate(states * 4)
        ]
        full = await asyncio.gather(*adding)
        assert full.count(None) == watches.MOST_OF_A_PERSON - 1


async def test_what_a_watch_finds_is_posted_once_though_two_bots_look_for_it(
    double: DiscordDouble, tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.watching.LOOK_SECONDS", 0.03)
    async with newsroom(double, tmp_path, LETTER, shared=postgres_url) as room:
        assert room.channel.guild is not None
        room.channel.guild.admit(room.alice.user, room.channel.guild.role("editors", "manage_messages"))
        await (await room.alice.slash(room.channel, "watch add", topic=TOPIC, where="in this channel")).reply()
        other = world(tmp_path)
        other.shared = postgres_url
        async with other.bridge, connected(other.bot, double):  # as at a restart, when the old one still runs
            for number in range(4):
                room.store.put([encode(ferry(f"story-{number}", SAID.replace("its engine", f"case {number}{number}")))])
                async with asyncio.timeout(5):
                    while len(posted(room.channel)) <= number:
                        await asyncio.sleep(0.02)
            await room.channel.stays_quiet(0.3)
        other.store.close()
    assert len(posted(room.channel)) == 4
    assert remembered(postgres_url, "SELECT DISTINCT state FROM watch_posts") == [("sent",)]
    assert remembered(postgres_url, "SELECT count(DISTINCT answer) FROM watch_posts") == [(4,)]


async def test_two_bot_processes_share_settings_answers_and_feedback(tmp_path: Path, postgres_url: str) -> None:
    async with running_double(shards=2) as double:
        guilds = await guilds_of(double, 2)
        channels = [guild.text_channel("general") for guild in guilds]
        reader = double.person("reader")
        world(tmp_path, LETTER).store.close()
        state = StateDatabase(Tables(tmp_path, postgres_url).database("bot"))
        async with (
            bot_apart(double, tmp_path, shards=Shards((0,), 2), database=postgres_url),
            bot_apart(double, tmp_path, shards=Shards((1,), 2), database=postgres_url),
        ):
            for channel in channels:
                asked = await reader.says(channel, f"!ask {QUESTION}")
                answer = await channel.next_message(after=asked, timeout=10)
                assert SENTENCE in answer.visible_text
                thanks = await (await reader.clicks(answer, custom_id=custom_id(answer, "good"))).reply()
                assert thanks.said == ENGLISH.rated_good
            elsewhere = int(channels[0].id)
            await state.write(
                lambda connection: servers.change(
                    connection, int(guilds[1].id), lambda now: replace(now, channels=frozenset({elsewhere}))
                )
            )
            refused = await (await reader.slash(channels[1], "ask", question=QUESTION)).reply()
        await state.close()
    assert f"<#{elsewhere}>" in refused.said
    assert remembered(postgres_url, "SELECT count(*), min(person), min(helpful) FROM feedback") == [
        (2, int(reader.user.id), 1)
    ]
    servers_asked = [row[0] for row in remembered(postgres_url, "SELECT server FROM answers ORDER BY server")]
    assert servers_asked == sorted(int(guild.id) for guild in guilds)


async def test_the_bot_and_its_feeds_outlive_a_restart_of_postgresql(
    double: DiscordDouble, tmp_path: Path, postgres: Server, postgres_url: str
) -> None:
    with closing(Subscriptions(Tables(tmp_path, postgres_url).database("feeds"))) as subscriptions:
        followed = subscriptions.add("https://one.example/feed", every=60, now=0.0)
        async with newsroom(double, tmp_path, LETTER, shared=postgres_url) as room:
            answer = await room.answer_to(f"!ask {QUESTION}")
            await (await room.alice.clicks(answer, custom_id=custom_id(answer, "good"))).reply()
            postgres.stop()
            down = await (await room.alice.clicks(answer, "Context")).reply()
            refused = await (await room.alice.slash(room.channel, "ask", question=QUESTION)).reply()
            direct = await (await room.alice.slash(room.alice.direct_channel, "ask", question=QUESTION)).reply()
            with pytest.raises(FeedsUnusable, match="check that the server runs"):
                subscriptions.all()
            postgres.start()
            context = await (await room.alice.clicks(answer, "Context")).reply()
            again = await room.answer_to(f"!ask {QUESTION}")
            await (await room.alice.clicks(again, custom_id=custom_id(again, "bad"))).reply()
        assert subscriptions.all() == [followed]
    assert down.said == refused.said == ENGLISH.failed
    assert SENTENCE in direct.said and not direct.labels  # no settings apply there, and buttons would lead nowhere
    assert LETTER.text in context.visible_text
    assert remembered(postgres_url, "SELECT helpful FROM feedback ORDER BY given_at") == [(1,), (0,)]


def test_two_that_follow_feeds_share_the_work_also_after_a_restart_of_postgresql(
    tmp_path: Path, postgres: Server, postgres_url: str
) -> None:
    with Web() as web, following(tmp_path, web, postgres_url) as one, following(tmp_path, web, postgres_url) as other:
        publishers = [Publisher(web, f"{number}.example") for number in range(4)]
        for publisher in publishers:
            publisher.publish(1)
            one.add(publisher)
        asked = []
        for new, later in ((1, 0.0), (2, 900.0)):
            one.now = other.now = START + later
            for publisher in publishers:
                publisher.publish(new)
            with ThreadPoolExecutor(2) as threads:
                updates = list(threads.map(lambda each: list(each.updater(2).update()), (one, other)))
            assert sorted(updated.feed.url for some in updates for updated in some) == sorted(
                publisher.feed_url for publisher in publishers
            )
            asked.append(sorted(web.paths()))
            web.asked.clear()
            postgres.stop()
            postgres.start()
        documents = one.documents()
    assert asked == [sorted(["/feed.xml", f"/story/{new}"] * 4) for new in (1, 2)]
    assert len(documents) == 8


def rows_that_tell(url: str) -> set[str]:
    """The tables in whose rows a removed word stands."""
    found = set()
    with closing(psycopg.connect(url)) as connection:
        tables = connection.execute(
            "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname IN ('bot', 'feeds')"
        ).fetchall()
        for (table,) in tables:
            rows = connection.execute(f"SELECT each::text FROM {table} AS each".encode()).fetchall()
            found |= {table for (row,) in rows if any(word in row.encode() for word in SECRETS)}
    return found


def test_what_is_forgotten_is_in_no_row_of_postgresql(tmp_path: Path, postgres_url: str) -> None:
    full_index(tmp_path, postgres_url)
    told = {"bot.answers", "bot.feedback", "bot.previews", "bot.watch_posts", "feeds.items"}
    assert rows_that_tell(postgres_url) == told
    with closing(EmbeddedStore(tmp_path, None)) as store:
        ids = list(store.ids(EVERYONE))
    tables = Tables(tmp_path, postgres_url)
    forgetting(tables.database("bot"))("guild:3", ids)
    with closing(Subscriptions(tables.database("feeds"))) as subscriptions:
        subscriptions.forget_documents(ids)
    assert rows_that_tell(postgres_url) == set()
    assert remembered(postgres_url, "SELECT answer, document FROM answer_documents") == []


async def test_errors_name_the_place_and_no_password(postgres_url: str) -> None:
    nowhere = PostgresSchema("postgresql://somebody:secret@127.0.0.1:1/coverage", "bot")
    for use in (StateDatabase(nowhere).read(watches.running), asyncio.to_thread(Subscriptions, nowhere)):
        with pytest.raises((StateError, FeedsUnusable)) as raised:
            await use
        said = str(raised.value)
        assert "postgresql://127.0.0.1:1/coverage (schema bot)" in said and "check that the server runs" in said
        assert "secret" not in said and "\n" not in said


async def test_tables_of_a_newer_version_are_left_alone(postgres_url: str) -> None:
    tables = Tables(Path(), postgres_url)
    async with several(tables.database("bot"), 2) as (first, second):
        await first.read(watches.running)
        Subscriptions(tables.database("feeds")).close()
        with closing(psycopg.connect(postgres_url, autocommit=True)) as connection:
            for schema in ("bot", "feeds"):
                connection.execute(f"UPDATE {schema}.schema_version SET version = 99".encode())
        with pytest.raises(StateError, match="newer version .*upgrade with"):
            await second.read(watches.running)
    with pytest.raises(FeedsUnusable, match="newer coverage-bot .*upgrade with"):
        Subscriptions(tables.database("feeds"))
