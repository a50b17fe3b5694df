"""A long time in little time: `python -m tests.benchmarks.discord_soak --events 10000`.

People do all kinds of things while Discord and the network fail at random (`--seed`); the bot runs in a process of
its own with the tests' quick encoder. Printed: what happened, and the bot's memory, tasks, threads and open files
after the first tenth and at the end. Exit status 1 if an exception went unhandled, an answer was sent twice,
somebody was left with "is thinking", a task was left over, or memory grew by more than a tenth.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

TESTS = Path(__file__).parent.parent
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

from aftermath import RECONNECTING, troubles  # noqa: E402  # the tests' own modules are found by the line above
from bot_apart import BotApart, bot_apart  # noqa: E402
from discord_double import Channel, DiscordDouble, Person, running_double  # noqa: E402
from discord_double.seen import see  # noqa: E402
from worlds import BREAD, LETTER, QUESTION, SENTENCE, world  # noqa: E402

QUESTIONS = (
    QUESTION,
    "why does bread cost more?",
    "who won?",
    "and when did he say that?",
    "x" * 400,
    "** @everyone <@1>",
)
CALLBACK = ("POST", "/interactions/{id}/{token}/callback")
ORIGINAL = ("PATCH", "/webhooks/{id}/{token}/messages/@original")
MESSAGES = ("POST", "/channels/{id}/messages")
FAULT_SHARE = 0.05
AT_ONCE = 10
MOST_GROWTH = 1.10

Act = Callable[["Soak"], Awaitable[object]]


class Soak:
    """One run: who does what where, by chance."""

    def __init__(self, double: DiscordDouble, seed: int) -> None:
        """Prepare servers, channels and people."""
        self.double = double
        self.chance = random.Random(seed)
        self.channels = [double.guild(f"Server {n}").text_channel("general") for n in range(20)]
        self.people = [double.person(f"reader{n}") for n in range(200)]
        self.done: Counter[str] = Counter()

    async def events(self, count: int) -> None:
        """Let this many things happen, a few at a time."""
        for number in range(count):
            self.plan_fault()
            act = self.chance.choice(ACTS)
            self.done[act.__name__] += 1
            await act(self)
            if number % AT_ONCE == 0:
                await asyncio.sleep(self.chance.uniform(0.0, 0.15))

    def plan_fault(self) -> None:
        """Now and then, let something go wrong soon."""
        if self.chance.random() < FAULT_SHARE:
            fault = self.chance.choice(FAULTS)
            self.done["fault"] += 1
            fault(self.double)
        planned = self.double.faults.planned
        planned[:] = [fault for fault in planned if fault.times > 0]

    def person(self) -> Person:
        """Anybody."""
        return self.chance.choice(self.people)

    def channel(self) -> Channel:
        """Any channel of a server."""
        return self.chance.choice(self.channels)

    def question(self) -> str:
        """Something that people may ask."""
        return self.chance.choice(QUESTIONS)


async def command(soak: Soak) -> None:
    options = soak.chance.choice(({}, {"private": True}, {"outlet": "nobody"}, {"since": "last week"}))
    await soak.person().slash(soak.channel(), "ask", question=soak.question(), **options)


async def prefixed(soak: Soak) -> None:
    await soak.person().says(soak.channel(), f"!ask {soak.question()}")


async def mention(soak: Soak) -> None:
    await soak.person().says(soak.channel(), f"{soak.double.bot.mention} {soak.question()}")


async def direct(soak: Soak) -> None:
    await soak.person().direct_message(soak.question())


async def chatter(soak: Soak) -> None:
    await soak.person().says(soak.channel(), "not for the bot")


async def regretted(soak: Soak) -> None:
    person = soak.person()
    await person.deletes(await person.says(soak.channel(), f"!ask {soak.question()}"))


async def typing_outlet(soak: Soak) -> None:
    # What is offered is not waited for: a person goes on typing.
    offering = asyncio.create_task(soak.person().autocompletes(soak.channel(), "ask", "outlet", "har", question="who?"))
    offering.add_done_callback(lambda task: task.cancelled() or task.exception())


async def press(soak: Soak) -> None:
    answers = [
        m for m in soak.channel().messages[-30:] if m.author is soak.double.bot and not m.loading and not m.audience
    ]
    seen = see(soak.chance.choice(answers)) if answers else None
    if seen is not None and seen.labels and not seen.channel.messages[-1].deleted:
        label = soak.chance.choice([label for label in seen.labels if label])
        await soak.person().clicks(seen, label)


async def about(soak: Soak) -> None:
    await soak.person().slash(soak.channel(), soak.chance.choice(("help", "sources", "privacy")))


ACTS: tuple[Act, ...] = (command, command, prefixed, mention, direct, chatter, regretted, typing_outlet, press, about)

FAULTS: tuple[Callable[[DiscordDouble], object], ...] = (
    *(
        lambda double, place=place: double.faults.rate_limit(*place, retry_after=0.05)
        for place in (CALLBACK, ORIGINAL, MESSAGES)
    ),
    *(lambda double, place=place: double.faults.next(*place, drop=True) for place in (CALLBACK, ORIGINAL, MESSAGES)),
    *(
        lambda double, place=place: double.faults.next(*place, drop=True, performed=True)
        for place in (CALLBACK, ORIGINAL, MESSAGES)
    ),
    *(lambda double, place=place: double.faults.next(*place, reset=True) for place in (CALLBACK, ORIGINAL, MESSAGES)),
    *(
        lambda double, place=place: double.faults.next(*place, status=502, performed=True)
        for place in (ORIGINAL, MESSAGES)
    ),
    *(lambda double, place=place: double.faults.next(*place, delay=0.5) for place in (CALLBACK, ORIGINAL, MESSAGES)),
    lambda double: double.faults.next(*MESSAGES, status=403, code=50013, message="Missing Permissions"),
    lambda double: double.faults.next(*MESSAGES, status=404, code=10003, message="Unknown Channel"),
    lambda double: double.faults.next(*CALLBACK, status=404, code=10062, message="Unknown interaction"),
    lambda double: double.gateway.drop(),
    lambda double: double.gateway.reconnect(),
    lambda double: double.gateway.invalidate(resumable=True),
    lambda double: double.gateway.close(4000),
    lambda double: setattr(double.faults, "copies_of_events", 3 - double.faults.copies_of_events),
)


async def soak(folder: Path, events: int, seed: int, *, checked: bool) -> list[str]:
    """Run, print what was seen, and return what should not have been, in words.

    With `checked`, every message is held against Discord's schemas, which takes most of the time.
    """
    small = world(folder, LETTER, BREAD)
    small.store.close()
    async with running_double(checked=checked) as double, bot_apart(double, folder) as bot:
        run = Soak(double, seed)
        began = time.monotonic()
        await run.events(events // 10)
        await at_rest(double)
        early, early_memory = await bot.counts(), bot.memory
        await run.events(events - events // 10)
        double.faults.planned.clear()
        double.faults.copies_of_events = 1
        await at_rest(double)
        late, late_memory = await bot.counts(), bot.memory
        print(f"{events} events in {time.monotonic() - began:.0f} s: {dict(sorted(run.done.items()))}")
        print(f"after a tenth: {early_memory:.0f} MiB, {early}; at the end: {late_memory:.0f} MiB, {late}")
        answers = await still_answers(run)
        return [
            *troubles(double, []),
            *unhandled(bot),
            *([] if answers else ["the last question was not answered"]),
            *(["somebody was left with 'is thinking'"] if any(m.loading for m in double.world.messages()) else []),
            *(
                [f"tasks were left over: {late['tasks'] - early['tasks']}"]
                if late["tasks"] > early["tasks"] + 2
                else []
            ),
            *(["memory grew"] if events >= 1000 and late_memory > early_memory * MOST_GROWTH else []),
        ]


async def at_rest(double: DiscordDouble) -> None:
    """Wait until nothing was asked of Discord for a second, half a minute at the longest."""
    for _ in range(30):
        before = len(double.rest.exchanges)
        await asyncio.sleep(1.0)
        if len(double.rest.exchanges) == before:
            return


async def still_answers(run: Soak) -> bool:
    """Whether a newcomer's question is answered."""
    asked = await run.double.person("newcomer").slash(run.channel(), "ask", question=QUESTION)
    return SENTENCE in (await asked.reply(timeout=20)).visible_text


def unhandled(bot: BotApart) -> list[str]:
    """Errors in the bot's log, but for those that tell of a connection to be made again."""
    lines = bot.log.read_text().splitlines()
    errors = [line for line in lines if line.startswith(("ERROR", "CRITICAL"))]
    return [line[:300] for line in errors if not any(known in line for known in RECONNECTING)]


def main() -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--checked", action="store_true", help="hold every message against Discord's schemas")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(soak(Path(folder), given.events, given.seed, checked=given.checked))
    print("\n".join(found[:20]) or "nothing went unhandled, nobody was answered twice, nothing was left over")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
