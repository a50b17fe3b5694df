"""What Discord's servers and the network between do wrong: each question is answered once all the same."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from aftermath import troubles
from discord_double import DiscordDouble, Timing, running_double
from discord_double.faults import Faults
from worlds import LETTER, QUESTION, SENTENCE, Newsroom, newsroom

MESSAGES = ("POST", "/channels/{id}/messages")
CALLBACK = ("POST", "/interactions/{id}/{token}/callback")
ORIGINAL = ("PATCH", "/webhooks/{id}/{token}/messages/@original")

Plan = Callable[[Faults, str, str], object]
PASSING: dict[str, Plan] = {
    "a rate limit": lambda faults, *place: faults.rate_limit(*place, retry_after=0.05),
    "two rate limits": lambda faults, *place: faults.rate_limit(*place, retry_after=0.05, times=2),
    "a global rate limit": lambda faults, *place: faults.rate_limit(*place, retry_after=0.05, is_global=True),
    "status 500": lambda faults, *place: faults.next(*place, status=500),
    "status 502 for work that was done": lambda faults, *place: faults.next(*place, status=502, performed=True),
    "a lost request": lambda faults, *place: faults.next(*place, drop=True),
    "a lost answer": lambda faults, *place: faults.next(*place, drop=True, performed=True),
    "a connection that is reset": lambda faults, *place: faults.next(*place, reset=True),
    "two lost answers": lambda faults, *place: faults.next(*place, drop=True, performed=True, times=2),
    "a slow answer": lambda faults, *place: faults.next(*place, delay=0.4),
}


def all_struck(faults: Faults) -> bool | None:
    return None if any(fault.times for fault in faults.planned) else True


async def by_message(room: Newsroom) -> str:
    return (await room.answer_to(f"!ask {QUESTION}")).visible_text


async def by_command(room: Newsroom) -> str:
    return (await (await room.alice.slash(room.channel, "ask", question=QUESTION)).reply()).visible_text


@pytest.mark.parametrize(
    ("place", "ask"),
    [(MESSAGES, by_message), (CALLBACK, by_command), (ORIGINAL, by_command)],
    ids=["the reply to a message", "the acknowledgement of a command", "the answer to a command"],
)
async def test_what_passes_costs_no_answer_and_gives_none_twice(
    double: DiscordDouble,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    place: tuple[str, str],
    ask: Callable[[Newsroom], asyncio.Future[str]],
) -> None:
    monkeypatch.setattr("bot.requests.PAUSES", (0.01, 0.1, 0.5))
    async with newsroom(double, tmp_path, LETTER) as room:
        for name, plan in PASSING.items():
            plan(double.faults, *place)
            assert SENTENCE in await ask(room), name
            await double.world.watch.until(lambda: all_struck(double.faults), 5, f"{name} did not strike")
        assert SENTENCE in await ask(room)
        await room.channel.stays_quiet(0.2)
    asked = [message for message in room.channel.messages if message.author is double.bot]
    assert len(asked) == len(PASSING) + 1
    assert troubles(double, caplog.records) == []


LASTING = [
    (401, 50027, "Invalid Webhook Token"),
    (403, 50001, "Missing Access"),
    (403, 50013, "Missing Permissions"),
    (404, 10003, "Unknown Channel"),
    (404, 10008, "Unknown Message"),
    (404, 10015, "Unknown Webhook"),
    (404, 10062, "Unknown interaction"),
]


async def test_what_does_not_pass_costs_that_one_answer(
    double: DiscordDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        for place in (CALLBACK, ORIGINAL):
            for status, code, message in LASTING:
                double.faults.next(*place, status=status, code=code, message=message)
                lost = await room.alice.slash(room.channel, "ask", question=QUESTION)
                assert SENTENCE in await by_command(room), code
                assert lost.interaction.original is None or lost.interaction.original.loading
        assert SENTENCE in await by_message(room)
    warnings = [record.getMessage() for record in caplog.records if record.name == "bot.sending"]
    assert len(warnings) == 2 * len(LASTING)
    assert all(str(code) in " ".join(warnings) for _, code, _ in LASTING)
    assert troubles(double, caplog.records) == []


async def test_servers_that_stay_out_of_order_cost_one_answer(
    double: DiscordDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.requests.PAUSES", (0.01, 0.01, 0.01))
    async with newsroom(double, tmp_path, LETTER) as room:
        outage = double.faults.next(*MESSAGES, status=503, times=99)
        await room.alice.says(room.channel, f"!ask {QUESTION}")
        lost = double.faults.next(*ORIGINAL, drop=True, times=4)
        await room.alice.slash(room.channel, "ask", question=QUESTION)
        await double.world.watch.until(lambda: None if lost.times or outage.times == 99 else True, 5, "no attempts")
        await asyncio.sleep(0.2)
        outage.times = 0
        assert SENTENCE in await by_message(room)
        assert SENTENCE in await by_command(room)
    assert troubles(double, caplog.records) == []


async def test_a_command_that_waits_behind_a_slow_network_is_acknowledged_in_time(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with (
        running_double(timing=Timing(acknowledge_within=2.0)) as double,
        newsroom(double, tmp_path, LETTER) as room,
    ):
        double.faults.next("POST", "/channels/{id}/typing", delay=2.5)
        double.faults.next(*MESSAGES, delay=2.5)
        await room.alice.says(room.channel, f"!ask {QUESTION}")
        slash = await room.alice.slash(room.channel, "ask", question=QUESTION)
        assert (await slash.acknowledged).latency < 1
        assert SENTENCE in (await slash.reply()).visible_text
    assert troubles(double, caplog.records) == []


async def test_choices_that_come_too_late_are_no_trouble(
    double: DiscordDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.requests.PAUSES", (0.01, 0.01, 0.01))
    async with newsroom(double, tmp_path, LETTER) as room:
        faults = (
            double.faults.next(*CALLBACK, status=404, code=10062, message="Unknown interaction"),
            double.faults.next(*CALLBACK, drop=True, times=4),
        )
        for fault in faults:
            typing = room.alice.autocompletes(room.channel, "ask", "outlet", "har", question="who?")
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(typing, 0.5)
            assert fault.times == 0
        offered = await room.alice.autocompletes(room.channel, "ask", "outlet", "har", question="who?")
        assert [choice["value"] for choice in offered] == ["Harbour Post"]
    assert troubles(double, caplog.records) == []
