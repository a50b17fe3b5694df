"""Questions as people type them on Discord: slips, keywords, two at once, a paper or a day named in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from discord_double import DiscordDouble
from worlds import BREAD, LETTER, SENTENCE, newsroom

NOW = datetime.now(UTC)
FRESH = replace(
    BREAD, id="fresh", source="fresh.txt", text="Bread costs more again this week.", published=NOW.isoformat()
)


@pytest.mark.parametrize(
    ("typed", "quoted", "told"),
    [
        ("who called it a mistake", SENTENCE, "Searched 3 articles"),
        ("WHO CALLED IT A MISTAKE!!", SENTENCE, "Searched 3 articles"),
        ("veltman mistake", SENTENCE, "Searched 3 articles"),
        ("what did Gen. Vletman call a mistake", SENTENCE, "Understood as: what did Gen. veltman call a mistake"),
        ("according to the Harbour Post who called it a mistake", SENTENCE, "(outlet Harbour Post)"),
        (
            "who called it a mistake and why does bread cost more in every village?",
            "Bread costs more in every village this winter.",
            SENTENCE,
        ),
        ("why did bread cost more last week?", "Bread costs more again this week.", "Searched 1 article from 1 outlet"),
    ],
    ids=["no question mark", "shouted", "keywords", "a slip", "an outlet", "two in one", "a day"],
)
async def test_questions_are_taken_as_people_type_them(
    double: DiscordDouble, tmp_path: Path, typed: str, quoted: str, told: str
) -> None:
    async with newsroom(double, tmp_path, LETTER, BREAD, FRESH) as room:
        answer = await room.answer_to(f"!ask {typed}")
    assert quoted in answer.said and told in answer.said, answer.said
    assert double.rejections == []


async def test_a_day_named_in_words_is_a_filter_and_is_told_as_one(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        nothing = await room.answer_to("!ask who called it a mistake yesterday?")
    first = NOW.date() - timedelta(days=2)  # a day more, for time zones
    assert nothing.said.startswith(f"No article passes the filters (since {first.day} ")
