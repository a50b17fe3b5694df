"""The buttons under an answer: what they show, to whom, after a restart, and when there is nothing to show any more."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from discord_double import DiscordDouble, SeenMessage, connected
from worlds import BREAD, LETTER, QUESTION, SENTENCE, Newsroom, newsroom, world

from bot.words import ENGLISH

COPY = replace(LETTER, id="copy", source="copy.txt", url=None, title="The Same Letter", outlet="Valley Courier")


def custom_id(message: SeenMessage, act: str) -> str:
    (row,) = [part for part in message.components if part["type"] == 1]
    return str(next(b["custom_id"] for b in row["components"] if b["custom_id"].startswith(f"coverage:{act}:")))


def quotation(message: SeenMessage) -> str:
    texts = [
        part["content"] for block in message.components for part in block.get("components", []) if "content" in part
    ]
    return next(text for text in texts if text.startswith("> "))


@asynccontextmanager
async def restarted(double: DiscordDouble, folder: Path, room: Newsroom) -> AsyncIterator[None]:
    """The same index and file, with a new client that has sent nothing itself."""
    room.store.close()
    small = world(folder)
    async with small.bridge, connected(small.bot, double):
        yield
    small.store.close()


def feedback(state: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(state) as connection:
        return connection.execute(
            "SELECT question, helpful, document, start, stop, answer_text FROM feedback"
        ).fetchall()


async def test_every_answer_has_its_buttons_and_an_empty_reply_none(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER, BREAD) as room:
        answer = await room.answer_to(f"!ask {QUESTION}")
        hint = await room.answer_to("!ask")
    assert [label for label in answer.labels if label] == ["Context", "More", "Follow-up"]
    assert len(answer.labels) == 5 and hint.labels == []
    (row,) = [part for part in answer.components if part["type"] == 1]
    assert all(len(button["custom_id"]) <= 100 for button in row["components"])


async def test_context_shows_the_sentences_around_to_who_asked_alone(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        answer = await room.answer_to(f"!ask {QUESTION}")
        bob = double.person("bob")
        context = await (await bob.clicks(answer, "Context")).reply()
    assert context.ephemeral and context.audience is bob.user
    assert LETTER.text in context.visible_text
    assert f"**{SENTENCE}**" in quotation(context)
    assert "Army Withdraws Letter" in context.visible_text
    assert double.rejections == []


async def test_more_turns_the_page_in_place_and_comes_back_to_the_first(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        first = await room.answer_to(f"!ask {QUESTION}")
        second = await (await room.alice.clicks(first, "More")).changed(first)
        third = await (await room.alice.clicks(second, "More")).changed(second)
        again = await (await room.alice.clicks(third, "More")).changed(third)
        context = await (await room.alice.clicks(second, custom_id=custom_id(again, "context"))).reply()
    assert second.said.startswith("Sentence 2 of 3, ranked below the first:")
    assert second.id == third.id == again.id == first.id
    assert all(quotation(page).removeprefix("> ") in LETTER.text for page in (second, third))
    assert again.said == first.said
    assert f"**{SENTENCE}**" in quotation(context)
    assert double.rejections == []


async def test_buttons_work_after_a_restart(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        answer = await room.answer_to(f"!ask {QUESTION}")
        private = await (await room.alice.slash(room.channel, "ask", question=QUESTION, private=True)).reply()
    async with restarted(double, tmp_path, room):
        context = await (await room.alice.clicks(answer, "Context")).reply()
        also = await (await room.alice.clicks(private, "Context")).reply()
        modal = await (await room.alice.clicks(answer, "Follow-up")).modal()
    small = world(tmp_path)
    async with small.bridge, connected(small.bot, double):  # restarted again, while the dialogue is open
        reply = await (await room.alice.submits(modal, {"Your next question": "and when did he say that?"})).reply()
    small.store.close()
    assert LETTER.text in context.visible_text and LETTER.text in also.visible_text
    assert "Understood as: when did Gen. Doran K. Veltman" in reply.said
    assert double.rejections == []


async def test_a_button_says_kindly_when_the_article_is_gone(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        answer = await room.answer_to(f"!ask {QUESTION}")
        room.store.remove(["letter"])
        context = await (await room.alice.clicks(answer, "Context")).reply()
        more = await room.alice.clicks(answer, "More")
        told = await more.follow_up()
    assert context.said == told.said == ENGLISH.article_gone
    assert context.ephemeral and told.ephemeral


async def test_more_passes_over_an_article_that_is_gone(double: DiscordDouble, tmp_path: Path) -> None:
    other = replace(COPY, text="A clerk called another letter a mistake as well. The village slept through it.")
    async with newsroom(double, tmp_path, LETTER, other) as room:
        answer = await room.answer_to(f"!ask {QUESTION}")
        second = await (await room.alice.clicks(answer, "More")).changed(answer)
        assert "The Same Letter" in second.said or "The Same Letter" in answer.said
        room.store.remove(["copy"])
        page = second
        for _ in range(4):
            page = await (await room.alice.clicks(page, "More")).changed(page)
            assert "The Same Letter" not in page.said


async def test_an_answer_that_is_not_remembered_is_too_old(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        answer = await room.answer_to(f"!ask {QUESTION}")
        with sqlite3.connect(room.state) as connection:
            connection.execute("DELETE FROM answers")
        for label in ("Context", "Follow-up"):
            told = await (await room.alice.clicks(answer, label)).reply()
            assert told.said == ENGLISH.too_old and told.ephemeral


async def test_what_people_think_is_stored_once_a_person_and_can_be_changed(
    double: DiscordDouble, tmp_path: Path
) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        answer = await room.answer_to(f"!ask {QUESTION}")
        good, bad = custom_id(answer, "good"), custom_id(answer, "bad")
        thanks = await (await room.alice.clicks(answer, custom_id=good)).reply()
        await (await room.alice.clicks(answer, custom_id=good)).reply()
        await (await room.alice.clicks(answer, custom_id=bad)).reply()
        await (await double.person("bob").clicks(answer, custom_id=good)).reply()
        stored = feedback(room.state)
    assert thanks.ephemeral and thanks.said == ENGLISH.rated_good
    start = LETTER.text.index(SENTENCE)
    place = ("letter", start, start + len(SENTENCE), SENTENCE)
    assert sorted(stored) == [(QUESTION, 0, *place), (QUESTION, 1, *place)]


async def test_a_private_answer_opens_to_nobody_else(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        answer = await (await room.alice.slash(room.channel, "ask", question=QUESTION, private=True)).reply()
        public = await room.answer_to(f"!ask {QUESTION}")
        bob = double.person("bob")
        stolen = await press_forged(double, bob, public, custom_id(answer, "context"))
        direct = await room.alice.direct_message(QUESTION)
        in_private = await room.alice.direct_channel.next_message(after=direct)
        foreign = await press_forged(double, bob, public, custom_id(in_private, "context"))
    assert stolen.said == foreign.said == ENGLISH.not_yours
    assert stolen.ephemeral and foreign.ephemeral


async def test_an_answer_of_one_server_opens_in_no_other(double: DiscordDouble, tmp_path: Path) -> None:
    elsewhere = double.guild("Elsewhere").text_channel("lobby")
    async with newsroom(double, tmp_path, LETTER) as room:
        here = await room.answer_to(f"!ask {QUESTION}")
        asked = await room.alice.says(elsewhere, f"!ask {QUESTION}")
        there = await elsewhere.next_message(after=asked)
        told = await press_forged(double, room.alice, there, custom_id(here, "context"))
    assert told.said == ENGLISH.not_yours


async def press_forged(double: DiscordDouble, person: object, on: SeenMessage, button: str) -> SeenMessage:
    """Press a button that is not under this message, as a forged client might."""
    standing = person._message(on)  # type: ignore[attr-defined]
    row = next(part for part in standing.payload["components"] if part["type"] == 1)
    kept = row["components"][0]["custom_id"]
    row["components"][0]["custom_id"] = button
    try:
        return await (await person.clicks(on, custom_id=button)).reply()  # type: ignore[attr-defined]
    finally:
        row["components"][0]["custom_id"] = kept


async def test_without_its_file_the_bot_answers_without_buttons(
    double: DiscordDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "bot.db").mkdir()
    async with newsroom(double, tmp_path, LETTER) as room:
        assert room.state.is_dir()
        direct = await room.alice.direct_message(QUESTION)
        answer = await room.alice.direct_channel.next_message(after=direct)
    assert SENTENCE in answer.said and answer.labels == []
    assert any("without buttons" in record.getMessage() for record in caplog.records)
    assert not any(record.exc_info for record in caplog.records)


async def test_sent_buttons_and_dialogues_stay_in_nobodys_memory(double: DiscordDouble, tmp_path: Path) -> None:
    channel, alice = double.guild("Newsroom").text_channel("general"), double.person("alice")
    small = world(tmp_path, LETTER)
    async with small.bridge, connected(small.bot, double) as client:
        answer = await (await alice.slash(channel, "ask", question=QUESTION)).reply()
        await (await alice.clicks(answer, "Follow-up")).modal()
        await (await alice.clicks(answer, "More")).changed(answer)
        await asyncio.sleep(1.2)
        assert client.persistent_views == [] and not client._connection._view_store._modals
    small.store.close()


async def test_what_a_server_quotes_no_more_is_shown_by_no_button(double: DiscordDouble, tmp_path: Path) -> None:
    other = replace(COPY, text="A clerk called another letter a mistake as well. The village slept through it.")
    async with newsroom(double, tmp_path, LETTER, other) as room:
        guild, boss = room.channel.guild, double.person("boss")
        assert guild is not None
        guild.admit(boss.user, guild.role("managers", "manage_guild"))
        answer = await room.answer_to(f"!ask {QUESTION}")
        await (await boss.slash(room.channel, "settings outlets", add="Harbour Post")).reply()
        context = await (await room.alice.clicks(answer, "Context")).reply()
        page = await (await room.alice.clicks(answer, "More")).changed(answer)
        sources = await (await room.alice.slash(room.channel, "sources")).reply()
    assert "Valley Courier" in answer.said and context.said == ENGLISH.article_gone
    assert "Harbour Post" in page.said and "Valley Courier" not in page.said
    assert "1 article from 1 outlet" in sources.said
    assert double.rejections == []
