"""What it costs to remember answers and to read settings, in a file and in PostgreSQL, by one bot process and by many.

``PYTHONPATH=tests python -m tests.benchmarks.sharing --database postgresql://USER@HOST/DATABASE --processes 8``. The
database is filled with answers that nobody gave: use one that is there for this alone.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))

from test_bot_state import GIVEN  # noqa: E402

from bot.state import answers, servers  # noqa: E402
from bot.state.answers import Given, new_id  # noqa: E402
from bot.state.database import StateDatabase  # noqa: E402
from index.sql.place import Database, Tables  # noqa: E402

_SERVER = 3


async def _seconds(times: int, work: Callable[[], Awaitable[object]]) -> list[float]:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        await work()
        taken.append(time.perf_counter() - began)
    return taken


async def measure(database: Database, processes: int, times: int) -> None:
    """Print how long one process takes, and how much several can do; each has a connection and a thread of its own."""
    states = [StateDatabase(database) for _ in range(processes)]

    async def remember(state: StateDatabase, *, alone: bool) -> None:
        one: Given = replace(GIVEN, id=new_id())
        await state.write(lambda connection: answers.remember(connection, one), alone=alone)

    first = states[0]
    await asyncio.gather(*(state.read(lambda connection: servers.read(connection, _SERVER)) for state in states))
    reading = await _seconds(times, lambda: first.read(lambda connection: servers.read(connection, _SERVER)))
    writing = await _seconds(times, lambda: remember(first, alone=False))
    print(f"  one process: settings read in {_ms(reading)}, an answer remembered in {_ms(writing)}")
    for alone in (True, False):
        began = time.perf_counter()
        await asyncio.gather(*(_seconds(times, partial(remember, state, alone=alone)) for state in states))
        rate = processes * times / (time.perf_counter() - began)
        print(f"  {processes} at once, {'one after the other' if alone else 'together'}: {rate:,.0f} answers/s")
    for state in states:
        await state.close()


def _ms(taken: Sequence[float]) -> str:
    return f"{1000 * statistics.median(taken):.2f} ms (95 of 100 in {1000 * statistics.quantiles(taken, n=20)[-1]:.2f})"


def main() -> int:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", help="the address of a PostgreSQL database; without it, only a file is measured")
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--times", type=int, default=200)
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        for name, url in (("SQLite", None), ("PostgreSQL", given.database)):
            if name == "SQLite" or url:
                print(name)
                asyncio.run(measure(Tables(Path(folder), url).database("bot"), given.processes, given.times))
    return 0


if __name__ == "__main__":
    sys.exit(main())
