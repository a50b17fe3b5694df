"""Many people ask at once: `python -m tests.benchmarks.discord_load --people 100 --seconds 60`.

The bot runs in a process of its own with the packaged model over `tests/news/articles.jsonl`; this process is its
Discord. Everybody asks at the same moment, and again 6 to 12 s after each answer. Printed: seconds from a command to
its acknowledgement and to its answer, how many were told to come back later, heartbeats that came late, and the
bot's resident memory. Exit status 1 if a command was acknowledged after more than a second, or a heartbeat was late.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

TESTS = Path(__file__).parent.parent
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

import numpy as np  # noqa: E402  # the tests' own modules are found by the line above
from bot_apart import bot_apart  # noqa: E402
from discord_double import Channel, DiscordDouble, Person, Timing, running_double  # noqa: E402

from bot.words import ENGLISH  # noqa: E402
from index.encoder import open_encoder  # noqa: E402
from index.ingest.ingestor import Ingestor  # noqa: E402
from index.ingest.sources import read_sources  # noqa: E402
from index.split import split  # noqa: E402
from index.store.embedded import EmbeddedStore  # noqa: E402

NEWS = TESTS / "news"
HEARTBEAT_SECONDS = 2.0
LATE_SECONDS = 0.5
PAUSE_SECONDS = (6.0, 12.0)
ANSWER_PATIENCE = 120.0


@dataclass
class Measured:
    """Seconds from each command to its acknowledgement and to its answer."""

    acknowledged: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    turned_away: int = 0


def build_index(folder: Path) -> None:
    """Take the news articles in, if `folder` has no index yet."""
    encoder = open_encoder()
    store = EmbeddedStore(folder / "index", encoder.name, create=True)
    for _ in Ingestor(store, encoder, split).ingest(read_sources([str(NEWS / "articles.jsonl")], sys.stdin.buffer)):
        pass
    store.close()


def questions() -> list[str]:
    """All questions of the news set."""
    files = sorted(NEWS.glob("*.questions.jsonl"))
    return [json.loads(line)["question"] for file in files for line in file.read_text("utf-8").splitlines()]


async def keeps_asking(person: Person, channel: Channel, asking: Sequence[str], until: float, told: Measured) -> None:
    """One person's minute."""
    loop = asyncio.get_running_loop()
    choice = random.Random(person.user.name)
    while loop.time() < until:
        asked = await person.slash(channel, "ask", question=choice.choice(asking))
        try:
            told.acknowledged.append((await asked.acknowledged).latency)
        except AssertionError:  # never, as far as this person is concerned
            told.acknowledged.append(float("inf"))
            continue
        reply = await asked.reply(timeout=ANSWER_PATIENCE)
        if ENGLISH.busy in reply.visible_text:
            told.turned_away += 1
        else:
            told.answered.append(loop.time() - asked.interaction.sent_at)
        await asyncio.sleep(choice.uniform(*PAUSE_SECONDS))


async def measure(folder: Path, people: int, seconds: float) -> bool:
    """Run the load, print the figures and return whether what is required holds."""
    told, asking = Measured(), questions()
    timing = Timing(heartbeat_interval=HEARTBEAT_SECONDS)
    async with running_double(timing=timing, checked=False) as double:
        channel = double.guild("Newsroom").text_channel("general")
        async with bot_apart(double, folder, real=True) as bot:
            first = await double.person("first").slash(channel, "ask", question=asking[0])
            await first.reply(timeout=ANSWER_PATIENCE)
            before = bot.memory
            until = asyncio.get_running_loop().time() + seconds
            crowd = [double.person(f"reader{number}") for number in range(people)]
            await asyncio.gather(*(keeps_asking(each, channel, asking, until, told) for each in crowd))
            late = double.gateway.late_heartbeats(by=LATE_SECONDS)
            report(told, double, len(late), before, bot.memory)
    return max(told.acknowledged) <= 1.0 and not late


def report(told: Measured, double: DiscordDouble, late: int, before: float, after: float) -> None:
    """Print the figures."""
    print(f"questions {len(told.acknowledged)}, answered {len(told.answered)}, turned away {told.turned_away}")
    print(f"acknowledged after (s)  {percentiles(told.acknowledged, 50, 95, 100)}")
    print(f"answered after (s)      {percentiles(told.answered, 50, 95, 99, 100)}")
    print(f"heartbeats {len(double.gateway.heartbeats)}, late by more than {LATE_SECONDS} s: {late}")
    print(f"requests refused {len(double.rejections)}, resident memory {before:.0f} MiB before, {after:.0f} MiB after")
    print(f"cores {os.cpu_count()}, load of the machine {os.getloadavg()[0]:.1f}")


def percentiles(values: Sequence[float], *wanted: int) -> str:
    """Return percentiles in words; the 100th is the maximum."""
    found = np.percentile(values, wanted) if values else [float("nan")] * len(wanted)
    return "  ".join(
        f"{'max' if each == 100 else f'p{each}'} {value:.2f}" for each, value in zip(wanted, found, strict=True)
    )


def main() -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--folder", type=Path, help="keep the index here, to start at once the next time")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        began = time.monotonic()
        build_index(folder)
        print(f"index ready after {time.monotonic() - began:.0f} s")
        return 0 if asyncio.run(measure(folder, given.people, given.seconds)) else 1


if __name__ == "__main__":
    sys.exit(main())
