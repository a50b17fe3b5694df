"""/watch: be told when new articles say something about a topic."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import choices, interactions
from bot.addressed import without_emoji
from bot.channels import parent_of
from bot.choices import Choices
from bot.desk import Desk, problem, same
from bot.posting import Poster
from bot.render import Blocks, notice
from bot.sending import unsent_is_logged
from bot.state import watches
from bot.state.servers import owners
from bot.state.watches import LONGEST_TOPIC, MOST_A_DAY, USUAL_A_DAY, Full, Watch
from bot.watch_text import listed, watch_line
from bot.watching import Watching
from bot.wording import one_line
from bot.words import Words, words_for
from index.errors import CoverageError, QuestionError
from index.question import Question, ask
from index.store.protocol import Filters

HERE, DIRECT = "here", "dm"

_Topic = app_commands.Range[str, 1, LONGEST_TOPIC]
_ADay = app_commands.Range[int, 1, MOST_A_DAY]


@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=True)
class WatchCog(
    commands.GroupCog, group_name="watch", group_description="Hear of new articles that say something about a topic"
):
    """Adds, shows and removes watches, and has them look for as long as the client runs."""

    def __init__(self, bot: commands.AutoShardedBot, desk: Desk) -> None:
        """Watch for the people of ``bot``, with what is at ``desk``."""
        self._bot = bot
        self._desk = desk
        self._watching = Watching(desk, self, Poster(bot, desk))
        self._task: asyncio.Task[None] | None = None

    async def cog_load(self) -> None:
        """Begin to look, once the client knows its servers."""
        self._task = asyncio.create_task(self._watch())

    async def cog_unload(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def mine(self, server: int | None) -> bool:
        """Whether this process answers in a server, or (None) in direct messages."""
        shard = (server >> 22) % (self._bot.shard_count or 1) if server is not None else 0
        return shard in self._bot.shards

    def within(self, server: int) -> bool:
        """Whether the bot is in a server of this process."""
        return self._bot.get_guild(server) is not None

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """End the watches of a server that the bot has left."""
        with suppress(CoverageError):  # the next look ends them as well
            await self._desk.state.write(lambda connection: watches.end_in_server(connection, guild.id))

    @app_commands.command(name="add", description="Watch a topic: a question, or a few keywords")
    @app_commands.describe(
        topic="A question or keywords, in English",
        where="In this channel, or to you directly (the usual)",
        a_day="At most so many posts a day (usually 5)",
    )
    @app_commands.choices(
        where=[
            app_commands.Choice(name=app_commands.locale_str("in this channel"), value=HERE),
            app_commands.Choice(name=app_commands.locale_str("to me directly"), value=DIRECT),
        ]
    )
    async def add(
        self, interaction: discord.Interaction[Any], topic: _Topic, where: str = DIRECT, a_day: _ADay = USUAL_A_DAY
    ) -> None:
        """Check the topic and the place, and begin."""

        async def text(words: Words) -> Blocks:
            try:
                return await self._added(interaction, without_emoji(topic), where, a_day, words)
            except QuestionError as error:
                return notice(problem(error, words))

        await interactions.tell(interaction, text)

    @app_commands.command(name="list", description="Show your watches, and this server's if you manage it")
    async def show(self, interaction: discord.Interaction[Any]) -> None:
        """Show them, with what ended those that have ended."""

        async def text(words: Words) -> Blocks:
            found = await self._theirs(interaction)
            return (f"**{words.watches}**", listed(found, words)) if found else notice(words.no_watches)

        await interactions.tell(interaction, text)

    @app_commands.command(name="remove", description="Watch a topic no more")
    @app_commands.describe(watch="Which one")
    async def remove(self, interaction: discord.Interaction[Any], watch: str) -> None:
        """Forget one of those that the person may remove."""

        async def text(words: Words) -> Blocks:
            theirs = await self._theirs(interaction)
            typed = watch.strip()
            found = next((each for each in theirs if str(each.id) == typed), None)
            found = found or next((each for each in theirs if same(each.topic, typed)), None)
            if found is None:
                return notice(words.watch_unknown)
            await self._desk.state.write(lambda connection: watches.remove(connection, found.id))
            return notice(words.watch_removed.format(topic=one_line(found.topic, LONGEST_TOPIC)))

        await interactions.tell(interaction, text)

    @remove.autocomplete("watch")
    async def _offer(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        try:
            theirs = await self._theirs(interaction)
        except CoverageError:
            return []
        words, wanted = words_for(interaction.locale), typed.strip().casefold()
        fitting = [each for each in theirs if wanted in each.topic.casefold() or wanted == str(each.id)]
        # Mentions of channels are not shown as such in choices.
        return [
            app_commands.Choice(name=one_line(f"{each.topic} · {_place(each, interaction, words)}", choices.LONGEST),
                                value=str(each.id))
            for each in fitting[:choices.MOST]
        ]  # fmt: skip

    async def _theirs(self, interaction: discord.Interaction[Any]) -> list[Watch]:
        """Return the watches that a person may see and remove here."""
        managed = interaction.guild_id if interaction.guild_id and interaction.permissions.manage_guild else None
        person = interaction.user.id
        return await self._desk.state.read(lambda connection: watches.of(connection, person, managed))

    async def _added(
        self, interaction: discord.Interaction[Any], typed: str, where: str, a_day: int, words: Words
    ) -> Blocks:
        server = interaction.guild_id if where == HERE else None
        settings = await self._desk.settings(server)
        parent = parent_of(interaction.channel)
        if server is not None:
            may = interaction.permissions
            if not (may.manage_messages or may.manage_guild):
                return notice(words.watch_denied)
            if not settings.answers_in(interaction.channel_id, parent):
                channels = ", ".join(f"<#{channel}>" for channel in sorted(settings.channels))
                return (words.elsewhere.format(channels=channels),)
            if not self.within(server) or not _may_post(interaction):
                return notice(words.watch_not_allowed)
        if wait := self._desk.cooldown.wait(interaction.user.id):
            return self._desk.slow_down(wait, words)
        question = ask(typed)
        if len(question.text) > LONGEST_TOPIC:
            raise QuestionError("", "too_long", length=str(len(question.text)), most=str(LONGEST_TOPIC))
        seen = owners(server, settings)
        # Asked once now: what cannot be asked would never be answered later.
        await self._desk.bridge.answer(Question(question.text, Filters(owners=seen), limit=1))
        position = await self._desk.bridge.look(lambda answerer: answerer.generation())
        channel = interaction.channel_id if server is not None else await self._direct_channel(interaction)
        if channel is None:
            return notice(words.watch_direct_closed)
        watch = Watch(interaction.user.id, server, channel, question.text, a_day, str(interaction.locale), position,
                      parent if server is not None else None)  # fmt: skip
        full = await self._desk.state.write(lambda connection: watches.add(connection, watch))
        if full is not None:
            most = watches.MOST_OF_A_PERSON if full is Full.PERSON else watches.MOST_OF_A_SERVER
            line = words.watch_full_person if full is Full.PERSON else words.watch_full_server
            return notice(line.format(most=most))
        return (f"**{words.watch_added}**", watch_line(watch, words), words.watch_how)

    async def _direct_channel(self, interaction: discord.Interaction[Any]) -> int | None:
        """Return the person's own channel, which is opened if need be; nothing is sent."""
        if interaction.context.dm_channel and interaction.channel_id is not None:
            return interaction.channel_id
        try:
            return (await self._bot.create_dm(discord.Object(interaction.user.id))).id
        except discord.HTTPException:
            return None

    async def _watch(self) -> None:
        await self._bot.wait_until_ready()
        with unsent_is_logged("watches look no more"):
            await self._watching.run()


def _may_post(interaction: discord.Interaction[Any]) -> bool:
    """Whether the bot itself may write where the interaction came from."""
    may = interaction.app_permissions
    thread = isinstance(interaction.channel, discord.Thread)
    return may.view_channel and (may.send_messages_in_threads if thread else may.send_messages)


def _place(watch: Watch, interaction: discord.Interaction[Any], words: Words) -> str:
    if watch.server is None:
        return words.watch_direct
    guild = interaction.client.get_guild(watch.server)
    channel = guild.get_channel_or_thread(watch.channel) if guild else None
    return f"#{channel.name}" if channel else words.watch_a_channel
