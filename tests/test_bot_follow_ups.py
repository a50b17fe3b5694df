"""Follow-up questions on Discord: the subject is kept where people expect it, and nowhere else."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from discord_double import DiscordDouble, connected
from worlds import BREAD, LETTER, QUESTION, OverlapReader, newsroom, world

AND_WHEN = "and when did he say that?"
MEANT = "when did Gen. Doran K. Veltman, who called it a mistake, say that?"
UNDERSTOOD = f"Understood as: {MEANT}"


async def test_a_reply_to_an_answer_keeps_its_subject_and_says_how_it_was_understood(
    double: DiscordDouble, tmp_path: Path
) -> None:
    reader = OverlapReader()
    async with newsroom(double, tmp_path, LETTER, reader=reader) as room:
        answer = await room.answer_to(f"!ask {QUESTION}")
        asked = await room.alice.says(room.channel, AND_WHEN, reply_to=answer)
        followed = await room.channel.next_message(after=asked)
        bob = double.person("bob")
        again = await bob.says(room.channel, "who is he?", reply_to=followed)
        third = await room.channel.next_message(after=again)
    assert followed.said.startswith(UNDERSTOOD + "\n") and followed.reference == asked.id
    assert reader.read_questions[-2:] == [MEANT, "who is Gen. Doran K. Veltman?"]
    assert third.said.startswith("Understood as: who is Gen. Doran K. Veltman?")
    assert double.rejections == []


async def test_a_reply_without_a_ping_or_to_somebody_else_asks_nothing(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        answer = await room.answer_to(f"!ask {QUESTION}")
        bob = double.person("bob")
        said = await bob.says(room.channel, "interesting")
        await room.alice.says(room.channel, "nice find", reply_to=answer, ping=False)
        await room.alice.says(room.channel, AND_WHEN, reply_to=said)
        await room.channel.stays_quiet(0.3)


async def test_a_channel_is_no_conversation(double: DiscordDouble, tmp_path: Path) -> None:
    reader = OverlapReader()
    async with newsroom(double, tmp_path, LETTER, reader=reader) as room:
        await room.answer_to(f"!ask {QUESTION}")
        followed = await room.answer_to(f"!ask {AND_WHEN}")
        await (await room.alice.slash(room.channel, "ask", question=AND_WHEN)).reply()
    assert "Understood" not in followed.said
    assert reader.read_questions[-2:] == [AND_WHEN, AND_WHEN]


async def test_a_thread_under_an_answer_keeps_its_subject(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        answer = await room.answer_to(f"!ask {QUESTION}")
        other = await room.alice.says(room.channel, "something else")
        for parent, understood in ((answer, True), (other, False)):
            thread = room.channel.thread("thread", under=parent, told=False)
            asked = await room.alice.says(thread, f"{double.bot.mention} {AND_WHEN}")
            followed = await thread.next_message(after=asked)
            assert followed.said.startswith(UNDERSTOOD) is understood


async def test_a_direct_message_keeps_the_subject_of_its_own_conversation_alone(
    double: DiscordDouble, tmp_path: Path
) -> None:
    async with newsroom(double, tmp_path, LETTER, BREAD) as room:
        bob = double.person("bob")
        await room.alice.direct_message(QUESTION)
        await room.alice.direct_channel.next_message()
        asked = await bob.direct_message(AND_WHEN)
        other = await bob.direct_channel.next_message(after=asked)
        asked = await room.alice.direct_message(AND_WHEN)
        mine = await room.alice.direct_channel.next_message(after=asked)
        slash = await room.alice.slash(room.alice.direct_channel, "ask", question="who is he?")
        by_slash = await slash.reply()
    assert "Understood" not in other.said and "Veltman" not in other.said.split("\n")[0]
    assert mine.said.startswith(UNDERSTOOD)
    assert by_slash.said.startswith("Understood as: who is Gen. Doran K. Veltman?")


async def test_a_conversation_outlives_a_restart_and_fades_with_time(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        await room.alice.direct_message(QUESTION)
        await room.alice.direct_channel.next_message()
    small = world(tmp_path)
    async with small.bridge, connected(small.bot, double):
        asked = await room.alice.direct_message(AND_WHEN)
        kept = await room.alice.direct_channel.next_message(after=asked)
        with sqlite3.connect(small.state) as connection:
            connection.execute("UPDATE answers SET asked_at = asked_at - 3600")
        asked = await room.alice.direct_message("who is he?")
        faded = await room.alice.direct_channel.next_message(after=asked)
    small.store.close()
    assert kept.said.startswith(UNDERSTOOD)
    assert "Understood" not in faded.said


async def test_an_answer_of_one_server_is_no_subject_in_another(double: DiscordDouble, tmp_path: Path) -> None:
    lobby = double.guild("Elsewhere").text_channel("lobby")
    async with newsroom(double, tmp_path, LETTER) as room:
        private = await (await room.alice.slash(room.channel, "ask", question=QUESTION, private=True)).reply()
        bob = double.person("bob")
        with sqlite3.connect(room.state) as connection:  # as if a message of another server had this id
            asked = await bob.says(lobby, f"{double.bot.mention} hello")
            hello = await lobby.next_message(after=asked)
            connection.execute("UPDATE answers SET message = ? WHERE message = ?", (int(hello.id), int(private.id)))
            connection.execute(
                "DELETE FROM answers WHERE server != ?", (int(str(room.channel.guild and room.channel.guild.id)),)
            )
        asked = await bob.says(lobby, AND_WHEN, reply_to=hello)
        followed = await lobby.next_message(after=asked)
    assert "Understood" not in followed.said


async def test_the_follow_up_dialogue_asks_in_view_of_its_answer(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER, BREAD) as room:
        asked = await room.alice.slash(room.channel, "ask", question=QUESTION, outlet="Harbour Post")
        modal = await (await room.alice.clicks(await asked.reply(), "Follow-up")).modal()
        reply = await (await room.alice.submits(modal, {"Your next question": AND_WHEN})).reply()
        own = await (await room.alice.submits(modal, {"Your next question": "what does bread cost?"})).reply()
        secret = await (await room.alice.slash(room.channel, "ask", question=QUESTION, private=True)).reply()
        modal = await (await room.alice.clicks(secret, "Follow-up")).modal()
        hidden = await (await room.alice.submits(modal, {"Your next question": AND_WHEN})).reply()
    assert modal.title == "Follow-up"
    assert reply.said.startswith(f"Question: {AND_WHEN}\n{UNDERSTOOD}\n") and not reply.ephemeral
    assert "(outlet Harbour Post)" in reply.said
    assert own.said.startswith("Question: what does bread cost?\n") and "outlet Harbour Post" not in own.said
    assert hidden.ephemeral
    assert double.rejections == []


@pytest.mark.parametrize("text", ["!!!", "@everyone **x**", "a" * 500])
async def test_whatever_is_typed_into_the_dialogue_gets_a_sane_reply(
    double: DiscordDouble, tmp_path: Path, text: str
) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        modal = await (await room.alice.clicks(await room.answer_to(f"!ask {QUESTION}"), "Follow-up")).modal()
        reply = await (await room.alice.submits(modal, {"Your next question": text})).reply()
    assert reply.said and not reply.pings
    assert double.rejections == []
