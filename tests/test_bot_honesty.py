"""What is sent is what the index says at that moment, and nothing that an article holds does anything."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from discord_double import DiscordDouble
from worlds import BREAD, LETTER, QUESTION, SENTENCE, OverlapReader, newsroom

from bot.words import ENGLISH
from index.errors import StoreDamaged
from index.reader import Reading
from index.signals import Asked, Candidate
from index.store.protocol import Store


@dataclass
class MeddlingReader(OverlapReader):
    """While it reads, another process removes an article: the next of ``removed`` each time."""

    removed: list[str] = field(default_factory=list)
    store: Store | None = None

    def read(self, asked: Asked, candidates: Sequence[Candidate]) -> Reading:
        if self.store is not None and self.removed:
            self.store.remove([self.removed.pop(0)])
        return super().read(asked, candidates)


async def test_a_quotation_whose_article_was_removed_meanwhile_is_not_sent(
    double: DiscordDouble, tmp_path: Path
) -> None:
    copy = replace(LETTER, id="copy", source="copy.txt", url=None, title="The Same Letter")
    reader = MeddlingReader()
    async with newsroom(double, tmp_path, LETTER, copy, BREAD, reader=reader) as room:
        reader.store, reader.removed = room.store, ["letter"]
        one_gone = await room.answer_to(f"!ask {QUESTION}")
        reader.removed = ["copy", "bread"]
        both_gone = await room.answer_to(f"!ask {QUESTION}")
        nothing_left = await room.answer_to(f"!ask {QUESTION}")
    assert SENTENCE in one_gone.visible_text and "The Same Letter" in one_gone.visible_text
    assert both_gone.visible_text == ENGLISH.changed
    assert "the index is empty" in nothing_left.visible_text


@pytest.mark.parametrize("error", [StoreDamaged("/secret/path is damaged"), RuntimeError("secret"), KeyError("secret")])
async def test_nobody_sees_the_text_of_an_exception(
    double: DiscordDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    @dataclass
    class Broken(OverlapReader):
        broken: bool = False

        def read(self, asked: Asked, candidates: Sequence[Candidate]) -> Reading:
            if self.broken:
                raise error
            return super().read(asked, candidates)

    reader = Broken()
    async with newsroom(double, tmp_path, LETTER, reader=reader) as room:
        reader.broken = True
        failed = await room.answer_to(f"!ask {QUESTION}")
        reader.broken = False
        works = await room.answer_to(f"!ask {QUESTION}")
    assert failed.visible_text == ENGLISH.failed
    assert SENTENCE in works.visible_text
    assert [record.levelno for record in caplog.records if record.exc_info] == [logging.ERROR]


async def test_nothing_in_an_article_pings_links_or_formats(double: DiscordDouble, tmp_path: Path) -> None:
    trap = "[x](https://evil.example) **b** @everyone <@{id}> # h <:e:1> :fire: `c` ~~s~~ ||p|| <t:0:R> \\o/ _i_"
    alice = double.person("someone")
    hostile = trap.format(id=alice.id)
    sentence = f"Nobody called it a mistake but {hostile} https://evil.example/bare said so."
    article = replace(
        LETTER, title=hostile, outlet=f"Post {hostile}", author=hostile, text=sentence, url="https://good.example/(a)"
    )
    async with newsroom(double, tmp_path, article) as room:
        answers = [await room.answer_to(f"!ask {QUESTION}")]
        answers.append(await (await room.alice.slash(room.channel, "ask", question=QUESTION)).reply())
    for answer in answers:
        shown, title, source, _ = answer.said.split("\n")
        assert shown == sentence
        assert title == f"{hostile} (open)"
        assert source.startswith(f"Post {hostile}"[:99])
        assert not answer.pings
        (link,) = answer.links
        assert link.startswith("https://good.example/%28a%29#:~:text=Nobody%20called%20it%20a,")
    assert double.rejections == []
