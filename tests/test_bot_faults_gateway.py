"""What happens to the connection that events come on: the bot is back by itself, and no event is answered twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aftermath import troubles
from discord_double import DiscordDouble, Timing, connected, running_double
from worlds import LETTER, QUESTION, SENTENCE, Newsroom, world

from bot.client import CoverageBot, run_bot

Misfortune = Callable[[DiscordDouble], object]
BREAKS: dict[str, Misfortune] = {
    "a dropped connection": lambda double: double.gateway.drop(),
    "a call to reconnect": lambda double: double.gateway.reconnect(),
    "an invalid session that can be resumed": lambda double: double.gateway.invalidate(resumable=True),
    "an unknown error": lambda double: double.gateway.close(4000),
    "a session that timed out": lambda double: double.gateway.close(4009),
    "a server that goes away": lambda double: double.gateway.close(1001),
    "a connection closed without a reason": lambda double: double.gateway.close(1000),
}


class QuickBot(CoverageBot):
    """The bot without the pauses that Discord asks for between identifications."""

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Do not wait."""


@asynccontextmanager
async def quick_newsroom(double: DiscordDouble, folder: Path, *, patience: float = 60.0) -> AsyncIterator[Newsroom]:
    """A connected bot that gives a silent gateway up after ``patience`` seconds."""
    channel, alice = double.guild("Newsroom").text_channel("general"), double.person("alice")
    small = world(folder, LETTER)

    def make() -> CoverageBot:
        client = QuickBot(small.bridge)
        client._connection.heartbeat_timeout = patience
        return client

    async with small.bridge, connected(make, double):
        yield Newsroom(small.store, small.bridge, small.state, channel, alice)
    small.store.close()


async def answers(room: Newsroom) -> None:
    """The bot answers a message and a command."""
    asked = await room.alice.says(room.channel, f"!ask {QUESTION}")
    assert SENTENCE in (await room.channel.next_message(after=asked, timeout=10)).visible_text
    assert SENTENCE in (await (await room.alice.slash(room.channel, "ask", question=QUESTION)).reply()).visible_text


@pytest.mark.parametrize("name", BREAKS)
async def test_what_was_asked_during_a_break_is_answered_once(
    double: DiscordDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    async with quick_newsroom(double, tmp_path) as room:
        BREAKS[name](double)
        asked = await room.alice.says(room.channel, f"!ask {QUESTION}")
        assert SENTENCE in (await room.channel.next_message(after=asked, timeout=10)).visible_text
        await answers(room)
    assert troubles(double, caplog.records) == []


async def test_a_session_that_cannot_be_resumed_is_opened_anew(
    double: DiscordDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with quick_newsroom(double, tmp_path) as room:
        double.gateway.invalidate(resumable=False)
        await double.world.watch.until(lambda: double.gateway.identified[1:] or None, 9, "no new session")
        await answers(room)
        double.faults.refuse_resume = True
        double.gateway.reconnect()
        await double.world.watch.until(lambda: double.gateway.identified[2:] or None, 9, "no new session")
        await answers(room)
    assert troubles(double, caplog.records) == []


async def test_a_gateway_that_stops_answering_heartbeats_is_left_and_met_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    timing = Timing(heartbeat_interval=0.3)
    async with running_double(timing=timing) as double, quick_newsroom(double, tmp_path, patience=1.0) as room:
        double.faults.ignored_heartbeats = 8
        await double.world.watch.until(lambda: double.gateway.resumed or None, 9, "never resumed")
        await answers(room)
    assert troubles(double, caplog.records) == []


@pytest.mark.parametrize("code", [1000, 1001])
async def test_a_gateway_that_hangs_up_before_it_says_hello_is_tried_again(
    double: DiscordDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture, code: int
) -> None:
    async with quick_newsroom(double, tmp_path) as room:
        double.faults.silent_connections = 2
        double.gateway.close(code)
        await double.world.watch.until(lambda: double.faults.silent_connections == 0 or None, 9, "not tried")
        await double.world.watch.until(
            lambda: double.gateway.resumed or double.gateway.identified[1:] or None, 20, "not back"
        )
        await answers(room)
    assert troubles(double, caplog.records) == []


async def test_events_that_come_twice_are_answered_once(
    double: DiscordDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with quick_newsroom(double, tmp_path) as room:
        double.faults.copies_of_events = 3
        await answers(room)
        asked = await room.alice.direct_message(QUESTION)
        await room.alice.direct_channel.next_message(after=asked)
        await asyncio.sleep(0.3)
    said = [message for message in double.world.messages() if message.author is double.bot]
    assert len(said) == 3
    assert double.rejections == []
    assert troubles(double, caplog.records) == []


async def test_a_gateway_that_refuses_and_then_hangs_up_does_not_end_the_bot(
    double: DiscordDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.client._START_OVER_SECONDS", 0.1)
    channel, alice = double.guild("Newsroom").text_channel("general"), double.person("alice")
    small = world(tmp_path, LETTER)
    made: list[QuickBot] = []

    def make(message_content: bool) -> QuickBot:
        made.append(QuickBot(small.bridge, message_content=message_content))
        return made[-1]

    running = asyncio.create_task(run_bot(double.token, make))
    await double.world.watch.until(lambda: double.gateway.identified or None, 9, "never identified")
    double.faults.refused_connections = double.faults.silent_connections = 1
    double.gateway.drop()
    await double.world.watch.until(lambda: double.gateway.identified[1:] or None, 20, "not back")
    await answers(Newsroom(small.store, small.bridge, small.state, channel, alice))
    await made[-1].close()
    await running
    await small.bridge.close()
    assert len(made) == 2
    assert troubles(double, caplog.records) == []
