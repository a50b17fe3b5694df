from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from command_line import coverage_bot, write_articles
from discord_double import DiscordDouble, running_double
from encoders import HashedEncoder
from worlds import LETTER, QUESTION, SENTENCE, OverlapReader, world

from bot.health import STALE_SECONDS, is_alive
from bot.heartbeat import Heartbeat
from bot.serving import serve
from bot.settings import Settings
from index.answerer import Answerer
from index.sql.place import SqliteFile
from index.store.embedded import EmbeddedStore

ROOT = Path(__file__).parent.parent


def health(heartbeat: Path | str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"COVERAGE_HEARTBEAT": str(heartbeat)}
    return subprocess.run(
        [sys.executable, "-m", "bot.health"], cwd=ROOT, env=environment, capture_output=True, text=True
    )


async def until(condition: Callable[[], bool], running: asyncio.Task[None]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            assert not running.done(), running.result()
            await asyncio.sleep(0.01)


@asynccontextmanager
async def served(double: DiscordDouble, folder: Path, heartbeat: Path) -> AsyncIterator[asyncio.Task[None]]:
    world(folder, LETTER).store.close()
    encoder = HashedEncoder()
    store = EmbeddedStore(folder / "index", encoder.name)
    answerer = Answerer(store, encoder, OverlapReader())
    running = asyncio.create_task(
        serve(answerer, Settings(), SqliteFile(folder / "bot.db"), double.token, Heartbeat(heartbeat, interval=0.02))
    )
    try:
        yield running
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        store.close()


async def test_the_heartbeat_goes_on_after_a_lost_connection_is_back(double: DiscordDouble, tmp_path: Path) -> None:
    file = tmp_path / "heartbeat"
    async with served(double, tmp_path, file) as running:
        await until(file.exists, running)
        file.unlink()
        double.gateway.drop()
        await until(file.exists, running)


async def test_the_heartbeat_stops_while_there_is_no_connection(tmp_path: Path) -> None:
    file = tmp_path / "heartbeat"
    async with running_double() as double, served(double, tmp_path, file) as running:
        await until(file.exists, running)
        await double.close()
        await asyncio.sleep(0.3)
        file.unlink()
        await asyncio.sleep(0.3)
        assert not file.exists()
        assert not running.done()


async def test_a_heartbeat_that_cannot_be_written_does_not_stop_the_bot(
    double: DiscordDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with served(double, tmp_path, tmp_path / "no-such-folder" / "heartbeat") as running:
        await until(lambda: "cannot be touched" in caplog.text, running)


async def test_the_run_command_answers_and_ends_with_a_line_when_its_token_is_revoked(
    double: DiscordDouble, tmp_path: Path
) -> None:
    article = {"title": LETTER.title, "text": LETTER.text}
    lines = write_articles(tmp_path / "letter.jsonl", article)
    assert coverage_bot("ingest", lines, "--index", tmp_path / "index").status == 0
    channel, alice = double.guild("Newsroom").text_channel("general"), double.person("alice")
    heartbeat = tmp_path / "heartbeat"
    environment = {"DISCORD_TOKEN": double.token, "COVERAGE_HEARTBEAT": str(heartbeat)}
    running = asyncio.create_task(
        asyncio.to_thread(coverage_bot, "run", "--index", tmp_path / "index", environment=environment)
    )
    try:
        async with asyncio.timeout(60):
            while not heartbeat.exists():
                assert not running.done(), running.result()
                await asyncio.sleep(0.05)
        asked = await alice.says(channel, f"!ask {QUESTION}")
        assert SENTENCE in (await channel.next_message(after=asked)).visible_text
    finally:
        double.gateway.close(4004)  # also after a failure: a thread cannot be cancelled
    ran = await asyncio.wait_for(running, 30)
    assert ran.status == 2
    assert ran.err.splitlines()[-1].startswith("coverage-bot: Discord refuses the bot token")
    assert "Traceback" not in ran.err


def test_an_old_heartbeat_is_none(tmp_path: Path) -> None:
    file = tmp_path / "heartbeat"
    file.touch()
    now = file.stat().st_mtime
    assert is_alive(file, now + STALE_SECONDS - 1)
    assert not is_alive(file, now + STALE_SECONDS + 1)
    assert not is_alive(tmp_path / "none", now)


def test_the_health_check_answers_in_words_and_by_exit_status(tmp_path: Path) -> None:
    file = tmp_path / "heartbeat"
    file.touch()
    fresh = health(file)
    assert (fresh.returncode, fresh.stdout) == (0, "connected to Discord\n")
    long_ago = time.time() - 2 * STALE_SECONDS
    os.utime(file, (long_ago, long_ago))
    stale = health(file)
    assert (stale.returncode, stale.stdout) == (1, "not connected to Discord\n")
    assert health("").returncode == 1
