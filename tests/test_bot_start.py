"""Starting: every way in which it can fail is one line that says what to do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import discord
import pytest
import yarl
from discord_double import running_double
from worlds import LETTER, QUESTION, SENTENCE, World, world

from bot.client import CoverageBot, run_bot
from bot.errors import DiscordUnreachable, TokenMissing, TokenRefused
from index.errors import CoverageError, ModelError


def maker(small: World, made: list[CoverageBot]) -> Callable[[bool], CoverageBot]:
    def make(message_content: bool) -> CoverageBot:
        made.append(small.bot(message_content=message_content))
        made[-1]._connection.guild_ready_timeout = 0.05  # type: ignore[attr-defined]
        return made[-1]

    return make


async def failure(small: World, token: str) -> CoverageError:
    with pytest.raises(CoverageError) as raised:
        await asyncio.wait_for(run_bot(token, maker(small, [])), 10)
    assert "\n" not in str(raised.value)
    return raised.value


@pytest.mark.parametrize("token", ["", "  \n"])
async def test_a_missing_token_says_where_to_get_one(tmp_path: Path, token: str) -> None:
    error = await failure(world(tmp_path), token)
    assert isinstance(error, TokenMissing)
    assert str(error).startswith("there is no bot token; copy yours from the Discord developer portal")


@pytest.mark.parametrize("token", ["wrong", "wr\u00f6ng", "two words", "two\nlines"])
async def test_a_refused_token_says_to_make_a_new_one(tmp_path: Path, token: str) -> None:
    async with running_double():
        error = await failure(world(tmp_path), token)
    assert isinstance(error, TokenRefused)
    assert "make a new one in the Discord developer portal" in str(error)


async def test_a_token_that_the_gateway_refuses_is_told_in_the_same_way(tmp_path: Path) -> None:
    async with running_double() as double:
        double.faults.close_next_connection = 4004
        assert isinstance(await failure(world(tmp_path), double.token), TokenRefused)


async def test_without_a_network_the_line_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", "http://127.0.0.1:9/api/v10")
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL("ws://127.0.0.1:9/"))
    error = await failure(world(tmp_path), "token")
    assert isinstance(error, DiscordUnreachable)
    assert str(error).startswith("Discord cannot be reached (")
    assert str(error).endswith("; check the network connection, then start again")


async def test_without_the_privileged_intent_only_the_command_in_servers_is_lost(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with running_double(privileged=()) as double:
        channel, alice = double.guild("Newsroom").text_channel("general"), double.person("alice")
        made: list[CoverageBot] = []
        small = world(tmp_path, LETTER)
        running = asyncio.create_task(run_bot(double.token, maker(small, made)))
        while not (len(made) == 2 and made[1].is_ready()):
            await asyncio.sleep(0.02)
            assert not running.done(), running.result()
        await alice.says(channel, f"!ask {QUESTION}")
        await channel.stays_quiet(0.2)
        mention = await alice.says(channel, f"{double.bot.mention} {QUESTION}")
        to_mention = await channel.next_message(after=mention)
        direct = await alice.direct_message(f"!ask {QUESTION}")
        to_direct = await alice.direct_channel.next_message(after=direct)
        slash = await (await alice.slash(channel, "ask", question=QUESTION)).reply()
        await made[1].close()
        await running
    assert all(SENTENCE in answer.visible_text for answer in (to_mention, to_direct, slash))
    told = [record.getMessage() for record in caplog.records if record.name.startswith("bot.")]
    assert len(told) == 1 and "does not grant the message content intent" in told[0]


async def test_commands_that_cannot_be_registered_do_not_keep_the_bot_from_starting(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with running_double() as double:
        channel, alice = double.guild("Newsroom").text_channel("general"), double.person("alice")
        double.faults.next("PUT", "/applications/{id}/commands", status=403, code=50001, message="Missing Access")
        made: list[CoverageBot] = []
        running = asyncio.create_task(run_bot(double.token, maker(world(tmp_path, LETTER), made)))
        while not (made and made[0].is_ready()):
            await asyncio.sleep(0.02)
            assert not running.done(), running.result()
        asked = await alice.says(channel, f"!ask {QUESTION}")
        assert SENTENCE in (await channel.next_message(after=asked)).visible_text
        await made[0].close()
        await running
    assert any("could not be registered" in record.getMessage() for record in caplog.records)


async def test_a_model_that_cannot_be_loaded_is_known_before_anybody_asks(tmp_path: Path) -> None:
    class Missing:
        def read(self, *_: object) -> object:
            raise ModelError("the weights are missing; install them again")

    async with running_double() as double:
        error = await failure(world(tmp_path, LETTER, reader=Missing()), double.token)  # type: ignore[arg-type]
    assert str(error) == "the weights are missing; install them again"


async def test_only_needed_intents_are_asked_for_and_nothing_pings_by_default(tmp_path: Path) -> None:
    client = world(tmp_path).bot()
    asked_for = {name for name, wanted in client.intents if wanted}
    assert asked_for == {"guilds", "guild_messages", "dm_messages", "message_content"}
    assert client.allowed_mentions is not None
    assert client.allowed_mentions.to_dict() == discord.AllowedMentions.none().to_dict()
