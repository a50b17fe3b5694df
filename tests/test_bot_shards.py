"""Shards: as many as Discord recommends, or those that the command line names, over several processes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from aftermath import troubles
from bot_apart import bot_apart
from command_line import coverage_bot
from discord_double import Channel, DiscordDouble, Guild, connected, running_double
from discord_double.sessions import shard_of
from worlds import LETTER, QUESTION, SENTENCE, World, world

from bot.client import CoverageBot, Shards, run_bot
from bot.errors import ShardsRefused
from bot.heartbeat import Heartbeat


class QuickBot(CoverageBot):
    """The bot without the pauses that Discord asks for between identifications."""

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Do not wait."""


async def guilds_of(double: DiscordDouble, count: int) -> list[Guild]:
    """One server for each shard, in their order."""
    found: dict[int, Guild] = {}
    while len(found) < count:
        guild = double.guild(f"Server {len(double.world.guilds)}")
        found.setdefault(shard_of(guild, count), guild)
        await asyncio.sleep(0.002)  # the shard is in the id's time, in milliseconds
    return [found[number] for number in range(count)]


async def answered(double: DiscordDouble, channel: Channel) -> bool:
    asked = await double.person("reader").says(channel, f"!ask {QUESTION}")
    return SENTENCE in (await channel.next_message(after=asked, timeout=10)).visible_text


async def test_a_bot_has_as_many_shards_as_discord_recommends(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with running_double(shards=3) as double:
        channels = [guild.text_channel("general") for guild in await guilds_of(double, 3)]
        small = world(tmp_path, LETTER)
        async with small.bridge, connected(lambda: QuickBot(small.bridge), double):
            assert [each["shard"] for each in double.gateway.identified] == [[0, 3], [1, 3], [2, 3]]
            assert [await answered(double, channel) for channel in channels] == [True] * 3
            direct = await double.person("alice").direct_message(QUESTION)
            reply = await double.world.direct_channel(direct.author).next_message(after=direct)
            assert SENTENCE in reply.visible_text
            double.gateway.reconnect()
            assert [await answered(double, channel) for channel in channels] == [True] * 3
        assert troubles(double, caplog.records) == []


async def test_two_processes_share_the_shards(tmp_path: Path) -> None:
    async with running_double(shards=2) as double:
        channels = [guild.text_channel("general") for guild in await guilds_of(double, 2)]
        world(tmp_path, LETTER).store.close()
        async with bot_apart(double, tmp_path, shards=Shards((0,), 2)):
            await double.person("early").says(channels[1], f"!ask {QUESTION}")
            assert await answered(double, channels[0])
            await channels[1].stays_quiet(0.2)
            async with bot_apart(double, tmp_path, shards=Shards((1,), 2)):
                assert [each["shard"] for each in double.gateway.identified] == [[0, 2], [1, 2]]
                assert await answered(double, channels[0])
                asked = await double.person("reader").slash(channels[1], "ask", question=QUESTION)
                assert SENTENCE in (await asked.reply()).visible_text
        registered = double.sent("PUT", "/commands")
    assert len(registered) == 1


async def test_shards_that_discord_refuses_are_told_in_one_line(tmp_path: Path) -> None:
    small = world(tmp_path, LETTER)
    async with running_double() as double:
        double.faults.close_next_connection = 4011
        with pytest.raises(ShardsRefused, match="start with a larger --shard-count"):
            await run_bot(double.token, lambda _: CoverageBot(small.bridge, shards=Shards((0,), 1)))


async def test_the_sign_of_life_stops_while_one_of_the_shards_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "heartbeat"
    async with running_double(shards=2) as double:
        await guilds_of(double, 2)
        small = world(tmp_path, LETTER)
        heartbeat = Heartbeat(file, interval=0.02)
        async with small.bridge, connected(lambda: watched(small, heartbeat), double):
            beating = asyncio.create_task(heartbeat.beat())
            await until_exists(file)
            double.faults.refused_connections = 99
            await double.world.watch.until(lambda: double.gateway.connections or None, 5, "no connection")
            double.gateway.drop_shard(1)
            await asyncio.sleep(0.3)
            file.unlink(missing_ok=True)
            await asyncio.sleep(0.2)
            assert not file.exists()
            double.faults.refused_connections = 0
            await until_exists(file)
            beating.cancel()


def watched(small: World, heartbeat: Heartbeat) -> QuickBot:
    client = QuickBot(small.bridge)
    heartbeat.watch(client)
    return client


async def until_exists(file: Path) -> None:
    async with asyncio.timeout(20):
        while not file.exists():
            await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--shard-ids", "0,1"], "--shard-ids needs --shard-count, which is the same for every process"),
        (["--shard-ids", "0,4", "--shard-count", "4"], "the shards of --shard-ids are numbered from 0 to 3"),
        (["--shard-ids", "-1", "--shard-count", "4"], "the shards of --shard-ids are numbered from 0 to 3"),
        (["--shard-ids", "one", "--shard-count", "4"], "write numbers with commas between them, for example 0,1"),
        (["--shard-ids", "", "--shard-count", "4"], "write numbers with commas between them, for example 0,1"),
        (["--shard-ids", "1,1", "--shard-count", "4"], "a shard is named twice"),
        (["--shard-count", "0"], "0 is not in the range x>=1"),
    ],
)
def test_shards_that_make_no_sense_are_bad_usage(options: list[str], words: str) -> None:
    ran = coverage_bot("run", *options)
    assert ran.status == 2
    assert words in ran.err and len(ran.err.splitlines()) == 1
