"""Slow answers and many questions: everyone is acknowledged at once, and the connection stays alive."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest
from discord_double import DiscordDouble, Timing, running_double
from worlds import LETTER, QUESTION, SENTENCE, OverlapReader, newsroom, world

from index.question import ask

BUSY = "I have more questions than I can answer right now. Please ask again in a minute."


async def test_heartbeats_and_acknowledgements_go_on_during_a_slow_answer(tmp_path: Path) -> None:
    timing = Timing(heartbeat_interval=0.3)
    reader = OverlapReader()
    async with running_double(timing=timing) as double, newsroom(double, tmp_path, LETTER, reader=reader) as room:
        reader.seconds = 2.0
        first = await room.alice.slash(room.channel, "ask", question=QUESTION)
        await asyncio.sleep(0.1)
        second = await room.alice.slash(room.channel, "ask", question="what puzzled two capitals?")
        latencies = [(await each.acknowledged).latency for each in (first, second)]
        assert not (await first.reply()).edited
        answers = [(await each.reply()).visible_text for each in (first, second)]
        assert double.gateway.late_heartbeats(by=0.2) == []
        assert len(double.gateway.heartbeats) > 10
    assert max(latencies) < 0.5
    assert SENTENCE in answers[0] and "puzzled two capitals" in answers[1]


async def test_fifty_questions_at_once_are_all_answered(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER, reader=OverlapReader(seconds=0.01)) as room:
        asked = [await room.alice.slash(room.channel, "ask", question=QUESTION) for _ in range(50)]
        latencies = [(await each.acknowledged).latency for each in asked]
        replies = [await each.reply(timeout=20) for each in asked]
    assert max(latencies) < 3
    assert all(SENTENCE in reply.visible_text for reply in replies)
    assert double.rejections == []


async def test_past_the_queue_people_are_kindly_told_to_come_back(double: DiscordDouble, tmp_path: Path) -> None:
    reader = OverlapReader()
    async with newsroom(double, tmp_path, LETTER, reader=reader, waiting=2) as room:
        reader.seconds = 0.5
        asked = [await room.alice.slash(room.channel, "ask", question=QUESTION) for _ in range(6)]
        replies = [(await each.reply(timeout=20)).visible_text for each in asked]
        reader.seconds = 0.0
        later = await room.answer_to(f"!ask {QUESTION}")
    assert sorted(reply == BUSY for reply in replies) == [False] * 3 + [True] * 3
    assert SENTENCE in later.visible_text


async def test_someone_who_gives_up_waiting_leaves_their_place_to_others(tmp_path: Path) -> None:
    reader = OverlapReader(seconds=0.2)
    async with world(tmp_path, LETTER, reader=reader, waiting=1).bridge as bridge:
        first = asyncio.create_task(bridge.answer(ask("who called?")))
        await asyncio.sleep(0.05)
        second = asyncio.create_task(bridge.answer(ask("who wrote?")))
        await asyncio.sleep(0.05)
        second.cancel()
        await asyncio.sleep(0)
        third = await bridge.answer(ask(QUESTION))
        await first
    assert third.citations[0].text == SENTENCE
    assert reader.read_questions == ["who called?", QUESTION]


async def test_a_closed_bridge_turns_questions_away_and_finishes_the_one_at_hand(tmp_path: Path) -> None:
    reader = OverlapReader(seconds=0.2)
    bridge = world(tmp_path, LETTER, reader=reader).bridge
    at_hand = asyncio.create_task(bridge.answer(ask(QUESTION)))
    await asyncio.sleep(0.05)
    waiting = asyncio.create_task(bridge.answer(ask("who wrote?")))
    await asyncio.sleep(0)
    await bridge.close()
    assert (await at_hand).answered
    outcomes = await asyncio.gather(waiting, bridge.answer(ask(QUESTION)), return_exceptions=True)
    assert [str(outcome) for outcome in outcomes] == ["", BUSY]
    assert reader.read_questions == [QUESTION]


async def test_a_bot_that_stops_in_the_middle_of_an_answer_stops_quietly(
    double: DiscordDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    reader = OverlapReader()
    async with newsroom(double, tmp_path, LETTER, reader=reader) as room:
        reader.seconds = 0.3
        for _ in range(3):
            await (await room.alice.slash(room.channel, "ask", question=QUESTION)).acknowledged
            await room.alice.says(room.channel, f"!ask {QUESTION}")
        await asyncio.sleep(0.1)
    await asyncio.sleep(0.1)
    assert [record for record in caplog.records if record.levelno >= logging.WARNING or record.exc_info] == []
