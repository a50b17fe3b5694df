"""Misfortune on order: what a client meets when Discord or the network fails it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import aiohttp
import discord
import pytest
from discord_double import Channel, DiscordDouble, Person, Timing, connected, running_double
from discord_double.small_bot import Bot, Raw

pytest_plugins = ["discord_double.fixtures"]


class TestConnectionFaults:
    @pytest.mark.parametrize(
        "misfortune",
        [
            lambda double: double.gateway.drop(),
            lambda double: double.gateway.reconnect(),
            lambda double: double.gateway.close(4000),
            lambda double: double.gateway.invalidate(resumable=True),
        ],
        ids=["drop", "reconnect", "close", "invalidate"],
    )
    async def test_after_a_break_the_session_resumes_and_missed_events_are_replayed(
        self,
        double: DiscordDouble,
        channel: Channel,
        alice: Person,
        misfortune: Callable[[DiscordDouble], None],
    ) -> None:
        async with connected(Bot, double):
            misfortune(double)
            sent = await alice.says(channel, "!echo missed")
            assert (await channel.next_message(after=sent, timeout=8)).content == "missed"
            assert len(double.gateway.resumed) == 1
            assert len(double.gateway.identified) == 1

    async def test_an_invalid_session_is_opened_anew(
        self, double: DiscordDouble, channel: Channel, alice: Person
    ) -> None:
        async with connected(Bot, double):
            double.gateway.invalidate(resumable=False)
            await double.world.watch.until(lambda: double.gateway.sessions or None, 8, "no new session")
            sent = await alice.says(channel, "!echo again")
            assert (await channel.next_message(after=sent)).content == "again"
            assert len(double.gateway.identified) == 2

    async def test_doubled_events_reach_the_client_twice(
        self, double: DiscordDouble, channel: Channel, alice: Person
    ) -> None:
        async with connected(Bot, double):
            double.faults.copies_of_events = 2
            await alice.says(channel, "!echo twice")
            assert [(await channel.next_message()).content for _ in range(2)] == ["twice", "twice"]

    async def test_a_connection_closed_for_good_ends_the_client(self, double: DiscordDouble) -> None:
        double.faults.close_next_connection = 4014
        with pytest.raises(discord.PrivilegedIntentsRequired):
            async with connected(Bot, double):
                raise AssertionError

    async def test_heartbeats_are_recorded_and_a_blocked_loop_shows_as_a_late_one(self) -> None:
        async with running_double(timing=Timing(heartbeat_interval=0.2)) as double, connected(Bot, double):
            await asyncio.sleep(0.5)
            assert len(double.gateway.heartbeats) >= 3
            assert double.gateway.late_heartbeats(by=0.15) == []
            time.sleep(0.5)
            await asyncio.sleep(0.05)
            assert double.gateway.late_heartbeats(by=0.15)

    async def test_unanswered_heartbeats_make_the_client_come_back(self) -> None:
        timing = Timing(heartbeat_interval=0.1)
        async with running_double(timing=timing) as double, connected(lambda: Bot(patience=0.35), double):
            double.faults.ignored_heartbeats = 8
            await double.world.watch.until(lambda: double.gateway.resumed or None, 8, "never resumed")


class TestRequestFaults:
    @pytest.mark.parametrize("is_global", [False, True])
    async def test_a_rate_limited_request_is_tried_again(
        self, double: DiscordDouble, channel: Channel, alice: Person, is_global: bool
    ) -> None:
        async with connected(Bot, double):
            double.faults.rate_limit("POST", "/channels/{id}/messages", retry_after=0.05, is_global=is_global)
            await alice.says(channel, "!echo patience")
            assert (await channel.next_message()).content == "patience"
        assert [exchange.status for exchange in double.sent("POST", "/messages")] == [429, 200]

    async def test_a_rate_limit_without_via_is_a_ban(self, double: DiscordDouble, channel: Channel) -> None:
        async with connected(Bot, double) as bot:
            double.faults.rate_limit("POST", "/channels/{id}/messages", via=False)
            with pytest.raises(discord.HTTPException) as caught:
                await bot.http.send_message(channel.id, params=discord.http.handle_message_parameters("x"))
        assert caught.value.status == 429

    async def test_a_server_error_is_tried_again(self, double: DiscordDouble, channel: Channel, alice: Person) -> None:
        async with connected(Bot, double):
            double.faults.next("POST", "/channels/{id}/messages", status=502)
            await alice.says(channel, "!echo still")
            assert (await channel.next_message()).content == "still"

    async def test_a_dropped_connection_surfaces_though_the_message_may_stand(
        self, double: DiscordDouble, channel: Channel
    ) -> None:
        async with connected(Bot, double) as bot:
            double.faults.next("POST", "/channels/{id}/messages", drop=True, performed=True)
            with pytest.raises(aiohttp.ClientError):
                await bot.http.send_message(channel.id, params=discord.http.handle_message_parameters("x"))
            assert (await channel.next_message()).content == "x"

    async def test_a_message_whose_answer_was_lost_is_not_sent_twice(
        self, double: DiscordDouble, channel: Channel, alice: Person
    ) -> None:
        async with connected(Bot, double):
            double.faults.next("POST", "/channels/{id}/messages", status=500, performed=True)
            await alice.says(channel, "!echo once")
            await double.world.watch.until(lambda: double.sent("POST", "/messages")[1:] or None, 5, "never retried")
        assert [message.payload["content"] for message in channel.messages] == ["!echo once", "once"]

    async def test_a_slow_answer_and_a_lost_permission(self, double: DiscordDouble) -> None:
        raw = Raw(double)
        double.faults.next("GET", "/users/@me", delay=0.1)
        double.faults.next("GET", "/users/@me", status=403, code=50013, message="Missing Permissions")
        began = time.monotonic()
        assert (await raw("GET", "/users/@me"))[0] == 200
        assert time.monotonic() - began >= 0.1
        assert (await raw("GET", "/users/@me"))[1]["code"] == 50013
