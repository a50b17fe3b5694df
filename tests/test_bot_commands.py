"""/help, /sources, /privacy, the menu, what is offered while typing, and languages."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from discord_double import DiscordDouble, SeenMessage, running_double
from worlds import BREAD, LETTER, QUESTION, SENTENCE, newsroom

from bot.words import ENGLISH, FRENCH, GERMAN, LANGUAGES, SPANISH
from index.fetch.fetcher import Fetcher

LOCALES = ("es-ES", "es-419", "fr", "de", "pt-BR")
NAME = re.compile(r"[-_'\w]{1,32}")


def every_part(command: dict) -> list[dict]:
    return [command, *(part for option in command.get("options") or [] for part in every_part(option))]


async def test_every_name_and_description_is_localised_within_discords_limits(
    double: DiscordDouble, tmp_path: Path
) -> None:
    async with newsroom(double, tmp_path, LETTER, visiting=Fetcher()):
        registered = double.commands.listed()
    assert {command["name"] for command in registered} == {
        "ask", "Ask about this", "said", "check", "Check this quote", "compare", "timeline",
        "help", "sources", "privacy", "settings", "coverage", "watch",
    }  # fmt: skip
    for command in registered:
        for part in every_part(command):
            names, descriptions = part["name_localizations"], part.get("description_localizations") or {}
            assert set(names) == set(LOCALES), part["name"]
            assert not part.get("description") or set(descriptions) == set(LOCALES), part["name"]
            assert all(len(text) <= 100 for text in descriptions.values())
            if command["type"] == 1:
                assert all(NAME.fullmatch(name) and name == name.lower() for name in names.values())
            siblings = [option["name_localizations"] for option in part.get("options") or []]
            for locale in LOCALES:
                shown = [names[locale] for names in siblings]
                assert len(set(shown)) == len(shown), (part["name"], locale)
    assert double.rejections == []


async def test_where_commands_can_be_used_is_said_explicitly(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER, visiting=Fetcher()):
        registered = {command["name"]: command for command in double.commands.listed()}
    managed = [registered.pop(name) for name in ("settings", "coverage")]
    watch = registered.pop("watch")
    assert watch["contexts"] == [0, 1] and watch["integration_types"] == [0, 1]
    assert all(command["contexts"] == [0, 1, 2] for command in registered.values())
    assert all(command["integration_types"] == [0, 1] for command in registered.values())
    assert all(command["contexts"] == [0] and command["integration_types"] == [0] for command in managed)
    assert all(command["default_member_permissions"] == str(1 << 5) for command in managed)


async def test_help_sources_and_privacy_are_told_to_who_asked_alone(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER, BREAD) as room:
        for place in (room.channel, room.alice.direct_channel):
            told = [await (await room.alice.slash(place, name)).reply() for name in ("help", "sources", "privacy")]
            assert all(message.ephemeral for message in told)
            how, what, stored = (message.said for message in told)
            assert "!ask" in how and "I quote and never paraphrase" in how
            assert what.split("\n")[0] == "I search 2 articles from 2 outlets, newest 2020-01-06."
            assert "Harbour Post" in what and "Valley Courier" in what
            assert "for 30 days: your question" in stored
    assert double.rejections == []


async def test_sources_of_an_empty_index_and_of_hostile_outlets(double: DiscordDouble, tmp_path: Path) -> None:
    many = [
        replace(
            LETTER, id=f"{n}", url=None, source=f"{n}", text=f"{LETTER.text} {n}.", outlet=f"**{n}** <@1> " + "x" * 300
        )
        for n in range(45)
    ]
    async with newsroom(double, tmp_path) as room:
        empty = await (await room.alice.slash(room.channel, "sources")).reply()
    async with running_double() as other, newsroom(other, tmp_path / "many", *many) as room:
        full = await (await room.alice.slash(room.channel, "sources")).reply()
        assert other.rejections == []
    assert empty.said == ENGLISH.nothing_to_search
    assert "**12** <@1> xxx" in full.said and full.said.endswith("… and 15 more")


async def test_what_is_stored_about_a_person_is_forgotten_when_they_say_so(
    double: DiscordDouble, tmp_path: Path
) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        bob = double.person("bob")
        mine = await (await room.alice.slash(room.channel, "ask", question=QUESTION)).reply()
        await (await bob.slash(room.channel, "ask", question=QUESTION)).reply()
        good = next(b["custom_id"] for b in mine.components[-1]["components"] if ":good:" in b["custom_id"])
        await (await room.alice.clicks(mine, custom_id=good)).reply()
        await (await bob.clicks(mine, custom_id=good)).reply()
        told = await (await room.alice.slash(room.channel, "privacy", forget=True)).reply()
        gone = await (await room.alice.clicks(mine, "Context")).reply()
        with sqlite3.connect(room.state) as connection:
            left = [
                [str(row[0]) for row in connection.execute(f"SELECT person FROM {table}")]
                for table in ("answers", "feedback")
            ]
    assert told.said == ENGLISH.forgotten and gone.said == ENGLISH.too_old
    assert left == [[bob.id], [bob.id]]


async def test_the_menu_asks_about_a_message_and_shows_what_was_asked(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        said = await double.person("bob").says(room.channel, f"I wonder, {room.alice.mention}: {QUESTION}")
        answer = await (await room.alice.uses(said, "Ask about this")).reply()
        empty = await (await room.alice.uses(answer, "Ask about this")).reply()
        long = await room.alice.says(room.channel, "mistake " * 200)
        too_long = await (await room.alice.uses(long, "Ask about this")).reply()
    assert answer.said.startswith(f"Question: I wonder, @Alice: {QUESTION}\n") and SENTENCE in answer.said
    assert not answer.pings
    assert empty.said == ENGLISH.hint and "Ask one thing" in too_long.said
    assert double.rejections == []


async def test_outlets_are_offered_while_typing_25_at_most(double: DiscordDouble, tmp_path: Path) -> None:
    many = [
        replace(
            LETTER,
            id=f"{n}",
            url=None,
            source=f"{n}",
            text=f"{LETTER.text} {n}.",
            outlet=f"Paper {n:02d}" + "!" * (n % 120),
        )
        for n in range(130)
    ]
    async with newsroom(double, tmp_path, BREAD, *many) as room:
        all_of_them = await room.alice.autocompletes(room.channel, "ask", "outlet", "", question="x")
        one = await room.alice.autocompletes(room.channel, "ask", "outlet", "courier", question="x")
        none = await room.alice.autocompletes(room.channel, "ask", "outlet", "<@1>", question="x")
    assert len(all_of_them) == 25
    assert [choice["value"] for choice in one] == ["Valley Courier"] and none == []
    assert double.rejections == []


async def test_a_day_in_words_is_shown_before_it_is_used(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        since = await room.alice.autocompletes(room.channel, "ask", "since", "march 2024", question="x")
        until = await room.alice.autocompletes(room.channel, "ask", "until", "march 2024", question="x")
        none = await room.alice.autocompletes(room.channel, "ask", "until", "banana", question="x")
        asked = await room.alice.slash(
            room.channel, "ask", question=QUESTION, since="january 2020", until="january 2020"
        )
        found = await asked.reply()
    assert [(c["name"], c["value"]) for c in since] == [("march 2024: 1 March 2024", "2024-03-01")]
    assert [c["value"] for c in until] == ["2024-03-31"] and none == []
    assert SENTENCE in found.said and "(since 1 January 2020, until 31 January 2020)" in found.said


async def test_the_bots_words_follow_the_person_and_quotations_stay_as_published(
    double: DiscordDouble, tmp_path: Path
) -> None:
    async with newsroom(double, tmp_path, LETTER, BREAD) as room:
        room.alice.user.locale = "es-419"
        spanish = await (await room.alice.slash(room.channel, "ask", question=QUESTION)).reply()
        wrong = await (await room.alice.slash(room.channel, "ask", question=QUESTION, since="banana")).reply()
        outlet = await (await room.alice.slash(room.channel, "ask", question=QUESTION, outlet="Nobody")).reply()
        room.alice.user.locale = "fr"
        refusal = await (await room.alice.slash(room.channel, "ask", question="who won the football match?")).reply()
        room.alice.user.locale = "de"
        context = await (await room.alice.clicks(spanish, "Contexto")).reply()
        room.alice.user.locale = "ja"
        english = await (await room.alice.slash(room.channel, "ask", question=QUESTION)).reply()
    assert SENTENCE in spanish.said and "por Ina Brandt" in spanish.said
    assert "Búsqueda en 2 artículos de 2 medios" in spanish.said
    assert "no es una fecha que conozca" in wrong.said and "No hay ningún medio 'Nobody'" in outlet.said
    assert FRENCH.not_answered in refusal.said and FRENCH.nearest in refusal.said
    assert context.said.startswith(GERMAN.around)
    assert "Searched 2 articles" in english.said
    assert [label for label in spanish.labels if label] == [SPANISH.context, SPANISH.more, SPANISH.follow_up]
    assert double.rejections == []


async def test_a_refusal_says_how_fresh_the_coverage_is(double: DiscordDouble, tmp_path: Path) -> None:
    fresh = replace(BREAD, published=(datetime.now(UTC) - timedelta(hours=2, minutes=5)).isoformat())
    async with newsroom(double, tmp_path, LETTER, fresh) as room:
        refusal = await room.answer_to("!ask who won the football match on Monday?")
    assert re.search(r"Searched 2 articles from 2 outlets, newest 2 h old · \d+ ms$", refusal.said)


async def test_help_and_privacy_fit_into_a_message_in_every_language(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        for language in LANGUAGES:
            room.alice.user.locale = {"en": "en-GB", "es": "es-ES", "pt": "pt-BR"}.get(language, language)
            told: list[SeenMessage] = []
            for name in ("help", "sources", "privacy"):
                told.append(await (await room.alice.slash(room.channel, name)).reply())
            assert LANGUAGES[language].privacy.split("\n")[0].strip("*") in told[2].said
    assert double.rejections == []
