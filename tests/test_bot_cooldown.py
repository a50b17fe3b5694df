"""A person who asks many questions at once is told when to ask again, privately; nobody else notices."""

from __future__ import annotations

from pathlib import Path

from discord_double import DiscordDouble
from hypothesis import given
from hypothesis import strategies as st
from worlds import LETTER, QUESTION, SENTENCE, newsroom

from bot.cooldown import Cooldown


async def test_the_sixth_question_in_a_burst_says_privately_when_to_ask_again(
    double: DiscordDouble, tmp_path: Path
) -> None:
    async with newsroom(double, tmp_path, LETTER, burst=5) as room:
        asked = [await room.alice.slash(room.channel, "ask", question=QUESTION) for _ in range(7)]
        replies = [await each.reply(timeout=20) for each in asked]
        bob = double.person("bob")
        other = await (await bob.slash(room.channel, "ask", question=QUESTION)).reply()
    assert all(SENTENCE in reply.said and not reply.ephemeral for reply in [*replies[:5], other])
    for late in replies[5:]:
        assert late.ephemeral and late.said.startswith("That was a lot of questions at once. You can ask again 20")
    assert double.rejections == []


async def test_after_a_burst_of_messages_the_person_is_told_once_in_a_direct_message(
    double: DiscordDouble, tmp_path: Path
) -> None:
    async with newsroom(double, tmp_path, LETTER, burst=2) as room:
        for _ in range(2):
            assert SENTENCE in (await room.answer_to(f"!ask {QUESTION}")).said
        for _ in range(3):
            await room.alice.says(room.channel, f"!ask {QUESTION}")
        told = await room.alice.direct_channel.next_message()
        await room.channel.stays_quiet(0.3)
        await room.alice.direct_channel.stays_quiet(0.1)
        room.alice.closes_direct_messages()
        await room.alice.says(room.channel, f"!ask {QUESTION}")
        await room.channel.stays_quiet(0.2)
    assert told.said.startswith("That was a lot of questions at once.")


@given(st.lists(st.floats(0, 20), min_size=1, max_size=60))
def test_nobody_gets_more_than_a_burst_and_one_each_six_seconds(pauses: list[float]) -> None:
    now = 0.0
    cooldown = Cooldown(5, 30.0, lambda: now)
    taken: list[float] = []
    for pause in pauses:
        now += pause
        wait = cooldown.wait(7)
        if wait == 0:
            taken.append(now)
        else:
            assert 0 < wait <= 6 + 1e-6
            now += wait + 1e-6
            assert cooldown.wait(7) == 0
            taken.append(now)
    for first in taken:
        assert sum(first <= at < first + 30 for at in taken) <= 10
        assert sum(first <= at < first + 5.9 for at in taken) <= 6
