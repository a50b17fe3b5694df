"""The Discord double, proved with a small real discord.py bot."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Callable

import aiohttp
import discord
import pytest
from discord import app_commands
from discord.ext import commands
from discord_double import Asked, Channel, DiscordDouble, Person, Timing, connected, running_double
from discord_double.errors import Json
from discord_double.markdown import as_read
from hypothesis import given
from hypothesis import strategies as st

pytest_plugins = ["discord_double.fixtures"]

OUTLETS = ["Harbour Post", "Harvest Weekly", "Morning Line"]


class Questions(discord.ui.Modal, title="Ask again"):
    question: discord.ui.TextInput[Questions] = discord.ui.TextInput(label="Question", max_length=20)

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"asked again: {self.question.value}")


class Buttons(discord.ui.View):
    @discord.ui.button(label="Context")
    async def context(self, interaction: discord.Interaction, _: discord.ui.Button[Buttons]) -> None:
        await interaction.response.edit_message(content="with context")

    @discord.ui.button(label="Again")
    async def again(self, interaction: discord.Interaction, _: discord.ui.Button[Buttons]) -> None:
        await interaction.response.send_modal(Questions())

    @discord.ui.button(label="Off", disabled=True)
    async def off(self, interaction: discord.Interaction, _: discord.ui.Button[Buttons]) -> None:
        raise AssertionError

    @discord.ui.select(
        options=[discord.SelectOption(label="Oldest", value="old"), discord.SelectOption(label="Newest")]
    )
    async def order(self, interaction: discord.Interaction, menu: discord.ui.Select[Buttons]) -> None:
        await interaction.response.defer()
        await interaction.followup.send(f"sorted by {menu.values[0]}")


def answer_commands(tree: app_commands.CommandTree[discord.Client]) -> None:
    @tree.command(description="Ask the coverage")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def ask(
        interaction: discord.Interaction, question: str, outlet: str | None = None, private: bool = False
    ) -> None:
        await interaction.response.defer(ephemeral=private)
        embed = discord.Embed(title=f"Q: {question}", url="https://example.org/a").add_field(
            name="Outlet", value=outlet
        )
        await interaction.edit_original_response(content="**said** so", embed=embed, view=Buttons())

    @ask.autocomplete("outlet")
    async def outlets(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [
            app_commands.Choice(name=name, value=name) for name in OUTLETS if name.lower().startswith(typed)
        ]

    @tree.command(description="Only in guilds")
    @app_commands.guild_only()
    async def here(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("here", ephemeral=True)
        await interaction.followup.send("and more", ephemeral=True)

    @tree.context_menu(name="Who said this")
    async def who(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"{message.author.name}: {message.content}")


class Bot(commands.AutoShardedBot):
    def __init__(self, *, content: bool = True, patience: float = 60.0) -> None:
        intents = discord.Intents.default()
        intents.message_content = content
        nobody = discord.AllowedMentions.none()
        super().__init__("!", intents=intents, allowed_mentions=nobody, heartbeat_timeout=patience)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """The library waits for 5 s before every identification but the first."""

    async def setup_hook(self) -> None:
        answer_commands(self.tree)
        self.add_command(commands.Command(echo))
        await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        if message.author.bot:
            return
        if message.guild is None or self.user in message.mentions:
            await message.channel.send(f"heard: {message.content}")
        await self.process_commands(message)


async def echo(context: commands.Context[Bot], *, text: str) -> None:
    await context.reply(text)


class Raw:
    """Plain HTTP with the bot's token, for what a well-behaved client would never send."""

    def __init__(self, double: DiscordDouble) -> None:
        self.double = double

    async def __call__(
        self, method: str, path: str, body: object = None, *, token: str = ""
    ) -> tuple[int, Json]:
        headers = {"Authorization": f"Bot {token or self.double.token}"}
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, self.double.api_url + path, json=body, headers=headers) as response,
        ):
            return response.status, await response.json() if response.status != 204 else {}


@pytest.fixture
def raw(double: DiscordDouble) -> Raw:
    return Raw(double)


@pytest.fixture
def channel(double: DiscordDouble) -> Channel:
    return double.guild("Newsroom").text_channel("general")


@pytest.fixture
def alice(double: DiscordDouble, channel: Channel) -> Person:
    return double.person("alice")


def fields(body: Json) -> str:
    """The nested errors of a refusal as one searchable text."""
    return str(body.get("errors"))


class TestWithARealClient:
    async def test_a_slash_command_is_acknowledged_and_answered(
        self, double: DiscordDouble, channel: Channel, alice: Person
    ) -> None:
        async with connected(Bot, double):
            asked = await alice.slash(channel, "ask", question="Who?", outlet="Harbour Post")
            acknowledged = await asked.acknowledged
            reply = await asked.reply()
        assert acknowledged.latency < 3
        assert acknowledged.type == 5
        assert reply.visible_text.startswith("said so\nQ: Who?\nOutlet\nHarbour Post")
        assert reply.labels == ["Context", "Again", "Off"]
        assert reply.links == ["https://example.org/a"]
        assert not reply.ephemeral
        assert double.rejections == []

    async def test_buttons_menus_and_modals_answer_the_person(
        self, double: DiscordDouble, channel: Channel, alice: Person
    ) -> None:
        async with connected(Bot, double):
            reply = await (await alice.slash(channel, "ask", question="Who?")).reply()
            changed = await (await alice.clicks(reply, "Context")).reply()
            assert (changed.id, changed.content) == (reply.id, "with context")
            modal = await (await alice.clicks(reply, "Again")).modal()
            assert modal.title == "Ask again"
            with pytest.raises(AssertionError, match="1 to 20 characters"):
                await alice.submits(modal, {"Question": "x" * 21})
            assert (
                await (await alice.submits(modal, {"Question": "Why?"})).reply()
            ).content == "asked again: Why?"
            chosen = await alice.selects(reply, "Oldest")
            assert (await chosen.follow_up()).content == "sorted by old"
            with pytest.raises(AssertionError, match="greyed out"):
                await alice.clicks(reply, "Off")

    async def test_choices_are_offered_while_typing(
        self, double: DiscordDouble, channel: Channel, alice: Person
    ) -> None:
        async with connected(Bot, double):
            choices = await alice.autocompletes(channel, "ask", "outlet", "har")
        assert [choice["name"] for choice in choices] == ["Harbour Post", "Harvest Weekly"]

    async def test_a_context_menu_knows_its_message(
        self, double: DiscordDouble, channel: Channel, alice: Person
    ) -> None:
        async with connected(Bot, double):
            said = await alice.says(channel, "it was a mistake")
            reply = await (await alice.uses(said, "Who said this")).reply()
        assert reply.content == "alice: it was a mistake"

    async def test_an_ephemeral_reply_is_seen_by_its_person_alone(
        self, double: DiscordDouble, channel: Channel, alice: Person
    ) -> None:
        bob = double.person("bob")
        async with connected(Bot, double):
            asked = await alice.slash(channel, "here")
            reply, more = await asked.reply(), await asked.follow_up()
            assert reply.ephemeral
            assert alice.sees(more).content == "and more"
            with pytest.raises(AssertionError, match="for alice"):
                bob.sees(reply)
            await channel.stays_quiet(0.05)

    async def test_prefix_direct_message_and_mention_are_heard(
        self, double: DiscordDouble, channel: Channel, alice: Person
    ) -> None:
        async with connected(Bot, double):
            sent = await alice.says(channel, "!echo hello")
            answer = await channel.next_message(after=sent)
            assert (answer.content, answer.reference, answer.pings) == ("hello", sent.id, frozenset())
            await alice.direct_message("who?")
            assert (await alice.direct_channel.next_message()).content == "heard: who?"
            sent = await alice.says(channel, f"{double.bot.mention} what?")
            assert (await channel.next_message(after=sent)).visible_text == "heard: @coverage what?"
        assert double.rejections == []

    async def test_a_command_runs_wherever_its_contexts_allow(
        self, double: DiscordDouble, channel: Channel, alice: Person
    ) -> None:
        alice.installs_app()
        private = double.private_channel(alice, double.person("bob"))
        away = double.guild("Elsewhere", with_bot=False)
        away.admit(alice.user)
        async with connected(Bot, double):
            for place in (channel, alice.direct_channel, private, away.text_channel("lobby")):
                assert (
                    "Q: Who?"
                    in (await (await alice.slash(place, "ask", question="Who?")).reply()).visible_text
                )
            with pytest.raises(AssertionError, match="contexts are \\[0\\]"):
                await alice.slash(alice.direct_channel, "here")
            with pytest.raises(AssertionError, match="missing \\['question'\\]"):
                await alice.slash(channel, "ask")
        assert double.rejections == []

    async def test_shards_each_serve_their_guilds(self) -> None:
        async with running_double(shards=2) as double:
            channels = [double.guild(f"Guild {number}").text_channel("general") for number in range(2)]
            alice = double.person("alice")
            async with connected(Bot, double) as bot:
                assert len(bot.shards) == 2
                for place in channels:
                    sent = await alice.says(place, "!echo hello")
                    assert (await place.next_message(after=sent)).content == "hello"

    async def test_files_and_component_layouts_arrive(
        self, double: DiscordDouble, channel: Channel, alice: Person
    ) -> None:
        async with connected(Bot, double) as bot:
            place = bot.get_channel(int(channel.id))
            assert isinstance(place, discord.TextChannel)
            await place.send("report", file=discord.File(io.BytesIO(b"a,b"), "report.csv"))
            assert (await channel.next_message()).attachments[0]["filename"] == "report.csv"
            layout = discord.ui.LayoutView()
            layout.add_item(discord.ui.Container(discord.ui.TextDisplay("-# quoted **here**")))
            await place.send(view=layout)
            assert (await channel.next_message()).visible_text == "quoted here"
        assert double.rejections == []

    async def test_what_the_client_fetches_and_changes_is_what_stands(
        self, double: DiscordDouble, channel: Channel, alice: Person
    ) -> None:
        said = await alice.says(channel, "first")
        async with connected(Bot, double) as bot:
            place = await bot.fetch_channel(int(channel.id))
            assert isinstance(place, discord.TextChannel)
            assert [message.content async for message in place.history()] == ["first"]
            message = await place.fetch_message(int(said.id))
            await message.add_reaction("👍")
            async with place.typing():
                sent = await place.send("draft", reference=message, mention_author=True)
            seen = await channel.next_message()
            assert seen.pings == {alice.id}
            await sent.edit(content="final")
            assert alice.sees(seen).content == "final"
            assert alice.sees(seen).edited
            await sent.delete()
            with pytest.raises(AssertionError, match="gone"):
                alice.sees(seen)
            member = await (await bot.fetch_guild(place.guild.id)).fetch_member(int(alice.id))
            assert (await bot.fetch_user(member.id)).name == "alice"
            assert (await member.send("privately")).channel.id == int(alice.direct_channel.id)
            assert len(channel.typing) == 1
        assert double.rejections == []

    async def test_members_are_listed_for_a_client_with_the_intent(self) -> None:
        async with running_double(privileged=["members", "message_content"]) as double:
            guild = double.guild("Newsroom")
            alice = double.person("alice")
            intents = discord.Intents(guilds=True, members=True)
            async with connected(lambda: discord.Client(intents=intents), double) as client:
                place = client.get_guild(int(guild.id))
                assert place is not None
                member = place.get_member(int(alice.id))
                assert member is not None
                assert member.name == "alice"


class TestIntents:
    async def test_without_the_content_intent_guild_messages_are_blank_unless_they_mention_the_bot(
        self, double: DiscordDouble, channel: Channel, alice: Person
    ) -> None:
        async with connected(lambda: Bot(content=False), double):
            await alice.says(channel, "!echo hello")
            await channel.stays_quiet(0.1)
            sent = await alice.says(channel, f"hey {double.bot.mention}")
            assert "hey" in (await channel.next_message(after=sent)).content
            await alice.direct_message("hello")
            assert (await alice.direct_channel.next_message()).content == "heard: hello"

    async def test_an_ungranted_privileged_intent_ends_the_connection(self) -> None:
        async with running_double(privileged=()) as double:
            with pytest.raises(discord.PrivilegedIntentsRequired):
                async with connected(Bot, double):
                    raise AssertionError

    async def test_a_wrong_token_cannot_log_in(self, double: DiscordDouble) -> None:
        token, double.token = double.token, "another"
        client = discord.Client(intents=discord.Intents.none())
        with pytest.raises(discord.LoginFailure):
            await client.login(token)
        await client.close()


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
        async with running_double(timing=Timing(heartbeat_interval=0.1)) as double:
            async with connected(lambda: Bot(patience=0.35), double):
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

    async def test_a_server_error_is_tried_again(
        self, double: DiscordDouble, channel: Channel, alice: Person
    ) -> None:
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
            await double.world.watch.until(
                lambda: double.sent("POST", "/messages")[1:] or None, 5, "never retried"
            )
        assert [message.payload["content"] for message in channel.messages] == ["!echo once", "once"]

    async def test_a_slow_answer_and_a_lost_permission(
        self, double: DiscordDouble, channel: Channel, raw: Raw
    ) -> None:
        double.faults.next("GET", "/users/@me", delay=0.1)
        double.faults.next("GET", "/users/@me", status=403, code=50013, message="Missing Permissions")
        began = time.monotonic()
        assert (await raw("GET", "/users/@me"))[0] == 200
        assert time.monotonic() - began >= 0.1
        assert (await raw("GET", "/users/@me"))[1]["code"] == 50013


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

    async def test_a_body_that_is_not_declared_json_is_refused(
        self, double: DiscordDouble, channel: Channel
    ) -> None:
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


REFUSED_COMMANDS = {
    "upper case": ({"name": "Ask", "description": "x"}, "INVALID_NAME"),
    "spaces": ({"name": "ask me", "description": "x"}, "INVALID_NAME"),
    "no description": ({"name": "ask"}, "description"),
    "long description": ({"name": "ask", "description": "x" * 101}, "100"),
    "menu with a description": ({"name": "Who", "type": 3, "description": "x"}, "FORBIDDEN"),
    "unknown language": ({"name": "ask", "description": "x", "name_localizations": {"xx": "a"}}, "CHOICES"),
    "unknown context": ({"name": "ask", "description": "x", "contexts": [7]}, "contexts"),
    "unknown installation": (
        {"name": "ask", "description": "x", "integration_types": [7]},
        "integration_types",
    ),
    "required after optional": (
        {
            "name": "ask",
            "description": "x",
            "options": [
                {"type": 3, "name": "a", "description": "x"},
                {"type": 3, "name": "b", "description": "x", "required": True},
            ],
        },
        "REQUIRED_INVALID",
    ),
    "same option twice": (
        {"name": "ask", "description": "x", "options": [{"type": 3, "name": "a", "description": "x"}] * 2},
        "ALREADY_EXISTS",
    ),
    "twenty-six choices": (
        {
            "name": "ask",
            "description": "x",
            "options": [
                {
                    "type": 3,
                    "name": "a",
                    "description": "x",
                    "choices": [{"name": str(n), "value": str(n)} for n in range(26)],
                }
            ],
        },
        "choices",
    ),
}


class TestCommands:
    @pytest.mark.parametrize("case", REFUSED_COMMANDS)
    async def test_discord_refuses(self, raw: Raw, case: str) -> None:
        command, named = REFUSED_COMMANDS[case]
        status, answer = await raw("PUT", f"/applications/{raw.double.bot.id}/commands", [command])
        assert (status, answer["code"]) == (400, 50035)
        assert named in fields(answer)

    async def test_names_are_unique_and_a_kept_name_keeps_its_id(self, raw: Raw) -> None:
        path = f"/applications/{raw.double.bot.id}/commands"
        assert "DUPLICATE" in fields((await raw("PUT", path, [ASK, ASK]))[1])
        _, first = await raw("PUT", path, [ASK])
        _, second = await raw("PUT", path, [ASK, ASK | {"name": "more"}])
        assert second[0]["id"] == first[0]["id"]
        assert [(await raw("POST", path, ASK | {"name": name}))[0] for name in ("ask", "new")] == [200, 201]
        assert (await raw("DELETE", f"{path}/{first[0]['id']}"))[0] == 204
        assert [command["name"] for command in (await raw("GET", path))[1]] == ["more", "new"]


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


class TestHonesty:
    async def test_a_double_that_lies_fails_the_test(self, channel: Channel) -> None:
        with pytest.raises(AssertionError, match="MESSAGE_CREATE is untrue"):
            async with running_double() as double:
                place = double.guild("Newsroom").text_channel("general")
                async with connected(Bot, double):
                    double.world.emit("MESSAGE_CREATE", {"id": 5, "mentions": []}, guild=place.guild)

    async def test_an_address_that_it_does_not_know_fails_the_test(self) -> None:
        with pytest.raises(AssertionError, match="does not know GET /stickers/1"):
            async with running_double() as double:
                assert (await Raw(double)("GET", "/stickers/1"))[0] == 404


@given(st.text(st.sampled_from("ab *_~|`>#[]()\\.!"), max_size=40))
def test_what_was_escaped_is_read_as_it_was_written(text: str) -> None:
    escaped = "".join(f"\\{letter}" if not letter.isalnum() and letter != " " else letter for letter in text)
    assert as_read(escaped, {}) == text


@given(
    st.sampled_from(["**{}**", "*{}*", "__{}__", "~~{}~~", "||{}||", "> {}", "`{}`", "[{}](https://a.b/c)"])
)
def test_marks_vanish_and_words_stay(frame: str) -> None:
    assert as_read(frame.format("a mistake"), {}) == "a mistake"
