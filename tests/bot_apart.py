"""A bot in a process of its own: what signals and kills do to it can only be seen from outside."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from discord_double import DiscordDouble, pointed_at
from worlds import OverlapReader

from bot.client import Shards
from bot.heartbeat import Heartbeat
from bot.serving import serve
from bot.settings import load_settings
from index.answerer import Answerer
from index.reader import Reading
from index.signals import Asked, Candidate
from index.sql.place import Tables
from index.store.address import Folder
from index.store.embedded import EmbeddedStore

_COUNTED = "counted: "


@dataclass
class BotApart:
    """The running process; ``log`` is what it writes."""

    process: asyncio.subprocess.Process
    log: Path

    async def counts(self) -> dict[str, int]:
        """Return what the process holds now: its "tasks", "threads", and open "files"."""
        before = self.log.read_text().count(_COUNTED)
        self.process.send_signal(signal.SIGUSR1)
        async with asyncio.timeout(10):
            while self.log.read_text().count(_COUNTED) == before:
                await asyncio.sleep(0.02)
        found: dict[str, int] = json.loads(self.log.read_text().split(_COUNTED)[-1].splitlines()[0])
        return found

    @property
    def memory(self) -> float:
        """Its resident memory in MiB, where the system tells it (Linux)."""
        try:
            lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        except OSError:
            return float("nan")
        return next(float(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))

    async def ends_on(self, number: int, *, within: float = 15.0) -> int:
        """Send a signal and return the exit status."""
        self.process.send_signal(number)
        return await asyncio.wait_for(self.process.wait(), within)


@asynccontextmanager
async def bot_apart(
    double: DiscordDouble,
    folder: Path,
    *,
    seconds: float = 0.0,
    shards: Shards | None = None,
    real: bool = False,
    database: str | None = None,
) -> AsyncIterator[BotApart]:
    """A bot over the index in ``folder``, connected; whatever still runs when the block ends is killed.

    Args:
        double: What it connects to.
        folder: With the index in it; the bot's log and its heartbeat are put beside that.
        seconds: How long it takes over each question.
        shards: Which shards it has.
        database: Where its tables are; files beside the index if not given.
        real: Use the packaged model and reader in place of the quick ones.
    """
    name = "-".join(map(str, shards.ids)) if shards else "all"
    log, heartbeat = folder / f"log-{name}", folder / f"heartbeat-{name}"
    heartbeat.unlink(missing_ok=True)
    arguments = [str(folder), name, str(seconds), double.api_url, double.gateway_url, double.token]
    arguments += ["--real"] if real else []
    arguments += ["--database", database] if database else []
    arguments += ["--shards", ",".join(map(str, shards.ids)), str(shards.count)] if shards else []
    with log.open("a") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable, __file__, *arguments, stderr=output, env=os.environ | {"PYTHONPATH": _paths()}
        )
    try:
        async with asyncio.timeout(60):
            while not heartbeat.exists():
                assert process.returncode is None, log.read_text()
                await asyncio.sleep(0.02)
        yield BotApart(process, log)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
            await process.wait()


@dataclass
class _SlowOnceWarm(OverlapReader):
    """Takes its time over each question but the first, which only warms the bot up."""

    def read(self, asked: Asked, candidates: Sequence[Candidate]) -> Reading:
        slow, self.seconds = self.seconds, self.seconds if self.read_questions else 0.0
        try:
            return super().read(asked, candidates)
        finally:
            self.seconds = slow


def _paths() -> str:
    return os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parent.parent)])


def _answerer(folder: Path, seconds: float, *, real: bool) -> Answerer:
    from encoders import HashedEncoder

    from index.encoder import open_encoder
    from index.reader import packaged_reader

    encoder = open_encoder() if real else HashedEncoder()
    reader = packaged_reader() if real else _SlowOnceWarm(seconds)
    return Answerer(EmbeddedStore(folder / "index", encoder.name), encoder, reader)


def _count_on_request() -> None:
    def count() -> None:
        open_files = Path("/proc/self/fd")
        files = len(list(open_files.iterdir())) if open_files.is_dir() else 0
        held = {"tasks": len(asyncio.all_tasks()), "threads": threading.active_count(), "files": files}
        print(_COUNTED + json.dumps(held), file=sys.stderr, flush=True)

    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, count)


def main() -> int:
    """Run the bot until it is told to stop, and return the signal's number, or 0."""
    parser = argparse.ArgumentParser()
    for name in ("folder", "name", "seconds", "api", "gateway", "token"):
        parser.add_argument(name)
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--shards", nargs=2)
    parser.add_argument("--database")
    given = parser.parse_args()
    logging.basicConfig(level="INFO", format="%(levelname)s %(name)s: %(message)s")
    folder = Path(given.folder)
    shards = Shards(tuple(map(int, given.shards[0].split(","))), int(given.shards[1])) if given.shards else None
    heartbeat = Heartbeat(folder / f"heartbeat-{given.name}", interval=0.5)
    state = Tables(folder / "index", given.database).database("bot")
    answerer = _answerer(folder, float(given.seconds), real=given.real)

    async def run() -> int | None:
        _count_on_request()
        return await serve(answerer, load_settings(Folder(folder / "index")), state, given.token, heartbeat, shards)

    with pointed_at(given.api, given.gateway):
        return int(asyncio.run(run()) or 0)


if __name__ == "__main__":
    sys.exit(main())
