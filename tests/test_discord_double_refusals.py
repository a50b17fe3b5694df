"""The double refuses what Discord refuses, in Discord's own shape and codes."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from discord_double import Asked, Channel, DiscordDouble, Person, Timing, running_double
from discord_double.errors import Json
from discord_double.schemas import load_specification
from discord_double.small_bot import Raw

pytest_plugins = ["discord_double.fixtures"]
# cases that only the published schemas catch
BY_SCHEMA = {
    "only an unknown field",
    "wrong type",
    "bad link",
    "long label",
    "unknown context",
    "unknown installation",
}


@pytest.fixture
def raw(double: DiscordDouble) -> Raw:
    return Raw(double)


def need_schemas(case: str) -> None:
    if case in BY_SCHEMA and load_specification() is None:
        pytest.skip("Discord's published schemas are not here")


def fields(body: Json) -> str:
    """The nested errors of a refusal as one searchable text."""
    return str(body.get("errors"))


BUTTON = {"type": 2, "style": 1, "label": "Go", "custom_id": "go"}
ROW = {"type": 1, "components": [BUTTON]}
TEXT = {"type": 10, "content": "x"}
V2 = 1 << 15
REFUSED_MESSAGES = {
    "long content": ({"content": "x" * 2001}, 50035, "2000 or fewer"),
    "nothing": ({"content": " \n"}, 50006, ""),
    "only an unknown field": ({"content": "x", "colour": 1}, 50035, "colour"),
    "wrong type": ({"content": 5}, 50035, "content"),
    "eleven embeds": ({"embeds": [{"title": "x"}] * 11}, 50035, "10"),
    "long embed title": ({"embeds": [{"title": "x" * 257}]}, 50035, "256"),
    "long embed description": ({"embeds": [{"description": "x" * 4097}]}, 50035, "4096"),
    "long field": ({"embeds": [{"fields": [{"name": "a", "value": "x" * 1025}]}]}, 50035, "1024"),
    "empty field": ({"embeds": [{"fields": [{"name": "", "value": "x"}]}]}, 50035, "BASE_TYPE_REQUIRED"),
    "many fields": ({"embeds": [{"fields": [{"name": "a", "value": "b"}] * 26}]}, 50035, "25"),
    "embed total": ({"embeds": [{"description": "x" * 3001}] * 2}, 50035, "MAX_EMBED_SIZE_EXCEEDED"),
    "bad link": ({"embeds": [{"title": "x", "url": "no link"}]}, 50035, "URL"),
    "six rows": ({"content": "x", "components": [ROW] * 6}, 50035, "BAD_LENGTH"),
    "same custom id": ({"content": "x", "components": [ROW, ROW]}, 50035, "COMPONENT_CUSTOM_ID_DUPLICATED"),
    "long label": (
        {"content": "x", "components": [{"type": 1, "components": [BUTTON | {"label": "x" * 81}]}]},
        50035,
        "80",
    ),
    "button without a label": (
        {
            "content": "x",
            "components": [{"type": 1, "components": [{"type": 2, "style": 1, "custom_id": "a"}]}],
        },
        50035,
        "NO_LABEL",
    ),
    "link button with an id": (
        {
            "content": "x",
            "components": [{"type": 1, "components": [BUTTON | {"style": 5, "url": "https://a.b"}]}],
        },
        50035,
        "custom_id",
    ),
    "layout without its flag": ({"content": "x", "components": [TEXT]}, 50035, "type"),
    "layout with content": ({"content": "x", "components": [TEXT], "flags": V2}, 50035, "content"),
    "forty-one components": ({"components": [TEXT] * 41, "flags": V2}, 50035, "components"),
    "layout of 4001 characters": (
        {"components": [TEXT | {"content": "x" * 2001}, TEXT | {"content": "x" * 2000}], "flags": V2},
        50035,
        "TEXT_SIZE",
    ),
    "mentions both ways": (
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        50035,
        "PARSE_EXCLUSIVE",
    ),
    "ephemeral without interaction": ({"content": "x", "flags": 64}, 50035, "flags"),
    "reply to nothing": (
        {"content": "x", "message_reference": {"message_id": "1"}},
        50035,
        "UNKNOWN_MESSAGE",
    ),
}


class TestRefusedMessages:
    @pytest.mark.parametrize("case", REFUSED_MESSAGES)
    async def test_discord_refuses(self, raw: Raw, channel: Channel, case: str) -> None:
        need_schemas(case)
        body, code, named = REFUSED_MESSAGES[case]
        status, answer = await raw("POST", f"/channels/{channel.id}/messages", body)
        assert (status, answer["code"]) == (400, code)
        assert named in (fields(answer) if named else "")
        assert channel.messages == []

    async def test_the_same_limits_hold_for_answers_to_interactions(
        self, double: DiscordDouble, raw: Raw, channel: Channel, alice: Person
    ) -> None:
        asked = await registered(raw, channel, alice)
        path = callback_path(asked)
        status, answer = await raw("POST", path, {"type": 4, "data": {"content": "x" * 2001}})
        assert (status, answer["code"]) == (400, 50035)
        assert answer["errors"]["data"]["content"]["_errors"]
        assert (await raw("POST", path, {"type": 4, "data": {}}))[1]["code"] == 50006
        assert (await raw("POST", path, {"type": 7, "data": {"content": "x"}}))[1]["errors"]["type"]
        assert (await raw("POST", path, {"type": 4, "data": {"content": "x"}}))[0] == 204

    async def test_the_mark_of_a_layout_cannot_be_taken_off(self, raw: Raw, channel: Channel) -> None:
        place = f"/channels/{channel.id}/messages"
        _, sent = await raw("POST", place, {"components": [TEXT], "flags": V2})
        path = f"{place}/{sent['id']}"
        assert (await raw("PATCH", path, {"flags": 0}))[1]["code"] == 50035
        assert (await raw("PATCH", path, {"content": "x"}))[1]["code"] == 50035
        assert (await raw("PATCH", path, {"components": [TEXT | {"content": "y"}]}))[0] == 200

    async def test_who_may_not_is_told_why(
        self, double: DiscordDouble, raw: Raw, channel: Channel, alice: Person
    ) -> None:
        private = double.private_channel(alice, double.person("bob"))
        said = await alice.says(channel, "mine")
        hello = {"content": "hello"}
        _, dm = await raw("POST", "/users/@me/channels", {"recipient_id": int(alice.id)})
        alice.closes_direct_messages()
        expected = [
            ("POST", "/channels/1/messages", 404, 10003),
            ("GET", f"/channels/{channel.id}/messages/1", 404, 10008),
            ("POST", f"/channels/{private.id}/messages", 403, 50001),
            ("POST", f"/channels/{dm['id']}/messages", 403, 50007),
            ("PATCH", f"/channels/{channel.id}/messages/{said.id}", 403, 50005),
            ("DELETE", f"/channels/{channel.id}/messages/{said.id}", 403, 50013),
            ("GET", "/guilds/1", 404, 10004),
        ]
        for method, path, status, code in expected:
            answer = await raw(method, path, hello if method in {"POST", "PATCH"} else None)
            assert (answer[0], answer[1]["code"]) == (status, code), path
        channel.forbid("send_messages")
        assert (await raw("POST", f"/channels/{channel.id}/messages", hello))[1]["code"] == 50013
        channel.forbid("view_channel")
        assert (await raw("POST", f"/channels/{channel.id}/messages", hello))[1]["code"] == 50001
        assert (await raw("GET", "/users/@me", token="wrong"))[0] == 401

    async def test_a_body_that_is_not_declared_json_is_refused(self, double: DiscordDouble, channel: Channel) -> None:
        url = f"{double.api_url}/channels/{channel.id}/messages"
        headers = {"Authorization": f"Bot {double.token}", "Content-Type": "application/json; charset=utf-8"}
        async with (
            aiohttp.ClientSession() as session,
            session.post(url, data=b'{"content": "x"}', headers=headers) as response,
        ):
            assert (response.status, (await response.json())["code"]) == (400, 50109)


ASK = {
    "name": "ask",
    "description": "Ask",
    "options": [{"type": 3, "name": "question", "description": "What?"}],
}


async def registered(raw: Raw, channel: Channel, person: Person) -> Asked:
    """Register /ask by hand and let a person run it, with no client to answer."""
    status, _ = await raw("PUT", f"/applications/{raw.double.bot.id}/commands", [ASK])
    assert status == 200
    return await person.slash(channel, "ask", question="Who?")


def callback_path(asked: Asked) -> str:
    interaction = asked.interaction
    return f"/interactions/{interaction.id}/{interaction.token}/callback"


class TestInteractions:
    async def test_an_answer_after_the_window_finds_no_interaction(self) -> None:
        async with running_double(timing=Timing(acknowledge_within=0.05)) as double:
            raw, channel = Raw(double), double.guild("Newsroom").text_channel("general")
            asked = await registered(raw, channel, double.person("alice"))
            await asyncio.sleep(0.06)
            status, answer = await raw("POST", callback_path(asked), {"type": 5})
        assert (status, answer["code"]) == (404, 10062)

    async def test_a_second_answer_is_refused(self, raw: Raw, channel: Channel, alice: Person) -> None:
        asked = await registered(raw, channel, alice)
        status, body = await raw("POST", callback_path(asked) + "?with_response=1", {"type": 5})
        assert (status, body["interaction"]["response_message_loading"]) == (200, True)
        status, answer = await raw("POST", callback_path(asked), {"type": 5})
        assert (status, answer["code"]) == (400, 40060)

    async def test_the_token_dies_and_no_follow_up_goes_before_the_answer(
        self, raw: Raw, channel: Channel, alice: Person
    ) -> None:
        asked = await registered(raw, channel, alice)
        webhook = f"/webhooks/{raw.double.bot.id}/{asked.interaction.token}"
        assert (await raw("POST", webhook, {"content": "x"}))[1]["code"] == 10015
        assert (await raw("POST", callback_path(asked), {"type": 5, "data": {"flags": 64}}))[0] == 204
        status, first = await raw("POST", webhook, {"content": "first"})
        assert (status, first["flags"]) == (200, 64)
        assert first["id"] == (await asked.reply()).id
        assert (await raw("GET", f"{webhook}/messages/@original"))[1]["content"] == "first"
        assert (await raw("PATCH", f"{webhook}/messages/@original", {"content": ""}))[1]["code"] == 50006
        asked.expire()
        status, answer = await raw("PATCH", f"{webhook}/messages/@original", {"content": "x"})
        assert (status, answer["code"]) == (401, 50027)
