"""/settings of a server: who may, what it changes, and that other servers are left alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from discord_double import DiscordDouble, Person, SeenMessage, connected
from discord_double.channel_kinds import ANNOUNCEMENT, FORUM, STAGE, VOICE
from worlds import BREAD, LETTER, QUESTION, SENTENCE, Newsroom, newsroom, world

from bot.words import ENGLISH


@dataclass
class Managed:
    """A newsroom with somebody who manages the server."""

    room: Newsroom
    boss: Person

    async def set(self, line: str, **options: object) -> SeenMessage:
        """Run one of the commands under /settings."""
        return await (await self.boss.slash(self.room.channel, f"settings {line}", **options)).reply()


@asynccontextmanager
async def managed(double: DiscordDouble, folder: Path) -> AsyncIterator[Managed]:
    async with newsroom(double, folder, LETTER, BREAD) as room:
        boss = double.person("boss")
        guild = room.channel.guild
        assert guild is not None
        guild.admit(boss.user, guild.role("managers", "manage_guild"))
        yield Managed(room, boss)


async def test_settings_are_shown_to_who_manages_the_server_alone(double: DiscordDouble, tmp_path: Path) -> None:
    async with managed(double, tmp_path) as server:
        shown = await server.set("show")
    assert shown.ephemeral
    assert shown.said.split("\n") == [
        "Settings of this server",
        f"- {ENGLISH.answers_everywhere}",
        f"- {ENGLISH.answers_public}",
        f"- {ENGLISH.quotes_all}",
        "- !ask in messages is on.",
        f"- {ENGLISH.shared_on}",
    ]
    assert double.rejections == []


async def test_who_does_not_manage_the_server_changes_nothing_even_where_discord_offers_the_command(
    double: DiscordDouble, tmp_path: Path
) -> None:
    async with managed(double, tmp_path) as server:
        for command in double.commands._scopes[""]:
            command["default_member_permissions"] = None  # as a server may set it
        alice = server.room.alice
        denied = await (await alice.slash(server.room.channel, "settings visibility", private=True)).reply()
        also = await (await alice.slash(server.room.channel, "settings outlets", add="Harbour Post")).reply()
        shown = await server.set("show")
    assert denied.said == also.said == ENGLISH.settings_denied
    assert ENGLISH.answers_public in shown.said and ENGLISH.quotes_all in shown.said


async def test_the_bot_answers_in_the_chosen_channels_only(double: DiscordDouble, tmp_path: Path) -> None:
    async with managed(double, tmp_path) as server:
        room = server.room
        assert room.channel.guild is not None
        chosen = room.channel.guild.text_channel("questions")
        shown = await server.set("channels", add=chosen)
        told = await (await room.alice.slash(room.channel, "ask", question=QUESTION)).reply()
        await room.alice.says(room.channel, f"!ask {QUESTION}")
        await room.alice.says(room.channel, f"{double.bot.mention} {QUESTION}")
        await room.channel.stays_quiet(0.4)
        there = await (await room.alice.slash(chosen, "ask", question=QUESTION)).reply()
        asked = await room.alice.direct_message(QUESTION)
        direct = await room.alice.direct_channel.next_message(after=asked)
        lobby = double.guild("Elsewhere").text_channel("lobby")
        carol = double.person("carol")
        elsewhere = await (await carol.slash(lobby, "ask", question=QUESTION)).reply()
        back = await server.set("channels", everywhere=True)
        again = await room.answer_to(f"!ask {QUESTION}")
    assert f"I answer in <#{chosen.id}>." in shown.said
    assert told.ephemeral and told.said == f"In this server I answer in <#{chosen.id}>."
    assert all(SENTENCE in message.said for message in (there, direct, elsewhere, again))
    assert ENGLISH.answers_everywhere in back.said
    assert double.rejections == []


@pytest.mark.parametrize("kind", [ANNOUNCEMENT, VOICE, STAGE, FORUM])
async def test_channels_of_every_kind_can_be_chosen_and_what_is_opened_in_them_counts_as_them(
    double: DiscordDouble, tmp_path: Path, kind: int
) -> None:
    async with managed(double, tmp_path) as server:
        room = server.room
        assert room.channel.guild is not None
        chosen = room.channel.guild.channel("chosen", kind)
        shown = await server.set("channels", add=chosen)
        threads = kind not in (VOICE, STAGE)
        places = [chosen.thread("known"), chosen.thread("unknown", told=False)] if threads else [chosen]
        for place in places:
            asked = await room.alice.says(place, f"{double.bot.mention} {QUESTION}")
            assert SENTENCE in (await place.next_message(after=asked)).said
            assert SENTENCE in (await (await room.alice.slash(place, "ask", question=QUESTION)).reply()).said
        elsewhere = room.channel.thread("elsewhere", told=False)
        await room.alice.says(elsewhere, f"{double.bot.mention} {QUESTION}")
        told = await (await room.alice.slash(elsewhere, "ask", question=QUESTION)).reply()
        await elsewhere.stays_quiet(0.2)
    assert f"I answer in <#{chosen.id}>." in shown.said
    assert told.ephemeral and told.said == f"In this server I answer in <#{chosen.id}>."
    assert double.rejections == []


async def test_a_single_thread_can_be_chosen_though_the_bot_was_not_told_of_it(
    double: DiscordDouble, tmp_path: Path
) -> None:
    async with managed(double, tmp_path) as server:
        room = server.room
        thread = room.channel.thread("questions", told=False)
        await server.set("channels", add=thread)
        asked = await room.alice.says(thread, f"{double.bot.mention} {QUESTION}")
        there = await thread.next_message(after=asked)
        await room.alice.says(room.channel, f"{double.bot.mention} {QUESTION}")
        await room.channel.stays_quiet(0.2)
    assert SENTENCE in there.said
    assert double.rejections == []


async def test_answers_may_be_private_by_default_and_a_person_still_chooses(
    double: DiscordDouble, tmp_path: Path
) -> None:
    async with managed(double, tmp_path) as server:
        room = server.room
        await server.set("visibility", private=True)
        by_default = await (await room.alice.slash(room.channel, "ask", question=QUESTION)).reply()
        chosen = await (await room.alice.slash(room.channel, "ask", question=QUESTION, private=False)).reply()
        direct = await (await room.alice.slash(room.alice.direct_channel, "ask", question=QUESTION)).reply()
    assert [by_default.ephemeral, chosen.ephemeral, direct.ephemeral] == [True, False, False]


async def test_only_the_chosen_outlets_are_quoted_offered_and_named(double: DiscordDouble, tmp_path: Path) -> None:
    async with managed(double, tmp_path) as server:
        room = server.room
        unknown = await server.set("outlets", add="Nobody")
        await server.set("outlets", add="valley courier")
        refused = await room.answer_to(f"!ask {QUESTION}")
        bread = await room.answer_to("!ask what does bread cost?")
        named = await (await room.alice.slash(room.channel, "ask", question=QUESTION, outlet="Harbour Post")).reply()
        offered = await room.alice.autocompletes(room.channel, "ask", "outlet", "", question="x")
        sources = await (await room.alice.slash(room.channel, "sources")).reply()
        room.store.remove(["bread"])
        none_left = await room.answer_to(f"!ask {QUESTION}")
        back = await server.set("outlets", all=True)
        again = await room.answer_to(f"!ask {QUESTION}")
    assert "There is no outlet 'Nobody'" in unknown.said
    assert SENTENCE not in refused.said and "(outlet Valley Courier)" in refused.said
    assert "Bread costs more" in bread.said
    assert named.said == "This server does not use the outlet 'Harbour Post'. Outlets here: Valley Courier."
    assert [choice["value"] for choice in offered] == ["Valley Courier"]
    assert "Harbour Post" not in sources.said
    assert none_left.said == ENGLISH.no_outlet_left
    assert ENGLISH.quotes_all in back.said and SENTENCE in again.said


async def test_the_command_in_messages_can_be_turned_off(double: DiscordDouble, tmp_path: Path) -> None:
    async with managed(double, tmp_path) as server:
        room = server.room
        shown = await server.set("prefix", on=False)
        await room.alice.says(room.channel, f"!ask {QUESTION}")
        await room.channel.stays_quiet(0.3)
        mention = await room.answer_to(f"{double.bot.mention} {QUESTION}")
    assert "!ask in messages is off." in shown.said and SENTENCE in mention.said


async def test_settings_outlive_a_restart_and_can_be_reset(double: DiscordDouble, tmp_path: Path) -> None:
    async with managed(double, tmp_path) as server:
        await server.set("visibility", private=True)
        nothing = await server.set("channels")
    small = world(tmp_path)
    async with small.bridge, connected(small.bot, double):
        kept = await server.set("show")
        reset = await server.set("reset")
    small.store.close()
    assert nothing.said == ENGLISH.nothing_to_change
    assert ENGLISH.answers_private in kept.said and ENGLISH.answers_public in reset.said
    assert double.rejections == []
