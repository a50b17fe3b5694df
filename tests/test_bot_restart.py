"""A bot that is stopped or killed in the middle of a burst leaves nobody waiting."""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import stat
import time
from pathlib import Path

import pytest
from bot_apart import bot_apart
from discord_double import Asked, Channel, DiscordDouble, connected
from worlds import LETTER, QUESTION, SENTENCE, OverlapReader, world

from bot.client import CoverageBot
from bot.promises import LIFETIME_SECONDS, Promise, Promises

RESTARTED = "I was restarted before I could answer. Please ask again."


async def burst(double: DiscordDouble, channel: Channel, count: int) -> list[Asked]:
    """Questions of as many people at once, all of them acknowledged."""
    asked = [await double.person(f"reader{number}").slash(channel, "ask", question=QUESTION) for number in range(count)]
    for each in asked:
        await each.acknowledged
    return asked


async def outcomes(asked: list[Asked], timeout: float = 8.0) -> list[str]:
    """For each question "answer" or "apology"; an AssertionError for one that still says "is thinking"."""
    texts = [(await each.reply(timeout=timeout)).visible_text for each in asked]
    assert all(SENTENCE in text or text == RESTARTED for text in texts), texts
    return ["answer" if SENTENCE in text else "apology" for text in texts]


async def test_a_bot_that_stops_answers_what_it_can_and_apologises_for_the_rest(
    double: DiscordDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    channel, reader = double.guild("Newsroom").text_channel("general"), OverlapReader()
    small = world(tmp_path, LETTER, reader=reader)
    folder = tmp_path / "promises"
    async with small.bridge, connected(lambda: CoverageBot(small.bridge, promises=folder), double) as client:
        reader.seconds = 0.2
        asked = await burst(double, channel, 12)
        await client.stop(seconds=1.0)
        late = await double.person("late").slash(channel, "ask", question=QUESTION)
        ended = await outcomes(asked)
    assert set(ended) == {"answer", "apology"}
    assert late.interaction.acknowledged_at is None
    assert list(folder.iterdir()) == []
    assert [record for record in caplog.records if record.levelno > logging.WARNING or record.exc_info] == []


async def test_a_bot_with_nothing_to_finish_stops_at_once(double: DiscordDouble, tmp_path: Path) -> None:
    small = world(tmp_path, LETTER)
    async with small.bridge, connected(lambda: CoverageBot(small.bridge), double) as client:
        began = time.monotonic()
        await client.stop()
        assert time.monotonic() - began < 2


async def test_messages_that_are_being_answered_get_their_reply_before_the_end(
    double: DiscordDouble, tmp_path: Path
) -> None:
    channel, alice = double.guild("Newsroom").text_channel("general"), double.person("alice")
    reader = OverlapReader()
    small = world(tmp_path, LETTER, reader=reader)
    async with small.bridge, connected(lambda: CoverageBot(small.bridge), double) as client:
        reader.seconds = 0.3
        asked = await alice.says(channel, f"!ask {QUESTION}")
        await double.world.watch.until(lambda: channel.typing or None, 5, "the question was not noticed")
        await client.stop()
    assert SENTENCE in (await channel.next_message(after=asked)).visible_text


async def test_a_signal_lets_the_process_finish_or_apologise(double: DiscordDouble, tmp_path: Path) -> None:
    channel = double.guild("Newsroom").text_channel("general")
    world(tmp_path, LETTER).store.close()
    async with bot_apart(double, tmp_path, seconds=2.0) as bot:  # four at a time, and five seconds to finish
        asked = await burst(double, channel, 16)
        status = await bot.ends_on(signal.SIGTERM)
        ended = await outcomes(asked)
    assert set(ended) == {"answer", "apology"}
    assert status == signal.SIGTERM
    assert "Traceback" not in bot.log.read_text()


async def test_a_second_signal_does_not_wait_for_what_the_first_one_lets_finish(
    double: DiscordDouble, tmp_path: Path
) -> None:
    channel = double.guild("Newsroom").text_channel("general")
    world(tmp_path, LETTER).store.close()
    async with bot_apart(double, tmp_path, seconds=0.5) as bot:
        await burst(double, channel, 16)
        bot.process.send_signal(signal.SIGINT)
        await asyncio.sleep(0.3)
        began = time.monotonic()
        assert await bot.ends_on(signal.SIGINT) == signal.SIGINT
        assert time.monotonic() - began < 5
    assert "Traceback" not in bot.log.read_text()


async def test_after_a_kill_the_next_start_apologises_and_forgets_the_tokens(
    double: DiscordDouble, tmp_path: Path
) -> None:
    channel = double.guild("Newsroom").text_channel("general")
    world(tmp_path, LETTER).store.close()
    async with bot_apart(double, tmp_path, seconds=30.0) as bot:
        asked = await burst(double, channel, 5)
        await bot.ends_on(signal.SIGKILL)
    kept = sorted((tmp_path / "index" / "promises" / "all").iterdir())
    assert len(kept) == 5
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in kept)
    assert all(each.interaction.original and each.interaction.original.loading for each in asked)
    async with bot_apart(double, tmp_path):
        assert await outcomes(asked) == ["apology"] * 5
        again = await double.person("again").slash(channel, "ask", question=QUESTION)
        assert SENTENCE in (await again.reply()).visible_text
        await double.world.watch.until(lambda: list(kept[0].parent.iterdir()) == [] or None, 5, "tokens are left")
    assert double.rejections == []


async def test_what_an_earlier_process_left_is_taken_once_and_what_is_old_or_broken_not_at_all(tmp_path: Path) -> None:
    fresh = Promise(1, 2, "token", "de", time.time())
    for promise in (fresh, Promise(3, 2, "old", "", time.time() - LIFETIME_SECONDS - 1)):
        await Promises(tmp_path).make(promise)
    (tmp_path / "4").write_text('{"interaction": 4, "tok')
    (tmp_path / "5").write_text(json.dumps({"something": "else"}))
    assert await Promises(tmp_path).left_open() == [fresh]
    assert list(tmp_path.iterdir()) == []
    assert await Promises(tmp_path).left_open() == []


async def test_where_promises_cannot_be_written_the_log_says_so_and_answers_go_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("not a folder")
    promises = Promises(tmp_path / "file" / "promises")
    await promises.make(Promise(1, 2, "token", "", time.time()))
    assert len(promises.open) == 1
    async with promises.keeping("token"):
        assert promises.open == [] and not promises.settled
    assert promises.settled
    assert len(caplog.records) == 1 and "could not apologise later" in caplog.records[0].getMessage()


async def test_an_apology_is_in_the_language_of_who_asked(double: DiscordDouble, tmp_path: Path) -> None:
    channel, reader = double.guild("Newsroom").text_channel("general"), OverlapReader()
    alice = double.person("alice")
    alice.user.locale = "de"
    small = world(tmp_path, LETTER, reader=reader)
    async with small.bridge, connected(lambda: CoverageBot(small.bridge), double) as client:
        reader.seconds = 1.0
        asked = await alice.slash(channel, "ask", question=QUESTION)
        await asked.acknowledged
        await client.stop(seconds=0.1)
    assert (await asked.reply()).visible_text.startswith("Ich wurde neu gestartet")
