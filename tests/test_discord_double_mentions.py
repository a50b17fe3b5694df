"""Whom a message would ping, after `allowed_mentions` and permissions."""

from __future__ import annotations

import pytest
from discord_double import Channel, DiscordDouble, Person
from discord_double.errors import Json
from discord_double.small_bot import Raw

pytest_plugins = ["discord_double.fixtures"]


@pytest.fixture
def raw(double: DiscordDouble) -> Raw:
    return Raw(double)


class TestMentions:
    @pytest.mark.parametrize(
        ("text", "allowed", "pinged"),
        [
            ("hey {alice}", None, {"alice"}),
            ("hey {alice}", {"parse": []}, set()),
            ("hey {alice} {bob}", {"users": ["{bob_id}"]}, {"bob"}),
            ("`{alice}` and ```\n{bob}\n```", None, set()),
            ("@everyone", None, set()),
            ("{press}", None, {"press"}),
            ("{press}", {"parse": ["users"]}, set()),
        ],
    )
    async def test_only_those_are_pinged_who_are_mentioned_and_allowed(
        self,
        raw: Raw,
        channel: Channel,
        alice: Person,
        text: str,
        allowed: Json | None,
        pinged: set[str],
    ) -> None:
        bob = raw.double.person("bob")
        assert channel.guild is not None
        press = channel.guild.role("press", mentionable=True)
        body: Json = {"content": text.format(alice=alice.mention, bob=bob.mention, press=press.mention)}
        if allowed is not None:
            body["allowed_mentions"] = {
                key: [entry.format(bob_id=bob.id) for entry in entries] for key, entries in allowed.items()
            }
        await raw("POST", f"/channels/{channel.id}/messages", body)
        ids = {"alice": alice.id, "bob": bob.id, "press": press.id}
        assert (await channel.next_message()).pings == {ids[name] for name in pinged}

    async def test_everyone_is_pinged_only_by_those_who_may(
        self, double: DiscordDouble, raw: Raw, channel: Channel
    ) -> None:
        assert channel.guild is not None
        channel.guild.admit(double.bot, channel.guild.role("loud", "mention_everyone"))
        await raw("POST", f"/channels/{channel.id}/messages", {"content": "@everyone"})
        assert (await channel.next_message()).pings == {"everyone"}
