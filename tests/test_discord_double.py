"""The Discord double serves a real discord.py bot as Discord would."""

from __future__ import annotations

import asyncio
import io

import discord
import pytest
from discord_double import Channel, DiscordDouble, Person, connected, running_double
from discord_double.schemas import load_specification
from discord_double.small_bot import Bot, Raw

pytest_plugins = ["discord_double.fixtures"]


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
            assert (await (await alice.submits(modal, {"Question": "Why?"})).reply()).content == "asked again: Why?"
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
                assert "Q: Who?" in (await (await alice.slash(place, "ask", question="Who?")).reply()).visible_text
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
            layout.add_item(discord.ui.Section("pictured", accessory=discord.ui.Thumbnail("https://a.b/c.png")))
            await place.send(view=layout)
            assert (await channel.next_message()).visible_text == "quoted here\npictured"
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

    async def test_what_the_bot_is_doing_is_accepted(self, double: DiscordDouble) -> None:
        watching = discord.Activity(type=discord.ActivityType.watching, name="the news")
        intents = discord.Intents.default()
        async with connected(lambda: discord.Client(intents=intents, activity=watching), double) as client:
            await client.change_presence(activity=discord.CustomActivity("reading"), status=discord.Status.idle)
            await asyncio.sleep(0.05)
            assert len(double.gateway.identified) == 1

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


class TestHonesty:
    @pytest.mark.skipif(load_specification() is None, reason="Discord's published schemas are not here")
    async def test_a_double_that_lies_fails_the_test(self) -> None:
        with pytest.raises(AssertionError, match="MESSAGE_CREATE is untrue"):
            async with running_double() as double:
                place = double.guild("Newsroom").text_channel("general")
                async with connected(Bot, double):
                    double.world.emit("MESSAGE_CREATE", {"id": 5, "mentions": []}, guild=place.guild)

    async def test_an_address_that_it_does_not_know_fails_the_test(self) -> None:
        with pytest.raises(AssertionError, match="does not know GET /stickers/1"):
            async with running_double() as double:
                assert (await Raw(double)("GET", "/stickers/1"))[0] == 404
