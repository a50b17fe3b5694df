"""An answer that was given says, when a button is pressed, what its article has corrected or taken out since."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from discord_double import DiscordDouble
from stores import encode
from worlds import BREAD, LETTER, QUESTION, SENTENCE, newsroom

from bot.words import ENGLISH

NEW = SENTENCE.replace("a mistake", "an error")
AT = "2020-01-08T12:00:00+00:00"
DATE = "2020-01-08"
CORRECTED = replace(LETTER, text=LETTER.text.replace(SENTENCE, NEW), retrieved=AT)
SHORTENED = replace(LETTER, text=LETTER.text.replace(f"{SENTENCE} ", ""), retrieved=AT)
RETYPED = replace(LETTER, text=LETTER.text.replace(" ", "  "), retrieved=AT)


async def test_a_button_says_how_the_quoted_sentence_was_corrected(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER, BREAD) as room:
        answer = await room.answer_to(f"!ask {QUESTION}")
        room.store.put([encode(CORRECTED)])
        context = await (await room.alice.clicks(answer, "Context")).reply()
        more = await room.alice.clicks(answer, "More")
        page, told = await more.changed(answer), await more.follow_up()
        again = await room.answer_to("!ask who said that the draft was never meant to go out?")
    said = ENGLISH.corrected.format(date=DATE, was=SENTENCE, now=NEW)
    assert said in context.said and said in told.said
    assert "Army Withdraws Letter" in context.said and "version 2, retrieved" in context.said
    assert context.ephemeral and told.ephemeral
    assert SENTENCE not in page.said
    assert NEW in again.said and said in again.said, "a new answer carries the correction as well"
    assert double.rejections == []


async def test_a_button_says_that_the_quoted_sentence_was_taken_out(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        answer = await room.answer_to(f"!ask {QUESTION}")
        room.store.put([encode(SHORTENED)])
        context = await (await room.alice.clicks(answer, "Context")).reply()
    assert ENGLISH.taken_back.format(date=DATE, was=SENTENCE) in context.said
    assert context.ephemeral


async def test_a_sentence_that_only_moved_or_was_typed_anew_is_shown_where_it_stands(
    double: DiscordDouble, tmp_path: Path
) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        answer = await room.answer_to(f"!ask {QUESTION}")
        for text in (f"Something came before. {LETTER.text}", RETYPED.text):
            room.store.put([encode(replace(LETTER, text=text, retrieved=AT))])
            context = await (await room.alice.clicks(answer, "Context")).reply()
            assert "Corrected" not in context.said and "mistake" in context.said
            assert "Nobody" in context.said and context.ephemeral
    assert double.rejections == []


async def test_a_withdrawn_article_is_not_shown_again(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        answer = await room.answer_to(f"!ask {QUESTION}")
        room.store.withdraw(["letter"])
        context = await (await room.alice.clicks(answer, "Context")).reply()
    assert context.said == ENGLISH.article_gone


async def test_the_first_page_is_not_shown_again_with_what_was_corrected(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        page = await room.answer_to(f"!ask {QUESTION}")
        room.store.put([encode(CORRECTED)])
        for _ in range(3):
            page = await (await room.alice.clicks(page, "More")).changed(page)
            assert SENTENCE not in page.said
